#pragma once

#include <string_view>

namespace partita {

inline constexpr int kNumPrograms = 128;

/// The General MIDI level 1 name of `program` (0–127), e.g. 0 → "Acoustic Grand Piano". Empty outside that range.
std::string_view generalMidiName(int program);

} // namespace partita
