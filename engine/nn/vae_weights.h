#pragma once

#include "engine/models/vae_spec.h"
#include "engine/nn/event_rnn_weights.h"
#include "engine/nn/lstm.h"
#include "engine/nn/nade.h"

#include <optional>
#include <span>
#include <vector>

namespace partita::nn {

/// A cell of a stack. A residual cell returns what it read (projected, where sizes differ) plus h.
struct CellWeights {
    std::optional<DenseWeights> projection;
    LstmWeights lstm;
    bool residual = false;
};

/// Reads a sequence both ways; what both make at a step, forward first, is the next layer's input.
struct BidirectionalLayer {
    CellWeights forward, backward;
};

/// A stack of cells that starts from tanh(initial), cut into c0, h0, c1, h1, ….
struct DecoderStack {
    DenseWeights initial;
    std::vector<CellWeights> cells;
};

struct CoreWeights {
    DecoderStack stack;
    DenseWeights output;
    std::optional<NadeWeights> nade;
};

/// The tensors of a MusicVAE by role.
struct VaeWeights {
    std::vector<std::vector<BidirectionalLayer>> encoder; ///< a stack for each level, from the steps upwards
    DenseWeights mu, sigma;
    std::vector<BidirectionalLayer> controls; ///< control preprocessing; empty: none
    std::vector<DecoderStack> conductor;      ///< a stack for each level, from the whole downwards
    std::vector<CoreWeights> cores;
};

/// Gives each tensor its role. `tensors` are those of models::vaeVariables(spec), in that order.
VaeWeights assignRoles(const models::VaeSpec& spec, std::span<const torch::Tensor> tensors);

} // namespace partita::nn
