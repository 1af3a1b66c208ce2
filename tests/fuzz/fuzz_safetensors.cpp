#include "engine/bundle/safetensors.h"
#include "tests/fuzz/require.h"

using namespace partita;

/// Any bytes: refused by name, or tensors whose shapes fit their bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto read = bundle::parseSafetensors(bundle::ownBytes(Bytes(data, data + size)), "x.safetensors");
    if (!read) {
        REQUIRE(read.error().message.find("x.safetensors") != std::string::npos);
        return 0;
    }
    for (const bundle::Tensor& tensor : read->tensors)
        REQUIRE(static_cast<std::size_t>(tensor.size()) * bundle::sizeOf(tensor.dtype) == tensor.bytes.size());
    return 0;
}
