#include "app/cli/latent_options.h"

#include "app/cli/output.h"
#include "app/cli/song.h"

#include "engine/core/file_io.h"
#include "engine/doctor/music_file.h"
#include "engine/generate/latent_controls.h"
#include "engine/midi/note_sequence.h"
#include "engine/models/latent_file.h"
#include "engine/neural/open_model.h"

#include <fmt/ranges.h>

#include <array>
#include <random>

namespace partita::cli {
namespace {

namespace fs = std::filesystem;

Result<fs::path> checkpointOf(const LatentOptions& options)
{
    if (!options.runDir.empty())
        return options.runDir;
    if (!options.checkpoint.empty())
        return options.checkpoint;
    std::string_view wanted = options.config;
    if (!options.config.empty()) {
        const auto known = models::findVaeConfig(options.config);
        if (!known)
            return fail(known);
        wanted = (*known)->id;
    }
    for (const auto& entry : models::availableLatentModels())
        if (wanted.empty() || entry.config->id == wanted)
            return entry.path;
    return fail(ErrorCode::kNotFound, fmt::format("No MusicVAE {}is here. Name a checkpoint with --checkpoint_file or --run_dir, or train one with \"partita train\".",
                                                  wanted.empty() ? "" : fmt::format("of the configuration {} ", wanted)));
}

/// In the order of generate::ClipFix.
constexpr std::array<std::string_view, 5> kFixFlags{"choose bars with --bars=FIRST-LAST", "choose a track with --track=NAME", "take the top voice of all tracks with --top_voice",
                                                    "fill it up with rests with --pad", "lay its beats on one tempo, in bars of four quarters, with --quantize"};

/// The value for one of several pieces: its own, or the one for all.
const std::string* valueFor(const std::vector<std::string>& values, std::size_t index)
{
    return values.empty() ? nullptr : values.size() == 1 ? &values.front() : index < values.size() ? &values[index] : nullptr;
}

} // namespace

void addLatentModelOptions(CLI::App& app, LatentOptions& options)
{
    auto* checkpoint = app.add_option("--checkpoint_file", options.checkpoint, "MusicVAE or GrooVAE to use: any format of checkpoint (default: the first at hand)");
    app.add_option("--run_dir", options.runDir, "Run folder whose checkpoint to use")->excludes(checkpoint);
    app.add_option("--config", options.config, "What the model is, a row of the table of configurations (default: what the checkpoint says)");
    app.add_option("--device", options.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    app.add_flag("--json", options.json, "Report as one JSON object");
}

void addDecodeOptions(CLI::App& app, LatentOptions& options)
{
    options.seed = std::random_device{}();
    app.add_option("--seed", options.seed, "Repeats a result: the same seed gives the same notes (default: a new one, shown)");
    app.add_option("--temperature", options.temperature, "Below 1 more predictable, above 1 more random; 0 always takes the likeliest")->check(CLI::Range(0.0, 100.0))->capture_default_str();
    app.add_option("--chords", options.chords, "Models over chords: the chords that share the clip, with blanks between them");
}

Result<generate::LatentModel> openLatentModel(const LatentOptions& options)
{
    const auto path = checkpointOf(options);
    if (!path)
        return fail(path);
    const auto file = models::openLatentFile(*path, options.config);
    if (!file)
        return fail(file);
    for (const auto& remark : file->recognition.remarks)
        note("{}: {}", path->string(), remark);
    return neural::openModel(*file, options.device);
}

Result<generate::DecodeOptions> decodeOptions(const generate::LatentModel& model, const LatentOptions& options)
{
    generate::DecodeOptions decode{.temperature = options.temperature, .seed = options.seed};
    if (!options.chords.empty()) {
        auto controls = generate::chordControls(model, options.chords);
        if (!controls)
            return fail(controls);
        decode.controls = std::move(*controls);
    }
    return decode;
}

void addClipFlags(CLI::App& app, ClipFlags& flags)
{
    app.add_option("--bars", flags.bars, "Use these bars, such as 5-6; for several files one after another: 5-6,1-2")->delimiter(',')->allow_extra_args(false);
    app.add_option("--track", flags.tracks, "Use this track, by name or number; for several files once for each")->allow_extra_args(false);
    app.add_flag("--top_voice", flags.topVoice, "Melodies: read all tracks as one voice, the highest");
    app.add_flag("--pad", flags.pad, "Take rests for music, and fill up with silence what is too short");
    app.add_flag("--quantize", flags.quantize, "Lay the beats on one tempo, in bars of four quarters, whatever tempos and meters there are");
}

Result<generate::ClipOptions> clipOptions(const ClipFlags& flags, std::size_t index)
{
    generate::ClipOptions options{.topVoice = flags.topVoice, .pad = flags.pad, .quantize = flags.quantize};
    if (const auto* bars = valueFor(flags.bars, index)) {
        const auto range = parseBars(*bars);
        if (!range)
            return fail(range);
        options.bars = {range->first, range->second};
    }
    if (const auto* track = valueFor(flags.tracks, index))
        options.track = *track;
    return options;
}

Result<NoteSequence> readPiece(const fs::path& path)
{
    auto music = doctor::readMusic(path, doctor::Convention::kForPeople);
    if (!music)
        return fail(music);
    for (const auto* remarks : {&music->remarks, &music->rejectedTunes})
        for (const auto& remark : *remarks)
            note("{}: {}", path.string(), remark);
    if (music->tunes.size() != 1)
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} holds {} tunes, and one is wanted. \"partita convert --tune=N\" takes one out.", quoted(path), music->tunes.size()));
    return std::move(music->tunes.front().sequence);
}

