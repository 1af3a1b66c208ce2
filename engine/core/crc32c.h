#pragma once

#include <cstdint>
#include <span>

namespace partita {

/// CRC-32C (Castagnoli), as TFRecords and TensorFlow checkpoints use it. `crc` goes on where an earlier call ended.
std::uint32_t crc32c(std::span<const std::uint8_t> bytes, std::uint32_t crc = 0);

/// What those files store instead of a plain sum: rotated and moved, so that a sum over data with sums stays good.
constexpr std::uint32_t maskedCrc(std::uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8u; }

} // namespace partita
