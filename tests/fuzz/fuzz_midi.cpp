#include "engine/midi/note_sequence.h"
#include "tests/fuzz/require.h"

using namespace partita;

/// Any bytes: a verdict; what was read survives writing; both ways to a NoteSequence and back end well.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const midi::Reading reading = midi::read({data, size});
    REQUIRE((reading.verdict == midi::Verdict::kComplete) == reading.reasons.empty());
    REQUIRE(reading.reasons.size() == reading.defects.size());
    REQUIRE((reading.verdict == midi::Verdict::kRefused) == reading.file.tracks.empty());

    if (reading.verdict != midi::Verdict::kRefused) {
        for (const bool runningStatus : {true, false}) {
            const midi::Reading again = midi::read(midi::write(reading.file, runningStatus));
            REQUIRE(again.file == reading.file);
            REQUIRE(again.verdict <= midi::Verdict::kRepaired);
        }
    }
    for (const auto convention : {midi::Convention::kMagenta, midi::Convention::kPeople}) {
        const auto sequence = midi::toNoteSequence(reading, convention);
        if (!sequence)
            continue;
        if (const auto file = midi::fromNoteSequence(*sequence))
            REQUIRE(midi::read(midi::write(*file)).file == *file);
    }
    return 0;
}
