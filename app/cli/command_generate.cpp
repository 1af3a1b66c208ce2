#include "app/cli/command.h"
#include "app/cli/generation_options.h"
#include "app/cli/output.h"

#include "engine/core/file_io.h"
#include "engine/generate/primer.h"
#include "engine/generate/sequence_generator.h"
#include "engine/midi/note_sequence.h"

#include <fmt/chrono.h>

#include <ctime>
#include <memory>

namespace partita::cli {
namespace {

struct Options {
    GenerationOptions generation;
    std::string primerMelody;
    std::string primerMidi;
    double qpm = kDefaultQuartersPerMinute;
    int numSteps = 128;
    int beamSize = 1;
    int branchFactor = 1;
    int stepsPerIteration = 1;
};

Result<NoteSequence> readPrimer(const Options& options)
{
    if (!options.primerMelody.empty())
        return generate::melodyPrimer(options.primerMelody, options.qpm);
    if (!options.primerMidi.empty())
        return midi::readNoteSequence(options.primerMidi);
    return generate::melodyPrimer("[60]", options.qpm); // as Magenta: something must begin
}

Result<void> run(const Options& options)
{
    const auto primer = readPrimer(options);
    if (!primer)
        return fail(primer);
    const auto model = openModel(options.generation);
    if (!model)
        return fail(model);
    const auto section = generate::sectionAfter(*primer, options.numSteps, *model->config);
    if (!section)
        return fail(section);
    if (auto made = makeFolder(options.generation.outputDir); !made)
        return made;

    generate::GeneratorOptions request;
    request.generateSection = *section;
    request.search.sampling = options.generation.sampling;
    request.search.beamSize = options.beamSize;
    request.search.branchFactor = options.branchFactor;
    request.search.stepsPerIteration = options.stepsPerIteration;

    const std::string stamp = fmt::format("{:%Y-%m-%d_%H%M%S}", fmt::localtime(std::time(nullptr)));
    const auto digits = std::to_string(options.generation.numOutputs).size();
    auto outputs = nlohmann::json::array();
    Interruption interruption;
    for (int i = 1; i <= options.generation.numOutputs; ++i) {
        interruption.check();
        // The first output has the seed itself, so that it comes back whatever --num_outputs is.
        const Rng rng = i == 1 ? Rng(options.generation.seed) : Rng::stream(options.generation.seed, "output " + std::to_string(i));
        const auto made = generate::continueSequence(*model, *primer, request, generate::drawsOf(rng), interruption.token());
        if (!made)
            return fail(made);
        const auto path = std::filesystem::path(options.generation.outputDir) / fmt::format("{}_{:0{}}.mid", stamp, i, digits);
        const auto file = midi::fromNoteSequence(made->sequence);
        if (!file)
            return fail(file);
        if (auto written = writeFileAtomically(path, midi::write(*file)); !written)
            return written;
        double score = 0;
        for (const auto& search : made->searches)
            score += search.found.score;
        outputs.push_back({{"file", path.string()}, {"log_likelihood", score}, {"notes", made->sequence.notes.size()}});
        if (!options.generation.json)
            print("{}  log-likelihood {:.3f}  {} notes", path.string(), score, made->sequence.notes.size());
    }
    if (options.generation.json)
        printJson({{"model", model->fileName}, {"config", model->config->id}, {"seed", options.generation.seed}, {"outputs", outputs}});
    else
        note("seed {}", options.generation.seed);
    return {};
}

} // namespace

Run setupGenerate(CLI::App& app)
{
    auto options = std::make_shared<Options>();
    addGenerationOptions(app, options->generation);
    auto* melody = app.add_option("--primer_melody", options->primerMelody, "Notes to begin with, a step each: a pitch, -2 (nothing new) or -1 (note off)");
    app.add_option("--primer_midi", options->primerMidi, "MIDI file to begin with")->excludes(melody);
    app.add_option("--qpm", options->qpm, "Tempo in quarters a minute; a primer's own wins")->check(CLI::Range(1.0, 10000.0))->capture_default_str();
    app.add_option("--num_steps", options->numSteps, "Length in steps (sixteenths), the primer included")->check(CLI::Range(1, 100000))->capture_default_str();
    app.add_option("--beam_size", options->beamSize, "Sequences kept while searching")->check(CLI::Range(1, 1024))->capture_default_str();
    app.add_option("--branch_factor", options->branchFactor, "Continuations tried of each")->check(CLI::Range(1, 1024))->capture_default_str();
    app.add_option("--steps_per_iteration", options->stepsPerIteration, "Events between two choices")->check(CLI::Range(1, 100000))->capture_default_str();
    return [options] { return run(*options); };
}

} // namespace partita::cli
