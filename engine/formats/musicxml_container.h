#pragma once

#include "engine/core/error.h"
#include "engine/formats/archive.h"
#include "engine/formats/score_reading.h"

#include <string>
#include <vector>

namespace partita::formats::musicxml {

/// The score among the members of a compressed file. For people a broken container is no reason to give up where only
/// one score can be meant; `warnings` then says so.
/// Errors: kDamaged.
Result<const ArchiveMember*> findScore(const std::vector<ArchiveMember>& members, ScoreReading reading, std::vector<std::string>& warnings);

} // namespace partita::formats::musicxml
