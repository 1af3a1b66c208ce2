#include "engine/converters/js_performance.h"

#include "engine/music/quantize.h"

#include <algorithm>
#include <array>
#include <deque>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

namespace partita::converters {
namespace {

using Type = PerformanceEvent::Type;

constexpr int kVelocities = kMaxMidiVelocity;

int binSize(int bins)
{
    return (kVelocities + bins - 1) / bins;
}

/// Rounds down, so that velocity 0 has bin 0.
int velocityBin(int velocity, int bins)
{
    const int above = velocity - kMinMidiVelocity;
    return above >= 0 ? above / binSize(bins) + 1 : 0;
}

PerformanceSound soundOfNotes(const std::vector<NoteSequence::Note>& notes)
{
    std::set<int> programs;
    bool drums = false, others = false;
    for (const auto& note : notes) {
        programs.insert(note.program);
        (note.isDrum ? drums : others) = true;
    }
    PerformanceSound sound;
    if (!(drums && others))
        sound.isDrum = drums;
    if (!(drums && !others) && programs.size() == 1)
        sound.program = *programs.begin();
    return sound;
}

} // namespace

Outcome<Performance> jsPerformance(const NoteSequence& sequence, int maxShiftSteps, int numVelocityBins, std::optional<int> instrument)
{
    if (!sequence.quantizationInfo)
        return std::unexpected(Fault::kQuantizationStatus);
    std::vector<NoteSequence::Note> notes;
    std::ranges::copy_if(sequence.notes, std::back_inserter(notes), [&](const auto& note) { return !instrument || note.instrument == *instrument; });
    std::ranges::stable_sort(notes, {}, [](const auto& note) { return std::tuple(note.startTime, note.pitch); });
    std::vector<std::tuple<std::int64_t, std::size_t, bool>> order; // step, note, whether it ends
    for (std::size_t i = 0; i < notes.size(); ++i) {
        order.emplace_back(notes[i].quantizedStartStep.value, i, false);
        order.emplace_back(notes[i].quantizedEndStep.value, i, true);
    }
    std::ranges::sort(order);

    Performance performance(*sequence.quantizationInfo, {}, numVelocityBins, soundOfNotes(notes));
    performance.setMaxShiftSteps(maxShiftSteps);
    std::int64_t now = 0;
    int bin = numVelocityBins;
    for (const auto& [step, index, ends] : order) {
        for (; now < step; now += performance.events().back().value)
            performance.append({Type::kTimeShift, static_cast<int>(std::min<std::int64_t>(step - now, maxShiftSteps))});
        const auto& note = notes[index];
        if (const int own = numVelocityBins > 0 && !ends ? velocityBin(note.velocity, numVelocityBins) : bin; own != bin) {
            bin = own;
            performance.append({Type::kVelocity, bin});
        }
        performance.append({ends ? Type::kNoteOff : Type::kNoteOn, note.pitch});
    }
    performance.setLength(sequence.totalQuantizedSteps.value);
    return performance;
}

NoteSequence jsPerformanceNotes(const Performance& performance, int instrument)
{
    struct Open {
        std::int64_t since;
        int velocity;
    };
    std::array<std::deque<Open>, kMaxMidiPitch + 1> open;
    NoteSequence sequence;
    std::int64_t step = 0;
    int velocity = 0;
    const auto close = [&](int pitch) {
        auto& waiting = open[static_cast<std::size_t>(pitch)];
        if (waiting.empty())
            return;
        if (const Open note = waiting.front(); note.since < step)
            sequence.notes.push_back({.pitch = pitch, .velocity = note.velocity, .instrument = instrument,
                                      .program = performance.sound().program.value_or(0), .isDrum = performance.sound().isDrum.value_or(false),
                                      .quantizedStartStep = Steps(note.since), .quantizedEndStep = Steps(step)});
        waiting.pop_front();
    };
    for (const auto& [type, value] : performance.events()) {
        switch (type) {
        case Type::kNoteOn: open[static_cast<std::size_t>(value)].push_back({step, velocity}); break;
        case Type::kNoteOff: close(value); break;
        case Type::kTimeShift: step += value; break;
        case Type::kVelocity: velocity = (value - 1) * binSize(performance.numVelocityBins()) + kMinMidiVelocity; break;
        }
    }
    for (int pitch = kMinMidiPitch; pitch <= kMaxMidiPitch; ++pitch)
        while (!open[static_cast<std::size_t>(pitch)].empty())
            close(pitch);
    sequence.totalQuantizedSteps = Steps(step);
    return sequence;
}

} // namespace partita::converters
