// Why a piece of music gives nothing to learn from: what extraction counted, as sentences for people.
#include "engine/datasets/harvest.h"

#include "engine/events/drum_track.h"
#include "engine/events/extract_melodies.h"
#include "engine/events/extract_performances.h"
#include "engine/events/lead_sheet.h"
#include "engine/events/pianoroll_sequence.h"
#include "engine/events/polyphonic_sequence.h"

#include <fmt/format.h>

namespace partita::datasets {
namespace {

using enum models::EventRnnFamily;

std::string bars(int count) { return fmt::format("shorter than {} bars", count); }
std::string steps(int count) { return fmt::format("shorter than {} steps", count); }
std::string pitches(int count) { return fmt::format("its melodies use fewer than {} different pitches", count); }

struct Reason {
    const char* counter;
    std::string says;
};

/// Counters that every family's extraction may raise, and its own.
std::vector<Reason> reasonsOf(models::EventRnnFamily family)
{
    const std::string programs = "it is played by several instruments, and these models learn from one";
    switch (family) {
    case kMelody:
        return {{"polyphonic_tracks_discarded", "its tracks play several notes at a time"},
                {"melodies_discarded_too_short", "its melodies are " + bars(MelodyExtraction::dataset().minBars)},
                {"melodies_discarded_too_few_pitches", pitches(MelodyExtraction::dataset().minUniquePitches)}};
    case kImprov:
        return {{"polyphonic_tracks_discarded", "its tracks play several notes at a time"},
                {"melodies_discarded_too_short", "its melodies are " + bars(LeadSheetExtraction::dataset().melody.minBars)},
                {"melodies_discarded_too_few_pitches", pitches(LeadSheetExtraction::dataset().melody.minUniquePitches)},
                {"empty_chord_progressions", "it has no chord symbols"},
                {"coincident_chords", "it has two chords at one time"},
                {"chord_symbol_exception", "it has a chord symbol that cannot be read"},
                {"lead_sheets_with_unknown_chords", "it has chords that this model does not know"}};
    case kDrums:
        return {{"drum_tracks_discarded_too_short", "its drum tracks are " + bars(DrumExtraction::dataset().minBars)}};
    case kPolyphony:
        return {{"polyphonic_tracks_discarded_more_than_1_program", programs},
                {"polyphonic_tracks_discarded_too_short", "it is, between changes of meter and tempo, " + steps(*PolyphonicExtraction::dataset().minStepsDiscard)},
                {"polyphonic_tracks_discarded_too_long", fmt::format("it is longer than {} steps", *PolyphonicExtraction::dataset().maxStepsDiscard)}};
    case kPianoroll:
        return {{"pianoroll_tracks_discarded_more_than_1_program", programs},
                {"pianoroll_tracks_discarded_too_short", "it is, between changes of meter and tempo, " + steps(*PianorollExtraction::dataset().minStepsDiscard)}};
    case kPerformance:
        return {{"performances_discarded_more_than_1_program", programs},
                {"performances_discarded_too_short", fmt::format("it has fewer than {} events", *PerformanceExtraction::dataset(0).minEventsDiscard)},
                {"performance_discarded_too_many_time_shift_steps", "a note follows too long after the one before"},
                {"performance_discarded_too_many_duration_steps", "a note is held too long"}};
    }
    return {};
}

struct Missing {
    const char* what;
    const char* plainly; ///< the reason where extraction met nothing that it could count
};

Missing missing(models::EventRnnFamily family)
{
    switch (family) {
    case kMelody: return {"No melody", "it has no notes on a melodic track"};
    case kImprov: return {"No melody over chords", "it has no notes on a melodic track"};
    case kDrums: return {"No drum track", "it has no notes on a drum channel"};
    case kPolyphony:
    case kPianoroll:
    case kPerformance: break;
    }
    return {"No music", "it has no notes"};
}

} // namespace

std::string whyNothing(const Harvest& harvest, const HarvestOptions& options, const std::string& subject)
{
    Statistics all = harvest.remarks;
    for (const auto& [unit, statistics] : harvest.units)
        all.merge(statistics);
    std::string reasons;
    for (const auto& [counter, says] : reasonsOf(options.config->family))
        if (const auto found = all.counters.find(counter); found != all.counters.end() && found->second > 0)
            reasons += (reasons.empty() ? "" : ", and ") + says;
    if (reasons.empty() && harvest.fault)
        return toError(*harvest.fault, subject).message;
    const auto [what, plainly] = missing(options.config->family);
    return subject + ": " + what + " was found: " + (reasons.empty() ? plainly : reasons) + ".";
}

Result<void> check(const HarvestOptions& options)
{
    const auto family = options.config->family;
    if (options.music.keepHighest && family != kMelody && family != kImprov)
        return fail(ErrorCode::kInvalidArgument, fmt::format("--keep_highest makes melodies of polyphonic tracks; {} learns from them as they are. Leave it out.", options.config->id));
    if (!options.music.transpose)
        return {};
    if (family == kDrums || family == kImprov)
        return fail(ErrorCode::kInvalidArgument, fmt::format("--transpose cannot be chosen for {}: {}", options.config->id,
                                                             family == kDrums ? "drums have no key." : "lead sheets always come in all twelve keys."));
    if (options.music.transpose->first > options.music.transpose->second || options.music.transpose->first < -kMaxMidiPitch || options.music.transpose->second > kMaxMidiPitch)
        return fail(ErrorCode::kInvalidArgument, "--transpose takes two numbers of semitones, the lower first, such as -5,6.");
    return {};
}

} // namespace partita::datasets
