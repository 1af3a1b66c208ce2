#include "engine/nn/lstm.h"

#include "engine/nn/gates.h"

#include <torch/torch.h>

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
    Step at(std::size_t k, const Share& share) const
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

struct Layer : torch::autograd::Function<Layer> {
    static Tensor forward(AutogradContext* context, const Tensor& inputs, const Tensor& kernel, const Tensor& bias, const std::optional<Tensor>& startC, const std::optional<Tensor>& startH,
                          const std::vector<std::int64_t>& counts, bool backward, double forgetBias)
    {
        const auto c0 = startC.value_or(Tensor()), h0 = startH.value_or(Tensor());
        const auto units = bias.size(0) / 4;
        const auto recurrent = kernel.narrow(0, inputs.size(1), units);
        const auto gates = torch::addmm(bias, inputs, kernel.narrow(0, 0, inputs.size(1)));
        const auto c = torch::empty({inputs.size(0), units}, inputs.options());
        const auto h = torch::empty_like(c);
        const Walk walk(counts, backward);
        inParallel(shareOut(counts, inputs.device().is_cpu()), [&](const Share& share) {
            for (std::size_t k = 0; k < walk.size(); ++k) {
                const auto step = walk.at(k, share);
                if (step.carried > 0) {
                    const auto z = gates.narrow(0, step.row, step.carried);
                    z.addmm_(h.narrow(0, step.rowBefore, step.carried), recurrent);
                    gatesForward(z, c.narrow(0, step.rowBefore, step.carried), c.narrow(0, step.row, step.carried), h.narrow(0, step.row, step.carried), static_cast<float>(forgetBias));
                }
                if (const auto n = step.beginning(); n > 0) {
                    const auto row = step.row + step.carried;
                    const auto z = gates.narrow(0, row, n);
                    if (h0.defined())
                        z.addmm_(h0.narrow(0, step.first, n), recurrent);
                    gatesForward(z, rowsOf(c0, step.first, n), c.narrow(0, row, n), h.narrow(0, row, n), static_cast<float>(forgetBias));
                }
            }
        });
        context->save_for_backward({inputs, kernel, gates, c, h, c0, h0});
        context->saved_data["counts"] = counts;
        context->saved_data["backward"] = backward;
        context->saved_data["inputs"] = inputs.requires_grad();
        return h;
    }

    static tensor_list backward(AutogradContext* context, tensor_list gradients)
    {
        takeOnce(context);
        const auto saved = context->get_saved_variables();
        const auto &inputs = saved[0], &kernel = saved[1], &gates = saved[2], &c = saved[3], &h = saved[4], &c0 = saved[5], &h0 = saved[6];
        const auto counts = context->saved_data["counts"].toIntVector();
        const auto units = h.size(1);
        const auto inputT = kernel.narrow(0, 0, inputs.size(1)).t();
        const auto recurrentT = kernel.narrow(0, inputs.size(1), units).t();

        const auto dh = gradients[0].clone(at::MemoryFormat::Contiguous);
        const auto dc = torch::zeros({counts.front(), units}, h.options()); // in the end that of c0
        const auto dh0 = h0.defined() ? torch::zeros_like(dc) : Tensor();
        const auto hBefore = torch::empty_like(h);
        const Walk walk(counts, context->saved_data["backward"].toBool());
        inParallel(shareOut(counts, h.device().is_cpu()), [&](const Share& share) {
            Walk::Step after;
            for (std::size_t k = walk.size(); k-- > 0;) {
                const auto step = walk.at(k, share);
                if (after.carried > 0)
                    dh.narrow(0, step.row, after.carried).addmm_(gates.narrow(0, after.row, after.carried), recurrentT);
                if (step.carried > 0) {
                    gatesBackward(gates.narrow(0, step.row, step.carried), c.narrow(0, step.rowBefore, step.carried), c.narrow(0, step.row, step.carried),
                                  dh.narrow(0, step.row, step.carried), dc.narrow(0, share.from, step.carried));
                    hBefore.narrow(0, step.row, step.carried).copy_(h.narrow(0, step.rowBefore, step.carried));
                }
                if (const auto n = step.beginning(); n > 0) {
                    const auto row = step.row + step.carried;
                    const auto dz = gates.narrow(0, row, n);
                    gatesBackward(dz, rowsOf(c0, step.first, n), c.narrow(0, row, n), dh.narrow(0, row, n), dc.narrow(0, step.first, n));
                    if (h0.defined()) {
                        hBefore.narrow(0, row, n).copy_(h0.narrow(0, step.first, n));
                        dh0.narrow(0, step.first, n).addmm_(dz, recurrentT);
                    } else {
                        hBefore.narrow(0, row, n).zero_();
                    }
                }
                after = step;
            }
        });
        const auto& dz = gates;
        auto dKernel = torch::empty_like(kernel);
        auto dInputPart = dKernel.narrow(0, 0, inputs.size(1));
        torch::mm_out(dInputPart, inputs.t(), dz);
        auto dRecurrentPart = dKernel.narrow(0, inputs.size(1), units);
        torch::mm_out(dRecurrentPart, hBefore.t(), dz);
        const auto dInputs = context->saved_data["inputs"].toBool() ? torch::mm(dz, inputT) : Tensor();
        return {dInputs, dKernel, dz.sum(0), c0.defined() ? dc : Tensor(), dh0, Tensor(), Tensor(), Tensor()};
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

Tensor lstmLayer(const PackedSteps& steps, const Tensor& inputs, const LstmWeights& weights, const LstmState& start, Direction direction)
{
    const auto given = [](const Tensor& tensor) { return tensor.defined() ? std::optional(tensor) : std::nullopt; };
    return Layer::apply(inputs, weights.kernel, weights.bias, given(start.c), given(start.h), steps.counts, direction == Direction::kBackward, weights.forgetBias);
}

std::pair<Tensor, Tensor> lstmStep(const Tensor& input, const Tensor& c, const Tensor& h, const LstmWeights& weights)
{
    auto next = Cell::apply(torch::addmm(weights.bias, torch::cat({input, h}, 1), weights.kernel), c.contiguous(), weights.forgetBias);
    return {next[0], next[1]};
}

} // namespace partita::nn
