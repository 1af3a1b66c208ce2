#include "engine/generate/surroundings.h"

#include <fmt/format.h>

#include <algorithm>

namespace partita::generate {
namespace {

using project::Note;

constexpr std::int64_t kMostQuarters = 1024;       ///< to write
constexpr std::int64_t kMostContextQuarters = 256; ///< before, and after
constexpr std::uint8_t kDefaultVelocity = 100;

template <class Wanted>
std::optional<std::uint8_t> meanVelocity(const std::vector<Note>& notes, Wanted wanted)
{
    int sum = 0;
    int count = 0;
    for (const Note& note : notes)
        if (wanted(note)) {
            sum += note.velocity;
            ++count;
        }
    if (count == 0)
        return std::nullopt;
    return static_cast<std::uint8_t>(std::clamp((sum + count / 2) / count, 1, kMaxMidiVelocity));
}

} // namespace

Result<Surroundings> surroundingsOf(const project::Document& document, const project::Track& track, int firstBar, int lastBar, const WriteOptions& options)
{
    const auto meters = project::meterMap(document);
    const Ticks quarter = project::ticksPerQuarter(document);
    Surroundings around{.document = document, .track = track, .options = options, .start = meters.barStart(firstBar), .end = meters.barEnd(lastBar)};
    const Ticks start = around.start;
    const Ticks end = around.end;
    if ((end - start).value / quarter.value > kMostQuarters)
        return fail(ErrorCode::kTooLarge, fmt::format("Bars {}–{} are too long to write at once: {} quarters are the most. Select fewer bars.", firstBar, lastBar, kMostQuarters));
    for (const Note& note : track.notes)
        if (!note.muted)
            (note.start >= start && note.start < end && note.end() <= end ? around.replaced : around.kept).push_back(note);

    const Ticks farthest = quarter * kMostContextQuarters;
    const bool fromNothing = options.operation == Operation::kNew;
    int contextBar = std::max(1, firstBar - (fromNothing ? 0 : options.contextBars));
    while (contextBar < firstBar && start - meters.barStart(contextBar) > farthest)
        ++contextBar;
    Ticks first = start;
    Ticks last = end;
    for (const Note& note : around.kept) {
        if (note.start >= meters.barStart(contextBar))
            first = std::min(first, note.start);
        last = std::max(last, note.end());
    }
    around.heardFrom = first < start ? meters.barStart(meters.barAt(first)) : start;
    const int followingBars = options.operation == Operation::kRegenerate ? options.followingBars : 0;
    around.heardTo = std::min({last, meters.barEnd(lastBar + followingBars), end + farthest});
    return around;
}

std::uint8_t velocityFor(const Surroundings& around, std::optional<int> pitch)
{
    const auto any = [](const Note&) { return true; };
    const auto same = [&](const Note& note) { return note.pitch == pitch; };
    for (const auto* notes : {&around.replaced, &around.kept})
        if (const auto velocity = meanVelocity(*notes, same))
            return *velocity;
    for (const auto* notes : {&around.replaced, &around.kept})
        if (const auto velocity = meanVelocity(*notes, any))
            return *velocity;
    return kDefaultVelocity;
}

void makeRoom(std::vector<Note>& notes, const std::vector<Note>& kept)
{
    std::erase_if(notes, [&](Note& note) {
        Ticks start = note.start;
        Ticks end = note.end();
        for (const auto& other : kept) {
            if (other.pitch != note.pitch || other.end() <= start || other.start >= end)
                continue;
            if (other.start <= start)
                start = other.end();
            else
                end = other.start;
        }
        note.start = start;
        note.length = end - start;
        return note.length <= Ticks(0);
    });
}

} // namespace partita::generate
