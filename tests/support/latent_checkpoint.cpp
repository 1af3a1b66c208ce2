#include "tests/support/latent_checkpoint.h"

#include "engine/bundle/safetensors.h"
#include "engine/core/rng.h"
#include "engine/models/recognition.h"
#include "engine/models/vae_config.h"
#include "engine/models/vae_variables.h"

#include <vector>

namespace partita::test {

void writeLatentCheckpoint(const std::filesystem::path& path, std::string_view config, int seed)
{
    const auto& row = **models::findVaeConfig(config);
    auto hparams = row.hparams;
    hparams.z_size = 8;
    hparams.enc_rnn_size.assign(row.hparams.enc_rnn_size.size(), 16);
    hparams.dec_rnn_size.assign(2, 20);
    bundle::Bundle bundle;
    bundle.metadata = {{models::metadata::kConfig, std::string(row.id)}, {models::metadata::kHParams, models::hparamsText(hparams)}};
    for (const auto& [name, shape] : models::vaeVariables(*models::vaeSpec(row, hparams))) {
        auto rng = Rng::stream(static_cast<std::uint64_t>(seed), name);
        std::vector<float> values(static_cast<std::size_t>(*bundle::elementCount(shape)));
        for (float& value : values)
            value = static_cast<float>(rng.normal());
        bundle.tensors.push_back(bundle::makeTensor(name, shape, std::span<const float>(values)));
    }
    bundle::writeSafetensors(path, bundle).value();
}

} // namespace partita::test
