#include "engine/nn/event_rnn_weights.h"

#include <cassert>

namespace partita::nn {

EventRnnWeights assignRoles(const models::RnnSpec& spec, std::span<const torch::Tensor> tensors)
{
    std::size_t next = 0;
    const auto dense = [&] {
        next += 2;
        return DenseWeights{tensors[next - 2], tensors[next - 1]};
    };
    const auto attention = [&] {
        AttentionWeights weights;
        weights.input = dense();
        weights.attnW = tensors[next++];
        weights.attnV = tensors[next++];
        weights.query = dense();
        weights.output = dense();
        return weights;
    };

    const auto& sizes = spec.rnn_layer_sizes;
    EventRnnWeights weights;
    if (spec.attention == models::Attention::kWholeStack)
        weights.attention = attention();
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        EventRnnWeights::Layer layer;
        if (spec.residual_connections && (i == 0 || sizes[i] != sizes[i - 1]))
            layer.projection = dense();
        if (spec.attention == models::Attention::kFirstLayer && i == 0)
            weights.attention = attention();
        const auto cell = dense();
        layer.lstm = {cell.kernel, cell.bias, spec.forgetBias};
        weights.layers.push_back(std::move(layer));
    }
    weights.output = dense();
    assert(next == tensors.size());
    return weights;
}

} // namespace partita::nn
