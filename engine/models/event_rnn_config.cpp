#include "engine/models/event_rnn_config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace partita::models {
namespace {

using enum EventRnnFamily;
using enum EncodingKind;
using enum PerformanceControls;

/// The values in which the configs differ.
struct Trained {
    std::vector<int> layers;
    double keep;
    int attention;
    double clip;
    int batch;
    int nade = 0;
};

HParams hparams(Trained values)
{
    HParams result;
    result.rnn_layer_sizes = std::move(values.layers);
    result.dropout_keep_prob = values.keep;
    result.attn_length = values.attention;
    result.clip_norm = values.clip;
    result.batch_size = values.batch;
    result.nade_hidden_units = values.nade;
    return result;
}

EventRnnConfig melody(std::string_view id, EncodingKind encoding, std::string_view description, int inputSize, int classes, Trained trained)
{
    return {.id = id, .generatorId = id, .family = kMelody, .encoding = encoding, .description = description, .inputSize = inputSize,
            .numClasses = {classes}, .hparams = hparams(std::move(trained)), .minNote = 48, .maxNote = 84, .transposeToKey = 0};
}

EventRnnConfig monophonic()
{
    auto row = melody("mono_rnn", kMelodyOneHot, "Monophonic RNN with one-hot encoding.", 130, 130, {{128, 128}, 0.5, 0, 5, 128});
    row.minNote = kMinMidiPitch;
    row.maxNote = kMaxMidiPitch + 1;
    row.transposeToKey.reset();
    return row;
}

EventRnnConfig drums(std::string_view id, EncodingKind encoding, std::string_view description, int inputSize, int classes, int stepsPerQuarter, Trained trained)
{
    return {.id = id, .generatorId = id, .family = kDrums, .encoding = encoding, .description = description, .inputSize = inputSize,
            .numClasses = {classes}, .hparams = hparams(std::move(trained)), .stepsPerQuarter = stepsPerQuarter};
}

EventRnnConfig improv(std::string_view id, EncodingKind encoding, std::string_view description, int inputSize, int classes, Trained trained)
{
    return {.id = id, .generatorId = id, .family = kImprov, .encoding = encoding, .description = description, .inputSize = inputSize,
            .numClasses = {classes}, .hparams = hparams(std::move(trained)), .minNote = 48, .maxNote = 84};
}

EventRnnConfig performance(std::string_view id, EncodingKind encoding, int inputSize, std::vector<int> classes, int velocityBins = 32,
                           PerformanceControls controls = kNone)
{
    return {.id = id, .generatorId = id, .family = kPerformance, .encoding = encoding, .description = "Performance RNN", .inputSize = inputSize,
            .numClasses = std::move(classes), .hparams = hparams({{512, 512, 512}, 1.0, 0, 3, 64}), .numVelocityBins = velocityBins,
            .controls = controls, .stepsPerQuarter = 0, .stepsPerSecond = kDefaultStepsPerSecond};
}

EventRnnConfig compactPerformance()
{
    auto row = performance("performance_with_dynamics_compact", kPerformanceOneHotIndex, 1, {388});
    row.generatorId = "performance_with_dynamics";
    return row;
}

EventRnnConfig pianoroll(std::string_view id, Trained trained)
{
    return {.id = id, .generatorId = id, .family = kPianoroll, .encoding = kPianorollFrames, .description = "Pianoroll RNN-NADE",
            .inputSize = 88, .numClasses = {}, .hparams = hparams(std::move(trained)), .minNote = 21, .maxNote = 109};
}

const std::vector<EventRnnConfig>& rows()
{
    static const std::vector<EventRnnConfig> table{
        melody("basic_rnn", kMelodyOneHot, "Melody RNN with one-hot encoding.", 38, 38, {{128, 128}, 0.5, 0, 5, 128}),
        monophonic(),
        melody("lookback_rnn", kMelodyLookback, "Melody RNN with lookback encoding.", 121, 40, {{128, 128}, 0.5, 0, 5, 128}),
        melody("attention_rnn", kMelodyKey, "Melody RNN with lookback encoding and attention.", 74, 40, {{128, 128}, 0.5, 40, 3, 128}),
        drums("one_drum", kDrumsOneHot, "Drums RNN with 2-state encoding.", 2, 2, 2, {{128, 128}, 0.5, 0, 5, 128}),
        drums("drum_kit", kDrumsLookback, "Drums RNN with multiple drums and binary counters.", 518, 512, kDefaultStepsPerQuarter, {{256, 256, 256}, 0.5, 32, 3, 128}),
        improv("basic_improv", kTriadMelodyOneHot, "Basic melody-given-chords RNN with one-hot triad encoding for chords.", 87, 38, {{64, 64}, 0.5, 0, 5, 128}),
        improv("attention_improv", kTriadMelodyKey, "Melody-given-chords RNN with one-hot triad encoding for chords, attention, and binary counters.", 123, 40, {{128, 128, 128}, 0.5, 40, 3, 128}),
        improv("chord_pitches_improv", kPitchChordsMelodyOneHot, "Melody-given-chords RNN with chord pitches encoding.", 75, 38, {{256, 256, 256}, 0.5, 0, 3, 128}),
        {.id = "polyphony", .generatorId = "polyphony", .family = kPolyphony, .encoding = kPolyphonyOneHot, .description = "Polyphonic RNN",
         .inputSize = 259, .numClasses = {259}, .hparams = hparams({{256, 256, 256}, 0.5, 0, 5, 64})},
        performance("performance", kPerformanceOneHot, 356, {356}, 0),
        performance("performance_with_dynamics", kPerformanceOneHot, 388, {388}),
        compactPerformance(),
        performance("performance_with_dynamics_and_modulo_encoding", kPerformanceModulo, 16, {388}),
        performance("performance_with_dynamics_and_note_encoding", kNotePerformance, 315, {13, 77, 128, 32, 25, 40}),
        performance("density_conditioned_performance_with_dynamics", kPerformanceOneHot, 396, {388}, 32, kDensity),
        performance("pitch_conditioned_performance_with_dynamics", kPerformanceOneHot, 400, {388}, 32, kPitchHistogram),
        performance("multiconditioned_performance_with_dynamics", kPerformanceOneHot, 408, {388}, 32, kDensityAndPitchHistogram),
        performance("optional_multiconditioned_performance_with_dynamics", kPerformanceOneHot, 409, {388}, 32, kOptionalDensityAndPitchHistogram),
        pianoroll("rnn-nade", {{128, 128, 128}, 0.5, 0, 5, 64, 128}),
        pianoroll("rnn-nade_attn", {{128, 128}, 0.5, 32, 5, 48, 128}),
    };
    return table;
}

} // namespace

