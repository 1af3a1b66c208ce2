#include "engine/bundle/tfjs.h"
#include "tests/fuzz/memory_source.h"
#include "tests/fuzz/require_bundle.h"

/// Any manifest beside a shard "w" of 64 bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    MemorySource files;
    files.add("weights_manifest.json", {data, data + size});
    files.add("w", partita::Bytes(64, 0x3f));
    requireSound(partita::bundle::readTfjs(files, "weights_manifest.json"));
    return 0;
}
