#include "engine/events/lead_sheet.h"

#include <algorithm>

namespace partita {

Outcome<LeadSheet> LeadSheet::make(Melody melody, ChordProgression chords)
{
    if (melody.size() != chords.size() || melody.grid() != chords.grid())
        return std::unexpected(Fault::kMelodyChordsMismatch);
    return LeadSheet(std::move(melody), std::move(chords));
}

void LeadSheet::setLength(std::size_t steps, Side side)
{
    m_melody.setLength(steps, side);
    m_chords.setLength(steps, side);
}

void LeadSheet::increaseResolution(int factor)
{
    m_melody.increaseResolution(factor);
    m_chords.increaseResolution(factor);
}

Outcome<void> LeadSheet::transpose(int semitones, int low, int high)
{
    if (auto moved = m_chords.transpose(semitones); !moved)
        return moved;
    m_melody.transpose(semitones, low, high);
    return {};
}

Outcome<int> LeadSheet::squash(int low, int high, std::optional<int> toKey)
{
    Melody squashed = m_melody;
    const int amount = squashed.squash(low, high, toKey);
    if (auto moved = m_chords.transpose(amount); !moved)
        return std::unexpected(moved.error());
    m_melody = std::move(squashed);
    return amount;
}

NoteSequence LeadSheet::toNoteSequence(const Melody::Rendering& rendering) const
{
    NoteSequence sequence = m_melody.toNoteSequence(rendering);
    sequence.textAnnotations = m_chords.toNoteSequence(rendering.offset, rendering.qpm).textAnnotations;
    return sequence;
}

Outcome<ExtractedLeadSheets> extractLeadSheets(const QuantizedSequence& sequence, const LeadSheetExtraction& options)
{
    auto melodies = extractMelodies(sequence, options.melody);
    if (!melodies)
        return std::unexpected(melodies.error());
    ExtractedLeadSheets result{.leadSheets = {}, .statistics = std::move(melodies->statistics)};
    for (Melody& melody : melodies->melodies) {
        auto chords = ChordProgression::fromQuantized(sequence, melody.startStep(), melody.endStep());
        if (!chords && chords.error() == Fault::kCoincidentChords) {
            result.statistics.count("coincident_chords");
            continue;
        }
        if (!chords)
            return std::unexpected(chords.error());
        if (options.requireChords && std::ranges::all_of(chords->events(), [](const std::string& figure) { return figure == kNoChord; })) {
            result.statistics.count("empty_chord_progressions");
            continue;
        }
        const auto sheet = LeadSheet::make(std::move(melody), std::move(*chords));
        if (!sheet)
            return std::unexpected(sheet.error());
        for (int amount = options.allTranspositions ? -6 : 0; amount < (options.allTranspositions ? 6 : 1); ++amount) {
            LeadSheet copy = *sheet;
            if (options.allTranspositions)
                if (auto moved = copy.transpose(amount); !moved)
                    return std::unexpected(moved.error());
            result.leadSheets.push_back(std::move(copy));
        }
    }
    return result;
}

} // namespace partita
