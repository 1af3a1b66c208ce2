#include "engine/nn/large_memory.h"

#include <sys/mman.h>

#include <cstdint>
#include <new>

namespace partita::nn {

std::shared_ptr<float[]> largeFloats(std::size_t count)
{
    constexpr std::size_t kPage = std::size_t{2} << 20;
    const std::size_t bytes = count * sizeof(float);
    if (bytes < kPage)
        return std::shared_ptr<float[]>(new (std::align_val_t{64}) float[count](), [](float* owned) { ::operator delete[](owned, std::align_val_t{64}); });
    const std::size_t mapped = bytes + kPage; // room to begin with a large page; what is never touched is no memory
    void* const memory = ::mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        throw std::bad_alloc();
    ::madvise(memory, mapped, MADV_HUGEPAGE); // a wish
    const auto begin = (reinterpret_cast<std::uintptr_t>(memory) + kPage - 1) / kPage * kPage;
    return std::shared_ptr<float[]>(reinterpret_cast<float*>(begin), [memory, mapped](float*) { ::munmap(memory, mapped); });
}

} // namespace partita::nn
