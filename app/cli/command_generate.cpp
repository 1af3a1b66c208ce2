#include "app/cli/command.h"
#include "app/cli/family_flags.h"
#include "app/cli/foreign_flags.h"
#include "app/cli/generation_options.h"
#include "app/cli/magenta_bundle.h"
#include "app/cli/magenta_tools.h"
#include "app/cli/output.h"
#include "app/cli/song.h"
#include "app/cli/takes.h"

#include "engine/core/file_io.h"
#include "engine/generate/control_text.h"
#include "engine/generate/primer.h"
#include "engine/generate/sequence_generator.h"
#include "engine/midi/note_sequence.h"
#include "engine/models/model_file.h"

#include <fmt/chrono.h>

#include <algorithm>
#include <ctime>
#include <memory>
#include <optional>
#include <utility>

namespace partita::cli {
namespace {

using enum models::EventRnnFamily;

/// `generate`, and the names under which Magenta's users know it: what each makes, and where it puts that.
struct Tool {
    std::string_view name;
    std::optional<models::EventRnnFamily> family; ///< none: the model's
    const char* outputDir;                        ///< none: it must be given
    int numOutputs;
    const char* config = "";
    double temperature = 1.0;
};

constexpr Tool kGenerateTools[] = {
    {"generate", {}, nullptr, 4},
    {"melody_rnn_generate", kMelody, "/tmp/melody_rnn/generated", 10},
    {"drums_rnn_generate", kDrums, "/tmp/drums_rnn/generated", 10},
    {"improv_rnn_generate", kImprov, "/tmp/improv_rnn/generated", 10},
    {"polyphony_rnn_generate", kPolyphony, "/tmp/polyphony_rnn/generated", 10},
    {"performance_rnn_generate", kPerformance, "/tmp/performance_rnn/generated", 10},
    // Magenta's takes the likelier of key and no key, and knows no temperature.
    {"pianoroll_rnn_nade_generate", kPianoroll, "/tmp/pianoroll_rnn_nade/generated", 10, "", 0.0},
    // Of Magenta's first year, when each config had a tool of its own.
    {"basic_rnn_generate", kMelody, "/tmp/basic_rnn/generated", 10, "basic_rnn"},
    {"lookback_rnn_generate", kMelody, "/tmp/lookback_rnn/generated", 10, "lookback_rnn"},
    {"attention_rnn_generate", kMelody, "/tmp/attention_rnn/generated", 10, "attention_rnn"},
};

/// Flags of Magenta's tools that have no work to do here, and why.
struct ForeignFlag {
    void (*declare)(CLI::App& app, const std::string& flag, const std::string& sentence);
    const char* name;
    const char* sentence;
};
constexpr ForeignFlag kForeignFlags[] = {
    {acceptFlag, "--log", "It changes nothing: results go to standard output, remarks to standard error."},
    {acceptFlag, "--generator_id", "It changes nothing: it names a bundle, and generating writes none."},
    {acceptFlag, "--generator_description", "It changes nothing: it describes a bundle, and generating writes none."},
};

constexpr int kChordVelocity = 50;
constexpr Seconds kPerformanceChordLength(0.5);

struct GenerateOptions {
    const Tool* tool = nullptr;
    GenerationOptions generation;
    bool saveBundle = false; ///< write --bundle_file instead of music
    std::string bundleDescription;
    std::string graphFrom;
    std::string melodyEncoder;
    std::string primerMelody;
    std::string primerDrums;
    std::string primerPitches;
    std::string primerPianoroll;
    std::string primerMidi;
    std::string backingChords = "C G Am F C G F C";
    int stepsPerChord = 16;
    bool renderChords = false;
    bool conditionOnPrimer = false;
    bool injectPrimer = true;
    std::string notesPerSecond;
    std::string pitchClassHistogram;
    std::string disableConditioning;
    double qpm = kDefaultQuartersPerMinute;
    std::optional<int> numSteps;
    generate::SearchOptions search;
    std::optional<int> numBars; ///< bars of a song are written, as the window writes them
    TakeOptions takes;
};

/// What writing bars has no use for: the song is the primer.
constexpr const char* kNotWithBars[] = {"--primer_melody", "--primer_drums", "--primer_pitches", "--primer_midi", "--num_steps", "--steps_per_chord", "--render_chords",
                                        "--condition_on_primer", "--inject_primer_during_generation", "--beam_size", "--branch_factor", "--steps_per_iteration"};

/// Bars that go on from a song's, or the first of a new one.
Result<void> runBars(const CLI::App& app, GenerateOptions options, const generate::Model& model)
{
    for (const char* flag : kNotWithBars)
        if (app.count(flag) > 0)
            return fail(ErrorCode::kInvalidArgument, fmt::format("{} means nothing beside --num_bars, which goes on from --input or begins from nothing.", flag));
    auto document = options.takes.input.empty() ? Result<project::Document>(newSong(*model.config, options.qpm)) : readSong(options.takes.input);
    if (!document)
        return fail(document);
    if (app.count("--backing_chords"))
        options.takes.chords = options.backingChords;
    options.takes.notesPerSecond = options.notesPerSecond;
    options.takes.pitchClassHistogram = options.pitchClassHistogram;
    options.takes.disableConditioning = options.disableConditioning;
    const auto operation = options.takes.input.empty() ? generate::Operation::kNew : generate::Operation::kContinue;
    return writeTakes(options.generation, options.takes, model, std::move(*document), operation, {}, *options.numBars);
}

Result<NoteSequence> readPrimer(const CLI::App& app, const GenerateOptions& options, const models::EventRnnConfig& config)
{
    if (app.count("--primer_pitches"))
        return generate::chordPrimer(options.primerPitches, config.family == kPerformance ? kPerformanceChordLength : Seconds(60.0 / options.qpm), options.qpm);
    if (app.count("--primer_pianoroll"))
        return generate::pianorollPrimer(options.primerPianoroll, options.qpm);
    if (app.count("--primer_drums"))
        return generate::drumPrimer(options.primerDrums, options.qpm);
    if (app.count("--primer_melody"))
        return generate::melodyPrimer(options.primerMelody, options.qpm);
    if (app.count("--primer_midi")) {
        auto primer = midi::readNoteSequence(options.primerMidi);
        if (primer && app.count("--qpm") && generate::primerQpm(*primer) != options.qpm)
            note("{} keeps its own tempo of {:.6g}; --qpm is not used.", options.primerMidi, generate::primerQpm(*primer));
        return primer;
    }
    // As Magenta: where the model must hear something first, the plainest beginning.
    switch (config.family) {
    case kMelody:
    case kImprov: return generate::melodyPrimer("[60]", options.qpm);
    case kDrums: return generate::drumPrimer("[(36,)]", options.qpm);
    default: return generate::emptyPrimer(options.qpm);
    }
}

/// What is continued, and how far.
struct Request {
    NoteSequence input;
    generate::GeneratorOptions options;
};

Result<Request> readRequest(const CLI::App& app, const GenerateOptions& options, const models::EventRnnConfig& config)
{
    auto primer = readPrimer(app, options, config);
    if (!primer)
        return fail(primer);
    Request request{.input = std::move(*primer)};
    int numSteps = options.numSteps.value_or(config.family == kPerformance ? 3000 : 128);
    if (config.family == kImprov) {
        const auto chords = generate::chordsFrom(options.backingChords, options.stepsPerChord);
        if (!chords)
            return fail(chords);
        numSteps = static_cast<int>(chords->size());
        request.input = generate::underChords(std::move(request.input), *chords, config);
    }
    const auto section = generate::sectionAfter(request.input, numSteps, config);
    if (!section)
        return fail(section);
    auto& asked = request.options;
    asked.generateSection = *section;
    asked.search = options.search;
    asked.search.sampling = options.generation.sampling;
    asked.conditionOnPrimer = options.conditionOnPrimer;
    asked.injectPrimer = options.injectPrimer;

    const auto read = [&](const char* flag, const std::string& text, auto from, auto& values) -> Result<void> {
        if (!app.count(flag))
            return {};
        auto given = from(text);
        if (!given)
            return fail(given);
        values = std::move(*given);
        return {};
    };
    if (auto done = read("--notes_per_second", options.notesPerSecond, generate::notesPerSecondFrom, asked.notesPerSecond); !done)
        return fail(done);
    if (auto done = read("--pitch_class_histogram", options.pitchClassHistogram, generate::pitchClassHistogramFrom, asked.pitchClassHistogram); !done)
        return fail(done);
    if (auto done = read("--disable_conditioning", options.disableConditioning, generate::disableConditioningFrom, asked.disableConditioning); !done)
        return fail(done);
    return request;
}

/// --save_generator_bundle: the run's or checkpoint's model as Magenta's bundle.
Result<void> saveBundle(const GenerateOptions& options)
{
    auto source = options.generation;
    const std::string output = std::exchange(source.bundle, {});
    if (output.empty() || (source.checkpoint.empty() && source.runDir.empty()))
        return fail(ErrorCode::kInvalidArgument, "--save_generator_bundle writes --bundle_file from a trained model: name both, the model by --run_dir or --checkpoint_file.");
    const auto path = checkpointOf(source, options.tool->family);
    if (!path)
        return fail(path);
    const auto file = models::openModelFile(*path);
    if (!file)
        return fail(file);
    if (auto written = writeMagentaBundle(file->bundle, output, options.graphFrom, options.bundleDescription); !written)
        return written;
    print("{}: {}", output, file->summary());
    return {};
}

Result<void> run(const CLI::App& app, GenerateOptions options)
{
    if (options.saveBundle)
        return saveBundle(options);
    if (!options.melodyEncoder.empty())
        options.generation.config = kEncoderConfigs.at(options.melodyEncoder);

    const auto model = openModel(options.generation, options.tool->family);
    if (!model)
        return fail(model);
    if (auto checked = checkFlags(app, *model->config); !checked)
        return checked;
    if (options.numBars)
        return runBars(app, std::move(options), *model);
    const auto request = readRequest(app, options, *model->config);
    if (!request)
        return fail(request);
    if (auto made = makeFolder(options.generation.outputDir); !made)
        return made;

    const std::string stamp = fmt::format("{:%Y-%m-%d_%H%M%S}", fmt::localtime(std::time(nullptr)));
    const auto digits = std::to_string(options.generation.numOutputs).size();
    auto outputs = nlohmann::json::array();
    Interruption interruption;
    for (int i = 1; i <= options.generation.numOutputs; ++i) {
        interruption.check();
        // The first output has the seed itself, so that it comes back whatever --num_outputs is.
        const Rng rng = i == 1 ? Rng(options.generation.seed) : Rng::stream(options.generation.seed, "output " + std::to_string(i));
        auto made = generate::continueSequence(*model, request->input, request->options, generate::drawsOf(rng), interruption.token());
        if (!made)
            return fail(made);
        if (options.renderChords) {
            auto rendered = renderChords(std::move(made->sequence), {.velocity = kChordVelocity});
            if (!rendered)
                return std::unexpected(toError(rendered.error(), "The new lead sheet"));
            made->sequence = std::move(*rendered);
        }
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
    auto options = std::make_shared<GenerateOptions>();
    options->tool = std::ranges::find(kGenerateTools, app.get_name(), &Tool::name);
    options->generation.numOutputs = options->tool->numOutputs;
    options->generation.config = options->tool->config;
    options->generation.sampling.temperature = options->tool->temperature;
    addGenerationOptions(app, options->generation, 10'000);
    if (options->tool->outputDir) {
        options->generation.outputDir = options->tool->outputDir;
        app.get_option("--output_dir")->required(false)->capture_default_str();
    }
    auto* config = app.add_option("--config", options->generation.config, "What the model is, a row of the table of models (default: what the checkpoint says)");
    app.add_option("--run_dir", options->generation.runDir, "Run folder whose checkpoint to use")->excludes("--checkpoint_file");
    app.add_option("--hparams", options->generation.hparams, "What the checkpoint does not show, such as attn_length=40; the rest must fit it, and what is for training does nothing");
    app.add_option("--melody_encoder_decoder", options->melodyEncoder, "In place of --config: onehot, lookback or key")->check(CLI::IsMember(kEncoderConfigs))->excludes(config);

    auto* pitches = app.add_option("--primer_pitches", options->primerPitches, "Polyphony, performance and piano roll: a chord to begin with, [60, 64, 67]");
    auto* roll = app.add_option("--primer_pianoroll", options->primerPianoroll, "Piano roll: a tuple of the sounding pitches a step: [(55,), (), (53, 62)]")->excludes(pitches);
    auto* drums = app.add_option("--primer_drums", options->primerDrums, "Drums: hits to begin with, a tuple of pitches a step: [(36, 42), (), (42,)]")->excludes(pitches)->excludes(roll);
    auto* melody = app.add_option("--primer_melody", options->primerMelody, "Notes to begin with, a step each: a pitch, -2 (nothing new) or -1 (note off)")
                       ->excludes(pitches)
                       ->excludes(roll)
                       ->excludes(drums);
    app.add_option("--primer_midi", options->primerMidi, "MIDI file to begin with")->excludes(pitches)->excludes(roll)->excludes(drums)->excludes(melody);
    app.add_option("--backing_chords,--primer_chords", options->backingChords, "Melody over chords: the chords, with blanks between them")->capture_default_str();
    app.add_option("--steps_per_chord", options->stepsPerChord, "Steps that each of them takes")->check(CLI::Range(1, 100000))->capture_default_str();
    app.add_flag("--render_chords,!--norender_chords", options->renderChords, "Write the chords as notes, too");
    app.add_flag("--condition_on_primer,!--nocondition_on_primer", options->conditionOnPrimer, "Polyphony: the model hears the primer");
    app.add_flag("--inject_primer_during_generation,!--noinject_primer_during_generation", options->injectPrimer,
                 "Polyphony: the primer's notes are put into what the model writes (default: true)");
    app.add_option("--notes_per_second", options->notesPerSecond, "Conditioned performance: 8, or a list of values that share the piece");
    app.add_option("--pitch_class_histogram", options->pitchClassHistogram, "Conditioned performance: twelve weights, from C to B, or a list of such lists");
    app.add_option("--disable_conditioning", options->disableConditioning, "Optionally conditioned performance: True, False or a list of them");
    app.add_flag("--one_frame_late", options->search.oneEventLate, "Piano roll: draw each frame from what the model said a frame before, as Magenta's tool does");
    app.add_option("--qpm", options->qpm, "Tempo in quarters a minute; that of --primer_midi wins")->check(CLI::Range(1.0, 10000.0))->capture_default_str();
    app.add_option("--num_steps", options->numSteps, "Length in steps, the primer included (default: 128 sixteenths; performances 3000 of 10 ms)")->check(CLI::Range(1, 1'000'000));
    app.add_option("--beam_size", options->search.beamSize, "Sequences kept while searching")->check(CLI::Range(1, 1024))->capture_default_str();
    app.add_option("--branch_factor", options->search.branchFactor, "Continuations tried of each")->check(CLI::Range(1, 1024))->capture_default_str();
    app.add_option("--steps_per_iteration", options->search.stepsPerIteration, "Events between two choices")->check(CLI::Range(1, 100000))->capture_default_str();

    if (options->tool->family) {
        auto* save = app.add_flag("--save_generator_bundle,!--nosave_generator_bundle", options->saveBundle, "Write the model of --run_dir or --checkpoint_file as --bundle_file, and no music");
        app.add_option("--bundle_description", options->bundleDescription, "What the bundle says of itself")->needs(save);
        app.add_option("--graph_from", options->graphFrom, "A Magenta bundle of the same structure whose TensorFlow graph is taken along; without one Magenta cannot use the new one")->needs(save);
    } else {
        auto* bars = app.add_option("--num_bars", options->numBars, "Write so many bars as the studio does: behind those of --input, or without it the first of a new song")
                         ->check(CLI::Range(1, 1000));
        app.add_option("--input", options->takes.input, "Song to go on from with --num_bars: MIDI, MusicXML, ABC or a Partita project")->needs(bars);
        app.add_option("--track", options->takes.track, "Its track, by name or number (default: the first that the model plays)")->needs(bars);
    }
    for (const auto& [declare, name, sentence] : kForeignFlags)
        declare(app, name, sentence);
    return [options, &app] { return run(app, *options); };
}

} // namespace partita::cli
