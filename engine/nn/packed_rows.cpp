#include "engine/nn/packed_rows.h"

#include <torch/types.h>

#include <algorithm>
#include <numeric>

namespace partita::nn {
namespace {

torch::Tensor indices(const std::vector<std::int64_t>& values, torch::Device device)
{
    return torch::tensor(values, torch::kLong).to(device);
}

} // namespace

PackedRows::PackedRows(std::span<const std::int64_t> lengths, std::int64_t steps, torch::Device device)
    : m_sequences(static_cast<std::int64_t>(lengths.size())), m_time(steps)
{
    std::vector<std::int64_t> order(lengths.size());
    std::iota(order.begin(), order.end(), std::int64_t{0});
    const auto lengthOf = [&](std::int64_t i) { return lengths[static_cast<std::size_t>(i)]; };
    std::ranges::stable_sort(order, std::ranges::greater{}, lengthOf);
    while (!order.empty() && lengthOf(order.back()) == 0)
        order.pop_back();
    m_inOrder = order.size() == lengths.size() && std::ranges::is_sorted(order);

    std::vector<std::int64_t> source, sequence, step, last(order.size());
    auto active = order.size();
    for (std::int64_t t = 0;; ++t) {
        while (active > 0 && lengthOf(order[active - 1]) <= t)
            --active;
        if (active == 0)
            break;
        for (std::size_t i = 0; i < active; ++i) {
            last[i] = static_cast<std::int64_t>(source.size());
            source.push_back(order[i] * steps + t);
            sequence.push_back(order[i]);
            step.push_back(t);
        }
        m_steps.counts.push_back(static_cast<std::int64_t>(active));
    }
    m_source = indices(source, device);
    m_sequence = indices(sequence, device);
    m_step = indices(step, device);
    m_order = indices(order, device);
    m_last = indices(last, device);
}

torch::Tensor PackedRows::pack(const torch::Tensor& padded) const
{
    return padded.reshape({m_sequences * m_time, padded.size(2)}).index_select(0, m_source);
}

torch::Tensor PackedRows::restore(const torch::Tensor& ordered) const
{
    if (m_inOrder)
        return ordered;
    return torch::zeros({m_sequences, ordered.size(1)}, ordered.options()).index_copy(0, m_order, ordered);
}

torch::Tensor PackedRows::unpack(const torch::Tensor& rows) const
{
    return torch::zeros({m_sequences * m_time, rows.size(1)}, rows.options()).index_copy(0, m_source, rows).reshape({m_sequences, m_time, rows.size(1)});
}

} // namespace partita::nn
