#include "ui/latent/latent_models.h"

#include "engine/models/model_file.h"
#include "engine/models/vae_recognition.h"
#include "engine/neural/neural.h"
#include "ui/bridge/conversions.h"

#include <algorithm>
#include <variant>

namespace partita::ui {
namespace {

LatentChoice choiceOf(const models::VaeRecognition& model, const QString& name, const QString& path)
{
    const auto music = models::musicOf(model.config->converter);
    return {{QStringLiteral("%1 · %2").arg(name, toQString(std::string(music))), path, toQString(model.summary())},
            std::holds_alternative<converters::GrooveSpec>(model.config->converter)};
}

} // namespace

std::vector<LatentChoice> latentChoices(const QStringList& added)
{
    std::vector<LatentChoice> choices;
    for (const QString& path : added) {
        const std::filesystem::path file = toPath(path);
        const auto opened = models::readModelFile(file);
        if (!opened || !models::looksLikeVae(opened->bundle))
            continue;
        if (const models::VaeRecognition model = models::recognizeVae(opened->bundle); model.usable() && model.config)
            choices.push_back(choiceOf(model, fromPath(file.stem()), path));
    }
    return choices;
}

MorphSession::OpenModel latentOpener(const QString& device)
{
    return [device = device.toStdString()](const std::filesystem::path& path) -> Result<generate::LatentModel> {
        const auto file = models::readModelFile(path);
        if (!file)
            return fail(file);
        const models::VaeRecognition model = models::recognizeVae(file->bundle);
        if (!model.config)
            return fail(ErrorCode::kMismatch, path.filename().string() + " holds no MusicVAE whose music is known. Choose another model.");
        const auto door = neural::open();
        if (!door)
            return fail(door);
        auto network = (*door)->openLatentNetwork(model, device);
        if (!network)
            return fail(network);
        const auto digest = models::sha256Of(*file);
        if (!digest)
            return fail(digest);
        return generate::makeLatentModel(*model.config, std::move(*network), path.filename().string(), *digest);
    };
}

} // namespace partita::ui
