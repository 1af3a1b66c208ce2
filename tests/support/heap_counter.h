#pragma once

#include <cstddef>
#include <cstdlib>

#include <stdlib.h>

/// Counts the heap calls a thread makes while a HeapCounter lives. Include in one source file of a test program: it
/// takes the place of the C library's malloc, calloc, realloc, aligned_alloc, posix_memalign and free, which operator
/// new and delete come down to.
namespace partita::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kHeapIsCounted = false; ///< the sanitizer has the heap already
#else
inline constexpr bool kHeapIsCounted = true;
#endif

inline thread_local bool t_counting = false;
inline thread_local long t_heapCalls = 0;

class HeapCounter {
public:
    HeapCounter()
    {
        t_heapCalls = 0;
        t_counting = true;
    }
    ~HeapCounter() { t_counting = false; }
    long calls() const { return t_heapCalls; }
};

inline void noteHeapCall()
{
    if (t_counting)
        ++t_heapCalls;
}

} // namespace partita::test

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);

void* malloc(std::size_t size) noexcept
{
    partita::test::noteHeapCall();
    return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) noexcept
{
    partita::test::noteHeapCall();
    return __libc_calloc(count, size);
}
void* realloc(void* old, std::size_t size) noexcept
{
    partita::test::noteHeapCall();
    return __libc_realloc(old, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept
{
    partita::test::noteHeapCall();
    return __libc_memalign(alignment, size);
}
int posix_memalign(void** result, std::size_t alignment, std::size_t size) noexcept
{
    partita::test::noteHeapCall();
    *result = __libc_memalign(alignment, size);
    return *result ? 0 : 12; // ENOMEM
}
void free(void* block) noexcept
{
    if (block)
        partita::test::noteHeapCall();
    __libc_free(block);
}
}
#endif
