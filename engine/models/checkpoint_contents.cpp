#include "engine/models/checkpoint_contents.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace partita::models {
namespace {

std::optional<std::int64_t> readStep(const bundle::Bundle& bundle, const bundle::Tensor* counter)
{
    if (const std::string text = bundle.about(metadata::kStep); !text.empty()) {
        std::int64_t step = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), step);
        if (error == std::errc() && end == text.data() + text.size())
            return step;
    }
    if (counter && counter->size() == 1) {
        const auto values = bundle::integers(*counter);
        if (values.size() == 1)
            return values.front();
    }
    return std::nullopt;
}

/// Whether no float32 of `bytes` is infinite or no number: those have an exponent of ones, which carries into the sign.
/// Without a branch it goes as fast as memory, or a disk, gives the bytes.
bool allFinite(std::span<const std::uint8_t> bytes)
{
    constexpr std::uint32_t kExponent = 0x7f800000, kLowestBit = 0x00800000;
    std::uint32_t carried = 0;
    for (std::size_t at = 0; at + sizeof(float) <= bytes.size(); at += sizeof(float)) {
        std::uint32_t word;
        std::memcpy(&word, bytes.data() + at, sizeof word);
        carried |= (word & kExponent) + kLowestBit;
    }
    return (carried >> 31) == 0;
}

/// What cuDNN keeps beside the canonical tensors of the same weights.
bool isOpaque(std::string_view name)
{
    return name.find("opaque_kernel") != std::string_view::npos;
}

} // namespace

CheckpointContents readContents(const bundle::Bundle& bundle)
{
    CheckpointContents contents;
    const bundle::Tensor* counter = nullptr;
    for (const auto& tensor : bundle.tensors) {
        auto name = readVariableName(tensor.name);
        if (name.role != VariableName::Role::kWeight || isOpaque(tensor.name)) {
            if (name.role == VariableName::Role::kStep)
                counter = &tensor;
            contents.unused.push_back(tensor.name);
        } else if (contents.weights.contains(name.canonical)) {
            contents.problems.push_back(fmt::format("Two variables stand for {}; one of them is {}.", name.canonical, tensor.name));
        } else {
            contents.cudnn = contents.cudnn || name.cudnn;
            contents.weights.emplace(std::move(name.canonical), tensor);
        }
    }
    contents.step = readStep(bundle, counter);
    return contents;
}

std::optional<Matrix> matrix(const Weights& weights, const std::string& name)
{
    const auto found = weights.find(name);
    if (found == weights.end() || found->second.shape.size() != 2)
        return std::nullopt;
    const Matrix result{found->second.shape[0], found->second.shape[1]};
    if (result.rows < 1 || result.columns < 1 || result.rows > kMostInputs || result.columns > kMostInputs)
        return std::nullopt;
    return result;
}

void keepVariables(const std::vector<Variable>& variables, Weights& weights, std::vector<std::string>& unused, std::vector<std::string>& problems)
{
    std::vector<std::string> missing;
    Weights used;
    for (const auto& variable : variables) {
        const auto found = weights.find(variable.name);
        if (found == weights.end()) {
            missing.push_back(fmt::format("{} {}", variable.name, bundle::shapeText(variable.shape)));
            continue;
        }
        if (found->second.shape != variable.shape)
            problems.push_back(fmt::format("{} has the shape {}, but the layers around it need {}.", variable.name,
                                           bundle::shapeText(found->second.shape), bundle::shapeText(variable.shape)));
        else if (found->second.dtype == bundle::DType::kString)
            problems.push_back(fmt::format("{} holds texts, not numbers.", variable.name));
        used.insert(weights.extract(found));
    }
    if (!missing.empty())
        problems.push_back(fmt::format("These variables are missing: {}.", fmt::join(missing, ", ")));
    for (const auto& [name, tensor] : weights) {
        if (name.find("multi_rnn_cell/") != std::string::npos)
            problems.push_back(fmt::format("{} belongs to no complete layer: the kernel beside it is missing.", name));
        unused.push_back(name);
    }
    weights = std::move(used);
}

std::optional<std::string> firstNotFinite(const Weights& weights)
{
    for (const auto& [name, tensor] : weights) {
        const bool finite = tensor.dtype == bundle::DType::kFloat32
            ? allFinite(tensor.bytes) // the usual case, without a copy of what may be a gigabyte
            : std::ranges::all_of(bundle::floats(tensor), [](float value) { return std::isfinite(value); });
        if (!finite)
            return name;
    }
    return std::nullopt;
}

} // namespace partita::models
