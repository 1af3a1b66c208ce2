#pragma once

#include "engine/core/error.h"
#include "engine/core/file_io.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace partita::formats {

/// TensorFlow's tf.train.SequenceExample as Magenta's data sets use it: for each step the numbers a network reads
/// ("inputs") and what it learns to say ("labels").
struct SequenceExample {
    int inputSize = 0;
    int width = 0;                    ///< labels a step
    std::vector<float> inputs;        ///< [steps, inputSize]
    std::vector<std::int64_t> labels; ///< [steps, width]

    std::size_t steps() const { return width == 0 ? 0 : labels.size() / static_cast<std::size_t>(width); }
};

/// `inputs` [steps, inputSize] and `labels` [steps, width], both at least 1 wide.
Bytes serializeSequenceExample(std::span<const float> inputs, int inputSize, std::span<const std::int64_t> labels, int width);

/// The inverse; other lists and fields are skipped. Every step has as many inputs and labels as the first.
/// Errors: kDamaged, also for steps of more than 64 labels; the message speaks of "the SequenceExample", for the caller to name the file.
Result<SequenceExample> parseSequenceExample(std::span<const std::uint8_t> bytes);

/// Whether a record is one, by its first fields: a NoteSequence never looks like it.
bool looksLikeSequenceExample(std::span<const std::uint8_t> bytes);

} // namespace partita::formats
