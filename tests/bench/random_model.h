#pragma once

#include "engine/bundle/bundle.h"
#include "engine/core/rng.h"
#include "engine/models/vae_config.h"
#include "engine/models/vae_variables.h"

namespace partita::bench {

/// A MusicVAE of published size with random weights.
inline bundle::Bundle randomModel(const models::VaeConfig& config)
{
    bundle::Bundle bundle;
    for (const auto& [name, shape] : models::vaeVariables(config.shape)) {
        Rng rng = Rng::stream(1, name);
        std::vector<float> values(static_cast<std::size_t>(*bundle::elementCount(shape)));
        for (float& value : values)
            value = static_cast<float>((rng.uniform() - 0.5) * 0.1);
        bundle.add(bundle::makeTensor(name, shape, values));
    }
    return bundle;
}

} // namespace partita::bench
