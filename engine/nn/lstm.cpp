#include "engine/nn/lstm.h"

#include "engine/nn/gates.h"
#include "engine/nn/layer_input.h"
#include "engine/nn/panels.h"
#include "engine/nn/shares.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <algorithm>
#include <optional>

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

/// The steps of a layer in the order in which they are computed, and which rows of each go on from the one before.
class Walk {
public:
    Walk(const std::vector<std::int64_t>& counts, bool backward) : m_counts(counts), m_backward(backward)
    {
        std::int64_t row = 0;
        for (const auto count : counts) {
            m_rows.push_back(row);
            row += count;
        }
    }

    /// What a share has to do at one step. The first `carried` of its `n` rows go on from rows `rowBefore`…; the others
    /// begin here and belong to the sequences `first`….
    struct Step {
        std::int64_t row = 0, n = 0;
        std::int64_t rowBefore = 0, carried = 0;
        std::int64_t first = 0;

        std::int64_t beginning() const { return n - carried; }
    };

    std::size_t size() const { return m_counts.size(); }
    Step at(std::size_t k, const SequenceShare& share) const
    {
        const auto t = place(k);
        Step step{m_rows[t] + share.from, share.rows(m_counts[t]), 0, 0, 0};
        if (k > 0) {
            const auto before = place(k - 1);
            step.rowBefore = m_rows[before] + share.from;
            step.carried = std::min(step.n, share.rows(m_counts[before]));
        }
        step.first = share.from + step.carried;
        return step;
    }

private:
    std::size_t place(std::size_t k) const { return m_backward ? m_counts.size() - 1 - k : k; }

    const std::vector<std::int64_t>& m_counts;
    const bool m_backward;
    std::vector<std::int64_t> m_rows; ///< where each step's begin
};

/// `rows` of `tensor` from `from` on; of an undefined tensor nothing.
Tensor rowsOf(const Tensor& tensor, std::int64_t from, std::int64_t rows)
{
    return tensor.defined() ? tensor.narrow(0, from, rows) : Tensor();
}

/// Rows of h and rows of z that met them in the recurrent product: those that go on from an earlier step, or those that
/// begin, of which the first are the sequences' states.
std::vector<RowPairs> carriedPairs(const Walk& walk, const SequenceShare& all)
{
    std::vector<RowPairs> pairs;
    for (std::size_t k = 0; k < walk.size(); ++k)
        if (const auto step = walk.at(k, all); step.carried > 0) {
            if (!pairs.empty() && pairs.back().x + pairs.back().count == step.rowBefore && pairs.back().y + pairs.back().count == step.row)
                pairs.back().count += step.carried;
            else
                pairs.push_back({step.rowBefore, step.row, step.carried});
        }
    return pairs;
}

std::vector<RowPairs> beginningPairs(const Walk& walk, const SequenceShare& all)
{
    std::vector<RowPairs> pairs;
    for (std::size_t k = 0; k < walk.size(); ++k)
        if (const auto step = walk.at(k, all); step.beginning() > 0)
            pairs.push_back({step.first, step.row + step.carried, step.beginning()});
    return pairs;
}

struct LstmFunction : torch::autograd::Function<LstmFunction> {
    /// An empty tensor stands for one that is not there: an undefined one is not let in, and of an optional one the
    /// oldest LibTorch forgets the gradient.
    static Tensor forward(AutogradContext* context, const Tensor& inputs, const Tensor& constantInputs, const Tensor& kernel, const Tensor& bias, const Tensor& startC, const Tensor& startH,
                          const std::vector<std::int64_t>& counts, bool backward, double forgetBias)
    {
        const auto there = [](const Tensor& tensor) { return tensor.numel() > 0 ? tensor : Tensor(); };
        const auto c0 = there(startC), h0 = there(startH), same = there(constantInputs);
        const auto units = bias.size(0) / 4;
        const auto width = inputs.size(1), sameWidth = same.defined() ? same.size(1) : 0;
        const auto base = bias.expand({counts.front(), 4 * units}).clone(at::MemoryFormat::Contiguous); // what all steps of a sequence begin from
        if (same.defined())
            Panels(kernel.narrow(0, width, sameWidth)).addProduct(base, same);
        const Panels recurrent(kernel.narrow(0, width + sameWidth, units));
        const auto gates = torch::empty({inputs.size(0), 4 * units}, inputs.options());
        std::int64_t row = 0;
        for (const auto count : counts) {
            gates.narrow(0, row, count).copy_(base.narrow(0, 0, count));
            row += count;
        }
        LayerInput(inputs, !inputs.requires_grad()).addProduct(gates, kernel.narrow(0, 0, width));
        const auto c = torch::empty({inputs.size(0), units}, inputs.options());
        const auto h = torch::empty_like(c);
        const Walk walk(counts, backward);
        inParallel(shareOut(counts, inputs.device().is_cpu()), [&](const SequenceShare& share) {
            for (std::size_t k = 0; k < walk.size(); ++k) {
                const auto step = walk.at(k, share);
                if (step.carried > 0) {
                    const auto z = gates.narrow(0, step.row, step.carried);
                    recurrent.addProduct(z, h.narrow(0, step.rowBefore, step.carried));
                    gatesForward(z, c.narrow(0, step.rowBefore, step.carried), c.narrow(0, step.row, step.carried), h.narrow(0, step.row, step.carried), static_cast<float>(forgetBias));
                }
                if (const auto n = step.beginning(); n > 0) {
                    const auto row = step.row + step.carried;
                    const auto z = gates.narrow(0, row, n);
                    if (h0.defined())
                        recurrent.addProduct(z, h0.narrow(0, step.first, n));
                    gatesForward(z, rowsOf(c0, step.first, n), c.narrow(0, row, n), h.narrow(0, row, n), static_cast<float>(forgetBias));
                }
            }
        });
        context->save_for_backward({inputs, same, kernel, gates, c, h, c0, h0});
        context->saved_data["counts"] = counts;
        context->saved_data["backward"] = backward;
        context->saved_data["inputs"] = inputs.requires_grad();
        return h;
    }

