#include "engine/encoding/polyphony_codes.h"
#include "engine/generate/passage.h"

#include <algorithm>
#include <map>
#include <set>

/// Several voices on a grid. A kept note stands at the beginning of each step that it sounds in, as the reference injects
/// a primer.
namespace partita::generate {
namespace {

using Type = PolyphonicEvent::Type;

constexpr std::size_t kMostVoices = 16; ///< new ones of a step; a network that asks for more got stuck

const int kStart = encoding::polyphonyCode({Type::kStart});
const int kStepEnd = encoding::polyphonyCode({Type::kStepEnd});

/// The kept notes of each step, from the highest down.
using KeptSteps = std::map<std::int64_t, std::vector<PolyphonicEvent>>;

KeptSteps stepsOf(const std::vector<project::Note>& notes, const RegionGrid& grid, std::int64_t from, std::int64_t to)
{
    KeptSteps steps;
    for (const auto& note : notes) {
        const std::int64_t start = grid.step(note.start);
        const std::int64_t end = std::min(std::max(grid.step(note.end()), start + 1), to);
        for (std::int64_t step = std::max(start, from); step < end; ++step)
            steps[step].push_back({step == start ? Type::kNewNote : Type::kContinuedNote, note.pitch});
    }
    for (auto& [step, events] : steps)
        std::ranges::stable_sort(events, std::greater(), &PolyphonicEvent::pitch);
    return steps;
}

std::vector<int> codesOf(const KeptSteps& steps, std::int64_t from, std::int64_t to)
{
    std::vector<int> codes;
    for (std::int64_t step = from; step < to; ++step) {
        if (const auto events = steps.find(step); events != steps.end())
            for (const auto& event : events->second)
                codes.push_back(encoding::polyphonyCode(event));
        codes.push_back(kStepEnd);
    }
    return codes;
}

/// Leads the network through the passage: what stands, which pitches are free, and when a step or all of it is over.
class Guide {
public:
    Guide(KeptSteps kept, std::int64_t steps, bool primed) : m_kept(std::move(kept)), m_steps(steps), m_primed(primed) {}

    std::optional<Slot> operator()(std::span<const int> written)
    {
        if (!written.empty())
            read(written.back());
        if (m_step == m_steps)
            return std::nullopt;
        Slot slot{.step = m_step};
        const auto& kept = m_kept[m_step];
        if (m_placed < kept.size()) {
            slot.fixed = {encoding::polyphonyCode(kept[m_placed])};
            return slot;
        }
        const bool mustStart = !m_primed && m_step == 0 && m_now.empty();
        slot.allows = [before = m_before, now = m_now, mustStart, full = m_now.size() >= kMostVoices + kept.size()](std::span<const int> code) {
            const auto event = encoding::polyphonyEvent(code[0]);
            if (event.type == Type::kStepEnd)
                return !mustStart;
            const bool isNote = event.type == Type::kNewNote || (event.type == Type::kContinuedNote && before.contains(event.pitch));
            return isNote && !full && !now.contains(event.pitch);
        };
        return slot;
    }

private:
    void read(int code)
    {
        const auto event = encoding::polyphonyEvent(code);
        if (event.type == Type::kStepEnd) {
            m_before = std::exchange(m_now, {});
            // A kept note is not the model's to continue.
            for (const auto& kept : m_kept[m_step])
                m_before.erase(kept.pitch);
            m_placed = 0;
            ++m_step;
            return;
        }
        m_now.insert(event.pitch);
        if (m_placed < m_kept[m_step].size())
            ++m_placed;
    }

    KeptSteps m_kept;
    std::int64_t m_steps;
    bool m_primed;
    std::int64_t m_step = 0;
    std::size_t m_placed = 0; ///< kept events of this step that stand
    std::set<int> m_before;   ///< the model's pitches of the step before
    std::set<int> m_now;      ///< all of this one
};

} // namespace

Result<Passage> polyphonyPassage(const Surroundings& around, const Model& model)
{
    const auto grid = gridOf(around, model);
    if (!grid)
        return fail(grid);
    const std::int64_t from = grid->step(around.heardFrom);
    const std::int64_t to = grid->step(around.heardTo);
    const auto kept = stepsOf(around.kept, *grid, from, to);

    Passage passage;
    passage.gap.primer = {kStart};
    const auto before = codesOf(kept, from, 0);
    passage.gap.primer.insert(passage.gap.primer.end(), before.begin(), before.end());
    passage.gap.steps = grid->steps();
    passage.gap.next = Guide(kept, grid->steps(), !before.empty());
    passage.gap.following = [following = codesOf(kept, grid->steps(), to)](std::span<const int>) { return following; };
    passage.notes = [&around, grid = *grid](const Filling& filling) {
        const std::uint8_t velocity = velocityFor(around);
        std::vector<project::Note> notes;
        std::map<int, std::size_t> sounding; // by pitch: its note
        std::set<int> now;
        std::int64_t step = 0;
        for (std::size_t i = 0; i < filling.codes.size(); ++i) {
            const auto event = encoding::polyphonyEvent(filling.codes[i]);
            if (event.type == Type::kStepEnd) {
                std::erase_if(sounding, [&](const auto& each) { return !now.contains(each.first); });
                for (const auto& [pitch, note] : sounding)
                    notes[note].length = grid.tick(step + 1) - notes[note].start;
                now.clear();
                ++step;
            } else if (filling.chosen[i]) {
                now.insert(event.pitch);
                if (event.type == Type::kNewNote) {
                    sounding[event.pitch] = notes.size();
                    notes.push_back({.start = grid.tick(step), .pitch = static_cast<std::uint8_t>(event.pitch), .velocity = velocity});
                }
            }
        }
        return notes;
    };
    return passage;
}

} // namespace partita::generate
