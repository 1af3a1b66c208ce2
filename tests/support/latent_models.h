#pragma once

#include "tests/support/fake_latent_network.h"

#include "engine/generate/latent_model.h"

namespace partita::test {

/// A row of the table with a network that is small and made up.
inline generate::LatentModel fakeLatentModel(std::string_view id, int zSize = 6)
{
    models::VaeConfig config = **models::findVaeConfig(id);
    config.hparams.z_size = zSize;
    config.shape.z_size = zSize;
    return generate::makeLatentModel(std::make_shared<const models::VaeConfig>(config), std::make_shared<FakeLatentNetwork>(config.shape), "fake.safetensors", "0").value();
}

} // namespace partita::test
