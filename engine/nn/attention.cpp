#include "engine/nn/attention.h"

#include <torch/torch.h>

#include <deque>

namespace partita::nn {

using torch::Tensor;

Tensor attentionKeys(const Tensor& memory, const AttentionWeights& weights)
{
    const auto size = weights.attnV.size(0);
    return torch::matmul(memory, weights.attnW.view({size, size}));
}

Tensor attend(const Tensor& query, const Tensor& keys, const Tensor& memory, const Tensor& attnV)
{
    const auto scores = torch::matmul(torch::tanh(keys + query.unsqueeze(1)), attnV); // [B, L]
    return torch::bmm(torch::softmax(scores, 1).unsqueeze(1), memory).squeeze(1);
}

Tensor attentionLayer(const PackedSteps& steps, const Tensor& inputs, const AttentionWeights& weights, std::span<const LstmWeights> cells, int attnLength,
                      std::span<const Tensor> masks)
{
    const auto size = weights.attnV.size(0);
    const auto width = inputs.size(1);
    const auto projected = torch::addmm(weights.input.bias, inputs, weights.input.kernel.narrow(0, 0, width));
    const auto fromAttention = weights.input.kernel.narrow(0, width, size);

    const auto batch = steps.sequences();
    std::vector<Tensor> c, h;
    for (const auto& cell : cells) {
        c.push_back(torch::zeros({batch, cell.units()}, inputs.options()));
        h.push_back(c.back());
    }
    auto attended = torch::zeros({batch, size}, inputs.options());
    // A row's key is computed once, when the row is made, not once for each of the steps that look at it.
    std::deque<Tensor> memory(attnLength, attended), keys(attnLength, attended);
    std::vector<Tensor> outputs;
    std::int64_t row = 0;
    for (const auto n : steps.counts) {
        const auto rowsNow = [n](const Tensor& tensor) { return tensor.narrow(0, 0, n); };
        auto x = torch::addmm(projected.narrow(0, row, n), rowsNow(attended), fromAttention);
        std::vector<Tensor> state;
        for (std::size_t k = 0; k < cells.size(); ++k) {
            std::tie(c[k], h[k]) = lstmStep(x, rowsNow(c[k]), rowsNow(h[k]), cells[k]);
            state.insert(state.end(), {c[k], h[k]});
            x = masks.empty() ? h[k] : h[k] * masks[k].narrow(0, row, n);
        }
        std::vector<Tensor> memoryNow, keysNow;
        for (int l = 0; l < attnLength; ++l) {
            memoryNow.push_back(rowsNow(memory[l]));
            keysNow.push_back(rowsNow(keys[l]));
        }
        const auto query = torch::addmm(weights.query.bias, torch::cat(state, 1), weights.query.kernel);
        attended = attend(query, torch::stack(keysNow, 1), torch::stack(memoryNow, 1), weights.attnV);
        auto output = torch::addmm(weights.output.bias, torch::cat({x, attended}, 1), weights.output.kernel);
        memory.pop_front();
        memory.push_back(output);
        keys.pop_front();
        keys.push_back(attentionKeys(output, weights));
        outputs.push_back(output);
        row += n;
    }
    return torch::cat(outputs, 0);
}

} // namespace partita::nn
