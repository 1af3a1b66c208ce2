#include "engine/generate/latent_model.h"

#include <fmt/format.h>

#include <utility>
#include <variant>

namespace partita::generate {

int LatentModel::bars() const
{
    return std::visit([](const auto& spec) {
        if constexpr (requires { spec.windows; })
            return spec.windows.sliceBars.value_or(1);
        else if constexpr (requires { spec.sliceBars; })
            return spec.sliceBars.value_or(1);
        else if constexpr (requires { spec.splitBars; })
            return spec.splitBars.value_or(1);
        else
            return spec.hopBars;
    }, config->converter);
}

Result<LatentModel> makeLatentModel(std::shared_ptr<const models::VaeConfig> config, std::shared_ptr<models::LatentNetwork> network, std::string fileName, std::string sha256)
{
    std::shared_ptr<const converters::DataConverter> converter = converters::makeConverter(config->converter, converters::Mode::kInfer);
    const auto& shape = converter->shape();
    const auto& spec = network->spec();
    if (spec.inputDepth != shape.inputDepth || spec.outputDepth != shape.outputDepth || spec.controlDepth != shape.controlDepth)
        return fail(ErrorCode::kMismatch,
                    fmt::format("\"{}\" does not fit the configuration {}: a step of its music has {} columns in, {} out and {} of controls, where {} has {}, {} and {}. "
                                "Choose the configuration it was trained with.",
                                fileName, config->id, spec.inputDepth, spec.outputDepth, spec.controlDepth, config->id, shape.inputDepth, shape.outputDepth, shape.controlDepth));
    return LatentModel{std::move(fileName), std::move(sha256), std::move(config), std::move(converter), std::move(network)};
}

} // namespace partita::generate
