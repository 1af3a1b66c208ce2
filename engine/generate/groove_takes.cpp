#include "engine/generate/groove_takes.h"

#include "engine/project/sequences.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace partita::generate {
namespace {

using project::Note;

constexpr int kMostTakes = 64;
constexpr int kStepsPerQuarter = 4;

/// The notes of the bars in ticks, none of them outside: an early first note begins with the bar.
std::vector<Note> notesIn(const NoteSequence& sequence, const TempoMap& tempos, Ticks start, Ticks end)
{
    std::vector<Note> notes;
    for (const NoteSequence::Note& played : sequence.notes) {
        const Ticks from = std::clamp(tempos.toTicks(played.startTime), start, end - Ticks(1));
        const Ticks to = std::clamp(tempos.toTicks(played.endTime), from + Ticks(1), std::max(end, from + Ticks(1)));
        notes.push_back({.start = from,
                         .length = to - from,
                         .pitch = static_cast<std::uint8_t>(std::clamp(played.pitch, 0, 127)),
                         .velocity = static_cast<std::uint8_t>(std::clamp(played.velocity, 1, 127))});
    }
    std::ranges::stable_sort(notes, project::notesInOrder);
    return notes;
}

} // namespace

std::vector<Note> towards(std::vector<Note> played, const std::vector<Note>& written, double amount, Ticks step)
{
    std::vector<bool> taken(written.size());
    for (Note& note : played) {
        std::size_t nearest = written.size();
        Ticks distance = step / 2;
        for (std::size_t i = 0; i < written.size(); ++i) {
            const Ticks away(std::abs((written[i].start - note.start).value));
            if (!taken[i] && written[i].pitch == note.pitch && away < distance) {
                distance = away;
                nearest = i;
            }
        }
        if (nearest == written.size())
            continue;
        taken[nearest] = true;
        const Note& partner = written[nearest];
        const auto part = [amount](auto from, auto to) { return std::llround(static_cast<double>(from) + amount * static_cast<double>(to - from)); };
        note.start = Ticks(part(partner.start.value, note.start.value));
        note.velocity = static_cast<std::uint8_t>(std::clamp<long long>(part(static_cast<int>(partner.velocity), static_cast<int>(note.velocity)), 1, 127));
    }
    std::ranges::stable_sort(played, project::notesInOrder);
    return played;
}

Result<std::vector<project::Take>> grooveTakes(const LatentModel& model, const project::Document& document, project::TrackId trackId, int firstBar, int lastBar,
                                               const GrooveTakesOptions& options)
{
    const project::Track* track = project::findTrack(document, trackId);
    if (!track)
        return fail(ErrorCode::kNotFound, "The track is not in this song any more. Select bars of a track that is.");
    if (options.takes < 1 || options.takes > kMostTakes)
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} takes cannot be made; ask for 1 to {}.", options.takes, kMostTakes));
    const MeterMap meters = project::meterMap(document);
    const TempoMap tempos = project::tempoMap(document);
    const Ticks start = meters.barStart(firstBar), end = meters.barEnd(lastBar);
    const NoteSequence piece = project::soundingSequence(document, trackId);

    std::vector<Note> written;
    std::ranges::copy_if(track->notes, std::back_inserter(written), [&](const Note& note) { return !note.muted && note.start >= start && note.start < end; });

    GrooveOptions each{.temperature = options.temperature, .spread = options.spread};
    each.clip.bars = BarRange{firstBar, lastBar};
    each.stop = options.stop;
    std::vector<project::Take> takes;
    for (int i = 0; i < options.takes; ++i) {
        each.seed = options.seed + static_cast<std::uint64_t>(i);
        const auto played = groove(model, piece, track->name, each);
        if (!played)
            return fail(played);
        project::Take take{.track = trackId, .start = start, .end = end};
        take.notes = towards(notesIn(played->sequence, tempos, start, end), written, options.amount, project::ticksPerQuarter(document) / kStepsPerQuarter);
        take.recipe = {.model = model.fileName,
                       .modelSha256 = model.sha256,
                       .config = std::string(model.config->id),
                       .operation = "groove",
                       .seed = each.seed,
                       .temperature = options.temperature,
                       .details = nlohmann::ordered_json{{"bars", {firstBar, lastBar}}, {"amount", options.amount}, {"spread", options.spread}}.dump()};
        takes.push_back(std::move(take));
        if (options.progress)
            options.progress(i + 1, options.takes);
    }
    return takes;
}

} // namespace partita::generate
