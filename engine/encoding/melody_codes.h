#pragma once

#include "engine/encoding/event_encoding.h"
#include "engine/events/melody.h"

#include <span>
#include <vector>

namespace partita::encoding {

/// The pitches [low, high) a melody network knows.
struct PitchRange {
    int low = 48;
    int high = 84;
    friend bool operator==(const PitchRange&, const PitchRange&) = default;
};

/// Codes: 0 nothing new, 1 note off, 2 + pitch − low.
/// Source: MelodyOneHotEncoding.
Vocabulary melodyVocabulary(PitchRange range);

/// `event` must be −2, −1 or in range.
int melodyCode(int event, PitchRange range);
int melodyEvent(int code, PitchRange range);

/// Errors: kEventOutOfRange for a pitch outside the range; squash the melody first.
Outcome<std::vector<int>> melodyCodes(std::span<const int> events, PitchRange range);
std::vector<int> melodyEvents(std::span<const int> codes, PitchRange range);

} // namespace partita::encoding
