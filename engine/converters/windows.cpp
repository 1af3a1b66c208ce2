#include "engine/converters/windows.h"

#include <set>
#include <utility>

namespace partita::converters {
namespace {

Window cut(const Track& track, std::size_t from, std::size_t length, const Conditions& conditions)
{
    const auto first = track.events.begin() + static_cast<std::ptrdiff_t>(from);
    Window window{.events = {first, first + static_cast<std::ptrdiff_t>(length)},
                  .start = track.start + static_cast<std::int64_t>(from), .instrument = track.instrument};
    if (conditions.any()) {
        const auto held = conditions.steps().subspan(static_cast<std::size_t>(window.start), length);
        window.conditions.assign(held.begin(), held.end());
    }
    return window;
}

} // namespace

std::vector<Window> windowsOf(const std::vector<Track>& tracks, const WindowSpec& spec, const Conditions& conditions,
                              std::vector<Dropped>& dropped, void (*tidy)(std::vector<Code>&))
{
    std::vector<Window> windows;
    std::set<std::pair<std::vector<Code>, std::vector<Condition>>> seen;
    const auto bar = static_cast<std::size_t>(spec.stepsPerBar());
    for (const Track& track : tracks) {
        const std::size_t length = spec.sliceBars ? static_cast<std::size_t>(*spec.sliceBars) * bar : track.events.size();
        if (track.events.size() < length)
            drop(dropped, {.reason = DropReason::kTooShort, .found = static_cast<double>(track.events.size() / bar),
                           .needed = static_cast<double>(length / bar), .instrument = track.instrument});
        for (std::size_t from = 0; from + length <= track.events.size() && length > 0; from += bar) {
            Window window = cut(track, from, length, conditions);
            if (tidy)
                tidy(window.events);
            if (spec.dedupe && !seen.emplace(window.events, window.conditions).second)
                drop(dropped, {.reason = DropReason::kDuplicate});
            else
                windows.push_back(std::move(window));
        }
    }
    return windows;
}

} // namespace partita::converters
