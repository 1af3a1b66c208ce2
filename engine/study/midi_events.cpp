// What the MIDI reader finds in a file, event by event.
#include "engine/midi/file.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"
#include "engine/study/midi_text.h"
#include "engine/study/note_sequence_text.h"

#include <algorithm>

namespace partita::study {

void checkMidiEvents(const std::filesystem::path& file, Examiner& examiner)
{
    for (const Row& row : readTable(file))
        examiner.examine(row["path"], [&](Comparison& comparison) {
            const auto bytes = readFile(examiner.music(row["path"]), midi::kMaxFileBytes);
            if (!bytes)
                return comparison.fails(bytes.error().message);
            const midi::Reading reading = midi::read(*bytes);
            const bool strict = std::ranges::none_of(reading.defects, [](midi::Defect defect) { return info(defect).stopsStrictReader; });
            comparison.equal("strict reader's verdict", strict, row["result"] == "ok");
            if (row["result"] != "ok")
                return;
            const std::string lines = midiLines(reading.file);
            comparison.equal("lines", std::to_string(std::ranges::count(lines, '\n')), row["lines"]);
            comparison.equal("events", hashOf(lines), row["lines_sha256"]);
        });
}

void checkMidiEventLines(const std::filesystem::path& file, Examiner& examiner)
{
    for (const auto& row : readJsonLines(file))
        examiner.examine(row.value("path", ""), [&](Comparison& comparison) {
            const auto reading = midi::readFile(examiner.music(row.at("path")));
            if (!reading)
                return comparison.fails(reading.error().message);
            std::string expected;
            for (const auto& line : row.at("lines"))
                expected += line.get<std::string>() + '\n';
            comparison.equal("events", midiLines(reading->file), expected);
        });
}

} // namespace partita::study
