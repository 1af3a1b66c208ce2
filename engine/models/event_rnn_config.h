#pragma once

#include "engine/core/error.h"
#include "engine/models/hparams.h"
#include "engine/models/rnn_spec.h"
#include "engine/music/constants.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace partita::models {

/// What a model's events are; decides which primers, tracks and command-line tools it fits.
enum class EventRnnFamily { kMelody, kDrums, kImprov, kPolyphony, kPerformance, kPianoroll };

/// How events become numbers (event-sequence encoder/decoders of Magenta).
enum class EncodingKind {
    kMelodyOneHot, kMelodyLookback, kMelodyKey,
    kDrumsOneHot, kDrumsLookback,
    kTriadMelodyOneHot, kTriadMelodyKey, kPitchChordsMelodyOneHot,
    kPolyphonyOneHot,
    kPerformanceOneHot, kPerformanceOneHotIndex, kPerformanceModulo, kNotePerformance,
    kPianorollFrames,
};

/// What a performance model is told besides the music.
enum class PerformanceControls { kNone, kDensity, kPitchHistogram, kDensityAndPitchHistogram, kOptionalDensityAndPitchHistogram };

/// One row of the table of published configurations: all that distinguishes a model, as data.
/// Source:  the *_model.py files of Magenta's melody_rnn, drums_rnn, improv_rnn, polyphony_rnn, performance_rnn and
/// pianoroll_rnn_nade.
struct EventRnnConfig {
    std::string_view id;          ///< what --config takes
    std::string_view generatorId; ///< what bundles are marked with; `id` but for one
    EventRnnFamily family;
    EncodingKind encoding;
    std::string_view description; ///< as bundles carry it
    int inputSize;                ///< floats an event; 1 for an index
    std::vector<int> numClasses;  ///< of each softmax
    HParams hparams;
    int minNote = kMinMidiPitch;      ///< melodies: lowest pitch
    int maxNote = kMaxMidiPitch + 1;  ///< melodies: above the highest
    std::optional<int> transposeToKey{}; ///< melodies are moved to this key's pitch class before the model sees them
    int numVelocityBins = 0;          ///< performances: 0 without velocity
    PerformanceControls controls = PerformanceControls::kNone;
    int stepsPerQuarter = kDefaultStepsPerQuarter; ///< 0 for performances
    int stepsPerSecond = 0;                        ///< performances: 100
};

/// All rows, in the order in which people should meet them.
std::span<const EventRnnConfig> eventRnnConfigs();

/// Errors: kNotFound; the sentence lists the known ids.
Result<const EventRnnConfig*> findEventRnnConfig(std::string_view id);

/// The network that `config` with `hparams` describes: current Magenta's, attention around the first layer.
RnnSpec rnnSpec(const EventRnnConfig& config, const HParams& hparams);

/// "Melody", "Drums", …: for people.
std::string_view nameOf(EventRnnFamily family);

} // namespace partita::models
