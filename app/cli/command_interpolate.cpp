#include "app/cli/command.h"
#include "app/cli/generation_options.h"
#include "app/cli/latent_options.h"
#include "app/cli/output.h"

#include "engine/core/file_io.h"
#include "engine/generate/latent_align.h"
#include "engine/generate/latent_controls.h"

#include <map>
#include <memory>

namespace partita::cli {
namespace {

const std::map<std::string, generate::Path> kMethods{{"slerp", generate::Path::kSpherical}, {"linear", generate::Path::kLinear}};

struct InterpolateOptions {
    LatentOptions latent;
    std::vector<std::string> inputs;
    std::string outputDir;
    std::string method = "slerp";
    int numOutputs = 5;
    int columns = 5, rows = 5;
    bool align = false, keepKeys = false;
    ClipFlags clip;
};

/// The clips of all files, aligned where that is asked for; what was done is said.
Result<std::vector<generate::Clip>> readClips(const generate::LatentModel& model, const InterpolateOptions& options)
{
    std::vector<generate::Clip> clips;
    std::vector<generate::AlignSource> sources;
    for (std::size_t i = 0; i < options.inputs.size(); ++i) {
        const auto asked = clipOptions(options.clip, i);
        if (!asked)
            return fail(asked);
        if (!options.align) {
            auto clip = readClip(model, options.inputs[i], *asked);
            if (!clip)
                return fail(clip.error().code, clip.error().message + (clip.error().code == ErrorCode::kMismatch ? " Or let --align do what is needed." : ""));
            clips.push_back(std::move(*clip));
            continue;
        }
        auto piece = readPiece(options.inputs[i]);
        if (!piece)
            return fail(piece);
        sources.push_back({std::move(*piece), partita::quoted(std::filesystem::path(options.inputs[i])), *asked});
    }
    if (!options.align)
        return clips;
    auto aligned = generate::align(model, sources, !options.keepKeys);
    if (!aligned)
        return fail(aligned);
    for (std::size_t i = 0; i < aligned->size(); ++i) {
        note("{}: {}", options.inputs[i], describe((*aligned)[i].clip));
        for (const auto& adjustment : (*aligned)[i].adjustments)
            note("    {}", describe(adjustment));
        clips.push_back(std::move((*aligned)[i].clip));
    }
    return clips;
}

Result<void> run(const InterpolateOptions& options)
{
    const auto model = openLatentModel(options.latent);
    if (!model)
        return fail(model);
    const auto clips = readClips(*model, options);
    if (!clips)
        return fail(clips);
    auto decode = decodeOptions(*model, options.latent);
    if (!decode)
        return fail(decode);
    Interruption interruption;
    decode->stop = interruption.token();
    decode->progress = [&](int, int) { interruption.check(); };
    decode->sameDraws = true; // so that the ends are what "reconstruct" makes
    if (decode->controls.empty())
        decode->controls = generate::controlsOf(*model, clips->front());

    std::vector<converters::LatentExample> examples;
    for (const auto& clip : *clips)
        examples.push_back(clip.example);
    const auto ends = generate::encode(*model, examples, decode->stop);
    if (!ends)
        return fail(ends);
    const auto& at = *ends;
    const auto path = kMethods.at(options.method);
    const auto places = at.size() == 2 ? generate::walk(at[0].mu, at[1].mu, options.numOutputs, path)
                                       : generate::square({at[0].mu, at[1].mu, at[2].mu, at[3].mu}, options.columns, options.rows, path);
    const auto music = generate::decode(*model, places, *decode);
    if (!music)
        return fail(music);
    auto outputs = writeMusic(*music, options.outputDir, fmt::format("{}_interpolate", model->config->id));
    if (!outputs)
        return fail(outputs);
    reportMusic(*model, options.latent, std::move(*outputs), {{"method", options.method}});
    return {};
}

} // namespace

Run setupInterpolate(CLI::App& app)
{
    auto options = std::make_shared<InterpolateOptions>();
    app.add_option("inputs", options->inputs, "Two files: the ends of a walk. Four: the corners of a square (top left, bottom left, top right, bottom right)")->required()->expected(2, 4);
    addLatentModelOptions(app, options->latent);
    addDecodeOptions(app, options->latent);
    app.add_option("--output_dir", options->outputDir, "Folder for the results")->required();
    app.add_option("--method", options->method, "slerp: along the arc, as Magenta; linear: straight, as magenta-js")->check(CLI::IsMember(kMethods))->capture_default_str();
    app.add_option("--num_outputs", options->numOutputs, "Pieces on the walk, both ends included")->check(CLI::Range(2, 10'000))->capture_default_str();
    app.add_option("--columns", options->columns, "Pieces in a row of the square")->check(CLI::Range(2, 100))->capture_default_str();
    app.add_option("--rows", options->rows, "Rows of the square")->check(CLI::Range(2, 100))->capture_default_str();
    auto* align = app.add_flag("--align", options->align, "Make clips of unlike length, key, tempo and number of tracks alike first, and say how");
    app.add_flag("--keep_keys", options->keepKeys, "With --align: let each keep its key")->needs(align);
    addClipFlags(app, options->clip);
    return [options]() -> Result<void> {
        if (options->inputs.size() == 3)
            return fail(ErrorCode::kInvalidArgument, "Name two files for a walk, or four for a square.");
        return run(*options);
    };
}

} // namespace partita::cli
