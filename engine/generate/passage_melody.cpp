#include "engine/encoding/chord_codes.h"
#include "engine/encoding/melody_codes.h"
#include "engine/events/chord_progression.h"
#include "engine/events/melody.h"
#include "engine/generate/melody_line.h"
#include "engine/generate/passage.h"
#include "engine/project/chords.h"

#include <fmt/format.h>

#include <algorithm>

/// One voice, alone or over the song's chords. Of several notes at once the model hears the top one.
namespace partita::generate {
namespace {

/// A step of the passage.
struct Hole {
    bool open = true;  ///< the model chooses; else `code`, a kept note's, stands there
    int code = 0;
    bool ends = false; ///< a kept note ends here: the model cannot hold it
    bool starts = false; ///< the model begins here, from nothing
};

bool hasNotes(const Melody& melody)
{
    return std::ranges::any_of(melody.events(), [](int event) { return event >= 0; });
}

encoding::ChordKind chordKind(models::EncodingKind kind)
{
    return kind == models::EncodingKind::kPitchChordsMelodyOneHot ? encoding::ChordKind::kPitches : encoding::ChordKind::kTriad;
}

/// The chord at each step [from, to), moved with the melody, as the network is told.
Result<encoding::Controls> chordControls(const Surroundings& around, const RegionGrid& grid, std::int64_t from, std::int64_t to, int transposition, const Model& model)
{
    const auto chords = project::chordsOf(around.document);
    if (chords.empty())
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} plays over chords, and this song has no chord symbols. Write some above the bars first.", model.config->id));
    ChordProgression progression;
    auto next = chords.begin();
    std::string figure(kNoChord);
    for (std::int64_t step = from; step < to; ++step) {
        for (; next != chords.end() && grid.step(next->tick) <= step; ++next)
            figure = next->figure;
        progression.append(figure);
    }
    if (auto moved = progression.transpose(transposition); !moved)
        return std::unexpected(toError(moved.error(), "The song's chords"));
    auto controls = encoding::chordControls(progression.events(), chordKind(model.config->encoding));
    if (!controls)
        return std::unexpected(toError(controls.error(), "The song's chords"));
    return std::move(*controls);
}

/// The events after the passage. Silence that follows is a note off where the filling still sounds.
std::vector<int> followingCodes(std::vector<int> following, std::span<const int> filled, bool keptSoundsOn, int hold, int off)
{
    if (following.empty() || following.front() != hold || keptSoundsOn)
        return following;
    const auto last = std::ranges::find_if(filled.rbegin(), filled.rend(), [&](int each) { return each != hold; });
    following.front() = last != filled.rend() && *last != off ? off : hold;
    return following;
}

} // namespace

Result<Passage> melodyPassage(const Surroundings& around, const Model& model)
{
    const auto grid = gridOf(around, model);
    if (!grid)
        return fail(grid);
    const encoding::PitchRange range{model.config->minNote, model.config->maxNote};
    const MelodyLine line(around.kept, *grid, grid->step(around.heardFrom), grid->step(around.heardTo));
    const auto before = static_cast<std::size_t>(-line.from());
    auto melody = Melody::fromEvents(line.events()).value();

    // As the reference: the primer decides the key. Without one, what follows does.
    Melody decisive = melody.slice(0, before);
    const bool primed = hasNotes(decisive);
    if (!primed)
        decisive = melody;
    Passage passage;
    passage.transposition = decisive.squash(range.low, range.high, model.config->transposeToKey);
    melody.transpose(passage.transposition, range.low, range.high);

    const auto code = [range](int event) { return encoding::melodyCode(event, range); };
    const int hold = code(kMelodyNoEvent);
    const int off = code(kMelodyNoteOff);
    const auto events = melody.events();
    std::vector<Hole> holes;
    for (std::int64_t step = 0; step < grid->steps(); ++step) {
        const bool ends = line[step] == kMelodyNoteOff;
        const bool open = ends || (line[step] == kMelodyNoEvent && !line.soundsInto(step));
        holes.push_back({.open = open, .code = code(events[before + static_cast<std::size_t>(step)]), .ends = ends});
    }
    const auto firstOpen = std::ranges::find(holes, true, &Hole::open);
    if (firstOpen == holes.end())
        return fail(ErrorCode::kInvalidArgument, "A note that crosses into these bars sounds through all of them and stays as it is. Shorten it, or select more bars.");
    firstOpen->starts = !primed;

    if (primed)
        for (const int event : events.first(before))
            passage.gap.primer.push_back(code(event));
    else
        passage.gap.primer = {hold}; // the reference starts its networks with a lone no-event
    passage.gap.steps = grid->steps();
    passage.gap.next = [holes, hold, off](std::span<const int> written) -> std::optional<Slot> {
        if (written.size() == holes.size())
            return std::nullopt;
        const Hole& hole = holes[written.size()];
        Slot slot{.step = static_cast<std::int64_t>(written.size())};
        if (!hole.open)
            slot.fixed = {hole.code};
        else if (hole.starts || hole.ends)
            slot.allows = [hold, off, starts = hole.starts](std::span<const int> event) { return event[0] != hold && !(starts && event[0] == off); };
        return slot;
    };
    std::vector<int> following;
    for (const int event : events.subspan(before + holes.size()))
        following.push_back(code(event));
    passage.gap.following = [following, hold, off, soundsOn = line.soundsInto(grid->steps())](std::span<const int> filled) {
        return followingCodes(following, filled, soundsOn, hold, off);
    };
    if (model.config->family == models::EventRnnFamily::kImprov) {
        const auto primerSteps = static_cast<std::int64_t>(passage.gap.primer.size());
        auto controls = chordControls(around, *grid, -primerSteps, line.to(), passage.transposition, model);
        if (!controls)
            return fail(controls);
        passage.gap.controls = std::move(*controls);
    }

    passage.notes = [&around, grid = *grid, range, by = passage.transposition](const Filling& filling) {
        auto found = Melody::fromEvents(encoding::melodyEvents(filling.codes, range)).value();
        found.transpose(-by);
        const std::uint8_t velocity = velocityFor(around);
        std::vector<project::Note> notes;
        for (std::size_t step = 0; step < found.size(); ++step) {
            if (!filling.chosen[step] || found[step] < 0)
                continue;
            std::size_t end = step + 1;
            while (end < found.size() && found[end] == kMelodyNoEvent)
                ++end;
            project::Note note{.start = grid.tick(static_cast<std::int64_t>(step)), .pitch = static_cast<std::uint8_t>(found[step]), .velocity = velocity};
            note.length = grid.tick(static_cast<std::int64_t>(end)) - note.start;
            notes.push_back(note);
        }
        return notes;
    };
    return passage;
}

} // namespace partita::generate
