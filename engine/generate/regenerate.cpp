#include "engine/generate/regenerate.h"

#include "engine/encoding/melody_codes.h"
#include "engine/events/melody.h"
#include "engine/generate/melody_line.h"
#include "engine/music/tempo_map.h"
#include "engine/project/edit.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace partita::generate {
namespace {

using project::Note;

constexpr int kMostOutputs = 64;
constexpr std::int64_t kMostSteps = 4096;
constexpr std::int64_t kMostContext = 1024; ///< steps before, and steps after
constexpr int kMostBars = 10'000;
constexpr std::uint8_t kDefaultVelocity = 100;

bool inRegion(const Note& note, Ticks start, Ticks end)
{
    return !note.muted && note.start >= start && note.start < end && note.end() <= end;
}

/// What stays and what goes.
struct Parts {
    std::vector<Note> kept;
    std::vector<Note> replaced;
};

Parts split(const project::Track& track, Ticks start, Ticks end)
{
    Parts parts;
    for (const auto& note : track.notes)
        (inRegion(note, start, end) ? parts.replaced : parts.kept).push_back(note);
    return parts;
}

std::uint8_t meanVelocity(const Parts& parts)
{
    const auto& notes = parts.replaced.empty() ? parts.kept : parts.replaced;
    const int sum = std::accumulate(notes.begin(), notes.end(), 0, [](int total, const Note& note) { return total + note.velocity; });
    return notes.empty() ? kDefaultVelocity : static_cast<std::uint8_t>(std::clamp<int>((sum + std::ssize(notes) / 2) / std::ssize(notes), 1, kMaxMidiVelocity));
}

std::uint64_t candidateSeed(std::uint64_t seed, int index)
{
    // 31 bits: a number that people can copy and any field can hold.
    return index == 0 ? seed : Rng::stream(seed, fmt::format("candidate {}", index + 1)).next() >> 33;
}

Result<void> check(const project::Document& document, const project::Track* track, int firstBar, int lastBar, const RegenerateOptions& options, const Model& model)
{
    const auto wrong = [](std::string message) { return fail(ErrorCode::kInvalidArgument, std::move(message)); };
    if (!track)
        return fail(ErrorCode::kNotFound, "The track is not in this song any more. Select bars of a track that is.");
    if (firstBar < 1 || lastBar < firstBar)
        return wrong(fmt::format("Bars {}–{} are no range. Bars count from 1, and the first comes before the last.", firstBar, lastBar));
    const int bars = numBars(document);
    const bool empty = std::ranges::all_of(document.tracks, [](const project::Track& each) { return each.notes.empty(); });
    if (lastBar > (empty ? kMostBars : bars))
        return wrong(fmt::format("The song has {} {}; bars {}–{} are not all in it. Choose bars from 1 to {}.", bars, bars == 1 ? "bar" : "bars", firstBar, lastBar, empty ? kMostBars : bars));
    if (options.numOutputs < 1 || options.numOutputs > kMostOutputs)
        return wrong(fmt::format("{} candidates cannot be made; ask for 1 to {}.", options.numOutputs, kMostOutputs));
    if (!(options.sampling.temperature >= 0.0 && options.sampling.temperature <= 100.0))
        return wrong(fmt::format("A temperature of {} has no meaning; choose one from 0 (always the most likely) to 100, 1 being the model's own.", options.sampling.temperature));
    if (options.sampling.topK < 0 || !(options.sampling.topP >= 0.0 && options.sampling.topP <= 1.0))
        return wrong("top_k is a number of classes (0: all), top_p a probability from 0 to 1 (1: all).");
    if (options.contextBars < 0 || options.followingBars < 0 || options.contextBars > kMostBars || options.followingBars > kMostBars)
        return wrong(fmt::format("The numbers of bars to look at before and after the region go from 0 to {}.", kMostBars));
    if (track->isDrum())
        return fail(ErrorCode::kMismatch, fmt::format("\"{}\" is a drum track, and {} plays melodies. Choose a melody track.", track->name, model.config->id));
    if (model.config->family != models::EventRnnFamily::kMelody)
        return fail(ErrorCode::kMismatch, fmt::format("{} is a model of {}; bars of \"{}\" want a melody model. Choose one, such as basic_rnn.", model.config->id,
                                                      models::nameOf(model.config->family), track->name));
    return {};
}

/// A step of the region.
struct Hole {
    bool open = true;  ///< the model chooses; else `event`, a kept note's, stands there
    int event = kMelodyNoEvent;
    bool ends = false; ///< a kept note ends here: the model cannot hold it
};

/// The region, what surrounds it, and both as the model hears them.
struct Passage {
    RegionGrid grid;
    Parts parts;
    std::vector<int> primer;    ///< events before the region
    std::vector<Hole> holes;    ///< of each step of the region
    std::vector<int> following; ///< events after it
    bool keptSoundsOn = false;  ///< a kept note rings over the region's end
    int transposition = 0;      ///< semitones up, to the model's key and range
    encoding::PitchRange range;
};

Result<Passage> readPassage(const project::Document& document, const project::Track& track, int firstBar, int lastBar, const RegenerateOptions& options, const Model& model)
{
    const auto meters = project::meterMap(document);
    const Ticks quarter = project::ticksPerQuarter(document);
    const int stepsPerQuarter = model.config->stepsPerQuarter;
    if (quarter.value < stepsPerQuarter)
        return fail(ErrorCode::kUnsupported, fmt::format("This song has {} ticks a quarter note, too few for the {} steps of {}. Set a finer resolution.", quarter.value,
                                                         stepsPerQuarter, model.config->id));
    const Ticks start = meters.barStart(firstBar);
    const Ticks end = meters.barEnd(lastBar);
    if ((end - start).value / quarter.value > kMostSteps / stepsPerQuarter)
        return fail(ErrorCode::kTooLarge, fmt::format("Bars {}–{} are too long to regenerate at once: {} steps are the most. Select fewer bars.", firstBar, lastBar, kMostSteps));

    Passage passage{.grid = RegionGrid(start, end, quarter, stepsPerQuarter), .parts = split(track, start, end), .range = {model.config->minNote, model.config->maxNote}};
    const auto& grid = passage.grid;
    const auto& kept = passage.parts.kept;

    // The primer begins with the bar of the first note that is near enough.
    Ticks first = start;
    Ticks last = end;
    int contextBar = std::max(1, firstBar - options.contextBars);
    while (contextBar < firstBar && -grid.step(meters.barStart(contextBar)) > kMostContext)
        ++contextBar;
    for (const auto& note : kept) {
        if (!note.muted && note.start >= meters.barStart(contextBar))
            first = std::min(first, note.start);
        if (!note.muted)
            last = std::max(last, note.end());
    }
    last = std::min(last, meters.barEnd(lastBar + options.followingBars));
    const Ticks primerStart = first < start ? meters.barStart(meters.barAt(first)) : start;
    const std::int64_t followingEnd = std::min(grid.step(last), grid.steps() + kMostContext);
    const MelodyLine line(kept, grid, grid.step(primerStart), followingEnd);

    auto melody = Melody::fromEvents(line.events()).value();
    const auto before = static_cast<std::size_t>(-line.from());
    const auto hasNotes = [](const Melody& part) { return std::ranges::any_of(part.events(), [](int event) { return event >= 0; }); };
    // As the reference: the primer decides the key. Without one, what follows does.
    Melody decisive = melody.slice(0, before);
    const bool primed = hasNotes(decisive);
    if (!primed)
        decisive = melody;
    passage.transposition = decisive.squash(passage.range.low, passage.range.high, model.config->transposeToKey);
    melody.transpose(passage.transposition, passage.range.low, passage.range.high);

    const auto events = melody.events();
    if (primed)
        passage.primer.assign(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(before));
    for (std::int64_t step = 0; step < grid.steps(); ++step) {
        const bool ends = line[step] == kMelodyNoteOff;
        const bool open = ends || (line[step] == kMelodyNoEvent && !line.soundsInto(step));
        passage.holes.push_back({.open = open, .event = events[before + static_cast<std::size_t>(step)], .ends = ends});
    }
    passage.following.assign(events.begin() + static_cast<std::ptrdiff_t>(before) + grid.steps(), events.end());
    passage.keptSoundsOn = line.soundsInto(grid.steps());
    if (std::ranges::none_of(passage.holes, &Hole::open))
        return fail(ErrorCode::kInvalidArgument, fmt::format("A note that crosses into bars {}–{} sounds through all of them and stays as it is. Shorten it, or select more bars.", firstBar, lastBar));
    return passage;
}

Gap gapOf(const Passage& passage)
{
    const auto code = [&](int event) { return encoding::melodyCode(event, passage.range); };
    const int hold = code(kMelodyNoEvent);
    const int off = code(kMelodyNoteOff);
    Gap gap;
    for (const int event : passage.primer)
        gap.primer.push_back(code(event));
    for (const auto& hole : passage.holes) {
        Slot slot;
        if (!hole.open)
            slot.code = code(hole.event);
        else if (hole.ends)
            slot.banned = {hold};
        gap.slots.push_back(std::move(slot));
    }
    if (gap.primer.empty()) {
        // From nothing. The reference starts its networks with a lone no-event; the first open step gets a note.
        gap.primer = {hold};
        const auto firstOpen = std::ranges::find(passage.holes, true, &Hole::open) - passage.holes.begin();
        gap.slots[static_cast<std::size_t>(firstOpen)].banned = {hold, off};
    }
    gap.following = [&passage, code, hold, off](std::span<const int> filled) {
        std::vector<int> codes;
        for (const int event : passage.following)
            codes.push_back(code(event));
        if (!codes.empty() && codes.front() == hold && !passage.keptSoundsOn) {
            // Silence follows: where the candidate still sounds, that is a note off.
            const auto last = std::ranges::find_if(filled.rbegin(), filled.rend(), [&](int each) { return each != hold; });
            codes.front() = last != filled.rend() && *last != off ? off : hold;
        }
        return codes;
    };
    return gap;
}

/// Cuts `note` where it would meet a kept note of its own pitch: the two could not be told apart. False: nothing is left.
bool makeRoom(Note& note, const std::vector<Note>& kept)
{
    Ticks start = note.start;
    Ticks end = note.end();
    for (const auto& other : kept) {
        if (other.muted || other.pitch != note.pitch || other.end() <= start || other.start >= end)
            continue;
        if (other.start <= start)
            start = other.end();
        else
            end = other.start;
    }
    note.start = start;
    note.length = end - start;
    return note.length > Ticks(0);
}

std::vector<Note> notesOf(const Passage& passage, std::span<const int> codes)
{
    auto events = encoding::melodyEvents(codes, passage.range);
    auto melody = Melody::fromEvents(events).value();
    melody.transpose(-passage.transposition);
    const std::uint8_t velocity = meanVelocity(passage.parts);
    std::vector<Note> notes;
    for (std::size_t step = 0; step < melody.size(); ++step) {
        if (!passage.holes[step].open || melody[step] < 0)
            continue;
        std::size_t end = step + 1;
        while (end < melody.size() && melody[end] == kMelodyNoEvent)
            ++end;
        Note note{.start = passage.grid.tick(static_cast<std::int64_t>(step)), .pitch = static_cast<std::uint8_t>(melody[step]), .velocity = velocity};
        note.length = passage.grid.tick(static_cast<std::int64_t>(end)) - note.start;
        if (makeRoom(note, passage.parts.kept))
            notes.push_back(note);
    }
    return notes;
}

} // namespace

