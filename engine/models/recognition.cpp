#include "engine/models/recognition.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <numeric>

namespace partita::models {
namespace {

/// Reads the stack under `root` ("rnn/" or "decoder/") from shapes alone. False: there is none.
bool readStack(const Weights& weights, const std::string& root, RnnSpec& spec)
{
    const auto has = [&](const std::string& scope) {
        const auto at = weights.lower_bound(scope);
        return at != weights.end() && at->first.starts_with(scope);
    };
    std::string scope = root;
    if (has(root + "attention_cell_wrapper/")) {
        scope += "attention_cell_wrapper/";
        spec.attention = Attention::kWholeStack;
        if (const auto projection = matrix(weights, scope + "kernel"))
            spec.inputSize = static_cast<int>(projection->columns);
    }
    for (std::size_t i = 0; i < kMostLayers; ++i) {
        std::string cell = fmt::format("{}multi_rnn_cell/cell_{}/", scope, i);
        std::int64_t input = 0;
        if (has(cell + "input_projection_wrapper/")) {
            cell += "input_projection_wrapper/";
            spec.residual_connections = true;
            if (const auto projection = matrix(weights, cell + "kernel"))
                input = projection->rows;
        }
        if (has(cell + "attention_cell_wrapper/")) {
            cell += "attention_cell_wrapper/";
            spec.attention = Attention::kFirstLayer;
            if (const auto projection = matrix(weights, cell + "kernel"); projection && input == 0)
                input = projection->columns;
        }
        const auto lstm = matrix(weights, cell + "basic_lstm_cell/kernel");
        if (!lstm || lstm->columns / 4 > kMostUnits || lstm->columns < 4)
            break;
        spec.rnn_layer_sizes.push_back(static_cast<int>(lstm->columns / 4));
        if (i == 0 && spec.inputSize == 0)
            spec.inputSize = static_cast<int>(input > 0 ? input : lstm->rows - lstm->columns / 4);
    }
    return !spec.rnn_layer_sizes.empty();
}

bool fits(const EventRnnConfig& row, const RnnSpec& spec, std::int64_t classes)
{
    const bool index = row.encoding == EncodingKind::kPerformanceOneHotIndex;
    return (index ? row.numClasses.front() : row.inputSize) == spec.inputSize
           && std::accumulate(row.numClasses.begin(), row.numClasses.end(), std::int64_t{0}) == classes;
}

/// The row of the table by what the file says of itself, else by the sizes; of several that fit the first.
const EventRnnConfig* chooseConfig(const bundle::Bundle& bundle, const RnnSpec& spec, std::int64_t classes, Recognition& result)
{
    const std::string named = bundle.about(metadata::kConfig);
    const bool index = bundle.about(metadata::kInputWidth) == "1";
    const EventRnnConfig* first = nullptr;
    for (const auto& row : eventRnnConfigs()) {
        // The index variant has the same tensors as its sister; only a stored graph or the name tells.
        const bool rowIsIndex = row.encoding == EncodingKind::kPerformanceOneHotIndex;
        if (!fits(row, spec, classes) || (rowIsIndex && !index && row.id != named) || (!rowIsIndex && index && row.numClasses.size() == 1 && row.inputSize > 1 && row.generatorId == named))
            continue;
        if (row.id == named || row.generatorId == named)
            return &row;
        if (!first)
            first = &row;
    }
    if (first && !named.empty())
        result.remarks.push_back(fmt::format("The file calls itself \"{}\", but its sizes are those of {}.", named, first->id));
    return first;
}

void readPianoroll(Recognition& result)
{
    const auto encoder = result.weights.find("nade/w_enc");
    int nade = 1; // a shape that does not tell is found wrong later
    if (encoder != result.weights.end() && encoder->second.shape.size() == 3 && encoder->second.shape[2] > 0 && encoder->second.shape[2] <= kMostUnits)
        nade = static_cast<int>(encoder->second.shape[2]);
    const bool attention = result.spec.attention != Attention::kNone;
    result.config = findEventRnnConfig(attention ? "rnn-nade_attn" : "rnn-nade").value();
    result.hparams = result.config->hparams;
    result.hparams.nade_hidden_units = result.spec.nadeHiddenUnits = nade;
    if (result.spec.inputSize != result.config->inputSize)
        result.problems.push_back(fmt::format("It plays {} keys; piano-roll models have {}.", result.spec.inputSize, result.config->inputSize));
}

void readEventRnn(const bundle::Bundle& bundle, Recognition& result)
{
    std::int64_t classes = 0;
    if (const auto output = matrix(result.weights, "fully_connected/weights"))
        classes = output->columns;
    result.config = chooseConfig(bundle, result.spec, classes, result);
    if (!result.config) {
        result.problems.push_back(fmt::format("A recurrent network with {} inputs and {} classes fits none of the known configurations.", result.spec.inputSize, classes));
        result.spec.numClasses = {static_cast<int>(classes)};
        return;
    }
    result.hparams = result.config->hparams;
    result.spec.numClasses = result.config->numClasses;
    if (result.config->encoding == EncodingKind::kPerformanceOneHotIndex) {
        result.spec.oneHotDepth = result.spec.inputSize;
        result.spec.inputSize = 1;
    }
}

/// A stored graph tells the attention's length by the width of its state: per layer c and h, then the attention vector
/// and as many rows of the same width as the attention looks back. Whether it is one flat tensor or several does not matter.
std::optional<int> attentionLength(const std::string& stateWidths, const RnnSpec& spec)
{
    const auto& sizes = spec.rnn_layer_sizes;
    const std::int64_t width = spec.attention == Attention::kFirstLayer ? sizes.front() : sizes.back();
    std::int64_t rest = -2 * std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}) - width;
    for (const char *at = stateWidths.data(), *end = at + stateWidths.size(); at < end; ++at) {
        std::int64_t part = 0;
        const auto [next, error] = std::from_chars(at, end, part);
        if (error != std::errc() || part < 0 || part > kMostInputs * kMostUnits)
            return std::nullopt;
        rest += part;
        at = next;
    }
    const std::int64_t length = rest / width;
    return rest > 0 && rest % width == 0 && length <= kMostUnits ? std::optional(static_cast<int>(length)) : std::nullopt;
}

