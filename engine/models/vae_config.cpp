#include "engine/models/vae_config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace partita::models {
namespace {

using converters::ConverterSpec;
using converters::DrumSet;
using converters::DrumsSpec;
using converters::GrooveSpec;
using converters::MelodySpec;
using converters::MultitrackSpec;
using converters::ProgramRange;
using converters::TrioSpec;
using encoding::ChordKind;

constexpr int kMelodyClasses = 90;      ///< hold, off, 88 keys
constexpr int kFullMelodyClasses = 130; ///< hold, off, all pitches
constexpr int kDrums = 9;
constexpr int kAllDrums = 61;
constexpr int kDrumCombinations = 1 << kDrums;
constexpr int kPerformanceClasses = 490;
constexpr int kTriads = 49;
constexpr int kNadeHidden = 128;

/// The values in which the configs differ.
struct VaeTrained {
    int batch_size;
    int max_seq_len;
    int z_size;
    std::vector<int> enc_rnn_size;
    std::vector<int> dec_rnn_size;
    double free_bits = 0.0;
    double max_beta = 1.0;
    double beta_rate = 0.0;
};

VaeHParams vaeHparams(VaeTrained values)
{
    VaeHParams result;
    result.batch_size = values.batch_size;
    result.max_seq_len = values.max_seq_len;
    result.z_size = values.z_size;
    result.enc_rnn_size = std::move(values.enc_rnn_size);
    result.dec_rnn_size = std::move(values.dec_rnn_size);
    result.free_bits = values.free_bits;
    result.max_beta = values.max_beta;
    result.beta_rate = values.beta_rate;
    return result;
}

VaeHParams scheduled(VaeHParams values)
{
    values.sampling_schedule = "inverse_sigmoid";
    values.sampling_rate = 1000;
    return values;
}

VaeSpec shape(int inputDepth, std::vector<std::vector<int>> cores, VaeHead head = VaeHead::kCategorical)
{
    VaeSpec spec;
    spec.inputDepth = inputDepth;
    spec.cores = std::move(cores);
    spec.head = head;
    for (std::size_t i = 0; i < spec.cores.size(); ++i)
        spec.outputDepth += spec.coreDepth(i);
    return spec;
}

VaeSpec conditioned(VaeSpec spec, int controls)
{
    spec.controlDepth = controls;
    return spec;
}

VaeSpec hierarchical(VaeSpec spec, std::vector<int> decoderLevels, std::vector<int> encoderLevels = {})
{
    spec.decoderLevels = std::move(decoderLevels);
    spec.encoderLevels = std::move(encoderLevels);
    return spec;
}

const VaeSpec kMelodyShape = shape(kMelodyClasses, {{kMelodyClasses}});
const VaeSpec kFullMelodyShape = shape(kFullMelodyClasses, {{kFullMelodyClasses}});
const VaeSpec kDrumShape = shape(kDrums + 1, {{kDrumCombinations}}); // the roll and a column for rests
const VaeSpec kGrooveShape = shape(3 * kDrums, {{3 * kDrums}}, VaeHead::kGroove);
constexpr int kTrioDepth = 2 * kMelodyClasses + kDrumCombinations;
const VaeSpec kTrioShape = shape(kTrioDepth, {{kMelodyClasses, kMelodyClasses, kDrumCombinations}});
const VaeSpec kSplitTrioShape = shape(kTrioDepth, {{kMelodyClasses}, {kMelodyClasses}, {kDrumCombinations}});
const std::vector<int> kSixteenBars{16, 16};

VaeSpec nadeShape(int drums)
{
    return shape(drums + 1, {{drums}}, VaeHead::kNade);
}

MelodySpec melodySpec(int bars, std::optional<ProgramRange> programs = {})
{
    MelodySpec spec{.programs = programs};
    spec.windows.sliceBars = bars;
    spec.windows.maxBars = 100;
    return spec;
}

const ProgramRange kMelodicPrograms{0, 31};

MelodySpec fullMelody(int bars)
{
    auto spec = melodySpec(bars);
    spec.minPitch = kMinMidiPitch;
    spec.maxPitch = kMaxMidiPitch;
    return spec;
}

MelodySpec overChords(MelodySpec spec)
{
    spec.condition.chords = ChordKind::kTriad;
    return spec;
}

DrumsSpec drumsSpec(int bars, DrumSet set = DrumSet::kReduced, bool rollOutput = false)
{
    DrumsSpec spec{.drums = set, .rollInput = true, .rollOutput = rollOutput};
    spec.windows.sliceBars = bars;
    spec.windows.maxBars = 100;
    return spec;
}

TrioSpec trio()
{
    return {.sliceBars = 16};
}

VaeConfig groove(std::string_view id, std::string_view description, GrooveSpec converter, int controls = 0)
{
    auto values = vaeHparams({512, 16 * *converter.splitBars, 256, {512}, {256, 256}, 48, 0.2});
    values.dropout_keep_prob = 0.3;
    return {.id = id, .description = description, .hparams = values, .shape = conditioned(kGrooveShape, controls), .converter = converter,
            .tfdsName = converter.splitBars == 4 ? "groove/4bar-midionly" : "groove/2bar-midionly"};
}

VaeConfig multitrack(std::string_view id, std::string_view description, std::vector<int> encoder, std::vector<int> decoder, std::optional<ChordKind> chords = {})
{
    return {.id = id, .description = description, .hparams = vaeHparams({256, 512, 512, std::move(encoder), std::move(decoder)}),
            .shape = hierarchical(conditioned(shape(kPerformanceClasses, {{kPerformanceClasses}}), chords ? kTriads : 0), {8, 64}, {64, 8}),
            .converter = MultitrackSpec{.numVelocityBins = 8, .chords = chords}, .augment = {-3, 3}};
}

/// Fills in the sizes, so that a row's shape is whole.
std::vector<VaeConfig> completed(std::vector<VaeConfig> rows)
{
    for (auto& row : rows) {
        if (row.shape.head == VaeHead::kNade)
            row.hparams.nade_num_hidden = kNadeHidden;
        row.shape = vaeSpec(row, row.hparams).value();
    }
    return rows;
}

const std::vector<VaeConfig>& vaeRows()
{
    static const std::vector<VaeConfig> table = completed({
        {.id = "cat-mel_2bar_small", .description = "Melodies of 2 bars, small",
         .hparams = scheduled(vaeHparams({512, 32, 256, {512}, {256, 256}, 0, 0.2, 0.99999})), .shape = kMelodyShape, .converter = melodySpec(2, kMelodicPrograms), .augment = {-5, 5}},
        {.id = "cat-mel_2bar_big", .description = "Melodies of 2 bars",
         .hparams = scheduled(vaeHparams({512, 32, 512, {2048}, {2048, 2048, 2048}, 0, 0.5, 0.99999})), .shape = kMelodyShape, .converter = melodySpec(2, kMelodicPrograms), .augment = {-5, 5}},
        {.id = "cat-mel_2bar_med_chords", .description = "Melodies of 2 bars over chords",
         .hparams = vaeHparams({512, 32, 256, {1024}, {512, 512, 512}}), .shape = conditioned(kMelodyShape, kTriads), .converter = overChords(melodySpec(2)), .augment = {-3, 3}},
        {.id = "cat-drums_2bar_small", .description = "Drum patterns of 2 bars, small",
         .hparams = scheduled(vaeHparams({512, 32, 256, {512}, {256, 256}, 48, 0.2})), .shape = kDrumShape, .converter = drumsSpec(2)},
        {.id = "cat-drums_2bar_big", .description = "Drum patterns of 2 bars",
         .hparams = scheduled(vaeHparams({512, 32, 512, {2048}, {2048, 2048, 2048}, 48, 0.2})), .shape = kDrumShape, .converter = drumsSpec(2)},
        {.id = "nade-drums_2bar_reduced", .description = "Drum patterns of 2 bars, drum by drum",
         .hparams = scheduled(vaeHparams({512, 32, 256, {1024}, {512, 512}, 48, 0.2})), .shape = nadeShape(kDrums), .converter = drumsSpec(2, DrumSet::kReduced, true)},
        {.id = "nade-drums_2bar_full", .description = "Drum patterns of 2 bars with all 61 drums",
         .hparams = scheduled(vaeHparams({512, 32, 256, {1024}, {512, 512}, 48, 0.2})), .shape = nadeShape(kAllDrums), .converter = drumsSpec(2, DrumSet::kFull, true)},
        {.id = "flat-trio_16bar", .description = "Melody, bass and drums of 16 bars, without hierarchy",
         .hparams = vaeHparams({256, 256, 512, {2048, 2048}, {2048, 2048, 2048}}), .shape = kTrioShape, .converter = trio()},
        {.id = "hierdec-trio_16bar", .description = "Melody, bass and drums of 16 bars",
         .hparams = vaeHparams({256, 256, 512, {2048, 2048}, {1024, 1024}, 256, 0.2}), .shape = hierarchical(kSplitTrioShape, kSixteenBars), .converter = trio()},
        {.id = "hier-trio_16bar", .description = "Melody, bass and drums of 16 bars, hierarchical both ways",
         .hparams = vaeHparams({256, 256, 512, {1024}, {1024, 1024}, 256, 0.2}), .shape = hierarchical(kSplitTrioShape, kSixteenBars, kSixteenBars), .converter = trio()},
        {.id = "flat-mel_16bar", .description = "Melodies of 16 bars, without hierarchy",
         .hparams = vaeHparams({512, 256, 512, {2048, 2048}, {2048, 2048, 2048}, 256, 0.2}), .shape = kMelodyShape, .converter = melodySpec(16)},
        {.id = "hierdec-mel_16bar", .description = "Melodies of 16 bars",
         .hparams = vaeHparams({512, 256, 512, {2048, 2048}, {1024, 1024}, 256, 0.2}), .shape = hierarchical(kMelodyShape, kSixteenBars), .converter = melodySpec(16)},
        {.id = "hier-mel_16bar", .description = "Melodies of 16 bars, hierarchical both ways",
         .hparams = vaeHparams({512, 256, 512, {1024}, {1024, 1024}, 256, 0.2}), .shape = hierarchical(kMelodyShape, kSixteenBars, kSixteenBars), .converter = melodySpec(16)},
        multitrack("hier-multiperf_vel_1bar_med", "A bar of up to eight instruments", {1024}, {512, 512, 512}),
        multitrack("hier-multiperf_vel_1bar_big", "A bar of up to eight instruments, big", {2048}, {1024, 1024, 1024}),
        multitrack("hier-multiperf_vel_1bar_med_chords", "A bar of up to eight instruments over chords", {1024}, {512, 512, 512}, ChordKind::kTriad),
        multitrack("hier-multiperf_vel_1bar_big_chords", "A bar of up to eight instruments over chords, big", {2048}, {1024, 1024, 1024}, ChordKind::kTriad),
        groove("groovae_4bar", "Drumming of 4 bars as it is played", {.splitBars = 4}),
        groove("groovae_2bar_humanize", "Gives a drum pattern of 2 bars a drummer's dynamics and timing", {.splitBars = 2, .humanize = true}),
        groove("groovae_2bar_tap_fixed_velocity", "Makes drums of 2 bars from a tapped rhythm", {.splitBars = 2, .tapify = true, .fixedVelocities = true}),
        groove("groovae_2bar_tap_fixed_velocity_note_dropout", "Makes drums of 2 bars from a sparsely tapped rhythm",
               {.splitBars = 2, .tapify = true, .fixedVelocities = true, .maxNoteDropoutProbability = 0.8}),
        groove("groovae_2bar_add_closed_hh", "Adds a closed hi-hat to drums of 2 bars", {.splitBars = 2, .addInstruments = {2}}),
        groove("groovae_2bar_hits_control_tfds", "Plays a given drum pattern of 2 bars with the feel of another", {.splitBars = 2, .hitsAsControls = true}, kDrums),

        // Not Magenta's: what the paper's Table 1 compares besides.
        {.id = "flat-drums_16bar", .description = "Drum patterns of 16 bars, without hierarchy; as in the MusicVAE paper",
         .hparams = vaeHparams({512, 256, 512, {2048, 2048}, {1024, 1024}, 256, 0.2}), .shape = kDrumShape, .converter = drumsSpec(16)},
        {.id = "hierdec-drums_16bar", .description = "Drum patterns of 16 bars; as in the MusicVAE paper",
         .hparams = vaeHparams({512, 256, 512, {2048, 2048}, {1024, 1024}, 256, 0.2}), .shape = hierarchical(kDrumShape, kSixteenBars), .converter = drumsSpec(16)},
        {.id = "flat-mel_16bar_paper", .description = "Melodies of 16 bars of any pitch, without hierarchy; as in the MusicVAE paper",
         .hparams = vaeHparams({512, 256, 512, {2048, 2048}, {1024, 1024}, 256, 0.2}), .shape = kFullMelodyShape, .converter = fullMelody(16)},
        {.id = "hierdec-mel_16bar_paper", .description = "Melodies of 16 bars of any pitch; as in the MusicVAE paper",
         .hparams = vaeHparams({512, 256, 512, {2048, 2048}, {1024, 1024}, 256, 0.2}), .shape = hierarchical(kFullMelodyShape, kSixteenBars), .converter = fullMelody(16)},
    });
    return table;
}

/// Names under which released files and texts know a row.
constexpr std::pair<std::string_view, std::string_view> kAliases[] = {
    {"cat-drums_2bar_small.hikl", "cat-drums_2bar_small"},
    {"cat-drums_2bar_small.lokl", "cat-drums_2bar_small"},
    {"groovae_2bar_hits_control", "groovae_2bar_hits_control_tfds"},
    {"cat-trio_16bar_big", "flat-trio_16bar"},
    {"hiercat-trio_16bar_big", "hierdec-trio_16bar"},
    {"cat-mel_16bar_big", "flat-mel_16bar"},
    {"hiercat-mel_16bar_big", "hierdec-mel_16bar"},
};

} // namespace

