#include "engine/encoding/melody_codes.h"

namespace partita::encoding {

Vocabulary melodyVocabulary(PitchRange range)
{
    return {.size = range.high - range.low + kNumSpecialMelodyEvents, .defaultCode = melodyCode(kMelodyNoEvent, range)};
}

int melodyCode(int event, PitchRange range)
{
    return event < 0 ? event + kNumSpecialMelodyEvents : event - range.low + kNumSpecialMelodyEvents;
}

int melodyEvent(int code, PitchRange range)
{
    return code < kNumSpecialMelodyEvents ? code - kNumSpecialMelodyEvents : code - kNumSpecialMelodyEvents + range.low;
}

Outcome<std::vector<int>> melodyCodes(std::span<const int> events, PitchRange range)
{
    std::vector<int> codes;
    codes.reserve(events.size());
    for (int event : events) {
        const bool known = event == kMelodyNoEvent || event == kMelodyNoteOff || (event >= range.low && event < range.high);
        if (!known)
            return std::unexpected(Fault::kEventOutOfRange);
        codes.push_back(melodyCode(event, range));
    }
    return codes;
}

std::vector<int> melodyEvents(std::span<const int> codes, PitchRange range)
{
    std::vector<int> events;
    events.reserve(codes.size());
    for (int code : codes)
        events.push_back(melodyEvent(code, range));
    return events;
}

} // namespace partita::encoding
