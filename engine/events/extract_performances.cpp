#include "engine/events/extract_performances.h"

#include "engine/events/programs.h"
#include "engine/music/modulo.h"
#include "engine/music/python_set.h"

namespace partita {
namespace {

struct Lengths {
    const char* name;
    std::vector<double> bounds;
    double stepsPerUnit;
};

Lengths lengthsOf(const AbsoluteQuantizedSequence& sequence)
{
    return {"performance_lengths_in_seconds", {5, 10, 20, 30, 40, 60, 120}, static_cast<double>(sequence.resolution())};
}

Lengths lengthsOf(const QuantizedSequence& sequence)
{
    return {"performance_lengths_in_bars", {1, 10, 20, 30, 40, 50, 100, 200, 500}, stepsPerBar(sequence)};
}

void cutAt(Performance& performance, std::int64_t steps)
{
    performance.setLength(steps);
}

/// Magenta counts a note performance as cut but leaves it as it is.
void cutAt(NotePerformance&, std::int64_t) {}

template <class Kind, class Sequence>
Outcome<ExtractedPerformances<Kind>> extract(const Sequence& sequence, const PerformanceExtraction& options)
{
    ExtractedPerformances<Kind> result;
    Statistics& statistics = result.statistics;
    const Lengths unit = lengthsOf(sequence);
    Histogram lengths(unit.bounds);

    std::vector<std::optional<int>> instruments;
    if (options.splitInstruments) {
        PythonSet numbers; // whose order decides between tracks that a later sort finds equal
        for (const auto& note : sequence->notes)
            numbers.add(note.instrument);
        for (int number : numbers.numbers())
            instruments.emplace_back(number);
    } else if (numPrograms(*sequence) > 1) {
        statistics.count("performances_discarded_more_than_1_program");
    } else {
        instruments.emplace_back(std::nullopt);
    }

    for (const auto& instrument : instruments) {
        auto performance = Kind::fromQuantized(sequence, {options.start, options.numVelocityBins, instrument});
        if (!performance && performance.error() == Fault::kTooManyTimeShiftSteps) {
            statistics.count("performance_discarded_too_many_time_shift_steps");
            continue;
        }
        if (!performance && performance.error() == Fault::kTooManyDurationSteps) {
            statistics.count("performance_discarded_too_many_duration_steps");
            continue;
        }
        if (!performance)
            return std::unexpected(performance.error());

        if (options.maxStepsTruncate && performance->numSteps() > *options.maxStepsTruncate) {
            cutAt(*performance, *options.maxStepsTruncate);
            statistics.count("performances_truncated_timewise");
        }
        if (options.maxEventsTruncate && performance->size() > static_cast<std::size_t>(*options.maxEventsTruncate)) {
            performance->truncate(static_cast<std::size_t>(*options.maxEventsTruncate));
            statistics.count("performances_truncated");
        }
        if (options.minEventsDiscard && performance->size() < static_cast<std::size_t>(*options.minEventsDiscard)) {
            statistics.count("performances_discarded_too_short");
            continue;
        }
        lengths.add(wholeTimes(static_cast<double>(performance->numSteps()), unit.stepsPerUnit));
        result.performances.push_back(std::move(*performance));
    }
    statistics.histograms[unit.name] = std::move(lengths);
    return result;
}

} // namespace

Outcome<ExtractedPerformances<Performance>> extractPerformances(const AbsoluteQuantizedSequence& sequence, const PerformanceExtraction& options)
{
    return extract<Performance>(sequence, options);
}

Outcome<ExtractedPerformances<Performance>> extractPerformances(const QuantizedSequence& sequence, const PerformanceExtraction& options)
{
    return extract<Performance>(sequence, options);
}

Outcome<ExtractedPerformances<NotePerformance>> extractNotePerformances(const AbsoluteQuantizedSequence& sequence,
                                                                        const PerformanceExtraction& options)
{
    return extract<NotePerformance>(sequence, options);
}

} // namespace partita
