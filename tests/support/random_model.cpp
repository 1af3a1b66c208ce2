#include "tests/support/random_model.h"

#include "engine/bundle/safetensors.h"
#include "engine/core/rng.h"
#include "engine/models/event_rnn_config.h"
#include "engine/models/hparams.h"
#include "engine/models/recognition.h"
#include "engine/models/rnn_variables.h"
#include "engine/models/vae_config.h"
#include "engine/models/vae_variables.h"

namespace partita::test {

Result<void> writeRandomLatentModel(const std::filesystem::path& path, std::string_view config, int zSize, int units)
{
    const auto row = models::findVaeConfig(config);
    if (!row)
        return fail(row);
    models::VaeHParams hparams = (*row)->hparams;
    if (zSize > 0)
        hparams.z_size = zSize;
    if (units > 0) {
        hparams.enc_rnn_size.assign(hparams.enc_rnn_size.size(), units);
        hparams.dec_rnn_size.assign(hparams.dec_rnn_size.size(), units);
    }
    const auto spec = models::vaeSpec(**row, hparams);
    if (!spec)
        return fail(spec);
    bundle::Bundle bundle;
    bundle.metadata[models::metadata::kConfig] = std::string((*row)->id);
    bundle.metadata[models::metadata::kHParams] = models::hparamsText(hparams);
    for (const auto& [name, shape] : models::vaeVariables(*spec)) {
        Rng rng = Rng::stream(11, name);
        std::vector<float> values(static_cast<std::size_t>(*bundle::elementCount(shape)));
        for (float& value : values)
            value = static_cast<float>(3.0 * rng.uniform() - 1.5); // strong enough for places to sound unlike
        bundle.add(bundle::makeTensor(name, shape, std::span<const float>(values)));
    }
    return bundle::writeSafetensors(path, bundle);
}

Result<void> writeRandomEventModel(const std::filesystem::path& path, std::string_view config, std::string_view hparams)
{
    const auto row = models::findEventRnnConfig(config);
    if (!row)
        return fail(row);
    const auto changed = models::parseHParams(hparams, (*row)->hparams);
    if (!changed)
        return fail(changed);
    bundle::Bundle bundle;
    bundle.metadata = {{models::metadata::kConfig, std::string((*row)->id)}, {models::metadata::kHParams, models::hparamsText(*changed)}};
    Rng rng(7);
    for (const auto& [name, shape] : models::eventRnnVariables(models::rnnSpec(**row, *changed))) {
        std::vector<float> values(static_cast<std::size_t>(*bundle::elementCount(shape)));
        for (float& value : values)
            value = static_cast<float>(rng.uniform() - 0.5);
        bundle.add(bundle::makeTensor(name, shape, std::span<const float>(values)));
    }
    return bundle::writeSafetensors(path, bundle);
}

} // namespace partita::test