Result<generate::Clip> readClip(const generate::LatentModel& model, const fs::path& path, const generate::ClipOptions& options)
{
    const auto piece = readPiece(path);
    if (!piece)
        return fail(piece);
    auto search = generate::findClips(model, *piece, options);
    if (!search)
        return fail(search.error().code, quoted(path) + ": " + search.error().message);
    if (search->clips.size() == 1)
        return std::move(search->clips.front());
    Error error = generate::refusal(model, *search, quoted(path));
    std::vector<std::string_view> help;
    for (const auto fix : generate::fixesFor(model, *search, options))
        help.push_back(kFixFlags[static_cast<std::size_t>(fix)]);
    if (!help.empty())
        error.message += fmt::format(" You can {}.", fmt::join(help, ", or "));
    return std::unexpected(std::move(error));
}

Result<void> writeMidi(const NoteSequence& music, const fs::path& path)
{
    const auto file = midi::fromNoteSequence(music);
    if (!file)
        return fail(file);
    return writeFileAtomically(path, midi::write(*file));
}

Result<nlohmann::json> writeMusic(const std::vector<generate::LatentMusic>& music, const fs::path& folder, const std::string& stem)
{
    if (auto made = makeFolder(folder); !made)
        return fail(made.error().code, made.error().message);
    auto outputs = nlohmann::json::array();
    for (std::size_t i = 0; i < music.size(); ++i) {
        const auto path = folder / fmt::format("{}-{:03}-of-{:03}.mid", stem, i, music.size());
        if (auto written = writeMidi(music[i].sequence, path); !written)
            return fail(written.error().code, written.error().message);
        outputs.push_back({{"file", path.string()}, {"notes", music[i].sequence.notes.size()}});
    }
    return outputs;
}

void reportMusic(const generate::LatentModel& model, const LatentOptions& options, nlohmann::json outputs, nlohmann::json more)
{
    if (options.json) {
        nlohmann::json report{{"model", model.fileName}, {"config", model.config->id}, {"seed", options.seed}, {"outputs", std::move(outputs)}};
        report.update(more);
        return printJson(report);
    }
    for (const auto& output : outputs)
        print("{}  {} notes", output["file"].get<std::string>(), output["notes"].get<std::size_t>());
    note("{} ({}), seed {}", model.fileName, model.config->id, options.seed);
}

} // namespace partita::cli
