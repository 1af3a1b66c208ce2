#include "app/cli/command.h"
#include "app/cli/output.h"

#include "engine/models/model_file.h"
#include "engine/models/vae_recognition.h"

#include <memory>
#include <optional>

namespace partita::cli {
namespace {

struct InspectOptions {
    std::vector<std::string> files;
    bool brief = false;
    bool json = false;
};

/// What was found out about a file, whichever kind of model it holds.
struct Findings {
    std::string config;  ///< empty: no row of the tables fits
    std::string summary; ///< empty: no model at all
    std::string hparams; ///< JSON
    bool usable = false;
    std::vector<std::string> problems, remarks, unused;
    std::optional<std::int64_t> step;
};

Findings findingsOf(const models::ModelFile& file)
{
    if (models::looksLikeVae(file.bundle)) {
        const auto vae = models::recognizeVae(file.bundle);
        return {.config = vae.config ? std::string(vae.config->id) : std::string(), .summary = vae.summary(), .hparams = models::hparamsText(vae.hparams), .usable = vae.usable() && vae.config != nullptr,
                .problems = vae.problems, .remarks = vae.remarks, .unused = vae.unused, .step = vae.step};
    }
    const auto& rnn = file.recognition;
    return {.config = rnn.config ? std::string(rnn.config->id) : std::string(), .summary = rnn.config ? file.summary() : std::string(), .hparams = models::hparamsText(rnn.hparams), .usable = rnn.usable(),
            .problems = rnn.problems, .remarks = rnn.remarks, .unused = rnn.unused, .step = rnn.step};
}

nlohmann::json toJson(const models::ModelFile& file)
{
    const auto found = findingsOf(file);
    auto variables = nlohmann::json::array();
    for (const auto& tensor : file.bundle.tensors)
        variables.push_back({{"name", tensor.name}, {"shape", tensor.shape}, {"dtype", bundle::nameOf(tensor.dtype)}});
    nlohmann::json report{{"file", file.path.string()},
                          {"format", file.bundle.format},
                          {"variables", variables},
                          {"metadata", file.bundle.metadata},
                          {"config", nullptr},
                          {"usable", found.usable},
                          {"problems", found.problems},
                          {"remarks", found.remarks},
                          {"unused", found.unused},
                          {"metrics", file.metrics}};
    if (!found.config.empty()) {
        report["config"] = found.config;
        report["hparams"] = nlohmann::json::parse(found.hparams);
    }
    if (found.step)
        report["step"] = *found.step;
    return report;
}

void printForPeople(const models::ModelFile& file, bool brief)
{
    const auto found = findingsOf(file);
    print("{}", file.path.string());
    print("  {}", file.bundle.format);
    print("  {}", found.summary.empty() ? std::string("no model that Partita knows") : found.summary);
    for (const auto& problem : found.problems)
        print("  problem: {}", problem);
    for (const auto& remark : found.remarks)
        print("  remark: {}", remark);
    for (const auto& [key, value] : file.metrics)
        print("  {} {:.6g}", key, value);
    print("  {} variables", file.bundle.tensors.size());
    if (brief)
        return;
    std::size_t width = 0;
    for (const auto& tensor : file.bundle.tensors)
        width = std::max(width, tensor.name.size());
    for (const auto& tensor : file.bundle.tensors)
        print("    {:{}}  {:9} {}", tensor.name, std::min<std::size_t>(width, 80), bundle::nameOf(tensor.dtype), bundle::shapeText(tensor.shape));
}

Result<void> run(const InspectOptions& options)
{
    auto reports = nlohmann::json::array();
    for (const auto& path : options.files) {
        const auto file = models::readModelFile(path);
        if (!file)
            return fail(file);
        if (options.json)
            reports.push_back(toJson(*file));
        else
            printForPeople(*file, options.brief);
    }
    if (options.json)
        printJson(reports.size() == 1 ? reports.front() : reports);
    return {};
}

} // namespace

Run setupInspect(CLI::App& app)
{
    auto options = std::make_shared<InspectOptions>();
    app.add_option("files", options->files, "Checkpoint files or folders")->required();
    auto* brief = app.add_flag("--brief", options->brief, "Leave out the list of variables");
    app.add_flag("--json", options->json, "Variables, shapes, dtypes, config and what is missing, as JSON")->excludes(brief);
    return [options] { return run(*options); };
}

} // namespace partita::cli
