#include "engine/models/rnn_variables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>

namespace partita::models {
namespace {

DenseParts<Variable> dense(const std::string& scope, std::int64_t in, std::int64_t out)
{
    return {{scope + "kernel", {in, out}}, {scope + "bias", {out}}};
}

/// The attention wrapper's own variables. `query`: size of the flattened inner state.
AttentionParts<Variable> attention(const std::string& scope, std::int64_t input, std::int64_t size, std::int64_t query)
{
    return {dense(scope, input + size, input),
            {scope + "attention/attn_w", {1, 1, size, size}},
            {scope + "attention/attn_v", {size}},
            dense(scope + "attention/", query, size),
            dense(scope + "attn_output_projection/", 2 * size, size)};
}

/// All but the output.
RnnParts<Variable> stackParts(const RnnSpec& spec, const std::string& root)
{
    RnnParts<Variable> parts;
    const auto& sizes = spec.rnn_layer_sizes;
    std::int64_t input = spec.oneHotDepth > 0 ? spec.oneHotDepth : spec.inputSize;
    std::string scope = root;
    if (spec.attention == Attention::kWholeStack && !sizes.empty()) {
        scope += "attention_cell_wrapper/";
        parts.attention = attention(scope, input, sizes.back(), 2 * std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}));
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        auto& layer = parts.layers.emplace_back();
        const std::int64_t units = sizes[i];
        std::string cell = fmt::format("{}multi_rnn_cell/cell_{}/", scope, i);
        if (spec.residual_connections && (i == 0 || sizes[i] != sizes[i - 1])) {
            cell += "input_projection_wrapper/";
            layer.projection = dense(cell, input, units);
            input = units;
        }
        if (spec.attention == Attention::kFirstLayer && i == 0) {
            cell += "attention_cell_wrapper/";
            parts.attention = attention(cell, input, units, 2 * units);
        }
        layer.lstm = dense(cell + "basic_lstm_cell/", input + units, 4 * units);
        input = units;
    }
    return parts;
}

constexpr std::pair<std::string_view, std::string_view> kParts[] = {
    {"RNN", "rnn"},
    {"MultiRNNCell", "multi_rnn_cell"},
    {"BasicLSTMCell", "basic_lstm_cell"},
    {"LSTMCell", "basic_lstm_cell"},
    {"cudnn_compatible_lstm_cell", "basic_lstm_cell"},
    {"AttentionCellWrapper", "attention_cell_wrapper"},
    {"Attention", "attention"},
    {"AttnW", "attn_w"},
    {"AttnV", "attn_v"},
    {"AttnOutputProjection", "attn_output_projection"},
    {"attention_output_projection", "attn_output_projection"},
    {"InputProjectionWrapper", "input_projection_wrapper"},
    {"Matrix", "kernel"},
    {"W_0", "kernel"},
    {"weights", "kernel"},
    {"Bias", "bias"},
    {"B", "bias"},
    {"biases", "bias"},
};

constexpr std::string_view kSlots[] = {"Adam", "Adam_1", "Adagrad", "Momentum", "RMSProp", "RMSProp_1", "ExponentialMovingAverage"};

/// The number that ends `part` after `prefix`, e.g. 3 of "Cell3".
std::optional<int> numberAfter(std::string_view part, std::string_view prefix)
{
    int number = 0;
    if (!part.starts_with(prefix))
        return std::nullopt;
    part.remove_prefix(prefix.size());
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    return error == std::errc() && end == part.data() + part.size() && number >= 0 ? std::optional(number) : std::nullopt;
}

std::vector<std::string> split(std::string_view name)
{
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= name.size();) {
        const auto end = std::min(name.find('/', begin), name.size());
        parts.emplace_back(name.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

} // namespace

RnnParts<Variable> eventRnnParts(const RnnSpec& spec)
{
    const std::int64_t last = spec.rnn_layer_sizes.empty() ? spec.inputSize : spec.rnn_layer_sizes.back();
    if (const std::int64_t hidden = spec.nadeHiddenUnits; hidden > 0) {
        const std::int64_t visible = spec.inputSize;
        auto parts = stackParts(spec, "decoder/");
        parts.output = dense("decoder/dense/", last, hidden + visible);
        parts.nade = NadeParts<Variable>{{"nade/w_enc", {visible, 1, hidden}}, {"nade/w_dec_t", {visible, hidden, 1}}};
        return parts;
    }
    auto parts = stackParts(spec, "rnn/");
    const std::int64_t classes = std::accumulate(spec.numClasses.begin(), spec.numClasses.end(), std::int64_t{0});
    parts.output = {{"fully_connected/weights", {last, classes}}, {"fully_connected/biases", {classes}}};
    return parts;
}

std::vector<Variable> eventRnnVariables(const RnnSpec& spec)
{
    std::vector<Variable> variables;
    mapParts(eventRnnParts(spec), [&](const Variable& variable) {
        variables.push_back(variable);
        return 0;
    });
    return variables;
}

VariableName readVariableName(std::string_view name)
{
    VariableName read;
    if (name.ends_with(":0"))
        name.remove_suffix(2);
    auto parts = split(name);
    while (parts.size() > 1 && parts.front() == "rnn_model")
        parts.erase(parts.begin());
    if (parts.size() == 1 && parts.front() == "global_step")
        read.role = VariableName::Role::kStep;
    else if (parts.size() == 1 && (parts.front() == "beta1_power" || parts.front() == "beta2_power"))
        read.role = VariableName::Role::kOptimizer;

    // Layers of unequal sizes are CudnnLSTMs of their own: cudnn_lstm, cudnn_lstm_1, …, each with a cell_0.
    int firstLayer = 0;
    if (parts.front().starts_with("cudnn_lstm")) {
        read.cudnn = true;
        firstLayer = numberAfter(parts.front(), "cudnn_lstm_").value_or(0);
        parts.erase(parts.begin());
    }
    std::string slot;
    if (parts.size() > 1 && std::ranges::find(kSlots, parts.back()) != std::end(kSlots)) {
        read.role = VariableName::Role::kOptimizer;
        slot = "/" + parts.back();
        parts.pop_back();
    }

    std::erase(parts, "Linear");
    for (auto& part : parts) {
        const auto known = std::ranges::find(kParts, part, &std::pair<std::string_view, std::string_view>::first);
        if (known != std::end(kParts))
            part = known->second;
        for (const auto prefix : {"Cell", "cell_"})
            if (const auto layer = numberAfter(part, prefix))
                part = fmt::format("cell_{}", static_cast<std::int64_t>(*layer) + firstLayer);
    }
    // The output layer alone keeps the old words.
    if (parts.size() == 2 && parts.front() == "fully_connected")
        parts.back() = parts.back() == "kernel" ? "weights" : parts.back() == "bias" ? "biases" : parts.back();
    read.canonical = fmt::format("{}{}", fmt::join(parts, "/"), slot);
    return read;
}

} // namespace partita::models
