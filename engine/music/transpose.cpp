#include "engine/music/transpose.h"

#include "engine/music/chord_symbol.h"
#include "engine/music/modulo.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace partita {

Outcome<Transposed> transpose(NoteSequence sequence, int semitones, const TransposeOptions& options)
{
    Transposed result;
    result.deletedNotes = static_cast<int>(std::erase_if(sequence.notes, [&](const NoteSequence::Note& note) {
        const std::int64_t pitch = std::int64_t{note.pitch} + semitones;
        return !note.isDrum && (pitch < options.lowest || pitch > options.highest);
    }));
    sequence.totalTime = Seconds{};
    for (NoteSequence::Note& note : sequence.notes) {
        sequence.totalTime = std::max(sequence.totalTime, note.endTime);
        if (!note.isDrum) {
            note.pitch += semitones;
            note.pitchName = 0; // its old spelling no longer fits
        }
    }

    const auto isChord = [](const auto& annotation) {
        return annotation.annotationType == NoteSequence::TextAnnotationType::kChordSymbol;
    };
    if (options.chords) {
        for (auto& annotation : sequence.textAnnotations) {
            if (!isChord(annotation))
                continue;
            auto moved = transposeChord(annotation.text, semitones);
            if (!moved)
                return std::unexpected(moved.error());
            annotation.text = std::move(*moved);
        }
    } else {
        std::erase_if(sequence.textAnnotations, isChord);
    }
    for (auto& signature : sequence.keySignatures)
        signature.key = modulo(signature.key % kNotesPerOctave + semitones % kNotesPerOctave, kNotesPerOctave);
    result.sequence = std::move(sequence);
    return result;
}

int clampTransposition(const NoteSequence& sequence, int semitones, int lowest, int highest)
{
    if (sequence.notes.empty())
        return semitones;
    const auto [low, high] = std::ranges::minmax(sequence.notes, {}, &NoteSequence::Note::pitch);
    return semitones < 0 ? -std::min(low.pitch - lowest, std::abs(semitones)) : std::min(highest - high.pitch, semitones);
}

} // namespace partita
