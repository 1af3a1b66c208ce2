#pragma once

#include "engine/nn/packed_steps.h"

#include <torch/types.h>

#include <utility>

namespace partita::nn {

/// The weights of one BasicLSTMCell, spelled and laid out as TensorFlow stores them.
struct LstmWeights {
    torch::Tensor kernel; ///< [input + units, 4 · units]: rows of the input, then of h; columns i, j, f, o
    torch::Tensor bias;   ///< [4 · units], without the forget bias
    float forgetBias = 1.0f;

    std::int64_t units() const { return bias.size(0) / 4; }
};

/// Where the sequences of a layer begin; both undefined is the zero state. Shapes: [sequences, units].
struct LstmState {
    torch::Tensor c, h;
};

enum class Direction {
    kForward,
    kBackward, ///< each sequence from its own last step to its first; what a step gives stands in the step's row
};

/// What a layer reads.
struct LstmInputs {
    torch::Tensor rows;       ///< [rows, …], rows as in PackedSteps
    torch::Tensor ofSequence; ///< [sequences, …]: what each sequence reads beside them at all its steps; undefined: nothing

    LstmInputs(torch::Tensor each, torch::Tensor same = {}) : rows(std::move(each)), ofSequence(std::move(same)) {}
};

/// A whole layer over all steps, for training: one product for the inputs of all steps, one a step for h, one pass for the
/// gates; and likewise on the way back, where the weights' gradient is one product at the end. Inputs that are constants
/// and nearly all zeros cost next to nothing.
/// Shapes:  the kernel's rows are those of inputs.rows, of inputs.ofSequence, of h → h [rows, units], rows as in PackedSteps.
/// The graph it records can be walked back once.
torch::Tensor lstmLayer(const PackedSteps& steps, const LstmInputs& inputs, const LstmWeights& weights, const LstmState& start = {}, Direction direction = Direction::kForward);

/// One step, for wrappers that need to see each: (c, h) → (c', h'), differentiable.
std::pair<torch::Tensor, torch::Tensor> lstmStep(const torch::Tensor& input, const torch::Tensor& c, const torch::Tensor& h, const LstmWeights& weights);

} // namespace partita::nn
