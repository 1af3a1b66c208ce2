#include "app/cli/command.h"
#include "app/cli/generation_options.h"
#include "app/cli/latent_options.h"
#include "app/cli/output.h"

#include "engine/core/file_io.h"
#include "engine/generate/latent_groove.h"

#include <memory>

namespace partita::cli {
namespace {

struct GrooveOptions {
    LatentOptions latent;
    std::string input;
    std::string hits;
    std::string outputDir;
    int numOutputs = 1;
    double spread = 0.0;
    ClipFlags clip;
};

Result<void> run(const GrooveOptions& options)
{
    const auto model = openLatentModel(options.latent);
    if (!model)
        return fail(model);
    const auto piece = readPiece(options.input);
    if (!piece)
        return fail(piece);
    const auto asked = clipOptions(options.clip, 0);
    if (!asked)
        return fail(asked);
    const auto hits = options.hits.empty() ? Result<NoteSequence>() : readPiece(options.hits);
    if (!hits)
        return fail(hits);
    Interruption interruption;
    std::vector<generate::LatentMusic> all;
    for (int i = 0; i < options.numOutputs; ++i) {
        auto made = generate::groove(*model, *piece, partita::quoted(std::filesystem::path(options.input)),
                                     {.temperature = options.latent.temperature, .spread = options.spread, .seed = options.latent.seed + static_cast<std::uint64_t>(i), .clip = *asked,
                                      .hits = options.hits.empty() ? nullptr : &*hits, .progress = [&](int, int) { interruption.check(); }, .stop = interruption.token()});
        if (!made)
            return fail(made);
        all.emplace_back().sequence = std::move(made->sequence);
    }
    auto outputs = writeMusic(all, options.outputDir, fmt::format("{}_groove", model->config->id));
    if (!outputs)
        return fail(outputs);
    reportMusic(*model, options.latent, std::move(*outputs));
    return {};
}

} // namespace

Run setupGroove(CLI::App& app)
{
    auto options = std::make_shared<GrooveOptions>();
    options->latent.temperature = 1.0;
    app.add_option("input", options->input, "File with drums, or for models of taps with any rhythm")->required();
    addLatentModelOptions(app, options->latent);
    addDecodeOptions(app, options->latent);
    app.add_option("--output_dir", options->outputDir, "Folder for the results: the drums at the file's own tempo")->required();
    app.add_option("--num_outputs", options->numOutputs, "How many ways to play it")->check(CLI::Range(1, 1000))->capture_default_str();
    app.add_option("--spread", options->spread, "How far from the clip's own place in the latent space; 1 as Magenta's notebooks, 0 the place itself")->check(CLI::Range(0.0, 10.0))->capture_default_str();
    app.add_option("--hits", options->hits, "groovae_2bar_hits_control: a file whose pattern is played with the input's feel");
    addClipFlags(app, options->clip);
    app.remove_option(app.get_option("--top_voice"));
    app.remove_option(app.get_option("--chords"));
    return [options] { return run(*options); };
}

} // namespace partita::cli
