#include "engine/nn/layer_input.h"

#include "engine/nn/panels.h"
#include "engine/nn/simd.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/types.h>

#include <algorithm>

namespace partita::nn {
namespace {

using torch::Tensor;

/// Of so many numbers one may be other than zero for rows to be sparse: reading a row of the matrix for each costs more
/// than its share of a dense product.
constexpr std::int64_t kSparse = 16;

/// out += value · row.
PARTITA_CLONES
void addScaled(float* out, const float* row, float value, std::int64_t count)
{
    for (std::int64_t c = 0; c < count; ++c)
        out[c] += value * row[c];
}

struct Dense : torch::autograd::Function<Dense> {
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& rows, const Tensor& kernel, const Tensor& bias)
    {
        const auto out = bias.expand({rows.size(0), bias.size(0)}).clone(at::MemoryFormat::Contiguous);
        LayerInput(rows, !rows.requires_grad()).addProduct(out, kernel);
        context->save_for_backward({rows, kernel});
        context->saved_data["constant"] = !rows.requires_grad();
        return out;
    }

    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context, torch::autograd::tensor_list gradients)
    {
        const auto saved = context->get_saved_variables();
        const auto &rows = saved[0], &kernel = saved[1];
        const bool constant = context->saved_data["constant"].toBool();
        const auto dOut = gradients[0].contiguous();
        const auto dKernel = torch::zeros_like(kernel);
        LayerInput(rows, constant).addOuterProducts(dKernel, dOut);
        Tensor dRows;
        if (!constant) {
            dRows = torch::zeros_like(rows);
            Panels(kernel.t()).addProduct(dRows, dOut);
        }
        return {dRows, dKernel, dOut.sum(0)};
    }
};

} // namespace

LayerInput::LayerInput(const Tensor& rows, bool constant) : m_rows(rows.contiguous())
{
    if (!constant || !rows.device().is_cpu())
        return;
    const auto width = rows.size(1);
    const auto most = static_cast<std::size_t>(rows.numel() / kSparse);
    const float* values = m_rows.data_ptr<float>();
    m_first.push_back(0);
    for (std::int64_t row = 0; row < rows.size(0) && m_entries.size() <= most; ++row, values += width) {
        for (std::int64_t column = 0; column < width; ++column)
            if (values[column] != 0.0f)
                m_entries.push_back({static_cast<std::int32_t>(column), values[column]});
        m_first.push_back(static_cast<std::int64_t>(m_entries.size()));
    }
    if (m_entries.size() > most) {
        m_entries = {};
        m_first = {};
    }
}

void LayerInput::addProduct(const Tensor& out, const Tensor& matrix) const
{
    if (m_first.empty()) {
        Panels(matrix).addProduct(out, m_rows);
        return;
    }
    at::parallel_for(0, m_rows.size(0), 64, [&](std::int64_t begin, std::int64_t end) {
        for (auto row = begin; row < end; ++row)
            for (auto i = m_first[static_cast<std::size_t>(row)]; i < m_first[static_cast<std::size_t>(row) + 1]; ++i) {
                const auto& [column, value] = m_entries[static_cast<std::size_t>(i)];
                addScaled(out.data_ptr<float>() + row * out.stride(0), matrix.data_ptr<float>() + column * matrix.stride(0), value, out.size(1));
            }
    });
}

void LayerInput::addOuterProducts(const Tensor& gradient, const Tensor& dOut) const
{
    if (m_first.empty()) {
        nn::addOuterProducts(gradient, m_rows, dOut);
        return;
    }
    // Each thread has columns of its own, so that none waits and the sums are always made in the same order.
    at::parallel_for(0, dOut.size(1), 16, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = 0; row < m_rows.size(0); ++row)
            for (auto i = m_first[static_cast<std::size_t>(row)]; i < m_first[static_cast<std::size_t>(row) + 1]; ++i) {
                const auto& [column, value] = m_entries[static_cast<std::size_t>(i)];
                addScaled(gradient.data_ptr<float>() + column * gradient.stride(0) + begin, dOut.data_ptr<float>() + row * dOut.stride(0) + begin, value, end - begin);
            }
    });
}

Tensor denseLayer(const Tensor& rows, const Tensor& kernel, const Tensor& bias)
{
    return Dense::apply(rows, kernel, bias);
}

} // namespace partita::nn
