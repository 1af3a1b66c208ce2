#include "engine/formats/abc.h"
#include "tests/fuzz/require.h"

using namespace partita;

/// Any text: tunes, failures with their reasons, or an error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    for (const auto reading : {formats::ScoreReading::kAsNoteSeq, formats::ScoreReading::kForPeople}) {
        const auto book = formats::readAbc({reinterpret_cast<const char*>(data), size}, reading);
        if (!book)
            continue;
        for (const auto& failure : book->failures)
            REQUIRE(!failure.message.empty());
        for (const auto& [number, tune] : book->tunes)
            REQUIRE(tune.referenceNumber == number);
    }
    return 0;
}
