#pragma once

#include "engine/music/note_sequence.h"

#include <nlohmann/json.hpp>

namespace partita::study {

/// A NoteSequence from proto3 JSON (lowerCamelCase names; 64-bit integers as text or number; enums by name or number), as
/// the golden files hold it.
NoteSequence noteSequenceFromJson(const nlohmann::json& json);

} // namespace partita::study
