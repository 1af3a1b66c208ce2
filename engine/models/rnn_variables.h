#pragma once

#include "engine/models/rnn_spec.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace partita::models {

/// A trainable tensor by its name and shape.
struct Variable {
    std::string name;
    std::vector<std::int64_t> shape;
    friend bool operator==(const Variable&, const Variable&) = default;
};

/// The variables of a recurrent stack with softmax output, named as current Magenta names them
/// (`rnn/multi_rnn_cell/cell_0/basic_lstm_cell/kernel`, …, `fully_connected/weights`), in the order of the layers.
/// These names are the canonical ones: Partita's checkpoints hold them, and all older spellings are mapped to them.
/// Source:  Magenta events_rnn_graph.py; TensorFlow 1 rnn_cell variable scopes.
std::vector<Variable> eventRnnVariables(const RnnSpec& spec);

/// The same for the piano-roll models: the stack under `decoder/`, then `decoder/dense` and `nade/`.
/// Source:  Magenta pianoroll_rnn_nade_graph.py.
std::vector<Variable> pianorollVariables(const RnnSpec& spec, int nadeHiddenUnits);

/// What a name in a checkpoint stands for.
struct VariableName {
    enum class Role {
        kWeight,    ///< the network itself
        kOptimizer, ///< a slot of a weight (Adam's moments) or a power of beta
        kStep,      ///< the number of training steps
    };
    std::string canonical; ///< of kOptimizer: the weight's canonical name and the slot, or the name itself
    Role role = Role::kWeight;
    bool cudnn = false; ///< written by the cuDNN variant, whose biases hold the forget bias
};

/// Reads any spelling: TensorFlow up to 0.12 (`RNN/MultiRNNCell/Cell0/BasicLSTMCell/Linear/Matrix`), 1.0–1.1
/// (`…/basic_lstm_cell/weights`), since 1.2, cuDNN, magenta.js and the RL tuner's. Unknown names come back as they are.
VariableName readVariableName(std::string_view name);

} // namespace partita::models
