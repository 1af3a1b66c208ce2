#include "app/cli/command.h"
#include "app/cli/generation_options.h"
#include "app/cli/latent_options.h"

#include "engine/generate/latent_align.h"
#include "engine/generate/latent_controls.h"

#include "app/cli/output.h"

#include <memory>

namespace partita::cli {
namespace {

struct SampleOptions {
    LatentOptions latent;
    std::string outputDir;
    int numOutputs = 5;
    bool sameZ = false;
    std::string like; ///< a file whose neighbourhood is sampled
    double amount = 0.5;
    ClipFlags clip;
};

/// Places near that of a clip; and what the clip was told, where nothing else is said.
Result<std::vector<generate::Z>> placesLike(const generate::LatentModel& model, const SampleOptions& options, generate::DecodeOptions& decode)
{
    const auto asked = clipOptions(options.clip, 0);
    if (!asked)
        return fail(asked);
    const auto clip = readClip(model, options.like, *asked);
    if (!clip)
        return fail(clip);
    const auto latent = generate::encode(model, *clip);
    if (!latent)
        return fail(latent);
    if (decode.controls.empty())
        decode.controls = generate::controlsOf(model, *clip);
    std::vector<generate::Z> places;
    for (int i = 0; i < options.numOutputs; ++i)
        places.push_back(generate::similar(latent->mu, options.amount, Rng::stream(options.latent.seed, fmt::format("like {}", i))));
    return places;
}

Result<void> run(const SampleOptions& options)
{
    const auto model = openLatentModel(options.latent);
    if (!model)
        return fail(model);
    auto decode = decodeOptions(*model, options.latent);
    if (!decode)
        return fail(decode);
    Interruption interruption;
    decode->stop = interruption.token();
    decode->progress = [&](int, int) { interruption.check(); };
    Result<std::vector<generate::LatentMusic>> music;
    if (options.like.empty()) {
        music = generate::sample(*model, options.numOutputs, options.sameZ, *decode);
    } else {
        const auto places = placesLike(*model, options, *decode);
        if (!places)
            return fail(places);
        music = generate::decode(*model, *places, *decode);
    }
    if (!music)
        return fail(music);
    auto outputs = writeMusic(*music, options.outputDir, fmt::format("{}_sample", model->config->id));
    if (!outputs)
        return fail(outputs);
    reportMusic(*model, options.latent, std::move(*outputs));
    return {};
}

} // namespace

Run setupSample(CLI::App& app)
{
    auto options = std::make_shared<SampleOptions>();
    addLatentModelOptions(app, options->latent);
    addDecodeOptions(app, options->latent);
    app.add_option("--output_dir", options->outputDir, "Folder for the results")->required();
    app.add_option("--num_outputs", options->numOutputs, "How many pieces")->check(CLI::Range(1, 10'000))->capture_default_str();
    auto* same = app.add_flag("--same_z", options->sameZ, "All from one place of the latent space: variations of one piece");
    auto* like = app.add_option("--like", options->like, "A file that the pieces are to be like")->excludes(same);
    app.add_option("--amount", options->amount, "How much they are like it: 1 as much as the model can, 0 not at all")->check(CLI::Range(0.0, 1.0))->needs(like)->capture_default_str();
    addClipFlags(app, options->clip);
    return [options] { return run(*options); };
}

} // namespace partita::cli
