#include "engine/encoding/polyphony_codes.h"

#include <algorithm>

namespace partita::encoding {
namespace {

using Kind = PolyphonicEvent::Type;
constexpr int kPitches = kMaxMidiPitch + 1;
constexpr int kFirstPitch = static_cast<int>(Kind::kNewNote);

} // namespace

Vocabulary polyphonyVocabulary()
{
    Vocabulary vocabulary{.size = kFirstPitch + 2 * kPitches, .defaultCode = polyphonyCode({Kind::kStepEnd})};
    vocabulary.steps.resize(static_cast<std::size_t>(vocabulary.size), 0);
    vocabulary.steps[static_cast<std::size_t>(vocabulary.defaultCode)] = 1;
    return vocabulary;
}

int polyphonyCode(const PolyphonicEvent& event)
{
    switch (event.type) {
    case Kind::kNewNote:
        return kFirstPitch + event.pitch;
    case Kind::kContinuedNote:
        return kFirstPitch + kPitches + event.pitch;
    default:
        return static_cast<int>(event.type);
    }
}

PolyphonicEvent polyphonyEvent(int code)
{
    if (code < kFirstPitch)
        return {static_cast<Kind>(code)};
    const int pitch = code - kFirstPitch;
    return pitch < kPitches ? PolyphonicEvent{Kind::kNewNote, pitch} : PolyphonicEvent{Kind::kContinuedNote, pitch - kPitches};
}

std::vector<int> polyphonyCodes(std::span<const PolyphonicEvent> events)
{
    std::vector<int> codes(events.size());
    std::ranges::transform(events, codes.begin(), polyphonyCode);
    return codes;
}

std::vector<PolyphonicEvent> polyphonyEvents(std::span<const int> codes)
{
    std::vector<PolyphonicEvent> events(codes.size());
    std::ranges::transform(codes, events.begin(), polyphonyEvent);
    return events;
}

} // namespace partita::encoding