    static tensor_list backward(AutogradContext* context, tensor_list gradients)
    {
        takeOnce(context);
        const auto saved = context->get_saved_variables();
        const auto &inputs = saved[0], &same = saved[1], &kernel = saved[2], &gates = saved[3], &c = saved[4], &h = saved[5], &c0 = saved[6], &h0 = saved[7];
        const auto counts = context->saved_data["counts"].toIntVector();
        const auto units = h.size(1);
        const auto width = inputs.size(1), sameWidth = same.defined() ? same.size(1) : 0;
        const Panels recurrentT(kernel.narrow(0, width + sameWidth, units).t());

        const auto dh = gradients[0].clone(at::MemoryFormat::Contiguous);
        const auto dc = torch::zeros({counts.front(), units}, h.options()); // in the end that of c0
        const auto dh0 = h0.defined() ? torch::zeros_like(dc) : Tensor();
        const Walk walk(counts, context->saved_data["backward"].toBool());
        inParallel(shareOut(counts, h.device().is_cpu()), [&](const SequenceShare& share) {
            Walk::Step after;
            for (std::size_t k = walk.size(); k-- > 0;) {
                const auto step = walk.at(k, share);
                if (after.carried > 0)
                    recurrentT.addProduct(dh.narrow(0, step.row, after.carried), gates.narrow(0, after.row, after.carried));
                if (step.carried > 0)
                    gatesBackward(gates.narrow(0, step.row, step.carried), c.narrow(0, step.rowBefore, step.carried), c.narrow(0, step.row, step.carried),
                                  dh.narrow(0, step.row, step.carried), dc.narrow(0, share.from, step.carried));
                if (const auto n = step.beginning(); n > 0) {
                    const auto row = step.row + step.carried;
                    const auto dz = gates.narrow(0, row, n);
                    gatesBackward(dz, rowsOf(c0, step.first, n), c.narrow(0, row, n), dh.narrow(0, row, n), dc.narrow(0, step.first, n));
                    if (h0.defined())
                        recurrentT.addProduct(dh0.narrow(0, step.first, n), dz);
                }
                after = step;
            }
        });
        const auto& dz = gates;
        const auto dKernel = torch::zeros_like(kernel);
        LayerInput(inputs, !context->saved_data["inputs"].toBool()).addOuterProducts(dKernel.narrow(0, 0, width), dz);
        const auto dRecurrent = dKernel.narrow(0, width + sameWidth, units);
        const SequenceShare all{0, counts.front()};
        addOuterProducts(dRecurrent, h, dz, carriedPairs(walk, all));
        if (h0.defined())
            addOuterProducts(dRecurrent, h0, dz, beginningPairs(walk, all));
        Tensor dInputs, dSame, dBias;
        if (context->saved_data["inputs"].toBool()) {
            dInputs = torch::zeros_like(inputs);
            Panels(kernel.narrow(0, 0, width).t()).addProduct(dInputs, dz);
        }
        if (same.defined()) {
            const auto dBase = torch::zeros({counts.front(), 4 * units}, h.options());
            std::int64_t row = 0;
            for (const auto count : counts) {
                dBase.narrow(0, 0, count).add_(dz.narrow(0, row, count));
                row += count;
            }
            addOuterProducts(dKernel.narrow(0, width, sameWidth), same, dBase);
            dSame = torch::zeros_like(same);
            Panels(kernel.narrow(0, width, sameWidth).t()).addProduct(dSame, dBase);
            dBias = dBase.sum(0);
        } else {
            dBias = dz.sum(0);
        }
        return {dInputs, dSame, dKernel, dBias, c0.defined() ? dc : Tensor(), dh0, Tensor(), Tensor(), Tensor()};
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

Tensor lstmLayer(const PackedSteps& steps, const LstmInputs& inputs, const LstmWeights& weights, const LstmState& start, Direction direction)
{
    const auto given = [&](const Tensor& tensor) { return tensor.defined() ? tensor : torch::empty({0}, weights.bias.options().requires_grad(false)); };
    return LstmFunction::apply(inputs.rows, given(inputs.ofSequence), weights.kernel, weights.bias, given(start.c), given(start.h), steps.counts, direction == Direction::kBackward, weights.forgetBias);
}

std::pair<Tensor, Tensor> lstmStep(const Tensor& input, const Tensor& c, const Tensor& h, const LstmWeights& weights)
{
    auto next = Cell::apply(torch::addmm(weights.bias, torch::cat({input, h}, 1), weights.kernel), c.contiguous(), weights.forgetBias);
    return {next[0], next[1]};
}

} // namespace partita::nn
