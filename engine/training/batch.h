#pragma once

#include "engine/encoding/event_encoding.h"
#include "engine/nn/packed_steps.h"

#include <span>
#include <vector>

namespace partita::training {

/// Sequences as a training step takes them: no padding, rows in the order of PackedSteps.
struct Batch {
    nn::PackedSteps steps;
    int inputSize = 0;
    int width = 1;
    std::vector<float> inputs; ///< [rows, inputSize]
    std::vector<int> labels;   ///< [rows, width]
    std::int64_t numSteps = 0; ///< of musical time, all sequences together

    /// One row of the batch by where it came from.
    struct Origin {
        std::size_t example = 0;
        std::size_t step = 0;
    };
    std::vector<Origin> origins; ///< [rows]
};

/// `examples` agree in input size and width; those without steps add nothing. `numSteps` is the musical time of all.
Batch makeBatch(std::span<const encoding::Example> examples, std::int64_t numSteps);

/// The same, with the musical time that the encoding finds in the labels.
Batch makeBatch(const encoding::EventEncoding& encoding, std::span<const encoding::Example> examples);

} // namespace partita::training