std::span<const VaeConfig> vaeConfigs()
{
    return vaeRows();
}

Result<const VaeConfig*> findVaeConfig(std::string_view name)
{
    const auto alias = std::ranges::find(kAliases, name, &std::pair<std::string_view, std::string_view>::first);
    const auto found = std::ranges::find(vaeRows(), alias == std::end(kAliases) ? name : alias->second, &VaeConfig::id);
    if (found != vaeRows().end())
        return &*found;
    std::vector<std::string_view> known;
    for (const auto& row : vaeRows())
        known.push_back(row.id);
    return fail(ErrorCode::kNotFound, fmt::format("There is no configuration \"{}\"; choose one of {}.", name, fmt::join(known, ", ")));
}

Result<VaeSpec> vaeSpec(const VaeConfig& config, const VaeHParams& hparams)
{
    VaeSpec spec = config.shape;
    for (const auto* levels : {&spec.encoderLevels, &spec.decoderLevels}) {
        const int product = std::accumulate(levels->begin(), levels->end(), 1, std::multiplies());
        if (!levels->empty() && product != hparams.max_seq_len)
            return fail(ErrorCode::kInvalidArgument, fmt::format("{} works in segments of {} = {} steps, so its max_seq_len cannot be {}.", config.id, fmt::join(*levels, " × "),
                                                                 product, hparams.max_seq_len));
    }
    spec.z_size = hparams.z_size;
    spec.max_seq_len = hparams.max_seq_len;
    spec.enc_rnn_size = hparams.enc_rnn_size;
    spec.dec_rnn_size = hparams.dec_rnn_size;
    spec.nade_num_hidden = spec.head == VaeHead::kNade ? hparams.nade_num_hidden : 0;
    spec.residual_encoder = hparams.residual_encoder;
    spec.residual_decoder = hparams.residual_decoder;
    return spec;
}

std::string_view musicOf(const ConverterSpec& converter)
{
    constexpr std::string_view names[] = {"melodies", "drum patterns", "trios of melody, bass and drums", "drumming with its dynamics and timing", "bars of several instruments"};
    return names[converter.index()];
}

} // namespace partita::models
