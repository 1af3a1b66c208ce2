#include "app/cli/command.h"
#include "app/cli/foreign_flags.h"
#include "app/cli/generation_options.h"
#include "app/cli/latent_options.h"
#include "app/cli/output.h"

#include "engine/core/file_io.h"
#include "engine/midi/note_sequence.h"

#include <fmt/chrono.h>

#include <cstdlib>
#include <ctime>
#include <memory>

/// Magenta's music_vae_generate, flag for flag.
/// Source: magenta models/music_vae/music_vae_generate.py.
namespace partita::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostExtractions = 5; ///< examples of a file that Magenta's converters give

struct MusicVaeGenerateOptions {
    LatentOptions latent;
    std::string outputDir = "/tmp/music_vae/generated";
    std::string mode = "sample";
    std::string inputs[2];
    int numOutputs = 5;
    int maxBatchSize = 8;
};

/// `~` as the shell means it.
fs::path expanded(const std::string& path)
{
    const char* home = std::getenv("HOME");
    return path.starts_with("~/") && home ? fs::path(home) / path.substr(2) : fs::path(path);
}

std::string stamp()
{
    return fmt::format("{:%Y-%m-%d_%H%M%S}", fmt::localtime(std::time(nullptr)));
}

/// The one clip of an input. Where it holds several, each is written as a file, so that one can be chosen.
Result<generate::Clip> onlyClipOf(const generate::LatentModel& model, const MusicVaeGenerateOptions& options, int number)
{
    const std::string& given = options.inputs[number - 1];
    const fs::path path = expanded(given);
    const auto piece = midi::readNoteSequence(path);
    if (!piece)
        return fail(piece);
    auto search = generate::findClips(model, *piece);
    if (!search)
        return fail(search);
    if (search->clips.size() == 1)
        return std::move(search->clips.front());
    Error error = generate::refusal(model, *search, quoted(path));
    if (search->clips.empty()) {
        error.message += " \"partita interpolate\" has flags that make files fit: --bars, --track, --top_voice, --pad, --quantize, --align.";
        return std::unexpected(std::move(error));
    }
    std::vector<generate::LatentMusic> extractions;
    for (std::size_t i = 0; i < std::min(search->clips.size(), kMostExtractions); ++i)
        extractions.emplace_back().sequence = std::move(search->clips[i].music);
    const auto written = writeMusic(extractions, options.outputDir, fmt::format("{}_input{}-extractions_{}", options.latent.config, number, stamp()));
    if (!written)
        return fail(written);
    error.message += fmt::format(" {} were written to {}: give one of them as --input_midi_{}. Or \"partita interpolate\" takes --bars and --track.", extractions.size(), partita::quoted(fs::path(options.outputDir)), number);
    return std::unexpected(std::move(error));
}

Result<std::vector<generate::LatentMusic>> interpolate(const generate::LatentModel& model, const MusicVaeGenerateOptions& options, const generate::DecodeOptions& decode)
{
    std::vector<converters::LatentExample> examples;
    for (const int number : {1, 2}) {
        if (options.inputs[number - 1].empty())
            return fail(ErrorCode::kInvalidArgument, fmt::format("--mode=interpolate needs --input_midi_1 and --input_midi_2; --input_midi_{} is missing.", number));
        auto clip = onlyClipOf(model, options, number);
        if (!clip)
            return fail(clip);
        examples.push_back(std::move(clip->example));
    }
    const auto ends = generate::encode(model, examples, decode.stop);
    if (!ends)
        return fail(ends);
    return generate::interpolate(model, (*ends)[0], (*ends)[1], options.numOutputs, generate::Path::kSpherical, decode);
}

Result<void> run(const MusicVaeGenerateOptions& options)
{
    if (options.latent.checkpoint.empty() && options.latent.runDir.empty())
        return fail(ErrorCode::kInvalidArgument, "Name a checkpoint with --checkpoint_file, or a run with --run_dir.");
    LatentOptions latent = options.latent;
    latent.checkpoint = expanded(latent.checkpoint);
    latent.runDir = expanded(latent.runDir);
    const auto model = openLatentModel(latent);
    if (!model)
        return fail(model);
    auto decode = decodeOptions(*model, latent);
    if (!decode)
        return fail(decode);
    Interruption interruption;
    decode->stop = interruption.token();
    decode->progress = [&](int, int) { interruption.check(); };
    decode->batchSize = options.maxBatchSize;
    const auto music = options.mode == "sample" ? generate::sample(*model, options.numOutputs, /*sameZ=*/false, *decode) : interpolate(*model, options, *decode);
    if (!music)
        return fail(music);
    auto outputs = writeMusic(*music, expanded(options.outputDir), fmt::format("{}_{}_{}", options.latent.config, options.mode, stamp()));
    if (!outputs)
        return fail(outputs);
    reportMusic(*model, latent, std::move(*outputs));
    return {};
}

} // namespace

Run setupMusicVaeGenerate(CLI::App& app)
{
    auto options = std::make_shared<MusicVaeGenerateOptions>();
    auto& latent = options->latent;
    addDecodeOptions(app, latent);
    app.add_option("--run_dir", latent.runDir, "Run folder whose latest checkpoint to use; wins over --checkpoint_file");
    app.add_option("--checkpoint_file", latent.checkpoint, "Checkpoint: a prefix or a .tar, or any other format");
    app.add_option("--output_dir", options->outputDir, "Folder for the results")->capture_default_str();
    app.add_option("--config", latent.config, "What the model is, a row of the table of configurations")->required();
    app.add_option("--mode", options->mode, "sample or interpolate")->check(CLI::IsMember({"sample", "interpolate"}))->capture_default_str();
    app.add_option("--input_midi_1", options->inputs[0], "Where an interpolation begins: a MIDI file with one clip");
    app.add_option("--input_midi_2", options->inputs[1], "Where it ends");
    app.add_option("--num_outputs", options->numOutputs, "Pieces; of an interpolation both ends included")->check(CLI::Range(1, 10'000))->capture_default_str();
    app.add_option("--max_batch_size", options->maxBatchSize, "Pieces that are made at once; the notes do not hang on it")->check(CLI::Range(1, 10'000))->capture_default_str();
    acceptFlag(app, "--log", "It changes nothing: results go to standard output, remarks to standard error.");
    app.add_option("--device", latent.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    app.add_flag("--json", latent.json, "Report as one JSON object");
    return [options] { return run(*options); };
}

} // namespace partita::cli
