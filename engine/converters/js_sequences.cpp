#include "engine/converters/js_sequences.h"

#include "engine/music/quantize.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace partita::converters {
namespace {

using Note = NoteSequence::Note;

std::optional<int> stepsPerQuarterOf(const NoteSequence& sequence)
{
    if (!sequence.quantizationInfo)
        return std::nullopt;
    const auto* grid = std::get_if<NoteSequence::StepsPerQuarter>(&*sequence.quantizationInfo);
    return grid ? std::optional(grid->value) : std::nullopt;
}

/// A sequence's and its notes' positions, in steps or in seconds.
class Positions {
public:
    explicit Positions(const NoteSequence& sequence) : m_steps(isQuantized(sequence)) {}

    double total(const NoteSequence& sequence) const
    {
        return m_steps ? static_cast<double>(sequence.totalQuantizedSteps.value) : sequence.totalTime.value;
    }
    void setTotal(NoteSequence& sequence, double value) const
    {
        if (m_steps)
            sequence.totalQuantizedSteps = Steps(static_cast<std::int64_t>(value));
        else
            sequence.totalTime = Seconds(value);
    }
    double start(const Note& note) const { return m_steps ? static_cast<double>(note.quantizedStartStep.value) : note.startTime.value; }
    double end(const Note& note) const { return m_steps ? static_cast<double>(note.quantizedEndStep.value) : note.endTime.value; }
    void place(Note& note, double start, double end) const
    {
        if (m_steps) {
            note.quantizedStartStep = Steps(static_cast<std::int64_t>(start));
            note.quantizedEndStep = Steps(static_cast<std::int64_t>(end));
        } else {
            note.startTime = Seconds(start);
            note.endTime = Seconds(end);
        }
    }

private:
    bool m_steps;
};

} // namespace

Outcome<NoteSequence> jsMergeConsecutiveNotes(NoteSequence sequence)
{
    if (!isQuantized(sequence))
        return std::unexpected(Fault::kQuantizationStatus);
    constexpr std::int64_t kStepsPerBar = 16;
    std::ranges::stable_sort(sequence.notes, {}, [](const Note& note) { return std::tuple(note.instrument, note.quantizedStartStep); });
    std::vector<Note> merged;
    for (const Note& note : sequence.notes) {
        if (!merged.empty() && merged.back().instrument == note.instrument && merged.back().pitch == note.pitch
            && merged.back().quantizedEndStep == note.quantizedStartStep && note.quantizedStartStep.value % kStepsPerBar != 0)
            merged.back().quantizedEndStep += note.quantizedEndStep - note.quantizedStartStep;
        else
            merged.push_back({.pitch = note.pitch, .instrument = note.instrument, .quantizedStartStep = note.quantizedStartStep,
                              .quantizedEndStep = note.quantizedEndStep});
    }
    sequence.notes = std::move(merged);
    return sequence;
}

Outcome<NoteSequence> jsUnquantize(NoteSequence sequence, std::optional<double> qpm)
{
    const auto stepsPerQuarter = stepsPerQuarterOf(sequence);
    if (!stepsPerQuarter || *stepsPerQuarter <= 0)
        return std::unexpected(Fault::kQuantizationStatus);
    const auto differs = [&](const auto& tempo) { return tempo.qpm != sequence.tempos.front().qpm; };
    if (std::ranges::any_of(sequence.tempos, differs))
        return std::unexpected(Fault::kMultipleTempos);
    if (qpm)
        sequence.tempos = {{.qpm = *qpm}};
    const double tempo = sequence.tempos.empty() ? kDefaultQuartersPerMinute : sequence.tempos.front().qpm;
    const auto time = [&](Steps step) { return Seconds(static_cast<double>(step.value) / *stepsPerQuarter * (60.0 / tempo)); };
    sequence.totalTime = time(sequence.totalQuantizedSteps);
    for (Note& note : sequence.notes) {
        note.startTime = time(std::exchange(note.quantizedStartStep, {}));
        note.endTime = time(std::exchange(note.quantizedEndStep, {}));
        sequence.totalTime = std::max(sequence.totalTime, note.endTime);
    }
    for (auto& change : sequence.controlChanges)
        change.time = time(std::exchange(change.quantizedStep, {}));
    for (auto& text : sequence.textAnnotations)
        text.time = time(std::exchange(text.quantizedStep, {}));
    sequence.totalQuantizedSteps = {};
    sequence.quantizationInfo.reset();
    return sequence;
}

