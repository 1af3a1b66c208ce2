// MIDI files that magenta-js has read and written, read by us.
#include "engine/midi/note_sequence.h"
#include "engine/music/quantize.h"
#include "engine/study/golden_file.h"
#include "engine/study/js_converters.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_json.h"
#include "engine/study/note_sequence_text.h"

#include <algorithm>
#include <cmath>

namespace partita::study {
namespace {

using nlohmann::json;

/// As magenta-js's reader scales velocities: 127 becomes 128.
int jsVelocity(int velocity)
{
    return static_cast<int>(std::floor(velocity / 127.0 * 128.0));
}

/// Where notes begin, by time and pitch. What two readers need not agree on is left out: instrument numbers, ends (where
/// notes of one pitch overlap), and notes without length.
std::vector<std::string> onsets(const NoteSequence& sequence, int (*velocity)(int))
{
    std::vector<std::string> texts;
    for (const auto& note : sequence.notes)
        if (note.endTime > note.startTime)
            texts.push_back(timeText(note.startTime.value) + " " + std::to_string(note.pitch) + " " + std::to_string(velocity(note.velocity)) + " "
                            + std::to_string(note.program) + (note.isDrum ? " drum" : ""));
    std::ranges::sort(texts);
    return texts;
}

std::size_t soundingNotes(const NoteSequence& sequence)
{
    return static_cast<std::size_t>(std::ranges::count_if(sequence.notes, [](const auto& note) { return note.endTime > note.startTime; }));
}

json timesOf(const NoteSequence& sequence)
{
    json times = {{"ticksPerQuarter", sequence.ticksPerQuarter}, {"tempos", json::array()}, {"timeSignatures", json::array()}};
    for (const auto& tempo : sequence.tempos)
        times["tempos"].push_back({timeText(tempo.time.value), timeText(tempo.qpm)});
    for (const auto& meter : sequence.timeSignatures)
        times["timeSignatures"].push_back({timeText(meter.time.value), meter.numerator, meter.denominator});
    return times;
}

void compareReading(Comparison& comparison, const std::filesystem::path& path, const json& golden)
{
    auto read = midi::readNoteSequence(path);
    const NoteSequence expected = noteSequenceFromJson(golden);
    const auto isNoByte = [](const auto& change) { return change.controlValue > 127; };
    if (std::ranges::any_of(expected.controlChanges, isNoByte)) // magenta-js writes such files and reads them
        return comparison.holds("a value above 127, for which Magenta refuses the file", !read, "it was read");
    if (!read)
        throw GoldenFileError(read.error().message);
    if (!expected.tempos.empty() && expected.tempos.front().time > Seconds())
        return comparison.equal("notes of a file whose first tempo magenta-js takes for that of its beginning", soundingNotes(*read), soundingNotes(expected));
    // magenta-js writes down 4/4 and 120 at the beginning where a file says nothing.
    if (read->timeSignatures.empty())
        read->timeSignatures = {{.numerator = 4, .denominator = 4}};
    comparison.equal("times", timesOf(*read), timesOf(expected));
    comparison.equal("onsets", onsets(*read, jsVelocity), onsets(expected, [](int velocity) { return velocity; }));
}

} // namespace

void checkJsMidi(const std::filesystem::path& file, Examiner& examiner)
{
    const auto table = readJson(file);
    for (const auto& golden : table.at("cases"))
        examiner.examine(golden.value("id", ""), [&](Comparison& comparison) {
            const auto path = [&](const char* field) { return file.parent_path() / golden.at(field).get<std::string>(); };
            compareReading(comparison, path("file"), golden.contains("noteSequence") ? golden["noteSequence"] : golden.at("backNoteSequence"));
            if (golden.contains("backFile"))
                compareReading(comparison, path("backFile"), golden.at("backNoteSequence"));
            if (!golden.contains("quantized"))
                return;
            const auto quantized = quantize(noteSequenceFromJson(golden.at("noteSequence")));
            if (golden["quantized"].contains("error"))
                compareError(comparison, quantized, golden["quantized"]["error"]);
            else
                comparison.equal("quantized", quantized ? sequenceFields(**quantized) : json(), sequenceFields(noteSequenceFromJson(golden["quantized"])));
        });
}

} // namespace partita::study
