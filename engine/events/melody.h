#pragma once

#include "engine/events/step_sequence.h"
#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"
#include "engine/music/quantize.h"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace partita {

/// How the first notes of a melody or drum track are found and when it ends.
struct MelodyOptions {
    Steps searchStart;               ///< notes before it are not looked at
    int instrument = 0;
    double gapBars = 1.0;            ///< this much silence ends the melody
    bool ignorePolyphonic = false;   ///< keep the highest of notes that start together, instead of refusing
    bool padEnd = false;             ///< fill the last bar
    bool filterDrums = true;
};

/// A tune of one voice: an event a step, −2 (nothing new), −1 (note off) or the pitch that starts.
/// A note sounds until the next pitch or note off. Before the first pitch there is no note off.
///
/// Source: note_seq melodies_lib.Melody.
class Melody : public StepSequence<int> {
public:
    explicit Melody(const StepGrid& grid = {}) : StepSequence(grid) {}

    /// Note offs before the first pitch become −2. Errors: kEventOutOfRange outside −2 … 127.
    static Outcome<Melody> fromEvents(std::span<const int> events, const StepGrid& grid = {});

    /// The first melody at or after `searchStart`; empty when there are no notes. It starts at a bar line counted from
    /// `searchStart`. A note cuts the one before it, and with its own end all that followed.
    /// Errors: kNonIntegerStepsPerBar, kPolyphonicMelody, kBadNote, kEventOutOfRange.
    static Outcome<Melody> fromQuantized(const QuantizedSequence& sequence, const MelodyOptions& options = {});

    /// The same for those who ask again and again: the notes of one instrument of `sequence`, sorted once.
    static void sortForMelody(std::vector<const NoteSequence::Note*>& notes);
    static Outcome<Melody> fromSorted(const QuantizedSequence& sequence, std::span<const NoteSequence::Note* const> notes,
                                      const MelodyOptions& options);

    /// Errors: kEventOutOfRange.
    Outcome<void> append(int event);

    /// Events [from, to) with the start step that belongs to them.
    Melody slice(std::size_t from, std::size_t to) const;

    /// Cuts, or fills with −2; filling on the right ends a sounding note where the melody ended.
    void setLength(std::size_t steps, Side side = Side::kRight);

    /// Each step becomes `factor` steps, `factor` ≥ 1.
    void increaseResolution(int factor);

    /// Moves each pitch; one that would leave [low, high) goes by octaves into the lowest or highest octave of it.
    void transpose(int semitones, int low = kMinMidiPitch, int high = kMaxMidiPitch + 1);

    /// Moves the melody to the middle of [low, high) and, with a key (0 C … 11 B), to that key. Returns by how much.
    /// Without a key only pitches out of range are folded.
    int squash(int low, int high, std::optional<int> toKey = {});

    /// Pitches started, by pitch class.
    std::array<int, kNotesPerOctave> noteHistogram() const;
    /// For each major key, how many pitches started belong to it.
    std::array<int, kNotesPerOctave> majorKeyHistogram() const;
    /// The key with most of them, the lowest of equals.
    int majorKey() const;

    struct Rendering {
        int velocity = 100;
        int instrument = 0;
        int program = 0;
        Seconds offset; ///< of step 0
        double qpm = kDefaultQuartersPerMinute;
    };
    NoteSequence toNoteSequence(const Rendering& rendering) const;
    NoteSequence toNoteSequence() const { return toNoteSequence(Rendering{}); }
};

/// The major keys' counts for pitches started, a bare list of events at a time.
std::array<int, kNotesPerOctave> majorKeyHistogram(std::span<const int> melodyEvents);

} // namespace partita
