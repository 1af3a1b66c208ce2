#pragma once

#include "engine/nn/event_rnn_weights.h"
#include "engine/nn/lstm.h"

#include <span>

namespace partita::nn {

/// The attention wrapper around one cell or a stack of cells, over all steps from the zero state, for training.
/// `masks` holds a dropout mask [rows, units] for each cell's output, or is empty.
/// Shapes:  inputs [rows, In] → [rows, A], rows as in PackedSteps.
/// Source:  TensorFlow contrib rnn.AttentionCellWrapper; the memory's empty rows take part in the softmax, as there.
torch::Tensor attentionLayer(const PackedSteps& steps, const torch::Tensor& inputs, const AttentionWeights& weights, std::span<const LstmWeights> cells,
                             int attnLength, std::span<const torch::Tensor> masks);

/// What a query [B, A] reads from a memory of rows [B, L, A] through their keys (memory · attn_w).
torch::Tensor attend(const torch::Tensor& query, const torch::Tensor& keys, const torch::Tensor& memory, const torch::Tensor& attnV);

/// The memory's rows [..., A] as keys.
torch::Tensor attentionKeys(const torch::Tensor& memory, const AttentionWeights& weights);

} // namespace partita::nn
