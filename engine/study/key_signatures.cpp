// The key that reading gives for each value of a key signature's two bytes.
#include "engine/midi/note_sequence.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"

namespace partita::study {

void checkKeySignatures(const std::filesystem::path& file, Examiner& examiner)
{
    const auto golden = readJson(file);
    for (const auto& row : golden.at("rows"))
        examiner.examine(row.at(0).dump() + " sharps, mode " + row.at(1).dump(), [&](Comparison& comparison) {
            midi::Event signature{.status = 0xff, .data1 = midi::meta::kKeySignature};
            signature.payload = {static_cast<std::uint8_t>(row.at(0).get<int>()), row.at(1).get<std::uint8_t>()};
            const auto sequence = midi::toNoteSequence(midi::read(midi::write({.tracks = {{{signature, {.status = 0xff, .data1 = midi::meta::kEndOfTrack}}}}})));
            const bool refused = row.at(2).is_string();
            comparison.holds("refusal", sequence.has_value() != refused, refused ? "the original refuses this" : sequence ? "" : sequence.error().message);
            if (!sequence || refused)
                return;
            comparison.equal("keys", sequence->keySignatures.size(), std::size_t(1));
            comparison.equal("key", sequence->keySignatures.at(0).key, row.at(2).get<int>());
            comparison.equal("mode", static_cast<int>(sequence->keySignatures.at(0).mode), row.at(3).get<int>());
        });
}

} // namespace partita::study
