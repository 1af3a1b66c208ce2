#include "engine/models/model_file.h"

#include "engine/bundle/open.h"
#include "engine/core/file_io.h"
#include "engine/core/paths.h"
#include "engine/core/digest.h"
#include "engine/runs/run_folder.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace partita::models {
namespace {

namespace fs = std::filesystem;

std::map<std::string, double> readMetrics(const bundle::Bundle& bundle)
{
    std::map<std::string, double> metrics;
    const auto json = nlohmann::json::parse(bundle.about(metadata::kMetrics), nullptr, /*allow_exceptions=*/false);
    if (json.is_object())
        for (const auto& [name, value] : json.items())
            if (value.is_number())
                metrics[name] = value.get<double>();
    return metrics;
}

/// Names in `folder`, sorted; empty where it cannot be read.
std::vector<fs::path> entries(const fs::path& folder)
{
    std::vector<fs::path> paths;
    std::error_code error;
    for (fs::directory_iterator each(folder, error), end; !error && each != end; each.increment(error))
        paths.push_back(each->path());
    std::ranges::sort(paths);
    return paths;
}

std::optional<ModelEntry> entryOf(const fs::path& path, ModelOrigin origin, std::string name)
{
    const auto file = readModelFile(path);
    if (!file || !file->recognition.usable())
        return std::nullopt;
    const auto* config = file->recognition.config;
    const auto words = file->bundle.about(metadata::kDescription);
    return ModelEntry{path, std::move(name), origin, config, words.empty() ? std::string(config->description) : words, file->summary()};
}

Result<std::string> sha256Of(const std::vector<fs::path>& files)
{
    std::string digests;
    for (const auto& path : files) {
        auto digest = sha256OfFile(path);
        if (!digest)
            return digest;
        digests += *digest;
    }
    return files.size() == 1 ? digests : sha256(digests);
}

} // namespace

std::string ModelFile::summary() const
{
    if (!recognition.config)
        return "not a model that Partita knows";
    const auto& sizes = recognition.spec.rnn_layer_sizes;
    std::string text = fmt::format("{}, {} of {} units", recognition.config->id, sizes.size() == 1 ? "a layer" : "layers", fmt::join(sizes, ", "));
    if (recognition.spec.attention != Attention::kNone)
        text += fmt::format(", attention over {} steps", recognition.spec.attn_length);
    if (recognition.step)
        text += fmt::format(", trained for {} steps", *recognition.step);
    return text;
}

Result<ModelFile> readModelFile(const fs::path& path)
{
    const auto model = runs::isRun(path) ? runs::modelFile(path) : path;
    if (!model)
        return fail(model);
    auto bundle = bundle::openBundle(*model);
    if (!bundle)
        return fail(bundle);
    ModelFile file{.path = *model, .bundle = std::move(*bundle)};
    file.recognition = recognize(file.bundle);
    file.metrics = readMetrics(file.bundle);
    return file;
}

Result<ModelFile> openModelFile(const fs::path& path)
{
    auto file = readModelFile(path);
    if (!file)
        return file;
    if (!file->recognition.usable())
        return fail(ErrorCode::kMismatch, fmt::format("{} cannot be used as a model. {} Choose another checkpoint; partita inspect shows what is in this one.", quoted(path),
                                                      fmt::join(file->recognition.problems, " ")));
    if (const auto name = firstNotFinite(file->recognition.weights))
        return fail(ErrorCode::kDamaged, fmt::format("{} cannot be used as a model: {} holds values that are not numbers. Choose an earlier checkpoint.", quoted(path), *name));
    return file;
}

Result<std::string> sha256Of(const bundle::Bundle& bundle)
{
    return sha256Of(bundle.files);
}

std::future<Result<std::string>> beginSha256(const bundle::Bundle& bundle)
{
    return std::async([files = bundle.files] { return sha256Of(files); });
}

void forEachModelPlace(const std::function<void(const fs::path& path, ModelOrigin origin, std::string name)>& visit)
{
    for (const auto& path : entries(paths::resources() / "models"))
        visit(path, ModelOrigin::kShipped, path.stem().string());
    for (const auto& path : entries(paths::userData() / "models"))
        visit(path, ModelOrigin::kUser, path.stem().string());
    for (const auto& run : runs::listRuns(paths::runs()))
        if (const auto model = run.model())
            visit(*model, ModelOrigin::kRun, run.folder.filename().string());
}

std::vector<ModelEntry> availableModels()
{
    std::vector<ModelEntry> models;
    forEachModelPlace([&](const fs::path& path, ModelOrigin origin, std::string name) {
        if (auto entry = entryOf(path, origin, std::move(name)))
            models.push_back(std::move(*entry));
    });
    return models;
}

} // namespace partita::models
