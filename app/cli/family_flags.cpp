#include "app/cli/family_flags.h"

#include <fmt/format.h>

namespace partita::cli {
namespace {

using models::EventRnnConfig;
using enum models::EventRnnFamily;
using models::PerformanceControls;

bool takesDensity(const EventRnnConfig& config)
{
    return config.controls != PerformanceControls::kNone && config.controls != PerformanceControls::kPitchHistogram;
}

bool takesHistogram(const EventRnnConfig& config)
{
    return config.controls != PerformanceControls::kNone && config.controls != PerformanceControls::kDensity;
}

struct Flag {
    const char* name;
    bool (*fits)(const EventRnnConfig&);
    const char* instead;
};

constexpr const char* kOnlyImprov = "It is for models of melody over chords: basic_improv, attention_improv and chord_pitches_improv.";
constexpr const char* kKeyByKey = "Its keys are drawn one by one, each on or off; use --temperature.";
constexpr const char* kOnlyPolyphony = "It is for polyphony models.";

const Flag kFlags[] = {
    {"--primer_melody", [](const EventRnnConfig& c) { return c.family != kDrums; }, "Begin drums with --primer_drums or --primer_midi."},
    {"--primer_drums", [](const EventRnnConfig& c) { return c.family == kDrums; }, "It is for drums models; begin this one with --primer_melody or --primer_midi."},
    {"--primer_pitches", [](const EventRnnConfig& c) { return c.family == kPolyphony || c.family == kPerformance || c.family == kPianoroll; },
     "It is for polyphony, performance and piano-roll models; a melody begins with --primer_melody."},
    {"--primer_pianoroll", [](const EventRnnConfig& c) { return c.family == kPianoroll; }, "It is for piano-roll models; begin this one with --primer_midi."},
    {"--one_frame_late", [](const EventRnnConfig& c) { return c.family == kPianoroll; }, "It is for piano-roll models."},
    {"--top_k", [](const EventRnnConfig& c) { return c.family != kPianoroll; }, kKeyByKey},
    {"--top_p", [](const EventRnnConfig& c) { return c.family != kPianoroll; }, kKeyByKey},
    {"--backing_chords", [](const EventRnnConfig& c) { return c.family == kImprov; }, kOnlyImprov},
    {"--steps_per_chord", [](const EventRnnConfig& c) { return c.family == kImprov; }, kOnlyImprov},
    {"--render_chords", [](const EventRnnConfig& c) { return c.family == kImprov; }, kOnlyImprov},
    {"--num_steps", [](const EventRnnConfig& c) { return c.family != kImprov; }, "Its music is as long as its chords: see --backing_chords and --steps_per_chord."},
    {"--qpm", [](const EventRnnConfig& c) { return c.family != kPerformance; }, "Performances have no tempo: their steps are 10 ms."},
    {"--condition_on_primer", [](const EventRnnConfig& c) { return c.family == kPolyphony; }, kOnlyPolyphony},
    {"--inject_primer_during_generation", [](const EventRnnConfig& c) { return c.family == kPolyphony; }, kOnlyPolyphony},
    {"--notes_per_second", takesDensity, "It is for performance models trained with note density, such as density_conditioned_performance_with_dynamics."},
    {"--pitch_class_histogram", takesHistogram, "It is for performance models trained with pitch classes, such as pitch_conditioned_performance_with_dynamics."},
    {"--disable_conditioning", [](const EventRnnConfig& c) { return c.controls == PerformanceControls::kOptionalDensityAndPitchHistogram; },
     "It is for optional_multiconditioned_performance_with_dynamics."},
};

} // namespace

Result<void> checkFlags(const CLI::App& app, const EventRnnConfig& config)
{
    for (const auto& flag : kFlags)
        if (app.count(flag.name) > 0 && !flag.fits(config))
            return fail(ErrorCode::kInvalidArgument, fmt::format("{} means nothing to {}, a model of the family \"{}\". {}", flag.name, config.id, nameOf(config.family), flag.instead));
    return {};
}

} // namespace partita::cli