std::span<const EventRnnConfig> eventRnnConfigs()
{
    return rows();
}

Result<const EventRnnConfig*> findEventRnnConfig(std::string_view id)
{
    const auto found = std::ranges::find(rows(), id, &EventRnnConfig::id);
    if (found != rows().end())
        return &*found;
    std::vector<std::string_view> known;
    for (const auto& row : rows())
        known.push_back(row.id);
    return fail(ErrorCode::kNotFound, fmt::format("There is no configuration \"{}\"; choose one of {}.", id, fmt::join(known, ", ")));
}

RnnSpec rnnSpec(const EventRnnConfig& config, const HParams& hparams)
{
    RnnSpec spec;
    spec.inputSize = config.inputSize;
    if (config.encoding == kPerformanceOneHotIndex)
        spec.oneHotDepth = config.numClasses.front();
    spec.numClasses = config.numClasses;
    spec.rnn_layer_sizes = hparams.rnn_layer_sizes;
    spec.attention = hparams.attn_length > 0 ? Attention::kFirstLayer : Attention::kNone;
    spec.attn_length = hparams.attn_length;
    spec.residual_connections = hparams.residual_connections;
    if (config.family == kPianoroll)
        spec.nadeHiddenUnits = hparams.nade_hidden_units;
    return spec;
}

std::string_view nameOf(EventRnnFamily family)
{
    constexpr std::string_view names[] = {"Melody", "Drums", "Melody over chords", "Polyphony", "Performance", "Piano roll"};
    return names[static_cast<int>(family)];
}

} // namespace partita::models
