#pragma once

#include <vector>

namespace partita::models {

/// Where the attention wrapper sits: around the first layer (Magenta since 2017-05), or around the whole stack
/// (the published attention bundles of 2016).
enum class Attention { kNone, kFirstLayer, kWholeStack };

/// The shape of an event RNN: all that its tensors' shapes, its names and its config say together. Plain data, so that
/// a model is recognised without LibTorch.
/// Source:  Magenta events_rnn_graph.py (make_rnn_cell).
struct RnnSpec {
    int inputSize = 0;           ///< floats a step
    int oneHotDepth = 0;         ///< not 0: the one input float is an index, widened to a one-hot of this depth
    std::vector<int> numClasses; ///< classes of each softmax; one, or the six of note performance
    std::vector<int> rnn_layer_sizes;
    Attention attention = Attention::kNone;
    int attn_length = 0; ///< steps the attention looks back; no tensor holds it
    bool residual_connections = false;
    float forgetBias = 1.0f; ///< added at run time; 0 for cuDNN's, whose stored biases hold it
    int nadeHiddenUnits = 0; ///< not 0: no softmax; the outputs are the biases of a NADE over `inputSize` bits

    friend bool operator==(const RnnSpec&, const RnnSpec&) = default;
};

} // namespace partita::models
