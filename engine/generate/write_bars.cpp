#include "engine/generate/write_bars.h"

#include "engine/generate/control_signal.h"
#include "engine/generate/passage.h"
#include "engine/music/tempo_map.h"
#include "engine/project/edit.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace partita::generate {
namespace {

constexpr int kMostOutputs = 64;
constexpr int kMostBars = 10'000;

std::uint64_t candidateSeed(std::uint64_t seed, int index)
{
    // 31 bits: a number that people can copy and any field can hold.
    return index == 0 ? seed : Rng::stream(seed, fmt::format("candidate {}", index + 1)).next() >> 33;
}

Result<void> checkBars(const project::Document& document, int firstBar, int lastBar, Operation operation)
{
    const auto wrong = [](std::string message) { return fail(ErrorCode::kInvalidArgument, std::move(message)); };
    if (firstBar < 1 || lastBar < firstBar)
        return wrong(fmt::format("Bars {}–{} are no range. Bars count from 1, and the first comes before the last.", firstBar, lastBar));
    const int bars = numBars(document);
    const bool empty = std::ranges::all_of(document.tracks, [](const project::Track& each) { return each.notes.empty(); });
    const bool mayGrow = empty || operation != Operation::kRegenerate;
    if (lastBar > (mayGrow ? kMostBars : bars))
        return wrong(fmt::format("The song has {} {}; bars {}–{} are not all in it. Choose bars from 1 to {}.", bars, bars == 1 ? "bar" : "bars", firstBar, lastBar, mayGrow ? kMostBars : bars));
    return {};
}

Result<void> checkOptions(const WriteOptions& options)
{
    const auto wrong = [](std::string message) { return fail(ErrorCode::kInvalidArgument, std::move(message)); };
    if (options.numOutputs < 1 || options.numOutputs > kMostOutputs)
        return wrong(fmt::format("{} candidates cannot be made; ask for 1 to {}.", options.numOutputs, kMostOutputs));
    if (!(options.sampling.temperature >= 0.0 && options.sampling.temperature <= 100.0))
        return wrong(fmt::format("A temperature of {} has no meaning; choose one from 0 (always the most likely) to 100, 1 being the model's own.", options.sampling.temperature));
    if (options.sampling.topK < 0 || !(options.sampling.topP >= 0.0 && options.sampling.topP <= 1.0))
        return wrong("top_k is a number of classes (0: all), top_p a probability from 0 to 1 (1: all).");
    if (options.contextBars < 0 || options.followingBars < 0 || options.contextBars > kMostBars || options.followingBars > kMostBars)
        return wrong(fmt::format("The numbers of bars to look at before and after the region go from 0 to {}.", kMostBars));
    return checkControls(options.notesPerSecond, options.pitchClassHistogram);
}

Result<Passage> passageOf(const Surroundings& around, const Model& model)
{
    using enum models::EventRnnFamily;
    switch (model.config->family) {
    case kDrums: return drumPassage(around, model);
    case kPolyphony: return polyphonyPassage(around, model);
    case kPianoroll: return pianorollPassage(around, model);
    case kPerformance: return performancePassage(around, model);
    default: return melodyPassage(around, model);
    }
}

Candidate candidateOf(const Surroundings& around, const Passage& passage, const Filling& filling, const Model& model, std::uint64_t seed)
{
    Candidate candidate{.track = around.track.id, .start = around.start, .end = around.end, .notes = passage.notes(filling)};
    makeRoom(candidate.notes, around.kept);
    const auto chosen = std::max<std::ptrdiff_t>(std::ranges::count(filling.chosen, true), 1);
    const auto& options = around.options;
    const auto meters = project::meterMap(around.document);
    candidate.recipe = {.model = model.fileName,
                        .modelSha256 = model.sha256,
                        .config = std::string(model.config->id),
                        .operation = std::string(nameOf(options.operation)),
                        .seed = seed,
                        .temperature = options.sampling.temperature,
                        .logLikelihood = filling.logLikelihood,
                        .score = filling.followingEvents == 0 ? filling.logLikelihood / static_cast<double>(chosen) : filling.followingLogLikelihood};
    nlohmann::ordered_json details{{"bars", {meters.barAt(around.start), meters.barAt(around.end - Ticks(1))}},
                                   {"top_k", options.sampling.topK},
                                   {"top_p", options.sampling.topP},
                                   {"context_bars", options.contextBars},
                                   {"following_bars", options.followingBars},
                                   {"primer_events", passage.gap.primer.size() / static_cast<std::size_t>(model.encoding->width())},
                                   {"following_events", filling.followingEvents},
                                   {"transposition", passage.transposition}};
    if (!options.notesPerSecond.empty())
        details["notes_per_second"] = options.notesPerSecond;
    if (!options.pitchClassHistogram.empty())
        details["pitch_class_histogram"] = options.pitchClassHistogram;
    if (!options.disableConditioning.empty())
        details["disable_conditioning"] = options.disableConditioning;
    candidate.recipe.details = details.dump();
    return candidate;
}

} // namespace

