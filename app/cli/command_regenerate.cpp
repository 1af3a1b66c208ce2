#include "app/cli/command.h"
#include "app/cli/generation_options.h"
#include "app/cli/output.h"
#include "app/cli/song.h"

#include "engine/core/file_io.h"
#include "engine/generate/regenerate.h"

#include <memory>

namespace partita::cli {
namespace {

struct Options {
    std::string input;
    std::string bars;
    std::string track;
    GenerationOptions generation;
    int contextBars = generate::RegenerateOptions().contextBars;
    int followingBars = generate::RegenerateOptions().followingBars;
};

Result<void> run(const Options& options)
{
    const auto bars = parseBars(options.bars);
    if (!bars)
        return fail(bars);
    const auto document = readSong(options.input);
    if (!document)
        return fail(document);
    const auto track = findTrack(*document, options.track, bars->first, bars->second);
    if (!track)
        return fail(track);
    const auto model = openModel(options.generation);
    if (!model)
        return fail(model);

    generate::RegenerateOptions regenerate;
    regenerate.numOutputs = options.generation.numOutputs;
    regenerate.sampling = options.generation.sampling;
    regenerate.seed = options.generation.seed;
    regenerate.contextBars = options.contextBars;
    regenerate.followingBars = options.followingBars;
    Interruption interruption;
    const auto candidates = generate::regenerateBars(*document, *track, bars->first, bars->second, regenerate, *model, interruption.token(),
                                                     [&](int, int) { interruption.check(); });
    if (!candidates)
        return fail(candidates);

    if (auto made = makeFolder(options.generation.outputDir); !made)
        return made;
    const std::string stem = std::filesystem::path(options.input).stem().string();
    auto takes = nlohmann::json::array();
    for (std::size_t i = 0; i < candidates->size(); ++i) {
        const auto& candidate = (*candidates)[i];
        const auto path = std::filesystem::path(options.generation.outputDir) /
                          fmt::format("{}_bars_{}-{}_take_{}.mid", stem, bars->first, bars->second, i + 1);
        const auto changed = generate::applyCandidate(*document, candidate);
        if (auto written = writeFileAtomically(path, midi::write(project::toMidi(changed))); !written)
            return written;
        const auto& recipe = candidate.recipe;
        takes.push_back({{"file", path.string()}, {"seed", recipe.seed}, {"temperature", recipe.temperature}, {"score", recipe.score},
                         {"log_likelihood", recipe.logLikelihood}, {"notes", candidate.notes.size()}});
        if (!options.generation.json)
            print("{}  score {:.3f}  log-likelihood {:.3f}  seed {}  {} notes", path.string(), recipe.score, recipe.logLikelihood, recipe.seed,
                  candidate.notes.size());
    }
    if (options.generation.json)
        printJson({{"model", model->fileName}, {"config", model->config->id}, {"takes", takes}});
    return {};
}

} // namespace

Run setupRegenerate(CLI::App& app)
{
    auto options = std::make_shared<Options>();
    app.add_option("--input", options->input, "MIDI file or Partita project")->required();
    app.add_option("--bars", options->bars, "Bars to write anew, counted from 1: 5-8")->required();
    app.add_option("--track", options->track, "Track by name or number (default: the first melodic one that plays there)");
    addGenerationOptions(app, options->generation, 64);
    app.add_option("--context_bars", options->contextBars, "Bars before the region that the model hears")->check(CLI::Range(1, 1000))->capture_default_str();
    app.add_option("--following_bars", options->followingBars, "Bars after the region that decide the ranking")->check(CLI::Range(0, 1000))->capture_default_str();
    return [options] { return run(*options); };
}

} // namespace partita::cli
