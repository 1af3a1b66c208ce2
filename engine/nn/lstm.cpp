#include "engine/nn/lstm.h"

#include "engine/nn/gates.h"

#include <torch/torch.h>

#include <algorithm>

namespace partita::nn {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

/// The activated gates become their own gradient on the way back, which saves the largest buffer of a training step;
/// so a second way back would read nonsense and is refused.
void takeOnce(AutogradContext* context)
{
    TORCH_CHECK(!context->saved_data.count("taken"), "this graph can be walked back once");
    context->saved_data["taken"] = true;
}

/// Sequences [from, to) of a batch: what one thread carries through all steps by itself, so that threads meet twice a
/// layer instead of at every step.
struct Share {
    std::int64_t from = 0, to = 0;

    /// Its rows of a step that `count` sequences reach: where they begin in the step, and how many they are.
    std::int64_t rows(std::int64_t count) const { return std::max<std::int64_t>(0, std::min(to, count) - from); }
};

/// As many shares as there are threads, with about as many rows each; one share where a GPU does the work.
std::vector<Share> shareOut(const std::vector<std::int64_t>& counts, bool onCpu)
{
    const auto sequences = counts.front();
    const std::int64_t threads = onCpu ? std::min<std::int64_t>(at::get_num_threads(), sequences) : 1;
    std::int64_t rows = 0;
    for (const auto count : counts)
        rows += count;
    std::vector<Share> shares{{0, sequences}};
    std::int64_t done = 0;
    auto length = static_cast<std::int64_t>(counts.size());
    for (std::int64_t i = 0; i < sequences; ++i) { // sequence i has `length` steps: the first that no later one undercuts
        while (counts[static_cast<std::size_t>(length) - 1] <= i)
            --length;
        const auto share = static_cast<std::int64_t>(shares.size());
        if (share < threads && done * threads >= rows * share && i > shares.back().from) {
            shares.back().to = i;
            shares.push_back({i, sequences});
        }
        done += length;
    }
    return shares;
}

template <class Work>
void inParallel(const std::vector<Share>& shares, Work&& work)
{
    at::parallel_for(0, static_cast<std::int64_t>(shares.size()), 1, [&](std::int64_t begin, std::int64_t end) {
        const at::AutoDispatchBelowADInplaceOrView noGraph;
        for (auto i = begin; i < end; ++i)
            work(shares[static_cast<std::size_t>(i)]);
    });
}

struct Layer : torch::autograd::Function<Layer> {
    static Tensor forward(AutogradContext* context, const Tensor& inputs, const Tensor& kernel, const Tensor& bias, const std::vector<std::int64_t>& counts, double forgetBias)
    {
        const auto units = bias.size(0) / 4;
        const auto recurrent = kernel.narrow(0, inputs.size(1), units);
        const auto gates = torch::addmm(bias, inputs, kernel.narrow(0, 0, inputs.size(1)));
        const auto c = torch::empty({inputs.size(0), units}, inputs.options());
        const auto h = torch::empty_like(c);
        inParallel(shareOut(counts, inputs.device().is_cpu()), [&](const Share& share) {
            std::int64_t row = share.from, rowBefore = 0;
            for (std::size_t t = 0; t < counts.size(); ++t) {
                const auto n = share.rows(counts[t]);
                if (n == 0)
                    break;
                const auto z = gates.narrow(0, row, n);
                if (t > 0)
                    z.addmm_(h.narrow(0, rowBefore, n), recurrent);
                gatesForward(z, t > 0 ? c.narrow(0, rowBefore, n) : Tensor(), c.narrow(0, row, n), h.narrow(0, row, n), static_cast<float>(forgetBias));
                rowBefore = row;
                row += counts[t];
            }
        });
        context->save_for_backward({inputs, kernel, gates, c, h});
        context->saved_data["counts"] = counts;
        context->saved_data["inputs"] = inputs.requires_grad();
        return h;
    }

