#pragma once

#include "engine/models/rnn_spec.h"
#include "engine/nn/lstm.h"

#include <torch/types.h>

#include <optional>
#include <span>
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

/// The tensors of an event RNN by role.
struct EventRnnWeights {
    struct Layer {
        std::optional<DenseWeights> projection; ///< before a residual layer whose input has another size
        LstmWeights lstm;
    };
    std::optional<AttentionWeights> attention;
    std::vector<Layer> layers;
    DenseWeights output; ///< to the logits of all softmaxes side by side
};

/// Gives each tensor its role. `tensors` are those of models::eventRnnVariables(spec), in that order.
EventRnnWeights assignRoles(const models::RnnSpec& spec, std::span<const torch::Tensor> tensors);

} // namespace partita::nn
