// What reading makes of a file of music: the NoteSequence, down to the bytes of its message.
#include "engine/core/file_io.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_json.h"
#include "engine/study/note_sequence_text.h"
#include "engine/study/source_music.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace partita::study {

void checkDigests(const std::filesystem::path& file, Examiner& examiner)
{
    for (const Row& row : readTable(file))
        examiner.examine(row["path"], [&](Comparison& comparison) {
            const auto path = examiner.music(row["path"]);
            if (!std::filesystem::exists(path))
                return comparison.fails(quoted(path) + " is not there.");
            const auto music = readSourceMusic(path);
            comparison.holds("readable", music.has_value() == (row["result"] == "ok"), music ? "the original refuses it: " + row["result"] : music.error().message);
            if (!music || row["result"] != "ok")
                return;
            const NoteSequence& sequence = *music;
            std::set<int> instruments;
            for (const auto& note : sequence.notes)
                instruments.insert(note.instrument);
            const auto counts = [&](const char* column, std::size_t count) { comparison.equal(column, std::to_string(count), row[column]); };
            counts("notes", sequence.notes.size());
            counts("tempos", sequence.tempos.size());
            counts("time_signatures", sequence.timeSignatures.size());
            counts("key_signatures", sequence.keySignatures.size());
            counts("pitch_bends", sequence.pitchBends.size());
            counts("control_changes", sequence.controlChanges.size());
            counts("instruments", instruments.size());
            counts("instrument_infos", sequence.instrumentInfos.size());
            if (row.has("chord_symbols"))
                counts("chord_symbols", static_cast<std::size_t>(std::ranges::count(sequence.textAnnotations, NoteSequence::TextAnnotationType::kChordSymbol,
                                                                                    &NoteSequence::TextAnnotation::annotationType)));
            comparison.equal("ticks_per_quarter", std::to_string(sequence.ticksPerQuarter), row["ticks_per_quarter"]);
            comparison.equal("total_time", sequence.totalTime.value, std::stod(row["total_time"]));
            comparison.equal("notes_sha256", hashOf(noteText(sequence)), row["notes_sha256"]);
            comparison.equal("exact_sha256", hashOf(exactNoteText(sequence)), row["exact_sha256"]);
            comparison.equal("events_sha256", hashOf(eventText(sequence)), row["events_sha256"]);
            const Bytes message = formats::serialize(sequence);
            counts("proto_bytes", message.size());
            comparison.equal("proto_sha256", hashOf({reinterpret_cast<const char*>(message.data()), message.size()}), row["proto_sha256"]);
        });
}

void checkNoteSequences(const std::filesystem::path& file, Examiner& examiner)
{
    for (const auto& row : readJsonLines(file))
        examiner.examine(row.value("path", ""), [&](Comparison& comparison) {
            const auto sequence = readSourceMusic(examiner.music(row.at("path")));
            if (!sequence)
                return comparison.fails(sequence.error().message);
            const auto expected = noteSequenceFromJson(row.at("sequence"));
            comparison.equal("notes", exactNoteText(*sequence), exactNoteText(expected));
            comparison.equal("events", eventText(*sequence), eventText(expected));
            comparison.holds("all other fields", *sequence == expected, "they differ");
        });
}

} // namespace partita::study
