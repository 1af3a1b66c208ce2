#include "engine/encoding/key_melody_encoding.h"

#include "engine/encoding/lookback.h"

#include <algorithm>
#include <array>

namespace partita::encoding {
namespace {

constexpr std::array kDistances{16, 32};
constexpr int kCounterBits = 7;
constexpr std::size_t kLastNotes = 3;

/// What one hears at an event, having listened from the beginning.
struct Heard {
    int sounding = kMelodyNoteOff; ///< a pitch, or silence
    bool attack = false;          ///< stays set through a note off
    int direction = 0;            ///< +1 up, −1 down, 0 not known yet
    std::vector<int> lastPitches; ///< up to three different ones, newest last

    void listen(int event)
    {
        if (event == kMelodyNoEvent) {
            attack = false;
        } else if (event == kMelodyNoteOff) {
            sounding = kMelodyNoteOff;
        } else {
            attack = true;
            sounding = event;
            if (!lastPitches.empty() && event != lastPitches.back())
                direction = event > lastPitches.back() ? 1 : -1;
            std::erase(lastPitches, event);
            lastPitches.push_back(event);
            if (lastPitches.size() > kLastNotes)
                lastPitches.erase(lastPitches.begin());
        }
    }
};

/// Marks the keys that fit best; all of them when there are no notes.
void writeBestKeys(std::span<const int> melodyEvents, std::span<float> out)
{
    const auto keys = majorKeyHistogram(melodyEvents);
    const int best = std::ranges::max(keys);
    std::ranges::transform(keys, out.begin(), [&](int count) { return count == best ? 1.0f : 0.0f; });
}

} // namespace

KeyMelodyEncoding::KeyMelodyEncoding(PitchRange range) : m_range(range) {}

int KeyMelodyEncoding::inputSize() const
{
    return pitches() + 4 + static_cast<int>(kDistances.size()) + kCounterBits + 1 + 2 * kNotesPerOctave;
}

std::vector<int> KeyMelodyEncoding::labelClasses() const
{
    return {pitches() + kNumSpecialMelodyEvents + static_cast<int>(kDistances.size())};
}

std::vector<int> KeyMelodyEncoding::defaultCodes() const
{
    return {melodyCode(kMelodyNoEvent, m_range)};
}

std::vector<int> KeyMelodyEncoding::defaultLabels() const
{
    return {pitches()};
}

void KeyMelodyEncoding::writeInput(std::span<const int> codes, std::size_t position, std::span<float> out) const
{
    // Through Melody, which turns note offs before the first pitch into silence.
    const Melody melody = *Melody::fromEvents(melodyEvents(codes.first(position + 1), m_range));
    Heard heard;
    for (int event : melody.events())
        heard.listen(event);

    std::ranges::fill(out, 0.0f);
    std::size_t at = 0;
    const bool sounds = heard.sounding != kMelodyNoteOff;
    if (sounds)
        out[static_cast<std::size_t>(heard.sounding - m_range.low)] = 1.0f;
    at += static_cast<std::size_t>(pitches());
    out[at++] = sounds ? 1.0f : 0.0f;
    out[at++] = sounds ? 0.0f : 1.0f;
    out[at++] = heard.attack ? 1.0f : 0.0f;
    out[at++] = static_cast<float>(heard.direction);
    for (int distance : kDistances)
        out[at++] = repeats(codes, position, distance) ? 1.0f : 0.0f;
    writeCounter(position + 1, out.subspan(at, kCounterBits));
    at += kCounterBits;
    out[at++] = (position + 1) % kDefaultStepsPerBar == 0 ? 1.0f : 0.0f;
    writeBestKeys(melody.events(), out.subspan(at, kNotesPerOctave));
    at += kNotesPerOctave;
    writeBestKeys(heard.lastPitches, out.subspan(at, kNotesPerOctave));
}

void KeyMelodyEncoding::writeLabels(std::span<const int> codes, std::size_t position, std::span<int> out) const
{
    const auto repeat = repeatClass(codes, position, kDistances, melodyCode(kMelodyNoEvent, m_range));
    const int event = melodyEvent(codes[position], m_range);
    out[0] = repeat ? pitches() + kNumSpecialMelodyEvents + static_cast<int>(*repeat)
        : event >= 0 ? event - m_range.low
                     : pitches() + event + kNumSpecialMelodyEvents;
}

void KeyMelodyEncoding::decode(std::span<const int> labels, std::span<const int> codes, std::span<int> out) const
{
    const int special = labels[0] - pitches();
    const int repeat = special - kNumSpecialMelodyEvents;
    if (repeat >= 0)
        out[0] = codeRepeated(codes, kDistances[static_cast<std::size_t>(repeat)], melodyCode(kMelodyNoEvent, m_range));
    else
        out[0] = melodyCode(special >= 0 ? special - kNumSpecialMelodyEvents : labels[0] + m_range.low, m_range);
}

std::int64_t KeyMelodyEncoding::labelsToNumSteps(std::span<const int> labels) const
{
    return static_cast<std::int64_t>(labels.size());
}

} // namespace partita::encoding
