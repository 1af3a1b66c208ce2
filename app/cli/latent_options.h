#pragma once

#include "engine/core/error.h"
#include "engine/generate/latent_clip.h"
#include "engine/generate/latent_model.h"
#include "engine/generate/latent_music.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// What the commands for MusicVAE and GrooVAE share.
namespace partita::cli {

/// Which model, and where chance begins.
struct LatentOptions {
    std::string checkpoint; ///< empty: the run's, else the first model at hand that fits
    std::string runDir;     ///< Partita's or Magenta's
    std::string config;     ///< empty: what the checkpoint says
    std::string device = "auto";
    std::uint64_t seed = 0; ///< drawn and shown where the user gives none
    double temperature = 0.5;
    std::string chords; ///< of conditioned models
    bool json = false;
};

/// --checkpoint_file, --run_dir, --config, --device, --json.
void addLatentModelOptions(CLI::App& app, LatentOptions& options);
/// --seed, --temperature, --chords.
void addDecodeOptions(CLI::App& app, LatentOptions& options);

/// Errors: as models::openLatentFile and neural::open; kNotFound where no model is at hand.
Result<generate::LatentModel> openLatentModel(const LatentOptions& options);

/// What is asked of the decoder, the chords as controls. Errors: as generate::chordControls.
Result<generate::DecodeOptions> decodeOptions(const generate::LatentModel& model, const LatentOptions& options);

/// What may be done to pieces so that they fit: each given once for all pieces, or once for each of them.
struct ClipFlags {
    std::vector<std::string> bars;
    std::vector<std::string> tracks;
    bool topVoice = false;
    bool pad = false;
    bool quantize = false;
};

/// --bars, --track, --top_voice, --pad, --quantize.
void addClipFlags(CLI::App& app, ClipFlags& flags);

/// Those of piece number `index` (from 0). Errors: kInvalidArgument.
Result<generate::ClipOptions> clipOptions(const ClipFlags& flags, std::size_t index);

/// Music of any kind that Partita reads, as people hear it; of a tunebook the only tune.
Result<NoteSequence> readPiece(const std::filesystem::path& path);

/// The one clip of a file. Errors: as generate::onlyClip, with the flags that would help.
Result<generate::Clip> readClip(const generate::LatentModel& model, const std::filesystem::path& path, const generate::ClipOptions& options);

/// Writes `music` as `<folder>/<stem>-<iii>-of-<NNN>.mid`, as Magenta numbers its files, and returns what was written as
/// JSON. Of `stem` nothing but the model and the work should be told, so that equal runs give equal folders.
Result<nlohmann::json> writeMusic(const std::vector<generate::LatentMusic>& music, const std::filesystem::path& folder, const std::string& stem);

/// One MIDI file. Errors: kInvalidArgument, kUnwritable.
Result<void> writeMidi(const NoteSequence& music, const std::filesystem::path& path);

/// The report of a command: as one JSON object, or as lines for people.
void reportMusic(const generate::LatentModel& model, const LatentOptions& options, nlohmann::json outputs, nlohmann::json more = nlohmann::json::object());

} // namespace partita::cli
