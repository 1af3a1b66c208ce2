#include "engine/formats/note_sequence_proto.h"
#include "tests/fuzz/require.h"

using namespace partita;

/// Any bytes: refused, or a sequence that comes back from its own bytes. (Bytes are compared: a time may be NaN.)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto sequence = formats::parseNoteSequence({data, size});
    if (!sequence)
        return 0;
    const Bytes bytes = formats::serialize(*sequence);
    const auto again = formats::parseNoteSequence(bytes);
    REQUIRE(again);
    REQUIRE(formats::serialize(*again) == bytes);
    return 0;
}
