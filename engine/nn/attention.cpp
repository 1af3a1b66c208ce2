#include "engine/nn/attention.h"

#include "engine/nn/attend.h"
#include "engine/nn/gates.h"
#include "engine/nn/layer_input.h"
#include "engine/nn/panels.h"
#include "engine/nn/shares.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

namespace partita::nn {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

/// The weights of the wrapper and of its cells; autograd knows them as one list.
struct Weights {
    Tensor inputKernel, inputBias, queryKernel, queryBias, outputKernel, outputBias, attnW, attnV;
    struct Cell {
        Tensor kernel, bias;
        std::int64_t units() const { return bias.size(0) / 4; }
        std::int64_t width() const { return kernel.size(0) - units(); }
        Tensor inputRows() const { return kernel.narrow(0, 0, width()); }
        Tensor recurrentRows() const { return kernel.narrow(0, width(), units()); }
    };
    std::vector<Cell> cells;

    explicit Weights(const std::vector<Tensor>& list)
        : inputKernel(list[0]), inputBias(list[1]), queryKernel(list[2]), queryBias(list[3]), outputKernel(list[4]), outputBias(list[5]), attnW(list[6]), attnV(list[7])
    {
        for (std::size_t i = 8; i + 1 < list.size(); i += 2)
            cells.push_back({list[i], list[i + 1]});
    }
    Weights gradients() const
    {
        std::vector<Tensor> zeros;
        for (const auto& weight : list())
            zeros.push_back(torch::zeros_like(weight));
        return Weights(zeros);
    }
    std::vector<Tensor> list() const
    {
        std::vector<Tensor> all{inputKernel, inputBias, queryKernel, queryBias, outputKernel, outputBias, attnW, attnV};
        for (const auto& cell : cells)
            all.insert(all.end(), {cell.kernel, cell.bias});
        return all;
    }
    std::int64_t size() const { return attnV.size(0); } ///< A
    /// The input kernel's rows that meet the layer's inputs, and those that meet what was attended to before.
    std::int64_t width() const { return inputKernel.size(0) - size(); }
    Tensor inputRows() const { return inputKernel.narrow(0, 0, width()); }
    Tensor attendedRows() const { return inputKernel.narrow(0, width(), size()); }
};

/// A pass: what it was given and what it computed, for all rows.
struct Pass : torch::CustomClassHolder {
    Weights weights;
    Tensor inputs;
    std::vector<Tensor> masks;
    std::vector<std::int64_t> counts;
    std::int64_t attnLength;
    bool constant; ///< the inputs

    struct Cell {
        Tensor gates, c, h; ///< c and h are columns of `state`
        Tensor y;           ///< h with its mask: what is above reads it
    };
    std::vector<Cell> cells;
    Tensor x;              ///< what the first cell reads
    Tensor state, query;   ///< [rows, Σ 2 units], [rows, A]
    Tensor shares;         ///< [rows, L]: the weights of the memory
    Tensor read, attended; ///< [rows, units + A]: the last y, and what was attended to
    Tensor output, keys;   ///< [rows, A]

    Pass(const Weights& given, const Tensor& rows, std::vector<Tensor> dropped, const std::vector<std::int64_t>& steps, std::int64_t length)
        : weights(given), inputs(rows), masks(std::move(dropped)), counts(steps), attnLength(length), constant(!rows.requires_grad())
    {
        const auto startingAt = [&](const Tensor& bias) { return bias.expand({rows.size(0), bias.size(0)}).clone(at::MemoryFormat::Contiguous); };
        state = room(stateSize());
        std::int64_t column = 0;
        for (const auto& cell : weights.cells) {
            const auto units = cell.units();
            cells.push_back({startingAt(cell.bias), state.narrow(1, column, units), state.narrow(1, column + units, units), {}});
            column += 2 * units;
        }
        const auto units = weights.cells.back().units();
        read = room(units + weights.size());
        attended = read.narrow(1, units, weights.size());
        for (std::size_t k = 0; k + 1 < cells.size(); ++k)
            cells[k].y = masks.empty() ? cells[k].h : torch::empty_like(cells[k].h);
        cells.back().y = read.narrow(1, 0, units);
        x = startingAt(weights.inputBias);
        query = startingAt(weights.queryBias);
        output = startingAt(weights.outputBias);
        keys = torch::zeros_like(output);
        shares = room(length);
    }

    Tensor room(std::int64_t columns) const { return torch::empty({inputs.size(0), columns}, inputs.options().requires_grad(false)); }
    std::int64_t stateSize() const
    {
        std::int64_t size = 0;
        for (const auto& cell : weights.cells)
            size += 2 * cell.units();
        return size;
    }
    const Tensor& below(std::size_t cell) const { return cell == 0 ? x : cells[cell - 1].y; }

