#include "engine/nn/vae_weights.h"

#include "engine/models/vae_variables.h"

#include <cassert>

namespace partita::nn {

VaeWeights assignRoles(const models::VaeSpec& spec, std::span<const torch::Tensor> tensors)
{
    std::size_t next = 0;
    const auto dense = [&] {
        next += 2;
        return DenseWeights{tensors[next - 2], tensors[next - 1]};
    };
    const auto cell = [&](const std::vector<int>& sizes, std::size_t layer, bool residual) {
        CellWeights weights{.projection = {}, .lstm = {}, .residual = residual};
        if (models::hasInputProjection(sizes, layer, residual))
            weights.projection = dense();
        const auto lstm = dense();
        weights.lstm = {lstm.kernel, lstm.bias};
        return weights;
    };
    const auto bidirectional = [&](const std::vector<int>& sizes, bool residual) {
        std::vector<BidirectionalLayer> layers;
        for (const int size : sizes) {
            auto forward = cell({size}, 0, residual);
            layers.push_back({std::move(forward), cell({size}, 0, residual)});
        }
        return layers;
    };
    const auto stack = [&] {
        DecoderStack weights{dense(), {}};
        for (std::size_t layer = 0; layer < spec.dec_rnn_size.size(); ++layer)
            weights.cells.push_back(cell(spec.dec_rnn_size, layer, spec.residual_decoder));
        return weights;
    };

    VaeWeights weights;
    for (std::size_t level = 0; level < std::max<std::size_t>(1, spec.encoderLevels.size()); ++level)
        weights.encoder.push_back(bidirectional(spec.enc_rnn_size, spec.residual_encoder));
    weights.mu = dense();
    weights.sigma = dense();
    if (!spec.control_preprocessing_rnn_size.empty())
        weights.controls = bidirectional(spec.control_preprocessing_rnn_size, spec.residual_decoder);
    for (std::size_t level = 0; level + 1 < spec.decoderLevels.size(); ++level)
        weights.conductor.push_back(stack());
    for (std::size_t i = 0; i < spec.cores.size(); ++i) {
        CoreWeights core{stack(), dense(), {}};
        if (spec.head == models::VaeHead::kNade) {
            core.nade = NadeWeights{tensors[next], tensors[next + 1]};
            next += 2;
        }
        weights.cores.push_back(std::move(core));
    }
    assert(next == tensors.size());
    return weights;
}

} // namespace partita::nn
