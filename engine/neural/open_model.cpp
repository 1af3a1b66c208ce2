#include "engine/neural/open_model.h"

#include "engine/neural/neural.h"

namespace partita::neural {

Result<generate::Model> openModel(const models::ModelFile& file, std::string_view device)
{
    return openModel(file, *file.recognition.config, device);
}

Result<generate::Model> openModel(const models::ModelFile& file, const models::EventRnnConfig& config, std::string_view device)
{
    auto sha256 = models::beginSha256(file.bundle);
    const auto networks = open();
    if (!networks)
        return fail(networks);
    auto network = (*networks)->openEventNetwork(file.recognition, device);
    if (!network)
        return fail(network);
    const auto digest = sha256.get();
    if (!digest)
        return fail(digest);
    return generate::makeModel(config, std::move(*network), file.path.filename().string(), *digest);
}

Result<generate::LatentModel> openModel(const models::LatentFile& file, std::string_view device)
{
    auto sha256 = models::beginSha256(file.bundle);
    const auto networks = open();
    if (!networks)
        return fail(networks);
    auto network = (*networks)->openLatentNetwork(file.recognition, device);
    if (!network)
        return fail(network);
    const auto digest = sha256.get();
    if (!digest)
        return fail(digest);
    return generate::makeLatentModel(file.recognition.config, std::move(*network), file.path.filename().string(), *digest);
}

} // namespace partita::neural
