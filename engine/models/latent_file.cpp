#include "engine/models/latent_file.h"

#include "engine/bundle/open.h"
#include "engine/core/file_io.h"
#include "engine/models/checkpoint_contents.h"
#include "engine/models/recognition.h"
#include "engine/runs/run_folder.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <system_error>

namespace partita::models {
namespace {

namespace fs = std::filesystem;

/// Where the checkpoint of a folder lies: Partita's runs say so, Magenta's keep theirs in `train`.
Result<fs::path> checkpointIn(const fs::path& path)
{
    if (runs::isRun(path))
        return runs::modelFile(path);
    std::error_code error;
    return fs::is_directory(path / "train", error) ? path / "train" : path;
}

Result<VaeRecognition> recognized(const bundle::Bundle& bundle, const fs::path& path, std::string_view config)
{
    if (looksLikeVae(bundle))
        return config.empty() ? recognizeVae(bundle) : recognizeVaeAs(bundle, config);
    const auto other = recognize(bundle);
    const std::string holds = other.config ? fmt::format("a model of the family \"{}\" ({}), which continues music", nameOf(other.config->family), other.config->id) : "no MusicVAE";
    return fail(ErrorCode::kMismatch, fmt::format("{} holds {}{}. {}", quoted(path), holds, config.empty() ? "" : fmt::format(", not {}", config),
                                                  other.config ? "\"partita generate\" uses it; for this command choose a MusicVAE or GrooVAE." : "Choose the checkpoint of a MusicVAE or GrooVAE."));
}

} // namespace

Result<LatentFile> openLatentFile(const fs::path& path, std::string_view config)
{
    if (!config.empty())
        if (const auto known = findVaeConfig(config); !known)
            return fail(known);
    const auto checkpoint = checkpointIn(path);
    if (!checkpoint)
        return fail(checkpoint);
    auto bundle = bundle::openBundle(*checkpoint);
    if (!bundle)
        return fail(bundle);
    auto found = recognized(*bundle, *checkpoint, config);
    if (!found)
        return fail(found);
    if (!found->usable() || !found->config)
        return fail(ErrorCode::kMismatch, fmt::format("{} cannot be used as a model. {} Choose another checkpoint; partita inspect shows what is in this one.", quoted(*checkpoint),
                                                      found->usable() ? "None of the configurations makes the music that it makes." : fmt::format("{}", fmt::join(found->problems, " "))));
    if (const auto name = firstNotFinite(found->weights))
        return fail(ErrorCode::kDamaged, fmt::format("{} cannot be used as a model: {} holds values that are not numbers. Choose an earlier checkpoint.", quoted(*checkpoint), *name));
    return LatentFile{*checkpoint, std::move(*bundle), std::move(*found)};
}

std::vector<LatentEntry> availableLatentModels()
{
    std::vector<LatentEntry> models;
    forEachModelPlace([&](const fs::path& path, ModelOrigin origin, std::string name) {
        const auto bundle = bundle::openBundle(path);
        if (!bundle || !looksLikeVae(*bundle))
            return;
        const auto found = recognizeVae(*bundle);
        if (!found.usable() || !found.config)
            return;
        const auto words = bundle->about(metadata::kDescription);
        models.push_back({path, std::move(name), origin, found.config, words.empty() ? std::string(found.config->description) : words, found.summary()});
    });
    return models;
}

} // namespace partita::models