Result<std::vector<Candidate>> regenerateBars(const project::Document& document, project::TrackId trackId, int firstBar, int lastBar,
                                              const RegenerateOptions& options, const Model& model, std::stop_token stop, const Progress& progress)
{
    const project::Track* track = project::findTrack(document, trackId);
    if (auto checked = check(document, track, firstBar, lastBar, options, model); !checked)
        return std::unexpected(checked.error());
    const auto passage = readPassage(document, *track, firstBar, lastBar, options, model);
    if (!passage)
        return fail(passage);

    std::vector<std::uint64_t> seeds;
    std::vector<Draws> draws;
    for (int i = 0; i < options.numOutputs; ++i) {
        seeds.push_back(candidateSeed(options.seed, i));
        draws.push_back(drawsOf(Rng(seeds.back())));
    }
    const auto fillings = fill(*model.network, *model.encoding, gapOf(*passage), options.sampling, draws, stop, progress);
    if (!fillings)
        return fail(fillings);

    const auto chosen = std::ranges::count(passage->holes, true, &Hole::open);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < fillings->size(); ++i) {
        const auto& filling = (*fillings)[i];
        Candidate candidate{.track = trackId, .start = passage->grid.start(), .end = passage->grid.end(), .notes = notesOf(*passage, filling.codes)};
        candidate.recipe = {.model = model.fileName,
                            .modelSha256 = model.sha256,
                            .config = std::string(model.config->id),
                            .operation = "regenerate",
                            .seed = seeds[i],
                            .temperature = options.sampling.temperature,
                            .logLikelihood = filling.logLikelihood,
                            .score = passage->following.empty() ? filling.logLikelihood / static_cast<double>(chosen) : filling.followingLogLikelihood};
        candidate.recipe.details = nlohmann::ordered_json{{"bars", {firstBar, lastBar}},
                                                          {"top_k", options.sampling.topK},
                                                          {"top_p", options.sampling.topP},
                                                          {"context_bars", options.contextBars},
                                                          {"following_bars", options.followingBars},
                                                          {"primer_steps", passage->primer.size()},
                                                          {"following_steps", passage->following.size()},
                                                          {"transposition", passage->transposition}}
                                       .dump();
        candidates.push_back(std::move(candidate));
    }
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
