#include "engine/datasets/example_record.h"

#include "engine/formats/sequence_example.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace partita::datasets {
namespace {

using models::EventRnnConfig;

constexpr int kKeysOfALabel = 64;

bool isPianoroll(const EventRnnConfig& config) { return config.encoding == models::EncodingKind::kPianorollFrames; }

/// Frames [steps, keys] as one number each.
std::vector<std::int64_t> keysAsNumbers(std::span<const int> labels, int keys)
{
    std::vector<std::int64_t> numbers(labels.size() / static_cast<std::size_t>(keys));
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (const auto key = i % static_cast<std::size_t>(keys); labels[i] != 0 && key < kKeysOfALabel)
            numbers[i / static_cast<std::size_t>(keys)] |= static_cast<std::int64_t>(std::uint64_t{1} << key);
    return numbers;
}

/// A frame is what the next step reads; only the last is known by its number alone.
std::vector<int> keysOfFrames(std::span<const float> inputs, std::span<const std::int64_t> numbers, int keys)
{
    const auto width = static_cast<std::size_t>(keys);
    std::vector<int> labels;
    for (std::size_t i = width; i < inputs.size(); ++i)
        labels.push_back(inputs[i] != 0.0f);
    for (int key = 0; key < keys && !numbers.empty(); ++key)
        labels.push_back(key < kKeysOfALabel && ((numbers.back() >> key) & 1) != 0);
    return labels;
}

std::unexpected<Error> misfit(const EventRnnConfig& config, const std::string& what)
{
    return fail(ErrorCode::kMismatch, fmt::format("The SequenceExample was not made for {}: {}. Make the data set with --config={}, or train the config it was made for.",
                                                  config.id, what, config.id));
}

} // namespace

Bytes toRecord(const encoding::Example& example, const EventRnnConfig& config)
{
    if (isPianoroll(config))
        return formats::serializeSequenceExample(example.inputs, example.inputSize, keysAsNumbers(example.labels, example.width), 1);
    const std::vector<std::int64_t> labels(example.labels.begin(), example.labels.end());
    return formats::serializeSequenceExample(example.inputs, example.inputSize, labels, example.width);
}

Result<encoding::Example> fromRecord(std::span<const std::uint8_t> record, const EventRnnConfig& config)
{
    auto parsed = formats::parseSequenceExample(record);
    if (!parsed)
        return fail(parsed);
    encoding::Example example{.inputSize = config.inputSize, .width = 1};
    const bool pianoroll = isPianoroll(config);
    example.width = pianoroll ? config.inputSize : static_cast<int>(config.numClasses.size());
    if (parsed->steps() == 0)
        return example;
    if (parsed->inputSize != config.inputSize)
        return misfit(config, fmt::format("it has {} inputs a step, not {}", parsed->inputSize, config.inputSize));
    const int labels = pianoroll ? 1 : example.width;
    if (parsed->width != labels)
        return misfit(config, fmt::format("it has {} labels a step, not {}", parsed->width, labels));
    const bool index = config.encoding == models::EncodingKind::kPerformanceOneHotIndex;
    for (const float input : parsed->inputs) {
        if (!std::isfinite(input))
            return fail(ErrorCode::kDamaged, "The SequenceExample has an input that is no number. Make the data set again.");
        if (index && !(input >= 0.0f && input < static_cast<float>(config.numClasses.front())))
            return misfit(config, fmt::format("an input of {:g} is the index of no event", input));
    }
    if (pianoroll) {
        example.labels = keysOfFrames(parsed->inputs, parsed->labels, config.inputSize);
    } else {
        for (std::size_t i = 0; i < parsed->labels.size(); ++i)
            if (const auto label = parsed->labels[i]; label < 0 || label >= config.numClasses[i % config.numClasses.size()])
                return misfit(config, fmt::format("it has a label {}", label));
        example.labels.assign(parsed->labels.begin(), parsed->labels.end());
    }
    example.inputs = std::move(parsed->inputs);
    return example;
}

} // namespace partita::datasets
