#pragma once

#include "engine/models/rnn_spec.h"
#include "engine/nn/lstm.h"

#include <torch/types.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace partita::nn {

/// x · kernel + bias.
struct DenseWeights {
    torch::Tensor kernel; ///< [in, out]
    torch::Tensor bias;   ///< [out]
};

struct AttentionWeights {
    DenseWeights input;  ///< [In + A, In]: input and the last attention vector → what the inner cells read
    torch::Tensor attnW; ///< [1, 1, A, A]: memory rows → keys
    torch::Tensor attnV; ///< [A]
    DenseWeights query;  ///< [flattened state of the inner cells, A]
    DenseWeights output; ///< [2 A, A]: inner output and attention vector → the wrapper's output
};

/// The tensors of an event RNN by role. Which exist, and under which names and shapes, is written in `makeWeights` and
/// nowhere else.
struct EventRnnWeights {
    struct Layer {
        std::optional<DenseWeights> projection; ///< before a residual layer whose input has another size
        LstmWeights lstm;
    };
    std::optional<AttentionWeights> attention;
    std::vector<Layer> layers;
    DenseWeights output; ///< to the logits of all softmaxes side by side
};

using MakeTensor = std::function<torch::Tensor(const std::string& name, const std::vector<std::int64_t>& shape)>;

/// Asks `make` for each tensor of `spec`, in the order of TensorFlow's graph, by the name that Magenta's checkpoints
/// give it since TensorFlow 1.2 (whole-stack attention: 1.2's names in the older structure).
EventRnnWeights makeWeights(const models::RnnSpec& spec, const MakeTensor& make);

} // namespace partita::nn
