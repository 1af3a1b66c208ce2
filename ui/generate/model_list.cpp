#include "ui/generate/model_list.h"

#include "engine/models/model_file.h"
#include "engine/neural/open_model.h"
#include "ui/bridge/conversions.h"
#include "ui/generate/config_text.h"

#include <algorithm>

namespace partita::ui {

std::vector<ModelChoice> modelChoices(const QStringList& added)
{
    std::vector<ModelChoice> choices;
    for (const models::ModelEntry& entry : models::availableModels())
        choices.push_back({toQString(entry.name), fromPath(entry.path), configText(entry.description), entry.config, toQString(entry.summary)});
    for (const QString& path : added) {
        if (std::ranges::find(choices, path, &ModelChoice::path) != choices.end())
            continue;
        const std::filesystem::path file = toPath(path);
        if (const auto model = models::openModelFile(file))
            choices.push_back({fromPath(file.stem()), path, configText(model->recognition.config->description), model->recognition.config, toQString(model->summary())});
    }
    return choices;
}

TakeSession::OpenModel opener(const QString& device)
{
    return [device = device.toStdString()](const std::filesystem::path& path) -> Result<generate::Model> {
        const auto file = models::openModelFile(path);
        if (!file)
            return fail(file);
        return neural::openModel(*file, device);
    };
}

} // namespace partita::ui