    void forward(double forgetBias);
    /// The gradients of the weights, and of the inputs unless they are constant. Spends the gates.
    std::pair<Weights, Tensor> backward(const Tensor& dOut);
};

/// A share's rows of each step.
class Steps {
public:
    Steps(const std::vector<std::int64_t>& counts, const SequenceShare& share)
    {
        std::int64_t row = 0;
        for (const auto count : counts) {
            if (const auto n = share.rows(count); n > 0) {
                m_rows.push_back(row + share.from);
                m_counts.push_back(n);
            }
            row += count;
        }
    }
    std::size_t size() const { return m_rows.size(); }
    std::int64_t count(std::size_t t) const { return m_counts[t]; }
    /// Those of step t.
    Tensor at(const Tensor& rows, std::size_t t) const { return rows.narrow(0, m_rows[t], m_counts[t]); }
    /// Those of step t − 1 that go on to step t.
    Tensor before(const Tensor& rows, std::size_t t) const { return rows.narrow(0, m_rows[t - 1], m_counts[t]); }
    Remembered remembered(std::size_t t, std::int64_t attnLength) const
    {
        const auto many = std::min<std::size_t>(t, static_cast<std::size_t>(attnLength));
        return {attnLength, {m_rows.begin() + static_cast<std::ptrdiff_t>(t - many), m_rows.begin() + static_cast<std::ptrdiff_t>(t)}};
    }

private:
    std::vector<std::int64_t> m_rows, m_counts;
};

std::vector<RowPairs> carriedPairs(const std::vector<std::int64_t>& counts)
{
    std::vector<RowPairs> pairs;
    std::int64_t row = 0;
    for (std::size_t t = 1; t < counts.size(); ++t) {
        pairs.push_back({row, row + counts[t - 1], counts[t]});
        row += counts[t - 1];
    }
    return pairs;
}

void Pass::forward(double forgetBias)
{
    LayerInput(inputs, constant).addProduct(x, weights.inputRows());
    const Panels fromAttended(weights.attendedRows()), toQuery(weights.queryKernel), toOutput(weights.outputKernel), toKeys(weights.attnW);
    std::vector<Panels> fromBelow, recurrent;
    for (const auto& cell : weights.cells) {
        fromBelow.emplace_back(cell.inputRows());
        recurrent.emplace_back(cell.recurrentRows());
    }
    inParallel(shareOut(counts, inputs.device().is_cpu()), [&](const SequenceShare& share) {
        const Steps steps(counts, share);
        for (std::size_t t = 0; t < steps.size(); ++t) {
            if (t > 0)
                fromAttended.addProduct(steps.at(x, t), steps.before(attended, t));
            for (std::size_t k = 0; k < cells.size(); ++k) {
                const auto& cell = cells[k];
                const auto z = steps.at(cell.gates, t), h = steps.at(cell.h, t);
                fromBelow[k].addProduct(z, steps.at(below(k), t));
                if (t > 0)
                    recurrent[k].addProduct(z, steps.before(cell.h, t));
                gatesForward(z, t > 0 ? steps.before(cell.c, t) : Tensor(), steps.at(cell.c, t), h, static_cast<float>(forgetBias));
                auto y = steps.at(cell.y, t);
                if (!masks.empty())
                    at::mul_out(y, h, steps.at(masks[k], t));
                else if (k + 1 == cells.size())
                    y.copy_(h);
            }
            toQuery.addProduct(steps.at(query, t), steps.at(state, t));
            attendForward(steps.at(query, t), {keys, output, weights.attnV}, steps.remembered(t, attnLength), steps.at(shares, t), steps.at(attended, t));
            toOutput.addProduct(steps.at(output, t), steps.at(read, t));
            toKeys.addProduct(steps.at(keys, t), steps.at(output, t));
        }
    });
}

std::pair<Weights, Tensor> Pass::backward(const Tensor& dOut)
{
    const auto dOutput = dOut.clone(at::MemoryFormat::Contiguous);
    const auto dKeys = torch::zeros_like(keys), dQuery = torch::empty_like(query), dX = torch::zeros_like(x), dState = torch::zeros_like(state), dRead = torch::zeros_like(read);
    const auto dAttended = dRead.narrow(1, dRead.size(1) - weights.size(), weights.size());

    const Panels toAttended(weights.attendedRows().t()), fromQuery(weights.queryKernel.t()), fromOutput(weights.outputKernel.t()), fromKeys(weights.attnW.t());
    std::vector<Panels> toBelow, recurrent;
    std::vector<Tensor> dc, dh; // of a cell: by sequence; columns of dState
    std::int64_t column = 0;
    std::vector<Tensor> dStateC;
    for (const auto& cell : weights.cells) {
        toBelow.emplace_back(cell.inputRows().t());
        recurrent.emplace_back(cell.recurrentRows().t());
        dc.push_back(torch::zeros({counts.front(), cell.units()}, dOutput.options()));
        dStateC.push_back(dState.narrow(1, column, cell.units()));
        dh.push_back(dState.narrow(1, column + cell.units(), cell.units()));
        column += 2 * cell.units();
    }
    const auto allShares = shareOut(counts, dOutput.device().is_cpu());
    const auto dAttnV = torch::zeros({static_cast<std::int64_t>(allShares.size()), weights.size()}, dOutput.options());
    inParallel(allShares, [&](const SequenceShare& share) {
        const Steps steps(counts, share);
        const AttentionMemory dMemory{dKeys, dOutput, dAttnV[&share - allShares.data()]};
        for (std::size_t t = steps.size(); t-- > 0;) {
            fromKeys.addProduct(steps.at(dOutput, t), steps.at(dKeys, t)); // later steps have added all they had
            fromOutput.addProduct(steps.at(dRead, t), steps.at(dOutput, t));
            attendBackward(steps.at(query, t), {keys, output, weights.attnV}, steps.remembered(t, attnLength), steps.at(shares, t), steps.at(dAttended, t), steps.at(dQuery, t), dMemory);
            fromQuery.addProduct(steps.at(dState, t), steps.at(dQuery, t));
            auto dY = steps.at(dRead, t).narrow(1, 0, cells.back().h.size(1));
            for (std::size_t k = cells.size(); k-- > 0;) {
                const auto dHere = steps.at(dh[k], t), dCell = dc[k].narrow(0, share.from, steps.count(t)), dz = steps.at(cells[k].gates, t);
                if (masks.empty())
                    dHere.add_(dY);
                else
                    dHere.addcmul_(dY, steps.at(masks[k], t));
                dCell.add_(steps.at(dStateC[k], t));
                gatesBackward(dz, t > 0 ? steps.before(cells[k].c, t) : Tensor(), steps.at(cells[k].c, t), dHere, dCell);
                if (t > 0)
                    recurrent[k].addProduct(steps.before(dh[k], t), dz);
                dY = k == 0 ? steps.at(dX, t) : torch::zeros({steps.count(t), weights.cells[k].width()}, dz.options());
                toBelow[k].addProduct(dY, dz);
            }
            if (t > 0)
                toAttended.addProduct(steps.before(dAttended, t), steps.at(dX, t));
        }
    });

    auto gradients = weights.gradients();
    const auto carried = carriedPairs(counts);
    const LayerInput given(inputs, constant);
    given.addOuterProducts(gradients.inputRows(), dX);
    addOuterProducts(gradients.attendedRows(), attended, dX, carried);
    gradients.inputBias = dX.sum(0);
    for (std::size_t k = 0; k < cells.size(); ++k) {
        addOuterProducts(gradients.cells[k].inputRows(), below(k), cells[k].gates);
        addOuterProducts(gradients.cells[k].recurrentRows(), cells[k].h, cells[k].gates, carried);
        gradients.cells[k].bias = cells[k].gates.sum(0);
    }
    addOuterProducts(gradients.queryKernel, state, dQuery);
    gradients.queryBias = dQuery.sum(0);
    addOuterProducts(gradients.outputKernel, read, dOutput);
    gradients.outputBias = dOutput.sum(0);
    addOuterProducts(gradients.attnW, output, dKeys);
    gradients.attnV = dAttnV.sum(0);
    Tensor dInputs;
    if (!constant) {
        dInputs = torch::zeros_like(inputs);
        Panels(weights.inputRows().t()).addProduct(dInputs, dX);
    }
    return {gradients, dInputs};
}

struct AttentionFunction : torch::autograd::Function<AttentionFunction> {
    static Tensor forward(AutogradContext* context, const Tensor& inputs, at::TensorList weights, const std::vector<Tensor>& masks, const std::vector<std::int64_t>& counts,
                          std::int64_t attnLength, double forgetBias)
    {
        auto pass = c10::make_intrusive<Pass>(Weights(weights.vec()), inputs, masks, counts, attnLength);
        pass->forward(forgetBias);
        const auto output = pass->output.detach(); // the pass must not own the graph that owns it
        context->saved_data["pass"] = at::IValue::make_capsule(std::move(pass));
        return output;
    }

