#pragma once

#include "engine/models/event_network.h"
#include "engine/models/recognition.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace partita::study {

/// The model of a golden case: the weights of `checkpoint` as what the case's "config" and "hparams" say they are, since a
/// bare checkpoint tells neither how far attention looks back nor the index variant of a config.
/// Throws GoldenFileError.
models::Recognition goldenModel(const std::filesystem::path& checkpoint, const nlohmann::json& golden);

/// Ready to run, on the processor: the bounds are those of its arithmetic. Throws GoldenFileError.
std::unique_ptr<models::EventNetwork> openGoldenNetwork(const models::Recognition& model);
/// What the generators would draw from after each of `inputs` (rows of the network's input size), from the zero state on:
/// [steps, numClasses]. For networks of one softmax.
std::vector<float> probabilitiesOf(models::EventNetwork& network, std::span<const float> inputs, double temperature);

} // namespace partita::study
