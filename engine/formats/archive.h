#pragma once

#include "engine/core/error.h"
#include "engine/core/file_io.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace partita::formats {

struct ArchiveMember {
    std::string name;
    Bytes bytes;
};

/// All files of a zip archive in memory. Limits: 1000 members, 256 MB unpacked.
/// Errors: kNotRecognized (no zip), kDamaged, kTooLarge; the message says why, without naming the file.
Result<std::vector<ArchiveMember>> readZip(std::span<const std::uint8_t> bytes);

} // namespace partita::formats
