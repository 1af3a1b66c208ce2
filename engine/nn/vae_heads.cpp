#include "engine/nn/vae_heads.h"

#include <torch/types.h>

#include <numeric>

namespace partita::nn {
namespace {

using models::VaeHead;
using torch::Tensor;

VaeHeadLoss categorical(const VaeHeadShape& shape, const Tensor& out, const Tensor& target)
{
    VaeHeadLoss result;
    std::int64_t column = 0;
    for (const int classes : shape.parts) {
        const auto logits = out.narrow(1, column, classes), wanted = target.narrow(1, column, classes);
        const auto loss = -(wanted * torch::log_softmax(logits, 1)).sum(1);
        result.loss = result.loss.defined() ? result.loss + loss : loss;
        const auto label = wanted.argmax(1);
        result.counts.parts.push_back({(logits.detach().argmax(1) == label).to(torch::kFloat), label});
        column += classes;
    }
    return result;
}

void countBits(VaeHeadCounts& counts, const Tensor& said, const Tensor& target)
{
    counts.bitsHit = (said * target).sum(1);
    counts.bitsSet = target.sum(1);
    counts.bitsSaid = said.sum(1);
}

VaeHeadLoss boolean(const Tensor& out, const Tensor& target)
{
    VaeHeadLoss result;
    result.loss = torch::binary_cross_entropy_with_logits(out, target, {}, {}, at::Reduction::None).sum(1);
    result.counts.parts.push_back({((out.detach() >= 0).to(torch::kFloat) == target).all(1).to(torch::kFloat), {}});
    return result;
}

VaeHeadLoss nade(const NadeWeights& weights, const Tensor& out, const Tensor& target)
{
    const auto outcome = nadeLogProbability(weights, out, target);
    VaeHeadLoss result;
    result.loss = -outcome.logProbability;
    const auto said = (outcome.conditionals >= 0.5).to(torch::kFloat);
    result.counts.parts.push_back({(said == target).all(1).to(torch::kFloat), {}});
    countBits(result.counts, said, target);
    return result;
}

VaeHeadLoss groove(const Tensor& out, const Tensor& target)
{
    constexpr double kEpsilon = 1e-7;
    const auto parts = out.chunk(3, 1), wanted = target.chunk(3, 1);
    const auto p = torch::sigmoid(parts[0]), velocities = torch::sigmoid(parts[1]), offsets = torch::tanh(parts[2]);
    const auto hitsLoss = -(wanted[0] * torch::log(p + kEpsilon) + (1 - wanted[0]) * torch::log(1 - p + kEpsilon)).sum(1);
    const auto velocitiesLoss = (velocities - wanted[1]).square().sum(1);
    const auto offsetsLoss = (offsets - wanted[2]).square().sum(1);
    VaeHeadLoss result;
    result.loss = hitsLoss + velocitiesLoss + offsetsLoss;
    auto& counts = result.counts;
    counts.hitsLoss = hitsLoss.detach();
    counts.velocitiesLoss = velocitiesLoss.detach();
    counts.offsetsLoss = offsetsLoss.detach();
    const auto said = (parts[0].detach() > 0).to(torch::kFloat);
    counts.parts.push_back({(said == wanted[0]).all(1).to(torch::kFloat), {}});
    countBits(counts, said, wanted[0]);
    counts.velocityError = ((velocities.detach() - wanted[1]).abs() * wanted[0]).sum(1);
    counts.offsetError = ((offsets.detach() - wanted[2]).abs() * wanted[0]).sum(1);
    return result;
}

} // namespace

int VaeHeadShape::depth() const { return std::accumulate(parts.begin(), parts.end(), 0); }

int VaeHeadShape::draws() const
{
    switch (head) {
    case VaeHead::kCategorical: return static_cast<int>(parts.size());
    case VaeHead::kBoolean: return depth();
    case VaeHead::kNade: return 0;
    case VaeHead::kGroove: return depth() / 3;
    }
    return 0;
}

VaeHeadLoss headLoss(const VaeHeadShape& shape, const CoreWeights& weights, const Tensor& out, const Tensor& target)
{
    switch (shape.head) {
    case VaeHead::kCategorical: return categorical(shape, out, target);
    case VaeHead::kBoolean: return boolean(out, target);
    case VaeHead::kNade: return nade(*weights.nade, out, target);
    case VaeHead::kGroove: return groove(out, target);
    }
    return {};
}

Tensor drawHead(const VaeHeadShape& shape, const CoreWeights& weights, const Tensor& out, const Tensor& uniforms)
{
    switch (shape.head) {
    case VaeHead::kCategorical: {
        std::vector<Tensor> drawn;
        std::int64_t column = 0;
        for (std::size_t i = 0; i < shape.parts.size(); ++i) {
            const auto cumulated = torch::softmax(out.detach().narrow(1, column, shape.parts[i]), 1).cumsum(1);
            const auto below = (cumulated <= uniforms.narrow(1, static_cast<std::int64_t>(i), 1)).sum(1);
            drawn.push_back(torch::one_hot(below.clamp_max(shape.parts[i] - 1), shape.parts[i]).to(torch::kFloat));
            column += shape.parts[i];
        }
        return drawn.size() == 1 ? drawn.front() : torch::cat(drawn, 1);
    }
    case VaeHead::kBoolean: return (uniforms < torch::sigmoid(out.detach())).to(torch::kFloat);
    case VaeHead::kNade: return sampleNade(*weights.nade, out.detach(), std::nullopt).values;
    case VaeHead::kGroove: {
        const auto parts = out.chunk(3, 1);
        return torch::cat({(uniforms < torch::sigmoid(parts[0].detach())).to(torch::kFloat), torch::sigmoid(parts[1]), torch::tanh(parts[2])}, 1);
    }
    }
    return {};
}

} // namespace partita::nn
