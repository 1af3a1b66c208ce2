#pragma once

#include "engine/events/chord_progression.h"
#include "engine/events/extract_melodies.h"
#include "engine/events/melody.h"

namespace partita {

/// A melody and the chords under it, step by step.
/// Source: note_seq lead_sheets_lib.LeadSheet.
class LeadSheet {
public:
    /// Errors: kMelodyChordsMismatch unless both have the same length, place, bars and resolution.
    static Outcome<LeadSheet> make(Melody melody, ChordProgression chords);

    const Melody& melody() const { return m_melody; }
    const ChordProgression& chords() const { return m_chords; }
    std::size_t size() const { return m_melody.size(); }

    void setLength(std::size_t steps, Side side = Side::kRight);
    void increaseResolution(int factor);
    /// As Melody's; the chords follow. Errors: kChordSymbol, with neither changed.
    Outcome<void> transpose(int semitones, int low = kMinMidiPitch, int high = kMaxMidiPitch + 1);
    Outcome<int> squash(int low, int high, std::optional<int> toKey = {});

    /// The melody's notes and the chords' annotations.
    NoteSequence toNoteSequence(const Melody::Rendering& rendering) const;
    NoteSequence toNoteSequence() const { return toNoteSequence(Melody::Rendering{}); }

    friend bool operator==(const LeadSheet&, const LeadSheet&) = default;

private:
    LeadSheet(Melody melody, ChordProgression chords) : m_melody(std::move(melody)), m_chords(std::move(chords)) {}

    Melody m_melody;
    ChordProgression m_chords;
};

struct LeadSheetExtraction {
    MelodyExtraction melody;
    bool requireChords = false;     ///< leave out melodies without any chord
    bool allTranspositions = false; ///< twelve copies by −6 … 5 semitones

    /// What improv_rnn trains on.
    static LeadSheetExtraction dataset()
    {
        return {.melody = {.maxStepsTruncate = 512, .minUniquePitches = 3, .ignorePolyphonic = false}, .requireChords = true};
    }
};

struct ExtractedLeadSheets {
    std::vector<LeadSheet> leadSheets;
    Statistics statistics;
};

/// Every melody of a piece with its chords. Errors: kNonIntegerStepsPerBar, kChordSymbol, kBadNote.
/// Source: note_seq lead_sheets_lib.extract_lead_sheet_fragments.
Outcome<ExtractedLeadSheets> extractLeadSheets(const QuantizedSequence& sequence, const LeadSheetExtraction& options = {});

} // namespace partita
