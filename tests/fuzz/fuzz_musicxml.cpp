#include "engine/formats/musicxml.h"
#include "tests/fuzz/require.h"

using namespace partita;

/// Any bytes, plain or zipped, in both readings: a score or a sentence.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const bool zipped = size > 1 && data[0] == 'P' && data[1] == 'K';
    for (const auto reading : {formats::ScoreReading::kAsNoteSeq, formats::ScoreReading::kForPeople})
        if (const auto score = formats::readMusicXml({data, size}, zipped, reading); !score)
            REQUIRE(!score.error().message.empty());
    return 0;
}
