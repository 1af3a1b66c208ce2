#include "engine/nn/lstm.h"

#include "engine/nn/gates.h"

#include <torch/torch.h>

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

struct Layer : torch::autograd::Function<Layer> {
    static Tensor forward(AutogradContext* context, const Tensor& inputs, const Tensor& kernel, const Tensor& bias, const std::vector<std::int64_t>& counts, double forgetBias)
    {
        const auto units = bias.size(0) / 4;
        const auto recurrent = kernel.narrow(0, inputs.size(1), units);
        auto gates = torch::addmm(bias, inputs, kernel.narrow(0, 0, inputs.size(1)));
        auto c = torch::empty({inputs.size(0), units}, inputs.options());
        auto h = torch::empty_like(c);
        std::int64_t row = 0, rowBefore = 0;
        for (std::size_t t = 0; t < counts.size(); ++t) {
            const auto n = counts[t];
            const auto z = gates.narrow(0, row, n);
            if (t > 0)
                z.addmm_(h.narrow(0, rowBefore, n), recurrent);
            gatesForward(z, t > 0 ? c.narrow(0, rowBefore, n) : Tensor(), c.narrow(0, row, n), h.narrow(0, row, n), static_cast<float>(forgetBias));
            rowBefore = row;
            row += n;
        }
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
        const auto recurrentT = kernel.narrow(0, inputs.size(1), units).t();

        auto dh = gradients[0].clone(at::MemoryFormat::Contiguous);
        auto dc = torch::zeros({counts.front(), units}, h.options());
        auto hBefore = torch::empty_like(h);
        std::int64_t row = h.size(0), rowAfter = row;
        for (std::size_t t = counts.size(); t-- > 0;) {
            const auto n = counts[t];
            row -= n;
            const auto dhNow = dh.narrow(0, row, n);
            if (t + 1 < counts.size())
                dhNow.narrow(0, 0, counts[t + 1]).addmm_(gates.narrow(0, rowAfter, counts[t + 1]), recurrentT);
            const auto rowBefore = t > 0 ? row - counts[t - 1] : 0;
            gatesBackward(gates.narrow(0, row, n), t > 0 ? c.narrow(0, rowBefore, n) : Tensor(), c.narrow(0, row, n), dhNow, dc.narrow(0, 0, n));
            if (t > 0)
                hBefore.narrow(0, row, n).copy_(h.narrow(0, rowBefore, n));
            rowAfter = row;
        }
        const auto& dz = gates;
        auto dKernel = torch::empty_like(kernel);
        auto dInputPart = dKernel.narrow(0, 0, inputs.size(1));
        torch::mm_out(dInputPart, inputs.t(), dz);
        auto dRecurrentPart = dKernel.narrow(0, inputs.size(1), units);
        const auto later = dz.size(0) - counts.front(); // h is zero before the first step
        torch::mm_out(dRecurrentPart, hBefore.narrow(0, counts.front(), later).t(), dz.narrow(0, counts.front(), later));
        Tensor dInputs;
        if (context->saved_data["inputs"].toBool())
            dInputs = torch::mm(dz, kernel.narrow(0, 0, inputs.size(1)).t());
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