Outcome<std::vector<NoteSequence>> jsSplit(const NoteSequence& sequence, std::int64_t chunkSteps)
{
    if (!isQuantized(sequence))
        return std::unexpected(Fault::kQuantizationStatus);
    if (chunkSteps <= 0)
        return std::unexpected(Fault::kInvalidArgument);
    NoteSequence empty = sequence;
    empty.notes.clear();
    empty.totalQuantizedSteps = Steps(chunkSteps);
    auto notes = sequence.notes;
    std::ranges::stable_sort(notes, {}, &Note::quantizedStartStep);
    std::vector<NoteSequence> chunks;
    NoteSequence chunk = empty;
    Steps start;
    const auto finish = [&] {
        if (!chunk.notes.empty())
            chunks.push_back(std::exchange(chunk, empty));
        start += Steps(chunkSteps);
    };
    for (Note note : notes) {
        if (note.quantizedStartStep < start)
            continue;
        while (note.quantizedEndStep - start > Steps(chunkSteps)) {
            if (note.quantizedStartStep - start < Steps(chunkSteps)) {
                Note part = note;
                part.startTime = part.endTime = {};
                part.quantizedStartStep -= start;
                part.quantizedEndStep = Steps(chunkSteps);
                chunk.notes.push_back(part);
                note.quantizedStartStep = start + Steps(chunkSteps);
            }
            finish();
        }
        note.quantizedStartStep -= start;
        note.quantizedEndStep -= start;
        chunk.notes.push_back(note);
    }
    finish();
    return chunks;
}

Outcome<NoteSequence> jsConcatenate(const std::vector<NoteSequence>& sequences, const std::vector<double>& durations)
{
    if (sequences.empty() || (!durations.empty() && durations.size() != sequences.size()))
        return std::unexpected(Fault::kInvalidArgument);
    const Positions positions(sequences.front());
    NoteSequence all = sequences.front();
    all.notes.clear();
    double total = 0.0;
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        if (isQuantized(sequences.front()) && sequences[i].quantizationInfo != sequences.front().quantizationInfo)
            return std::unexpected(Fault::kQuantizationStatus);
        const double duration = durations.empty() ? positions.total(sequences[i]) : durations[i];
        if (duration == 0.0)
            return std::unexpected(Fault::kInvalidArgument);
        for (Note note : sequences[i].notes) {
            positions.place(note, positions.start(note) + total, positions.end(note) + total);
            all.notes.push_back(note);
        }
        total += duration;
    }
    positions.setTotal(all, total);
    return all;
}

NoteSequence jsTrim(NoteSequence sequence, double start, double end, bool truncateEndNotes)
{
    const Positions positions(sequence);
    std::erase_if(sequence.notes, [&](const Note& note) {
        return positions.start(note) < start || positions.start(note) > end || (!truncateEndNotes && positions.end(note) > end);
    });
    const double length = end - start;
    for (Note& note : sequence.notes) {
        const double noteEnd = positions.end(note) - start;
        positions.place(note, positions.start(note) - start, truncateEndNotes ? std::min(noteEnd, length) : noteEnd);
    }
    positions.setTotal(sequence, length);
    return sequence;
}

NoteSequence jsMergeInstruments(NoteSequence sequence)
{
    std::vector<int> programs;
    const auto eachEvent = [&](auto act) {
        std::ranges::for_each(sequence.notes, act);
        std::ranges::for_each(sequence.pitchBends, act);
        std::ranges::for_each(sequence.controlChanges, act);
    };
    eachEvent([&](const auto& event) {
        if (!event.isDrum && std::ranges::find(programs, event.program) == programs.end())
            programs.push_back(event.program);
    });
    eachEvent([&](auto& event) {
        event.instrument = static_cast<int>(event.isDrum ? programs.size() : static_cast<std::size_t>(std::ranges::find(programs, event.program) - programs.begin()));
        if (event.isDrum)
            event.program = 0;
    });
    return sequence;
}

} // namespace partita::converters
