#include "engine/events/melody.h"

#include "engine/music/modulo.h"

#include <algorithm>
#include <cmath>

namespace partita {
namespace {

bool inRange(int event)
{
    return event >= kMelodyNoEvent && event <= kMaxMidiPitch;
}

bool isPitch(int event)
{
    return event >= kMinMidiPitch;
}

std::array<int, kNotesPerOctave> pitchClasses(std::span<const int> events)
{
    std::array<int, kNotesPerOctave> counts{};
    for (int event : events)
        if (isPitch(event))
            ++counts[static_cast<std::size_t>(event % kNotesPerOctave)];
    return counts;
}

} // namespace

std::array<int, kNotesPerOctave> majorKeyHistogram(std::span<const int> melodyEvents)
{
    const auto counts = pitchClasses(melodyEvents);
    std::array<int, kNotesPerOctave> keys{};
    for (int key = 0; key < kNotesPerOctave; ++key)
        for (int degree : kMajorScale)
            keys[static_cast<std::size_t>(key)] += counts[static_cast<std::size_t>((key + degree) % kNotesPerOctave)];
    return keys;
}

Outcome<Melody> Melody::fromEvents(std::span<const int> events, const StepGrid& grid)
{
    if (!std::ranges::all_of(events, inRange))
        return std::unexpected(Fault::kEventOutOfRange);
    Melody melody(grid);
    melody.m_events.assign(events.begin(), events.end());
    std::replace(melody.m_events.begin(), std::ranges::find_if(melody.m_events, isPitch), kMelodyNoteOff, kMelodyNoEvent);
    return melody;
}

Outcome<Melody> Melody::fromQuantized(const QuantizedSequence& sequence, const MelodyOptions& options)
{
    std::vector<const NoteSequence::Note*> notes;
    for (const NoteSequence::Note& note : sequence->notes)
        if (note.instrument == options.instrument)
            notes.push_back(&note);
    sortForMelody(notes);
    return fromSorted(sequence, notes, options);
}

void Melody::sortForMelody(std::vector<const NoteSequence::Note*>& notes)
{
    std::ranges::stable_sort(notes, [](const auto* a, const auto* b) {
        return a->quantizedStartStep != b->quantizedStartStep ? a->quantizedStartStep < b->quantizedStartStep : a->pitch > b->pitch;
    });
}

Outcome<Melody> Melody::fromSorted(const QuantizedSequence& sequence, std::span<const NoteSequence::Note* const> notes, const MelodyOptions& options)
{
    const auto stepsPerBar = wholeStepsPerBar(sequence);
    if (!stepsPerBar)
        return std::unexpected(stepsPerBar.error());
    Melody melody({.stepsPerBar = *stepsPerBar, .stepsPerQuarter = sequence.resolution()});
    std::vector<int>& events = melody.m_events;

    const auto first = std::ranges::lower_bound(notes, options.searchStart, {}, &NoteSequence::Note::quantizedStartStep);
    if (first == notes.end())
        return melody;
    // The bar of the first note, counted from the search's start. It may be a drum's: that is Magenta's choice too.
    const std::int64_t barStart = barLineBefore((*first)->quantizedStartStep.value, options.searchStart.value, *stepsPerBar);
    std::int64_t lastOff = 0; // of the note that ends `events`; not written before the next note shows whether it stands
    for (const NoteSequence::Note* note : std::span(first, notes.end())) {
        if ((options.filterDrums && note->isDrum) || note->velocity == 0)
            continue;
        const std::int64_t start = note->quantizedStartStep.value - barStart;
        const std::int64_t end = note->quantizedEndStep.value - barStart;
        if (!events.empty()) {
            const auto lastOn = static_cast<std::int64_t>(events.size()) - 1;
            if (start == lastOn && options.ignorePolyphonic)
                continue; // lower than the one that stands there
            if (start <= lastOn)
                return std::unexpected(Fault::kPolyphonicMelody);
            if (static_cast<double>(start - lastOff) >= options.gapBars * *stepsPerBar)
                break;
        }
        if (start >= end)
            return std::unexpected(Fault::kBadNote);
        if (note->pitch < kMinMidiPitch || note->pitch > kMaxMidiPitch)
            return std::unexpected(Fault::kEventOutOfRange);
        const bool sounded = !events.empty();
        events.resize(static_cast<std::size_t>(start), kMelodyNoEvent);
        if (sounded && lastOff < start)
            events[static_cast<std::size_t>(lastOff)] = kMelodyNoteOff;
        events.push_back(note->pitch);
        lastOff = end;
    }
    if (events.empty())
        return melody;

    melody.m_grid.start = Steps(barStart);
    events.resize(static_cast<std::size_t>(lastOff), kMelodyNoEvent);
    if (options.padEnd)
        melody.setLength(wholeBars(melody.size(), *stepsPerBar));
    return melody;
}

Outcome<void> Melody::append(int event)
{
    if (!inRange(event))
        return std::unexpected(Fault::kEventOutOfRange);
    m_events.push_back(event);
    return {};
}

Melody Melody::slice(std::size_t from, std::size_t to) const
{
    from = std::min(from, size());
    to = std::clamp(to, from, size());
    StepGrid grid = m_grid;
    grid.start += Steps(static_cast<std::int64_t>(from));
    return *fromEvents(events().subspan(from, to - from), grid); // in range, as all of ours are
}

void Melody::setLength(std::size_t steps, Side side)
{
    const std::size_t before = size();
    resize(steps, kMelodyNoEvent, side);
    if (side == Side::kLeft || steps <= before)
        return;
    const auto end = m_events.begin() + static_cast<std::ptrdiff_t>(before);
    const auto last = std::find_if(std::make_reverse_iterator(end), m_events.rend(), [](int event) { return event != kMelodyNoEvent; });
    if (last != m_events.rend() && isPitch(*last))
        *end = kMelodyNoteOff;
}

void Melody::increaseResolution(int factor)
{
    refine(factor, [](int) { return kMelodyNoEvent; });
}

void Melody::transpose(int semitones, int low, int high)
{
    for (int& event : m_events) {
        if (!isPitch(event))
            continue;
        event += semitones;
        if (event < low)
            event = low + modulo(event - low, kNotesPerOctave);
        else if (event >= high)
            event = high - kNotesPerOctave + modulo(event - high, kNotesPerOctave);
    }
}

int Melody::squash(int low, int high, std::optional<int> toKey)
{
    int amount = 0;
    if (toKey) {
        int lowest = kMaxMidiPitch + 1;
        int highest = -1;
        for (int event : m_events) {
            if (isPitch(event)) {
                lowest = std::min(lowest, event);
                highest = std::max(highest, event);
            }
        }
        if (highest < 0)
            return 0;
        const int keyDifference = *toKey - majorKey();
        const double center = (lowest + highest) / 2.0;
        const double target = (low + high - 1) / 2.0;
        // nearbyint rounds halves to even, as Python does.
        const double octaves = std::nearbyint((target - (center + keyDifference)) / kNotesPerOctave);
        amount = keyDifference + kNotesPerOctave * static_cast<int>(octaves);
    }
    transpose(amount, low, high);
    return amount;
}

std::array<int, kNotesPerOctave> Melody::noteHistogram() const
{
    return pitchClasses(m_events);
}

std::array<int, kNotesPerOctave> Melody::majorKeyHistogram() const
{
    return partita::majorKeyHistogram(m_events);
}

int Melody::majorKey() const
{
    const auto keys = majorKeyHistogram();
    return static_cast<int>(std::ranges::max_element(keys) - keys.begin());
}

NoteSequence Melody::toNoteSequence(const Rendering& rendering) const
{
    NoteSequence sequence;
    sequence.tempos = {{.qpm = rendering.qpm}};
    sequence.ticksPerQuarter = kStandardPpq;
    const double secondsPerStep = 60.0 / rendering.qpm / m_grid.stepsPerQuarter;
    const double start = rendering.offset.value + static_cast<double>(m_grid.start.value) * secondsPerStep;
    const auto timeOf = [&](std::size_t step) { return Seconds(static_cast<double>(step) * secondsPerStep + start); };

    bool sounding = false;
    for (std::size_t step = 0; step <= size(); ++step) {
        if (step < size() && m_events[step] == kMelodyNoEvent)
            continue;
        if (sounding)
            sequence.notes.back().endTime = timeOf(step);
        sounding = step < size() && isPitch(m_events[step]);
        if (sounding)
            sequence.notes.push_back({.pitch = m_events[step], .velocity = rendering.velocity, .startTime = timeOf(step),
                                      .instrument = rendering.instrument, .program = rendering.program});
    }
    if (!sequence.notes.empty())
        sequence.totalTime = sequence.notes.back().endTime;
    return sequence;
}

} // namespace partita
