#include "tests/support/tunes.h"

#include "engine/core/file_io.h"
#include "engine/core/rng.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/formats/tfrecord.h"
#include "engine/midi/note_sequence.h"

namespace partita::test {
namespace {

constexpr int kScale[] = {60, 62, 64, 65, 67, 69, 71, 72};
constexpr int kEighths = 8; ///< of a bar
constexpr double kEighth = 0.25, kLate = 0.01; ///< seconds
constexpr int kKick = 36, kHiHat = 42;

} // namespace

NoteSequence emptyPiece(int bars, const std::string& name)
{
    NoteSequence sequence;
    sequence.filename = name;
    sequence.ticksPerQuarter = 220;
    sequence.tempos = {{Seconds(0.0), 120.0}};
    sequence.timeSignatures = {{Seconds(0.0), 4, 4}};
    sequence.totalTime = Seconds(bars * kEighths * kEighth);
    return sequence;
}

NoteSequence scaleTune(int bars, int stride, int voices, const std::string& name)
{
    NoteSequence sequence = emptyPiece(bars, name);
    for (int i = 0; i < bars * kEighths; ++i)
        for (int voice = 0; voice < voices; ++voice)
            sequence.notes.push_back({.pitch = kScale[i * stride % 8] - 4 * voice, .velocity = 90, .startTime = Seconds(i * kEighth), .endTime = Seconds((i + 1) * kEighth)});
    return sequence;
}

NoteSequence randomTune(std::uint64_t seed, int bars, bool drums)
{
    NoteSequence sequence = emptyPiece(bars);
    Rng rng(seed);
    for (int i = 0; i < bars * kEighths; ++i)
        sequence.notes.push_back({.pitch = drums ? (i % 2 ? kHiHat : kKick) : kScale[0] + static_cast<int>(rng.below(12)),
                                  .velocity = 60 + static_cast<int>(rng.below(40)),
                                  .startTime = Seconds(i * kEighth + (drums ? kLate : 0.0)),
                                  .endTime = Seconds((i + 1) * kEighth),
                                  .isDrum = drums});
    return sequence;
}

Result<void> writeMidi(const std::filesystem::path& path, const NoteSequence& sequence)
{
    std::filesystem::create_directories(path.parent_path());
    const auto file = midi::fromNoteSequence(sequence);
    if (!file)
        return fail(file);
    return writeFileAtomically(path, midi::write(*file));
}

Result<void> writeRecords(const std::filesystem::path& path, const std::vector<NoteSequence>& sequences)
{
    auto writer = formats::TfRecordWriter::open(path);
    if (!writer)
        return fail(writer);
    for (const NoteSequence& sequence : sequences)
        if (const auto written = writer->write(formats::serialize(sequence)); !written)
            return written;
    return writer->finish();
}

} // namespace partita::test
