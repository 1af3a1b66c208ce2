#include "engine/music/quantize.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace partita {
namespace {

/// One value for the whole piece: the first listed, at time 0. `implicit` is what holds before the earliest one.
template <class Event, class Same>
Outcome<Event> onlyOne(const std::vector<Event>& events, const Event& implicit, Same same, Fault changes)
{
    if (events.empty())
        return implicit;
    const auto earliest = std::ranges::min_element(events, {}, &Event::time);
    if (earliest->time != Seconds{} && !same(*earliest, implicit))
        return std::unexpected(changes);
    // All others in order of time are held against the first listed; the earliest itself is not.
    for (auto event = events.begin(); event != events.end(); ++event)
        if (event != earliest && !same(*event, events.front()))
            return std::unexpected(changes);
    Event kept = events.front();
    kept.time = Seconds{};
    return kept;
}

bool isPowerOfTwo(int number)
{
    return number > 0 && (number & (number - 1)) == 0;
}

/// Puts notes, controls and text on the grid. A note has at least one step.
Outcome<void> quantizeTimes(NoteSequence& sequence, double stepsPerSecond)
{
    std::int64_t total = quantizeToStep(sequence.totalTime.value, stepsPerSecond);
    for (NoteSequence::Note& note : sequence.notes) {
        const std::int64_t start = quantizeToStep(note.startTime.value, stepsPerSecond);
        std::int64_t end = quantizeToStep(note.endTime.value, stepsPerSecond);
        if (end == start)
            ++end;
        if (start < 0 || end < 0)
            return std::unexpected(Fault::kNegativeTime);
        note.quantizedStartStep = Steps(start);
        note.quantizedEndStep = Steps(end);
        total = std::max(total, end);
    }
    sequence.totalQuantizedSteps = Steps(total);

    const auto place = [&](auto& events) -> bool {
        for (auto& event : events) {
            event.quantizedStep = Steps(quantizeToStep(event.time.value, stepsPerSecond));
            if (event.quantizedStep < Steps{})
                return false;
        }
        return true;
    };
    if (!place(sequence.controlChanges) || !place(sequence.textAnnotations))
        return std::unexpected(Fault::kNegativeTime);
    return {};
}

} // namespace

template <class Resolution>
Outcome<Quantized<Resolution>> Quantized<Resolution>::from(NoteSequence sequence)
{
    const auto* resolution = sequence.quantizationInfo ? std::get_if<Resolution>(&*sequence.quantizationInfo) : nullptr;
    if (!resolution || resolution->value <= 0 || resolution->value > kMaxSteps)
        return std::unexpected(Fault::kQuantizationStatus);
    const auto onGrid = [](Steps step) { return step >= Steps{} && step <= Steps(kMaxSteps); };
    for (const NoteSequence::Note& note : sequence.notes)
        if (!onGrid(note.quantizedStartStep) || !onGrid(note.quantizedEndStep))
            return std::unexpected(note.quantizedStartStep < Steps{} || note.quantizedEndStep < Steps{} ? Fault::kNegativeTime : Fault::kTooLong);
    if (sequence.totalQuantizedSteps > Steps(kMaxSteps))
        return std::unexpected(Fault::kTooLong);
    return Quantized(std::move(sequence));
}

template class Quantized<NoteSequence::StepsPerQuarter>;
template class Quantized<NoteSequence::StepsPerSecond>;

std::int64_t quantizeToStep(double seconds, double stepsPerSecond, double cutoff)
{
    constexpr double kExact = 9007199254740992.0; // 2^53: above it neighbouring steps are no doubles of their own
    const double steps = seconds * stepsPerSecond + (1 - cutoff);
    return std::isnan(steps) ? -1 : static_cast<std::int64_t>(std::clamp(steps, -kExact, kExact));
}

double stepsPerQuarterToStepsPerSecond(int stepsPerQuarter, double qpm)
{
    return stepsPerQuarter * qpm / 60.0;
}

Outcome<QuantizedSequence> quantize(NoteSequence sequence, int stepsPerQuarter)
{
    if (stepsPerQuarter <= 0)
        return std::unexpected(Fault::kInvalidArgument);

    const auto meter = onlyOne(
        sequence.timeSignatures, {.numerator = 4, .denominator = 4},
        [](const auto& a, const auto& b) { return a.numerator == b.numerator && a.denominator == b.denominator; },
        Fault::kMultipleTimeSignatures);
    if (!meter)
        return std::unexpected(meter.error());
    if (!isPowerOfTwo(meter->denominator) || meter->numerator == 0)
        return std::unexpected(Fault::kBadTimeSignature);
    const auto tempo = onlyOne(
        sequence.tempos, {.qpm = kDefaultQuartersPerMinute}, [](const auto& a, const auto& b) { return a.qpm == b.qpm; },
        Fault::kMultipleTempos);
    if (!tempo)
        return std::unexpected(tempo.error());

    sequence.timeSignatures = {*meter};
    sequence.tempos = {*tempo};
    sequence.quantizationInfo = NoteSequence::StepsPerQuarter{stepsPerQuarter};
    if (auto placed = quantizeTimes(sequence, stepsPerQuarterToStepsPerSecond(stepsPerQuarter, tempo->qpm)); !placed)
        return std::unexpected(placed.error());
    return QuantizedSequence::from(std::move(sequence));
}

Outcome<AbsoluteQuantizedSequence> quantizeAbsolute(NoteSequence sequence, int stepsPerSecond)
{
    if (stepsPerSecond <= 0)
        return std::unexpected(Fault::kInvalidArgument);
    sequence.quantizationInfo = NoteSequence::StepsPerSecond{stepsPerSecond};
    if (auto placed = quantizeTimes(sequence, stepsPerSecond); !placed)
        return std::unexpected(placed.error());
    return AbsoluteQuantizedSequence::from(std::move(sequence));
}

double stepsPerBar(const QuantizedSequence& sequence)
{
    const NoteSequence::TimeSignature meter = sequence->timeSignatures.empty()
        ? NoteSequence::TimeSignature{.numerator = 4, .denominator = 4}
        : sequence->timeSignatures.front();
    return sequence.resolution() * (4.0 / meter.denominator * meter.numerator);
}

Outcome<int> wholeStepsPerBar(const QuantizedSequence& sequence)
{
    const double steps = stepsPerBar(sequence);
    if (!(steps >= 1 && steps <= kMaxSteps) || steps != std::floor(steps))
        return std::unexpected(Fault::kNonIntegerStepsPerBar);
    return static_cast<int>(steps);
}

bool isQuantized(const NoteSequence& sequence)
{
    return sequence.quantizationInfo
        && std::visit([](const auto& resolution) { return resolution.value > 0; }, *sequence.quantizationInfo);
}

} // namespace partita
