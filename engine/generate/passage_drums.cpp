#include "engine/encoding/drum_codes.h"
#include "engine/generate/passage.h"

#include <algorithm>

/// Drums. A hit has no length: one that was struck before the passage does not sound into it, and one that stays within
/// it is part of what the model writes at its step.
namespace partita::generate {

Result<Passage> drumPassage(const Surroundings& around, const Model& model)
{
    const auto grid = gridOf(around, model);
    if (!grid)
        return fail(grid);
    const auto& classes = model.config->encoding == models::EncodingKind::kDrumsOneHot ? encoding::singleDrumClass() : encoding::nineDrumClasses();
    const std::int64_t from = grid->step(around.heardFrom);
    std::vector<DrumHits> hits(static_cast<std::size_t>(grid->step(around.heardTo) - from));
    for (const auto& note : around.kept)
        if (const std::int64_t at = grid->step(note.start) - from; at >= 0 && at < std::ssize(hits))
            hits[static_cast<std::size_t>(at)].set(note.pitch);
    const auto codes = encoding::drumCodes(hits, classes);
    const auto before = codes.begin() - from;
    const auto after = before + grid->steps();

    Passage passage;
    passage.gap.primer.assign(codes.begin(), before);
    const bool primed = std::ranges::any_of(passage.gap.primer, [](int code) { return code != 0; });
    if (!primed)
        passage.gap.primer = {0}; // as the reference, a step of silence
    passage.gap.steps = grid->steps();
    passage.gap.next = [kept = std::vector<int>(before, after), primed](std::span<const int> written) -> std::optional<Slot> {
        if (written.size() == kept.size())
            return std::nullopt;
        Slot slot{.step = static_cast<std::int64_t>(written.size())};
        const int struck = kept[written.size()];
        const bool starts = written.empty() && !primed;
        if (struck != 0 || starts)
            slot.allows = [struck, starts](std::span<const int> event) { return (event[0] & struck) == struck && !(starts && event[0] == 0); };
        return slot;
    };
    passage.gap.following = [following = std::vector<int>(after, codes.end())](std::span<const int>) { return following; };
    passage.notes = [&around, grid = *grid, &classes](const Filling& filling) {
        std::vector<project::Note> notes;
        for (std::size_t step = 0; step < filling.codes.size(); ++step) {
            const auto at = static_cast<std::int64_t>(step);
            for (const int pitch : drumPitches(encoding::drumEvent(filling.codes[step], classes))) {
                project::Note note{.start = grid.tick(at), .pitch = static_cast<std::uint8_t>(pitch), .velocity = velocityFor(around, pitch)};
                note.length = grid.tick(at + 1) - note.start;
                notes.push_back(note);
            }
        }
        return notes;
    };
    return passage;
}

} // namespace partita::generate
