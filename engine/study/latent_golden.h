#pragma once

#include "engine/core/error.h"
#include "engine/models/latent_network.h"
#include "engine/models/vae_config.h"
#include "engine/study/comparison.h"
#include "engine/study/golden_file.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <span>
#include <utility>
#include <vector>

/// What the golden cases of MusicVAE's networks share.
namespace partita::study {

/// The value, or the error as GoldenFileError.
template <class T>
T orThrow(Result<T> result)
{
    if (!result)
        throw GoldenFileError(result.error().message);
    return std::move(*result);
}

/// The first `kept` of `steps` steps of each row [batch, steps, width].
std::vector<float> cutSteps(std::span<const float> rows, int batch, int steps, int kept, int width);
/// Each step's numbers of `left` and then of `right`.
std::vector<float> joinSteps(std::span<const float> left, int leftWidth, std::span<const float> right, int rightWidth);

/// A generator for each row: at the temperatures of golden cases chance decides nothing.
std::function<double(int)> drawsForRows(int rows);

/// Compares samples [batch, steps, outputDepth] with what `expected` lists of them: "labels", "active" or "active_hits".
void compareSteps(Comparison& comparison, const models::VaeSpec& spec, std::span<const float> samples, int batch, const nlohmann::json& expected);

/// Compares the music of samples with that in `expected`: "from_tensors" or "note_sequences", and of grooves
/// "from_tensors_eval_mode".
void compareDecodedMusic(Comparison& comparison, const models::VaeConfig& config, std::span<const float> samples, std::span<const float> controls, int batch, const nlohmann::json& expected);

} // namespace partita::study
