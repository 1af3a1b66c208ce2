#include "engine/study/latent_golden.h"

#include "engine/core/rng.h"
#include "engine/study/converted_clips.h"
#include "engine/study/note_sequence_json.h"

#include <algorithm>

namespace partita::study {
namespace {

using nlohmann::json;

/// A class each for the parts of a step: of one part a number, of several a list; −1 for a step without a one.
json classesOf(const models::VaeSpec& spec, std::span<const float> step)
{
    auto classes = json::array();
    std::size_t from = 0;
    for (const auto& core : spec.cores)
        for (const int width : core) {
            const auto part = step.subspan(from, static_cast<std::size_t>(width));
            const auto one = std::ranges::find_if(part, [](float value) { return value != 0.0f; });
            classes.push_back(one == part.end() ? -1 : static_cast<int>(one - part.begin()));
            from += part.size();
        }
    return classes.size() == 1 ? classes[0] : classes;
}

/// Columns above one half, of the first `columns`.
json activeOf(std::span<const float> step, std::size_t columns)
{
    auto active = json::array();
    for (std::size_t column = 0; column < columns; ++column)
        if (step[column] > 0.5f)
            active.push_back(column);
    return active;
}

} // namespace

std::vector<float> cutSteps(std::span<const float> rows, int batch, int steps, int kept, int width)
{
    if (rows.empty() || steps == kept)
        return {rows.begin(), rows.end()};
    std::vector<float> cut;
    for (int row = 0; row < batch; ++row) {
        const auto part = rows.subspan(static_cast<std::size_t>(row * steps * width), static_cast<std::size_t>(kept * width));
        cut.insert(cut.end(), part.begin(), part.end());
    }
    return cut;
}

std::vector<float> joinSteps(std::span<const float> left, int leftWidth, std::span<const float> right, int rightWidth)
{
    std::vector<float> joined;
    for (std::size_t step = 0; step * static_cast<std::size_t>(leftWidth) < left.size(); ++step) {
        for (const auto& [part, width] : {std::pair(left, leftWidth), std::pair(right, rightWidth)}) {
            const auto numbers = part.subspan(step * static_cast<std::size_t>(width), static_cast<std::size_t>(width));
            joined.insert(joined.end(), numbers.begin(), numbers.end());
        }
    }
    return joined;
}

std::function<double(int)> drawsForRows(int rows)
{
    std::vector<Rng> generators;
    for (int row = 0; row < rows; ++row)
        generators.push_back(Rng::stream(0, std::to_string(row)));
    return [generators](int row) mutable { return generators[static_cast<std::size_t>(row)].uniform(); };
}

void compareSteps(Comparison& comparison, const models::VaeSpec& spec, std::span<const float> samples, int batch, const json& expected)
{
    const auto depth = static_cast<std::size_t>(spec.outputDepth), row = samples.size() / static_cast<std::size_t>(batch);
    for (const auto* name : {"labels", "active", "active_hits"}) {
        if (!expected.contains(name))
            continue;
        for (std::size_t i = 0; i < static_cast<std::size_t>(batch); ++i) {
            auto steps = json::array();
            for (std::size_t at = i * row; at < (i + 1) * row; at += depth) {
                const auto step = samples.subspan(at, depth);
                steps.push_back(std::string_view(name) == "labels" ? classesOf(spec, step) : activeOf(step, std::string_view(name) == "active" ? depth : depth / 3));
            }
            comparison.equal(name, steps, expected.at(name).at(i));
        }
    }
}

void compareDecodedMusic(Comparison& comparison, const models::VaeConfig& config, std::span<const float> samples, std::span<const float> controls, int batch, const json& expected)
{
    const auto row = samples.size() / static_cast<std::size_t>(batch);
    const std::pair<const char*, converters::Mode> kinds[] = {
        {"from_tensors", converters::Mode::kInfer}, {"note_sequences", converters::Mode::kInfer}, {"from_tensors_eval_mode", converters::Mode::kEval}};
    for (const auto& [name, mode] : kinds)
        if (expected.contains(name))
            for (std::size_t i = 0; i < static_cast<std::size_t>(batch); ++i)
                compareBack(comparison, name, config.converter, mode, samples.subspan(i * row, row), controls, noteSequenceFromJson(expected.at(name).at(i)), Quantity::kDecodedTime);
}

} // namespace partita::study
