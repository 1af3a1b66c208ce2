#include "engine/study/golden_model.h"

#include "engine/bundle/open.h"
#include "engine/generate/sampling.h"
#include "engine/neural/neural.h"
#include "engine/study/golden_file.h"

namespace partita::study {

models::Recognition goldenModel(const std::filesystem::path& checkpoint, const nlohmann::json& golden)
{
    auto bundle = bundle::openBundle(checkpoint);
    if (!bundle)
        throw GoldenFileError(bundle.error().message);
    bundle->metadata[models::metadata::kConfig] = golden.at("config").get<std::string>();
    bundle->metadata[models::metadata::kHParams] = golden.at("hparams").dump();
    auto model = models::recognize(*bundle);
    if (!model.config)
        throw GoldenFileError("the checkpoint is of no model that this version knows");
    return model;
}

std::unique_ptr<models::EventNetwork> openGoldenNetwork(const models::Recognition& model)
{
    const auto networks = neural::open();
    if (!networks)
        throw GoldenFileError(networks.error().message);
    auto network = (*networks)->openEventNetwork(model, "cpu");
    if (!network)
        throw GoldenFileError(network.error().message);
    return std::move(*network);
}

std::vector<float> probabilitiesOf(models::EventNetwork& network, std::span<const float> inputs, double temperature)
{
    const auto state = network.initialState(1);
    const auto classes = static_cast<std::size_t>(network.numClasses());
    const auto logits = network.run(*state, inputs, static_cast<int>(inputs.size()) / network.inputSize(), false);
    std::vector<float> probabilities;
    for (std::size_t row = 0; row < logits.size(); row += classes)
        for (const double probability : generate::softmax(logits.subspan(row, classes), temperature))
            probabilities.push_back(static_cast<float>(probability));
    return probabilities;
}

} // namespace partita::study
