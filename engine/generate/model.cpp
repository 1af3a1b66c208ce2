#include "engine/generate/model.h"

#include "engine/models/config_encoding.h"

#include <fmt/format.h>

namespace partita::generate {

Result<Model> makeModel(const models::EventRnnConfig& config, std::shared_ptr<models::EventNetwork> network, std::string fileName, std::string sha256)
{
    auto encoding = models::makeEncoding(config);
    if (!encoding)
        return fail(encoding);
    // What the row has beside the events' own inputs are controls; the encoding does not know them.
    const auto* joint = network->joint();
    const bool outputsFit = joint ? joint->labels() == (*encoding)->width() : network->numClasses() == (*encoding)->numClasses();
    if (network->inputSize() != config.inputSize || network->inputSize() < (*encoding)->inputSize() || !outputsFit)
        return fail(ErrorCode::kMismatch,
                    fmt::format("\"{}\" does not fit the configuration {}: it has {} inputs and {} classes, {} needs {} and {}. Choose the configuration it was trained with.",
                                fileName, config.id, network->inputSize(), network->numClasses(), config.id, config.inputSize, (*encoding)->numClasses()));
    return Model{std::move(fileName), std::move(sha256), &config, std::move(*encoding), std::move(network)};
}

} // namespace partita::generate
