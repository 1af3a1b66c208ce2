#include "app/cli/command.h"
#include "app/cli/magenta_bundle.h"
#include "app/cli/output.h"

#include "engine/bundle/open.h"
#include "engine/bundle/safetensors.h"
#include "engine/bundle/tensorflow_tar.h"
#include "engine/bundle/tensorflow_v2.h"
#include "engine/core/file_io.h"
#include "engine/models/checkpoint_contents.h"
#include "engine/runs/run_folder.h"

#include <charconv>
#include <memory>
#include <string>

namespace partita::cli {
namespace {

namespace fs = std::filesystem;

struct ConvertCheckpointOptions {
    std::string input;
    std::string output;
    std::string graphFrom;
    std::string description;
};

/// Safetensors files hold no texts; in a checkpoint they are the graph's, not weights.
void leaveOutTexts(bundle::Bundle& bundle)
{
    std::erase_if(bundle.tensors, [](const bundle::Tensor& tensor) {
        const bool text = tensor.dtype == bundle::DType::kString;
        if (text)
            note("{} is text, which safetensors files do not hold; it is left out.", tensor.name);
        return text;
    });
}

bool isTar(const fs::path& output)
{
    return output.extension() == ".tar" || output.extension() == ".tgz" || output.string().ends_with(".tar.gz");
}

/// Magenta's MusicVAE restores the step with the weights, and will not open a checkpoint without it.
void addStep(bundle::Bundle& bundle)
{
    constexpr const char* kGlobalStep = "global_step";
    if (bundle.find(kGlobalStep))
        return;
    std::int64_t step = 0;
    const std::string text = bundle.about(models::metadata::kStep);
    std::from_chars(text.data(), text.data() + text.size(), step);
    bundle.add(bundle::makeTensor(kGlobalStep, {}, std::span(&step, 1)));
}

Result<void> toTensorFlow(bundle::Bundle bundle, const fs::path& output)
{
    addStep(bundle);
    if (!bundle.metadata.empty())
        note("TensorFlow checkpoints hold tensors alone: what the file says about itself (config, hparams, licence, …) is left out.");
    if (auto made = makeFolder(output.has_parent_path() ? output.parent_path() : fs::path(".")); !made)
        return made;
    return isTar(output) ? bundle::writeTensorFlowTar(output, bundle) : bundle::writeTensorFlowV2(output, bundle);
}

Result<void> run(const ConvertCheckpointOptions& options)
{
    const fs::path output = options.output;
    const auto input = runs::isRun(options.input) ? runs::modelFile(options.input) : Result<fs::path>(options.input);
    if (!input)
        return fail(input);
    auto bundle = bundle::openBundle(*input);
    if (!bundle)
        return fail(bundle);
    const std::string extension = output.extension().string();
    if (extension != ".mag" && !(options.graphFrom.empty() && options.description.empty()))
        return fail(ErrorCode::kInvalidArgument, "--graph_from and --bundle_description are for .mag files.");
    for (const char* other : {".gz", ".zip", ".json", ".index"})
        if (extension == other && !isTar(output))
            return fail(ErrorCode::kUnsupported, quoted(output) + " cannot be written. Name a .safetensors or .mag file, or for a TensorFlow checkpoint a prefix such as model.ckpt, a folder, or a .tar or .tgz file.");
    if (extension == ".mag") {
        if (auto written = writeMagentaBundle(*bundle, output, options.graphFrom, options.description); !written)
            return written;
        print("{}: from {}, {}", output.string(), options.input, bundle->format);
        return {};
    }
    const bool safetensors = extension == ".safetensors";
    std::error_code error;
    const bool folder = !safetensors && (output.filename().empty() || fs::is_directory(output, error));
    const fs::path target = folder ? output / "model.ckpt" : output;
    if (safetensors)
        leaveOutTexts(*bundle);
    const std::size_t tensors = bundle->tensors.size();
    const std::string format = bundle->format;
    if (auto written = safetensors ? bundle::writeSafetensors(target, *bundle) : toTensorFlow(std::move(*bundle), target); !written)
        return written;
    print("{}: {} tensors from {}, {}", target.string(), tensors, options.input, format);
    return {};
}

} // namespace

Run setupConvertCheckpoint(CLI::App& app)
{
    auto options = std::make_shared<ConvertCheckpointOptions>();
    app.add_option("input", options->input, "Checkpoint in any format: file, prefix, folder or archive; or the folder of a run")->required();
    app.add_option("output", options->output, "FILE.safetensors, FILE.mag; or the prefix (model.ckpt), folder, .tar or .tgz of a TensorFlow V2 checkpoint")->required();
    app.add_option("--graph_from", options->graphFrom, "To .mag: a Magenta bundle of the same structure whose TensorFlow graph is taken along");
    app.add_option("--bundle_description", options->description, "To .mag: what the bundle says of itself");
    return [options] { return run(*options); };
}

} // namespace partita::cli
