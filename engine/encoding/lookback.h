#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

/// What the lookback and the key-melody encodings share.
namespace partita::encoding {

/// Whether there is an event `distance` before `position` and it has the same code.
bool repeats(std::span<const int> codes, std::size_t position, int distance);

/// Which distance's repeat class labels this event, if any: the last of the rising `distances` that repeats, or that last
/// one for a default event that comes before it.
std::optional<std::size_t> repeatClass(std::span<const int> codes, std::size_t position, std::span<const int> distances, int defaultCode);

/// What the repeat class of `distance` means after `codes`.
int codeRepeated(std::span<const int> codes, int distance, int defaultCode);

/// The bits of `number`, lowest first, as +1 and −1.
void writeCounter(std::size_t number, std::span<float> out);

} // namespace partita::encoding
