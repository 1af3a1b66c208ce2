#pragma once

#include "engine/encoding/event_encoding.h"
#include "engine/events/polyphonic_sequence.h"

namespace partita::encoding {

/// Codes: 0 START, 1 END, 2 STEP_END (which alone takes a step), 3 + pitch new, 131 + pitch continued.
/// Source: PolyphonyOneHotEncoding.
Vocabulary polyphonyVocabulary();

int polyphonyCode(const PolyphonicEvent& event);
PolyphonicEvent polyphonyEvent(int code);

std::vector<int> polyphonyCodes(std::span<const PolyphonicEvent> events);
std::vector<PolyphonicEvent> polyphonyEvents(std::span<const int> codes);

} // namespace partita::encoding
