#pragma once

#include "app/cli/generation_options.h"

#include "engine/generate/write_bars.h"

#include <optional>
#include <string>

/// Bars of a song as takes, each a MIDI file: what the studio's Regenerate, Continue and New do.
namespace partita::cli {

struct TakeOptions {
    std::string input; ///< names the files; empty: a new song
    std::string track; ///< empty: the first that the model plays
    std::string chords; ///< one a bar, over the bars written, again and again; empty: the song's own
    std::string notesPerSecond;
    std::string pitchClassHistogram;
    std::string disableConditioning;
    int contextBars = generate::WriteOptions().contextBars;
    int followingBars = generate::WriteOptions().followingBars;
};

/// An empty song with one track that the model can write for.
project::Document newSong(const models::EventRnnConfig& config, double qpm);

/// Writes takes of the bars that the operation means (generate::barsToWrite) into the output folder, named without a
/// time, and reports them.
Result<void> writeTakes(const GenerationOptions& generation, const TakeOptions& options, const generate::Model& model, project::Document document,
                        generate::Operation operation, std::optional<generate::BarRange> selected, int count);

} // namespace partita::cli
