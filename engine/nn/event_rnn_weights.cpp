#include "engine/nn/event_rnn_weights.h"

#include <numeric>

namespace partita::nn {
namespace {

AttentionWeights makeAttention(const std::string& scope, std::int64_t input, std::int64_t size, std::int64_t query, const MakeTensor& make)
{
    AttentionWeights weights;
    weights.input = {make(scope + "kernel", {input + size, input}), make(scope + "bias", {input})};
    weights.attnW = make(scope + "attention/attn_w", {1, 1, size, size});
    weights.attnV = make(scope + "attention/attn_v", {size});
    weights.query = {make(scope + "attention/kernel", {query, size}), make(scope + "attention/bias", {size})};
    weights.output = {make(scope + "attn_output_projection/kernel", {2 * size, size}), make(scope + "attn_output_projection/bias", {size})};
    return weights;
}

} // namespace

EventRnnWeights makeWeights(const models::RnnSpec& spec, const MakeTensor& make)
{
    using models::Attention;
    const auto& sizes = spec.rnn_layer_sizes;
    EventRnnWeights weights;
    std::string stack = "rnn/";
    std::int64_t input = spec.oneHotDepth > 0 ? spec.oneHotDepth : spec.inputSize;
    if (spec.attention == Attention::kWholeStack) {
        stack += "attention_cell_wrapper/";
        weights.attention = makeAttention(stack, input, sizes.back(), 2 * std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}), make);
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const std::int64_t units = sizes[i];
        std::string scope = stack + "multi_rnn_cell/cell_" + std::to_string(i) + "/";
        EventRnnWeights::Layer layer;
        if (spec.residual_connections && (i == 0 || sizes[i] != sizes[i - 1])) {
            scope += "input_projection_wrapper/";
            layer.projection = DenseWeights{make(scope + "kernel", {input, units}), make(scope + "bias", {units})};
            input = units;
        }
        if (spec.attention == Attention::kFirstLayer && i == 0) {
            scope += "attention_cell_wrapper/";
            weights.attention = makeAttention(scope, input, units, 2 * units, make);
        }
        layer.lstm = {make(scope + "basic_lstm_cell/kernel", {input + units, 4 * units}), make(scope + "basic_lstm_cell/bias", {4 * units}), spec.forgetBias};
        weights.layers.push_back(std::move(layer));
        input = units;
    }
    const std::int64_t classes = std::accumulate(spec.numClasses.begin(), spec.numClasses.end(), std::int64_t{0});
    weights.output = {make("fully_connected/weights", {input, classes}), make("fully_connected/biases", {classes})};
    return weights;
}

} // namespace partita::nn
