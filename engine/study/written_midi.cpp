// The MIDI files that NoteSequences become, byte for byte, and what reading them back gives.
#include "engine/midi/note_sequence.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"
#include "engine/study/midi_text.h"
#include "engine/study/note_sequence_json.h"
#include "engine/study/note_sequence_text.h"
#include "engine/study/source_music.h"

#include <algorithm>

namespace partita::study {

void checkWrittenMidi(const std::filesystem::path& file, Examiner& examiner)
{
    for (const auto& row : readJson(file))
        examiner.examine(row.value("input", "") + ", drop after " + row.at("drop_events_n_seconds_after_last_note").dump(), [&](Comparison& comparison) {
            const Result<NoteSequence> sequence = row.contains("sequence") ? noteSequenceFromJson(row.at("sequence")) : readSourceMusic(examiner.music(row.at("input")));
            if (!sequence)
                return comparison.fails(sequence.error().message);
            midi::FromNoteSequenceOptions options;
            if (const auto& drop = row.at("drop_events_n_seconds_after_last_note"); !drop.is_null())
                options.dropEventsAfterLastNote = Seconds(drop.get<double>());
            const auto written = midi::fromNoteSequence(*sequence, options);
            if (!written)
                return comparison.fails(written.error().message);

            const std::string lines = midiLines(*written);
            if (row.contains("lines") && row.at("lines").size() == row.at("n_lines")) {
                std::string expected;
                for (const auto& line : row.at("lines"))
                    expected += line.get<std::string>() + '\n';
                comparison.equal("lines", lines, expected);
            }
            comparison.equal("number of lines", static_cast<std::int64_t>(std::ranges::count(lines, '\n')), row.at("n_lines").get<std::int64_t>());
            comparison.equal("hash of lines", hashOf(lines), row.at("lines_sha256").get<std::string>());
            const Bytes bytes = midi::write(*written);
            comparison.equal("bytes", bytes.size(), row.at("bytes").get<std::size_t>());
            comparison.equal("hash of file", hashOf({reinterpret_cast<const char*>(bytes.data()), bytes.size()}), row.at("file_sha256").get<std::string>());

            const auto back = midi::toNoteSequence(midi::read(bytes));
            if (!back)
                return comparison.fails(back.error().message);
            comparison.equal("notes read back", hashOf(noteText(*back)), row.at("read_back").at("notes_sha256").get<std::string>());
            comparison.equal("events read back", hashOf(eventText(*back)), row.at("read_back").at("events_sha256").get<std::string>());
        });
}

} // namespace partita::study