/// What the file says of its hyperparameters, then what the tensors show: they know better.
void settleHParams(const bundle::Bundle& bundle, Recognition& result)
{
    bool lengthKnown = false;
    if (const std::string text = bundle.about(metadata::kHParams); !text.empty()) {
        if (const auto parsed = parseHParams(text, result.hparams)) {
            lengthKnown = text.find("attn_length") != std::string::npos;
            const int nade = result.hparams.nade_hidden_units;
            result.hparams = *parsed;
            result.hparams.nade_hidden_units = nade;
        } else {
            result.remarks.push_back("What the file says of its hyperparameters was left aside. " + parsed.error().message);
        }
    }
    auto& spec = result.spec;
    result.hparams.rnn_layer_sizes = spec.rnn_layer_sizes;
    result.hparams.residual_connections = spec.residual_connections;
    if (spec.attention == Attention::kNone) {
        result.hparams.attn_length = 0;
    } else {
        if (const auto length = attentionLength(bundle.about(metadata::kStateWidths), spec)) {
            result.hparams.attn_length = *length;
            lengthKnown = true;
        }
        if (result.hparams.attn_length == 0) {
            result.hparams.attn_length = 40; // the melody configs'
            lengthKnown = false;
        }
        if (!lengthKnown)
            result.remarks.push_back(fmt::format("How far its attention looks back is stored in no tensor; {} steps were assumed.", result.hparams.attn_length));
    }
    spec.attn_length = result.hparams.attn_length;
}

} // namespace

Recognition recognize(const bundle::Bundle& bundle)
{
    auto contents = readContents(bundle);
    Recognition result;
    result.weights = std::move(contents.weights);
    result.unused = std::move(contents.unused);
    result.problems = std::move(contents.problems);
    result.step = contents.step;
    if (contents.cudnn)
        result.spec.forgetBias = 0.0f;

    if (readStack(result.weights, "rnn/", result.spec)) {
        readEventRnn(bundle, result);
        settleHParams(bundle, result);
        keepVariables(eventRnnVariables(result.spec), result.weights, result.unused, result.problems);
    } else if (result.weights.contains("nade/w_enc") && readStack(result.weights, "decoder/", result.spec)) {
        readPianoroll(result);
        settleHParams(bundle, result);
        keepVariables(eventRnnVariables(result.spec), result.weights, result.unused, result.problems);
    } else {
        result.problems.push_back("It holds none of the recurrent layers that an event RNN has.");
        for (const auto& [name, tensor] : result.weights)
            result.unused.push_back(name);
        result.weights.clear();
    }
    return result;
}

Result<void> applyHParams(const std::string& text, Recognition& recognition)
{
    const auto hparams = parseHParams(text, recognition.hparams);
    if (!hparams)
        return fail(hparams);
    const auto& found = recognition.hparams;
    if (hparams->rnn_layer_sizes != found.rnn_layer_sizes || (hparams->attn_length > 0) != (found.attn_length > 0) ||
        hparams->residual_connections != found.residual_connections)
        return fail(ErrorCode::kMismatch, fmt::format("--hparams does not fit the checkpoint, which has rnn_layer_sizes=[{}],attn_length={},residual_connections={}. Leave out what it shows.",
                                                      fmt::join(found.rnn_layer_sizes, ","), found.attn_length, found.residual_connections));
    recognition.hparams = *hparams;
    recognition.spec.attn_length = hparams->attn_length;
    return {};
}

} // namespace partita::models
