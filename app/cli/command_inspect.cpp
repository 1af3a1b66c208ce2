#include "app/cli/command.h"
#include "app/cli/output.h"

#include "engine/models/model_file.h"

#include <memory>

namespace partita::cli {
namespace {

struct Options {
    std::vector<std::string> files;
    bool json = false;
};

nlohmann::json toJson(const models::ModelFile& file)
{
    const auto& recognition = file.recognition;
    auto variables = nlohmann::json::array();
    for (const auto& tensor : file.bundle.tensors)
        variables.push_back({{"name", tensor.name}, {"shape", tensor.shape}, {"dtype", bundle::nameOf(tensor.dtype)}});
    nlohmann::json report{{"file", file.path.string()},
                          {"format", file.bundle.format},
                          {"variables", variables},
                          {"metadata", file.bundle.metadata},
                          {"config", nullptr},
                          {"usable", recognition.usable()},
                          {"problems", recognition.problems},
                          {"remarks", recognition.remarks},
                          {"unused", recognition.unused},
                          {"metrics", file.metrics}};
    if (recognition.config)
        report["config"] = recognition.config->id;
    if (recognition.step)
        report["step"] = *recognition.step;
    return report;
}

void printForPeople(const models::ModelFile& file)
{
    const auto& recognition = file.recognition;
    print("{}", file.path.string());
    print("  {}", file.bundle.format);
    print("  {}", recognition.config ? file.summary() : std::string("no model that Partita knows"));
    for (const auto& problem : recognition.problems)
        print("  problem: {}", problem);
    for (const auto& remark : recognition.remarks)
        print("  remark: {}", remark);
    for (const auto& [key, value] : file.metrics)
        print("  {} {:.6g}", key, value);
    print("  {} variables", file.bundle.tensors.size());
    std::size_t width = 0;
    for (const auto& tensor : file.bundle.tensors)
        width = std::max(width, tensor.name.size());
    for (const auto& tensor : file.bundle.tensors)
        print("    {:{}}  {:9} {}", tensor.name, std::min<std::size_t>(width, 80), bundle::nameOf(tensor.dtype), bundle::shapeText(tensor.shape));
}

Result<void> run(const Options& options)
{
    auto reports = nlohmann::json::array();
    for (const auto& path : options.files) {
        const auto file = models::readModelFile(path);
        if (!file)
            return fail(file);
        if (options.json)
            reports.push_back(toJson(*file));
        else
            printForPeople(*file);
    }
    if (options.json)
        printJson(reports.size() == 1 ? reports.front() : reports);
    return {};
}

} // namespace

Run setupInspect(CLI::App& app)
{
    auto options = std::make_shared<Options>();
    app.add_option("files", options->files, "Checkpoint files or folders")->required();
    app.add_flag("--json", options->json, "Variables, shapes, dtypes, config and what is missing, as JSON");
    return [options] { return run(*options); };
}

} // namespace partita::cli
