#include "engine/formats/sequence_example.h"

#include "engine/formats/wire.h"

#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace partita::formats {
namespace {

using namespace wire;

// Fields of the messages: SequenceExample { 2: FeatureLists }, FeatureLists { 1: entries { 1: key, 2: FeatureList } },
// FeatureList { 1: Feature a step }, Feature { 2: floats or 3: integers }, and in both { 1: values }.
constexpr int kFeatureLists = 2, kEntry = 1, kKey = 1, kValue = 2, kFeature = 1, kFloats = 2, kIntegers = 3, kValues = 1;
/// Of a step: a byte of a file is eight in memory. Magenta's have six at most.
constexpr std::size_t kMostLabels = 64;
constexpr std::string_view kInputs = "inputs", kLabels = "labels";

/// The numbers of one step, appended to `out`; false where the message makes no sense.
bool readValues(std::span<const std::uint8_t> list, std::vector<float>& out)
{
    Fields fields(list);
    while (fields.next()) {
        if (!fields.is(kValues, kLengthDelimited) && !fields.is(kValues, kFixed32))
            continue;
        const auto bytes = fields.value();
        if (bytes.size() % sizeof(float) != 0)
            return false;
        const std::size_t before = out.size();
        out.resize(before + bytes.size() / sizeof(float));
        if (!bytes.empty())
            std::memcpy(out.data() + before, bytes.data(), bytes.size());
    }
    return fields.good();
}

bool readValues(std::span<const std::uint8_t> list, std::vector<std::int64_t>& out)
{
    const std::size_t most = out.size() + kMostLabels;
    Fields fields(list);
    while (fields.next()) {
        if (fields.is(kValues, kVarint))
            out.push_back(static_cast<std::int64_t>(fields.integer()));
        Fields packed(fields.is(kValues, kLengthDelimited) ? fields.value() : std::span<const std::uint8_t>());
        while (!packed.atEnd() && out.size() <= most)
            out.push_back(static_cast<std::int64_t>(packed.varint()));
        if (!packed.good() || out.size() > most)
            return false;
    }
    return fields.good();
}

/// All steps of a FeatureList as one row of numbers, and how many each step has; nothing where they make no sense.
template <class Number>
std::optional<int> readSteps(std::span<const std::uint8_t> featureList, std::vector<Number>& out)
{
    constexpr int kKind = std::is_same_v<Number, float> ? kFloats : kIntegers;
    Fields steps(featureList);
    std::optional<std::size_t> width;
    while (steps.next()) {
        if (!steps.is(kFeature, kLengthDelimited))
            continue;
        const std::size_t before = out.size();
        Fields feature(steps.value());
        while (feature.next())
            if (feature.is(kKind, kLengthDelimited) && !readValues(feature.value(), out))
                return std::nullopt;
        const std::size_t own = out.size() - before;
        if (!feature.good() || own == 0 || own != width.value_or(own))
            return std::nullopt;
        width = own;
    }
    if (!steps.good())
        return std::nullopt;
    return static_cast<int>(width.value_or(0));
}

std::unexpected<Error> damaged(std::string_view what)
{
    return fail(ErrorCode::kDamaged, "The SequenceExample " + std::string(what) + ". Make the data set again.");
}

std::string_view textOf(std::span<const std::uint8_t> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

Bytes serializeSequenceExample(std::span<const float> inputs, int inputSize, std::span<const std::int64_t> labels, int width)
{
    const std::size_t steps = labels.size() / static_cast<std::size_t>(width);
    const auto row = static_cast<std::size_t>(inputSize);
    const std::size_t floats = row * sizeof(float);
    const std::size_t floatList = fieldSize(floats), inputFeature = fieldSize(floatList);
    const std::size_t inputList = steps * fieldSize(inputFeature);

    const auto labelBytes = [&](std::size_t step) {
        std::size_t size = 0;
        for (const std::int64_t label : labels.subspan(step * static_cast<std::size_t>(width), static_cast<std::size_t>(width)))
            size += varintSize(static_cast<std::uint64_t>(label));
        return size;
    };
    std::size_t labelList = 0;
    for (std::size_t step = 0; step < steps; ++step)
        labelList += fieldSize(fieldSize(fieldSize(labelBytes(step))));

    const auto entrySize = [](std::string_view key, std::size_t list) { return fieldSize(key.size()) + fieldSize(list); };
    const std::size_t lists = fieldSize(entrySize(kInputs, inputList)) + fieldSize(entrySize(kLabels, labelList));

    Writer writer(fieldSize(lists));
    writer.head(kFeatureLists, lists);
    const auto beginEntry = [&](std::string_view key, std::size_t list) {
        writer.head(kEntry, entrySize(key, list));
        writer.head(kKey, key.size());
        writer.raw(key.data(), key.size());
        writer.head(kValue, list);
    };
    beginEntry(kInputs, inputList);
    for (std::size_t step = 0; step < steps; ++step) {
        writer.head(kFeature, inputFeature);
        writer.head(kFloats, floatList);
        writer.head(kValues, floats);
        writer.raw(inputs.data() + step * row, floats);
    }
    beginEntry(kLabels, labelList);
    for (std::size_t step = 0; step < steps; ++step) {
        const std::size_t packed = labelBytes(step);
        writer.head(kFeature, fieldSize(fieldSize(packed)));
        writer.head(kIntegers, fieldSize(packed));
        writer.head(kValues, packed);
        for (const std::int64_t label : labels.subspan(step * static_cast<std::size_t>(width), static_cast<std::size_t>(width)))
            writer.varint(static_cast<std::uint64_t>(label));
    }
    return writer.take();
}

Result<SequenceExample> parseSequenceExample(std::span<const std::uint8_t> bytes)
{
    SequenceExample example;
    Fields message(bytes);
    while (message.next()) {
        if (!message.is(kFeatureLists, kLengthDelimited))
            continue;
        Fields entries(message.value());
        while (entries.next()) {
            if (!entries.is(kEntry, kLengthDelimited))
                continue;
            std::string_view key;
            std::span<const std::uint8_t> list;
            Fields entry(entries.value());
            while (entry.next()) {
                if (entry.is(kKey, kLengthDelimited))
                    key = textOf(entry.value());
                else if (entry.is(kValue, kLengthDelimited))
                    list = entry.value();
            }
            if (!entry.good())
                return damaged("is broken");
            std::optional<int> width = 0;
            if (key == kInputs && example.inputs.empty())
                example.inputSize = (width = readSteps(list, example.inputs)).value_or(0);
            else if (key == kLabels && example.labels.empty())
                example.width = (width = readSteps(list, example.labels)).value_or(0);
            if (!width)
                return damaged("has steps of different size, or without numbers");
        }
        if (!entries.good())
            return damaged("is broken");
    }
    if (!message.good())
        return damaged("is broken");
    const std::size_t inputSteps = example.inputSize == 0 ? 0 : example.inputs.size() / static_cast<std::size_t>(example.inputSize);
    if (inputSteps != example.steps())
        return damaged("has not as many labels as inputs");
    return example;
}

bool looksLikeSequenceExample(std::span<const std::uint8_t> bytes)
{
    Fields message(bytes);
    while (message.next()) {
        if (message.is(kFeatureLists, kLengthDelimited)) {
            Fields entries(message.value());
            if (!entries.next() || !entries.is(kEntry, kLengthDelimited))
                return false;
            Fields entry(entries.value());
            return entry.next() && entry.is(kKey, kLengthDelimited) && (textOf(entry.value()) == kInputs || textOf(entry.value()) == kLabels);
        }
        if (!message.is(1, kLengthDelimited)) // the context, which Magenta leaves out
            return false;
    }
    return false;
}

} // namespace partita::formats