    static tensor_list backward(AutogradContext* context, tensor_list gradients)
    {
        takeOnce(context);
        const auto saved = context->get_saved_variables();
        const auto &inputs = saved[0], &kernel = saved[1], &gates = saved[2], &c = saved[3], &h = saved[4];
        const auto counts = context->saved_data["counts"].toIntVector();
        const auto units = h.size(1);
        const auto inputT = kernel.narrow(0, 0, inputs.size(1)).t();
        const auto recurrentT = kernel.narrow(0, inputs.size(1), units).t();

        const auto dh = gradients[0].clone(at::MemoryFormat::Contiguous);
        const auto dc = torch::zeros({counts.front(), units}, h.options());
        const auto hBefore = torch::empty_like(h);
        inParallel(shareOut(counts, h.device().is_cpu()), [&](const Share& share) {
            std::int64_t row = h.size(0) + share.from, rowAfter = 0, after = 0;
            for (std::size_t t = counts.size(); t-- > 0;) {
                row -= counts[t];
                const auto n = share.rows(counts[t]);
                if (n == 0)
                    continue;
                if (after > 0)
                    dh.narrow(0, row, after).addmm_(gates.narrow(0, rowAfter, after), recurrentT);
                const auto rowBefore = t > 0 ? row - counts[t - 1] : 0;
                gatesBackward(gates.narrow(0, row, n), t > 0 ? c.narrow(0, rowBefore, n) : Tensor(), c.narrow(0, row, n), dh.narrow(0, row, n), dc.narrow(0, share.from, n));
                if (t > 0)
                    hBefore.narrow(0, row, n).copy_(h.narrow(0, rowBefore, n));
                rowAfter = row;
                after = n;
            }
        });
        const auto& dz = gates;
        auto dKernel = torch::empty_like(kernel);
        auto dInputPart = dKernel.narrow(0, 0, inputs.size(1));
        torch::mm_out(dInputPart, inputs.t(), dz);
        auto dRecurrentPart = dKernel.narrow(0, inputs.size(1), units);
        const auto later = dz.size(0) - counts.front(); // h is zero before the first step
        torch::mm_out(dRecurrentPart, hBefore.narrow(0, counts.front(), later).t(), dz.narrow(0, counts.front(), later));
        const auto dInputs = context->saved_data["inputs"].toBool() ? torch::mm(dz, inputT) : Tensor();
        return {dInputs, dKernel, dz.sum(0), Tensor(), Tensor()};
    }
};

struct Cell : torch::autograd::Function<Cell> {
    static tensor_list forward(AutogradContext* context, const Tensor& z, const Tensor& cBefore, double forgetBias)
    {
        auto gates = z.clone();
        auto c = torch::empty_like(cBefore);
        auto h = torch::empty_like(cBefore);
        gatesForward(gates, cBefore, c, h, static_cast<float>(forgetBias));
        context->save_for_backward({gates, cBefore, c});
        return {c, h};
    }

    static tensor_list backward(AutogradContext* context, tensor_list gradients)
    {
        takeOnce(context);
        const auto saved = context->get_saved_variables();
        auto dc = gradients[0].clone(at::MemoryFormat::Contiguous);
        gatesBackward(saved[0], saved[1], saved[2], gradients[1].contiguous(), dc);
        return {saved[0], dc, Tensor()};
    }
};

} // namespace

Tensor lstmLayer(const PackedSteps& steps, const Tensor& inputs, const LstmWeights& weights)
{
    return Layer::apply(inputs, weights.kernel, weights.bias, steps.counts, weights.forgetBias);
}

std::pair<Tensor, Tensor> lstmStep(const Tensor& input, const Tensor& c, const Tensor& h, const LstmWeights& weights)
{
    auto next = Cell::apply(torch::addmm(weights.bias, torch::cat({input, h}, 1), weights.kernel), c.contiguous(), weights.forgetBias);
    return {next[0], next[1]};
}

} // namespace partita::nn