std::string_view nameOf(Operation operation)
{
    constexpr std::string_view names[] = {"regenerate", "continue", "new"};
    return names[static_cast<int>(operation)];
}

std::optional<BarRange> barsToWrite(const project::Document& document, project::TrackId trackId, Operation operation, std::optional<BarRange> selected, int count)
{
    const project::Track* track = project::findTrack(document, trackId);
    if (!track || (operation == Operation::kRegenerate && !selected))
        return std::nullopt;
    if (selected && operation != Operation::kContinue)
        return selected;
    int before = 0;
    if (selected) {
        before = selected->last;
    } else if (operation == Operation::kContinue) {
        Ticks end;
        for (const auto& note : track->notes)
            end = std::max(end, note.end());
        before = end > Ticks(0) ? project::meterMap(document).barAt(end - Ticks(1)) : 0;
    }
    return BarRange{before + 1, before + std::max(count, 1)};
}

std::optional<Misfit> misfitOf(const models::EventRnnConfig& config, const project::Track& track)
{
    using enum models::EventRnnFamily;
    if (track.isDrum() != (config.family == kDrums))
        return track.isDrum() ? Misfit::kDrumTrack : Misfit::kNoDrumTrack;
    return std::nullopt;
}

Result<void> checkFit(const models::EventRnnConfig& config, const project::Track& track)
{
    const auto misfit = misfitOf(config, track);
    if (!misfit)
        return {};
    if (*misfit == Misfit::kDrumTrack)
        return fail(ErrorCode::kMismatch, fmt::format("\"{}\" is a drum track, and {} plays no drums. Choose a drums model, such as drum_kit, or another track.", track.name, config.id));
    return fail(ErrorCode::kMismatch, fmt::format("{} plays drums, and \"{}\" is no drum track. Choose a track on channel 10, or another model.", config.id, track.name));
}

Result<RegionGrid> gridOf(const Surroundings& around, const Model& model)
{
    const Ticks quarter = project::ticksPerQuarter(around.document);
    const int stepsPerQuarter = model.config->stepsPerQuarter;
    if (quarter.value < stepsPerQuarter)
        return fail(ErrorCode::kUnsupported, fmt::format("This song has {} ticks a quarter note, too few for the {} steps of {}. Set a finer resolution.", quarter.value,
                                                         stepsPerQuarter, model.config->id));
    return RegionGrid(around.start, around.end, quarter, stepsPerQuarter);
}

Result<std::vector<Candidate>> writeBars(const project::Document& document, project::TrackId trackId, int firstBar, int lastBar, const WriteOptions& options,
                                         const Model& model, std::stop_token stop, const Progress& progress)
{
    const project::Track* track = project::findTrack(document, trackId);
    if (!track)
        return fail(ErrorCode::kNotFound, "The track is not in this song any more. Select bars of a track that is.");
    for (const auto& checked : {checkBars(document, firstBar, lastBar, options.operation), checkOptions(options), checkFit(*model.config, *track)})
        if (!checked)
            return std::unexpected(checked.error());
    const auto around = surroundingsOf(document, *track, firstBar, lastBar, options);
    if (!around)
        return fail(around);
    const auto passage = passageOf(*around, model);
    if (!passage)
        return fail(passage);

    std::vector<std::uint64_t> seeds;
    std::vector<Draws> draws;
    for (int i = 0; i < options.numOutputs; ++i) {
        seeds.push_back(candidateSeed(options.seed, i));
        draws.push_back(drawsOf(Rng(seeds.back())));
    }
    const auto fillings = fill(*model.network, *model.encoding, passage->gap, options.sampling, draws, stop, progress);
    if (!fillings)
        return fail(fillings);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < fillings->size(); ++i)
        candidates.push_back(candidateOf(*around, *passage, (*fillings)[i], model, seeds[i]));
    std::ranges::stable_sort(candidates, std::greater(), [](const Candidate& candidate) { return candidate.recipe.score; });
    return candidates;
}

project::Document applyCandidate(project::Document document, const Candidate& candidate)
{
    project::apply(document, project::insertCandidate(document, candidate.track, candidate.start, candidate.end, candidate.notes, candidate.recipe));
    return document;
}

int numBars(const project::Document& document)
{
    const Ticks end = project::endOf(document);
    return project::meterMap(document).barAt(end > Ticks(0) ? end - Ticks(1) : end);
}

} // namespace partita::generate
