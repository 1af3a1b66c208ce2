#include "engine/generate/passage.h"

#include <algorithm>
#include <map>

/// Frames of keys, one a step. A key that sounds in a step and in the one before is held: frames do not tell it from one
/// struck again. A kept note is added to the frames that it sounds in.
namespace partita::generate {
namespace {

/// The keys of a step, as codes.
using Frame = std::vector<int>;

class Keys {
public:
    explicit Keys(const Model& model) : m_low(model.config->minNote), m_count(model.encoding->width()) {}
    int count() const { return m_count; }
    int pitch(int key) const { return m_low + key; }
    /// The kept notes of steps [from, to), a frame each; pitches that the keyboard lacks are not heard.
    std::vector<Frame> frames(const std::vector<project::Note>& notes, const RegionGrid& grid, std::int64_t from, std::int64_t to) const
    {
        std::vector<Frame> frames(static_cast<std::size_t>(std::max<std::int64_t>(to - from, 0)), Frame(static_cast<std::size_t>(m_count), 0));
        for (const auto& note : notes) {
            const int key = note.pitch - m_low;
            if (key < 0 || key >= m_count)
                continue;
            const std::int64_t start = grid.step(note.start);
            const std::int64_t end = std::min(std::max(grid.step(note.end()), start + 1), to);
            for (std::int64_t step = std::max(start, from); step < end; ++step)
                frames[static_cast<std::size_t>(step - from)][static_cast<std::size_t>(key)] = 1;
        }
        return frames;
    }

private:
    int m_low;
    int m_count;
};

std::vector<int> joined(const std::vector<Frame>& frames)
{
    std::vector<int> codes;
    for (const Frame& frame : frames)
        codes.insert(codes.end(), frame.begin(), frame.end());
    return codes;
}

} // namespace

Result<Passage> pianorollPassage(const Surroundings& around, const Model& model)
{
    const auto grid = gridOf(around, model);
    if (!grid)
        return fail(grid);
    const Keys keys(model);
    const auto width = static_cast<std::size_t>(keys.count());
    Passage passage;
    // The network learnt with an empty frame before each piece.
    passage.gap.primer = model.encoding->defaultCodes();
    const auto before = joined(keys.frames(around.kept, *grid, grid->step(around.heardFrom), 0));
    passage.gap.primer.insert(passage.gap.primer.end(), before.begin(), before.end());
    passage.gap.steps = grid->steps();
    const auto kept = keys.frames(around.kept, *grid, 0, grid->steps());
    passage.gap.next = [kept, width](std::span<const int> written) -> std::optional<Slot> {
        const std::size_t step = written.size() / width;
        if (step == kept.size())
            return std::nullopt;
        Slot slot{.step = static_cast<std::int64_t>(step)};
        slot.amend = [frame = kept[step]](std::span<int> event) {
            for (std::size_t key = 0; key < frame.size(); ++key)
                event[key] |= frame[key];
        };
        return slot;
    };
    passage.gap.following = [following = joined(keys.frames(around.kept, *grid, grid->steps(), grid->step(around.heardTo)))](std::span<const int>) { return following; };
    passage.notes = [&around, grid = *grid, keys, kept, width](const Filling& filling) {
        const std::uint8_t velocity = velocityFor(around);
        std::vector<project::Note> notes;
        std::map<std::size_t, std::size_t> sounding; // by key: its note
        for (std::size_t step = 0; step < kept.size(); ++step)
            for (std::size_t key = 0; key < width; ++key) {
                if (filling.codes[step * width + key] == 0 || kept[step][key] != 0) {
                    sounding.erase(key);
                    continue;
                }
                if (!sounding.contains(key)) {
                    sounding[key] = notes.size();
                    notes.push_back({.start = grid.tick(static_cast<std::int64_t>(step)), .pitch = static_cast<std::uint8_t>(keys.pitch(static_cast<int>(key))), .velocity = velocity});
                }
                auto& note = notes[sounding[key]];
                note.length = grid.tick(static_cast<std::int64_t>(step) + 1) - note.start;
            }
        return notes;
    };
    return passage;
}

} // namespace partita::generate