    static tensor_list backward(AutogradContext* context, tensor_list gradients)
    {
        const auto found = context->saved_data.find("pass");
        TORCH_CHECK(found != context->saved_data.end(), "this graph can be walked back once");
        const auto pass = c10::static_intrusive_pointer_cast<Pass>(found->second.toCapsule());
        context->saved_data.clear();
        const auto [weights, dInputs] = pass->backward(gradients[0]);
        tensor_list all{dInputs};
        for (const auto& weight : weights.list())
            all.push_back(weight);
        all.resize(all.size() + 4); // of masks, counts, attnLength and forgetBias none
        return all;
    }
};

} // namespace

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

Tensor attentionLayer(const PackedSteps& steps, const Tensor& inputs, const AttentionWeights& weights, std::span<const LstmWeights> cells, int attnLength, std::span<const Tensor> masks)
{
    const auto size = weights.attnV.size(0);
    std::vector<Tensor> list{weights.input.kernel, weights.input.bias, weights.query.kernel, weights.query.bias, weights.output.kernel, weights.output.bias, weights.attnW.view({size, size}), weights.attnV};
    for (const auto& cell : cells)
        list.insert(list.end(), {cell.kernel, cell.bias});
    return AttentionFunction::apply(inputs, at::TensorList(list), std::vector<Tensor>(masks.begin(), masks.end()), steps.counts, std::int64_t{attnLength}, double{cells.front().forgetBias});
}

} // namespace partita::nn
