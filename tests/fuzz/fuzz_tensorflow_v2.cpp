#include "engine/bundle/tensorflow_v2.h"
#include "tests/fuzz/memory_source.h"
#include "tests/fuzz/require_bundle.h"
#include "tests/fuzz/table_input.h"

/// Any table as the index of a V2 checkpoint with a shard of zeros.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    MemorySource files;
    files.add("x.index", tableOf({data, size}));
    files.add("x.data-00000-of-00001", partita::Bytes(256));
    requireSound(partita::bundle::readTensorFlowV2(files, "x"));
    return 0;
}
