#include "ui/latent/latent_models.h"

#include "engine/models/latent_file.h"
#include "engine/neural/neural.h"
#include "ui/bridge/conversions.h"

#include <algorithm>
#include <variant>

namespace partita::ui {
namespace {

LatentChoice choiceOf(const models::VaeConfig& config, const QString& name, const QString& path, const std::string& description)
{
    return {{QStringLiteral("%1 · %2").arg(name, toQString(std::string(models::musicOf(config.converter)))), path, toQString(description)},
            std::holds_alternative<converters::GrooveSpec>(config.converter)};
}

} // namespace

std::vector<LatentChoice> latentChoices(const QStringList& added)
{
    std::vector<LatentChoice> choices;
    for (const models::LatentEntry& entry : models::availableLatentModels())
        choices.push_back(choiceOf(*entry.config, toQString(entry.name), fromPath(entry.path), entry.description));
    for (const QString& path : added) {
        if (std::ranges::any_of(choices, [&](const LatentChoice& known) { return known.choice.path == path; }))
            continue;
        const std::filesystem::path file = toPath(path);
        if (const auto model = models::openLatentFile(file))
            choices.push_back(choiceOf(*model->recognition.config, fromPath(file.stem()), path, model->recognition.summary()));
    }
    return choices;
}

Result<void> checkPlayable(const QString& path)
{
    const auto rnn = models::openModelFile(toPath(path));
    if (rnn)
        return {};
    const auto latent = models::openLatentFile(toPath(path));
    if (latent)
        return {};
    const auto file = models::readModelFile(toPath(path));
    if (file && models::looksLikeVae(file->bundle))
        return fail(latent);
    return fail(rnn);
}

MorphSession::OpenModel latentOpener(const QString& device)
{
    return [device = device.toStdString()](const std::filesystem::path& path) -> Result<generate::LatentModel> {
        const auto file = models::openLatentFile(path);
        if (!file)
            return fail(file);
        const auto door = neural::open();
        if (!door)
            return fail(door);
        auto network = (*door)->openLatentNetwork(file->recognition, device);
        if (!network)
            return fail(network);
        const auto digest = models::sha256Of(file->bundle);
        if (!digest)
            return fail(digest);
        return generate::makeLatentModel(file->recognition.config, std::move(*network), path.filename().string(), *digest);
    };
}

} // namespace partita::ui
