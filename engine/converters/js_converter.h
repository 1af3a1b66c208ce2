#pragma once

#include "engine/encoding/drum_codes.h"
#include "engine/music/fault.h"
#include "engine/music/note_sequence.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

/// The data converters of magenta-js. They look at one stretch of a quantised sequence, from its beginning, where
/// Magenta's search a whole piece for windows; and they differ in drums and first velocities.
/// Source: magenta-js music/src/core data.ts, melodies.ts, performance.ts.
namespace partita::converters {

/// The nine drums that magenta-js knows: Magenta's of before April 2019.
const encoding::DrumClasses& jsDrumClasses();

/// What a checkpoint's config.json says, under the names it uses.
struct JsConverterSpec {
    enum class Type { kMelody, kMelodyRhythm, kMelodyShape, kDrumRoll, kDrumsOneHot, kTrio, kTrioRhythm, kMultitrack, kGroove };
    struct Range {
        int minPitch = 0;
        int maxPitch = 127;
    };

    Type type = Type::kMelody;
    std::optional<int> numSteps{}; ///< absent: as long as the sequence
    int numSegments = 1;           ///< multitrack: tracks
    Range pitches{};
    Range bassPitches{}; ///< trio
    bool ignorePolyphony = true;
    encoding::DrumClasses pitchClasses = jsDrumClasses();
    int stepsPerQuarter = 4; ///< groove, multitrack
    int totalSteps = 96;     ///< multitrack: of each track
    int numVelocityBins = 0;
    bool humanize = false;
    bool tapify = false;
    bool splitInstruments = false;
};

/// Rows of numbers, row-major.
struct JsTensor {
    int depth = 0;
    std::vector<float> values;
    std::size_t rows() const { return depth == 0 ? 0 : values.size() / static_cast<std::size_t>(depth); }
};

class JsConverter {
public:
    virtual ~JsConverter() = default;

    /// Errors: kQuantizationStatus; kPolyphonicMelody, kEventOutOfRange for melodies; kTooLong for grooves; kInvalidArgument
    /// for multitrack pieces on another grid.
    virtual Outcome<JsTensor> toTensor(const NoteSequence& sequence) const = 0;
    /// A quantised sequence, or in time for grooves. `stepsPerQuarter`, where given, is only written into it.
    virtual NoteSequence toNoteSequence(const JsTensor& tensor, std::optional<int> stepsPerQuarter = {}, double qpm = 120.0) const = 0;
};

std::unique_ptr<JsConverter> makeJsConverter(const JsConverterSpec& spec);

/// How high a melody lies: one-hot in the bins between ascending `boundaryPitches`, the same at each step; zeros without
/// notes. A control, not a converter.
Outcome<JsTensor> jsMelodyRegister(const NoteSequence& sequence, std::span<const int> boundaryPitches, JsConverterSpec::Range pitches, std::optional<int> numSteps);

} // namespace partita::converters
