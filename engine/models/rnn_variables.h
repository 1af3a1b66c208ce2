#pragma once

#include "engine/models/rnn_spec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace partita::models {

/// A trainable tensor by its name and shape.
struct Variable {
    std::string name;
    std::vector<std::int64_t> shape;
    friend bool operator==(const Variable&, const Variable&) = default;
};

/// x · kernel + bias.
template <class T>
struct DenseParts {
    T kernel; ///< [in, out]
    T bias;   ///< [out]
};

template <class T>
struct AttentionParts {
    DenseParts<T> input;  ///< [In + A, In]: input and the last attention vector → what the inner cells read
    T attnW;              ///< [1, 1, A, A]: memory rows → keys
    T attnV;              ///< [A]
    DenseParts<T> query;  ///< [flattened state of the inner cells, A]
    DenseParts<T> output; ///< [2 A, A]: inner output and attention vector → the wrapper's output
};

template <class T>
struct NadeParts {
    T wEnc;  ///< [D, 1, H]
    T wDecT; ///< [D, H, 1]
};

/// What an event RNN consists of, part by part: as Variables the names and shapes, as tensors the weights.
template <class T>
struct RnnParts {
    struct Layer {
        std::optional<DenseParts<T>> projection; ///< before a residual layer whose input has another size
        DenseParts<T> lstm;                      ///< [input + units, 4 · units]
    };
    std::optional<AttentionParts<T>> attention; ///< around the first layer or all of them, as the spec says
    std::vector<Layer> layers;
    DenseParts<T> output; ///< to the logits of all softmaxes side by side, or to a NADE's biases
    std::optional<NadeParts<T>> nade;
};

/// The parts that `spec` asks for, named as current Magenta names them (`rnn/multi_rnn_cell/cell_0/basic_lstm_cell/kernel`,
/// …, `fully_connected/weights`; with a NADE the stack under `decoder/`, then `decoder/dense` and `nade/`).
/// These names are the canonical ones: Partita's checkpoints hold them, and all older spellings are mapped to them.
/// Source:  Magenta events_rnn_graph.py, pianoroll_rnn_nade_graph.py; TensorFlow 1 rnn_cell variable scopes.
RnnParts<Variable> eventRnnParts(const RnnSpec& spec);

/// The same in a list, in the order in which mapParts visits them.
std::vector<Variable> eventRnnVariables(const RnnSpec& spec);

/// Each part turned by `make` into something else, in a fixed order.
template <class T, class Make>
auto mapParts(const RnnParts<T>& parts, Make&& make)
{
    using U = std::decay_t<std::invoke_result_t<Make&, const T&>>;
    // Braces evaluate from left to right.
    const auto dense = [&](const DenseParts<T>& part) { return DenseParts<U>{make(part.kernel), make(part.bias)}; };
    RnnParts<U> made;
    if (const auto& part = parts.attention)
        made.attention = AttentionParts<U>{dense(part->input), make(part->attnW), make(part->attnV), dense(part->query), dense(part->output)};
    for (const auto& layer : parts.layers) {
        auto& own = made.layers.emplace_back();
        if (layer.projection)
            own.projection = dense(*layer.projection);
        own.lstm = dense(layer.lstm);
    }
    made.output = dense(parts.output);
    if (parts.nade)
        made.nade = NadeParts<U>{make(parts.nade->wEnc), make(parts.nade->wDecT)};
    return made;
}

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
