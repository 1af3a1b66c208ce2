#include "engine/bundle/tensorflow_v1.h"
#include "tests/fuzz/require_bundle.h"
#include "tests/fuzz/table_input.h"

/// Any table as a V1 checkpoint.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    requireSound(partita::bundle::parseTensorFlowV1(tableOf({data, size}), "x"));
    return 0;
}
