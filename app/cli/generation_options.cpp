#include "app/cli/generation_options.h"

#include "app/cli/output.h"

#include "engine/models/model_file.h"
#include "engine/neural/neural.h"

#include <random>

namespace partita::cli {

void addGenerationOptions(CLI::App& app, GenerationOptions& options)
{
    options.seed = std::random_device{}();
    app.add_option("--checkpoint_file,--bundle_file", options.checkpoint, "Model to use (default: the one that ships with Partita)");
    app.add_option("--output_dir", options.outputDir, "Folder for the results")->required();
    app.add_option("--num_outputs", options.numOutputs, "How many takes")->check(CLI::Range(1, 64))->capture_default_str();
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

Result<generate::Model> openModel(const GenerationOptions& options)
{
    std::filesystem::path path = options.checkpoint;
    if (path.empty()) {
        const auto shipped = models::availableModels();
        if (shipped.empty())
            return fail(ErrorCode::kNotFound, "No model is here. Train one with \"partita train\", or name a checkpoint with --checkpoint_file.");
        path = shipped.front().path;
    }
    const auto file = models::openModelFile(path);
    if (!file)
        return fail(file);
    const auto digest = models::sha256Of(*file);
    if (!digest)
        return fail(digest);
    const auto networks = neural::open();
    if (!networks)
        return fail(networks);
    auto network = (*networks)->openEventNetwork(file->recognition, options.device);
    if (!network)
        return fail(network);
    return generate::makeModel(*file->recognition.config, std::move(*network), path.filename().string(), *digest);
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
