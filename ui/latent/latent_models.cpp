#include "ui/latent/latent_models.h"

#include "engine/models/latent_file.h"
#include "engine/neural/open_model.h"
#include "ui/bridge/conversions.h"
#include "ui/generate/config_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <variant>

namespace partita::ui {
namespace {

/// What a converter's music is, in a word or two for a menu; in the order of converters::ConverterSpec.
constexpr const char* kMusic[] = {QT_TRANSLATE_NOOP("partita::ui::LatentChoice", "melodies"), QT_TRANSLATE_NOOP("partita::ui::LatentChoice", "drum patterns"),
                                  QT_TRANSLATE_NOOP("partita::ui::LatentChoice", "trios"), QT_TRANSLATE_NOOP("partita::ui::LatentChoice", "drumming"),
                                  QT_TRANSLATE_NOOP("partita::ui::LatentChoice", "bands")};
static_assert(std::size(kMusic) == std::variant_size_v<converters::ConverterSpec>);

bool isGroove(const models::VaeConfig& config)
{
    return std::holds_alternative<converters::GrooveSpec>(config.converter);
}

LatentChoice choiceOf(const models::VaeConfig& config, const QString& name, const QString& path, const std::string& description, const std::string& summary)
{
    return {{QStringLiteral("%1 · %2").arg(name, QCoreApplication::translate("partita::ui::LatentChoice", kMusic[config.converter.index()])), path, configText(description), nullptr, toQString(summary)},
            isGroove(config)};
}

} // namespace

std::vector<LatentChoice> latentChoices(const QStringList& added)
{
    std::vector<LatentChoice> choices;
    for (const models::LatentEntry& entry : models::availableLatentModels())
        choices.push_back(choiceOf(*entry.config, toQString(entry.name), fromPath(entry.path), entry.description, entry.summary));
    for (const QString& path : added) {
        if (std::ranges::any_of(choices, [&](const LatentChoice& known) { return known.choice.path == path; }))
            continue;
        const std::filesystem::path file = toPath(path);
        if (const auto model = models::openLatentFile(file))
            choices.push_back(choiceOf(*model->recognition.config, fromPath(file.stem()), path, std::string(model->recognition.config->description), model->recognition.summary()));
    }
    return choices;
}

Result<ModelUse> useOf(const QString& path)
{
    const auto rnn = models::openModelFile(toPath(path));
    if (rnn)
        return ModelUse::kGenerate;
    const auto latent = models::openLatentFile(toPath(path));
    if (latent)
        return isGroove(*latent->recognition.config) ? ModelUse::kGroove : ModelUse::kMorph;
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
        return neural::openModel(*file, device);
    };
}

} // namespace partita::ui
