#include "app/cli/generation_options.h"

#include "app/cli/output.h"

#include "engine/core/file_io.h"
#include "engine/models/model_file.h"
#include "engine/neural/open_model.h"

#include <filesystem>
#include <random>

namespace partita::cli {

void addGenerationOptions(CLI::App& app, GenerationOptions& options, int mostOutputs)
{
    options.seed = std::random_device{}();
    app.add_option("--checkpoint_file", options.checkpoint, "Model to use (default: the one that ships with Partita)");
    app.add_option("--bundle_file", options.bundle, "The same, by Magenta's word for a model in one file");
    app.add_option("--output_dir", options.outputDir, "Folder for the results")->required();
    app.add_option("--num_outputs", options.numOutputs, "How many takes")->check(CLI::Range(1, mostOutputs))->capture_default_str();
    app.add_option("--seed", options.seed, "Repeats a result: the same seed gives the same notes (default: a new one, shown)");
    app.add_option("--temperature", options.sampling.temperature, "Below 1 more predictable, above 1 more random; 0 always takes the likeliest")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    app.add_option("--top_k", options.sampling.topK, "Draw from the K likeliest events only; 0: from all")->check(CLI::NonNegativeNumber)->capture_default_str();
    app.add_option("--top_p", options.sampling.topP, "Draw from the fewest events that reach this probability; 1: from all")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    app.add_option("--device", options.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    app.add_flag("--json", options.json, "Report as one JSON object");
}

Result<std::filesystem::path> checkpointOf(const GenerationOptions& options, std::optional<models::EventRnnFamily> family)
{
    if (!options.bundle.empty() && !(options.checkpoint.empty() && options.runDir.empty()))
        return fail(ErrorCode::kInvalidArgument, "--bundle_file names a model, and so does --checkpoint_file or --run_dir. Give one of them.");
    if (!options.checkpoint.empty())
        return options.checkpoint;
    if (!options.bundle.empty())
        return options.bundle;
    if (!options.runDir.empty()) {
        const std::filesystem::path magentas = std::filesystem::path(options.runDir) / "train"; // where its training tools put checkpoints
        std::error_code error;
        return std::filesystem::is_directory(magentas, error) ? magentas : std::filesystem::path(options.runDir);
    }
    for (const auto& entry : models::availableModels())
        if ((!family || entry.config->family == *family) && (options.config.empty() || entry.config->id == options.config))
            return entry.path;
    return fail(ErrorCode::kNotFound, fmt::format("No model {}is here. Name a checkpoint with --checkpoint_file, --bundle_file or --run_dir, or train one with \"partita train\".",
                                                  !options.config.empty() ? "\"" + options.config + "\" " : family ? fmt::format("of the family \"{}\" ", nameOf(*family)) : ""));
}

namespace {

/// The row of the table that the weights are to be read as.
Result<const models::EventRnnConfig*> configOf(const GenerationOptions& options, const models::ModelFile& file, std::optional<models::EventRnnFamily> family)
{
    const auto* config = file.recognition.config;
    if (!options.config.empty()) {
        const auto asked = models::findEventRnnConfig(options.config);
        if (!asked)
            return asked;
        if (*asked != config && !file.bundle.about(models::metadata::kConfig).empty())
            return fail(ErrorCode::kMismatch, fmt::format("{} holds the model {}, not {}. Leave out --config, or choose another checkpoint.", quoted(file.path), config->id, options.config));
        config = *asked;
    }
    if (family && config->family != *family)
        return fail(ErrorCode::kMismatch, fmt::format("{} holds {}, a model of the family \"{}\"; this command is for \"{}\". \"partita generate\" takes any.", quoted(file.path), config->id,
                                                      nameOf(config->family), nameOf(*family)));
    return config;
}

} // namespace

Result<generate::Model> openModel(const GenerationOptions& options, std::optional<models::EventRnnFamily> family)
{
    const auto path = checkpointOf(options, family);
    if (!path)
        return fail(path);
    auto file = models::openModelFile(*path);
    if (!file)
        return fail(file);
    const auto config = configOf(options, *file, family);
    if (!config)
        return fail(config);
    if (auto applied = models::applyHParams(options.hparams, file->recognition); !applied)
        return fail(applied);
    return neural::openModel(*file, **config, options.device);
}

Interruption::Interruption()
{
    catchInterrupt();
}

void Interruption::check()
{
    if (interrupted())
        m_source.request_stop();
}

} // namespace partita::cli
