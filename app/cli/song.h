#pragma once

#include "engine/core/error.h"
#include "engine/generate/write_bars.h"
#include "engine/project/document.h"

#include <filesystem>
#include <string>
#include <utility>

namespace partita::cli {

/// A Partita project (.partita), a MIDI file, MusicXML or ABC as a document; what was mended while reading goes to
/// standard error.
Result<project::Document> readSong(const std::filesystem::path& path);

/// "5-8" or "5": bars counted from 1, both included. Errors: kInvalidArgument.
Result<std::pair<int, int>> parseBars(const std::string& text);

/// The track a person means by `name`: its name, or its number in the list (from 1). Empty: the first that the model can
/// write for with notes in the bars, else the first with notes at all. Errors: kNotFound, with the tracks there are.
Result<project::TrackId> findTrack(const project::Document& document, const std::string& name, const generate::BarRange& bars, const models::EventRnnConfig& config);

} // namespace partita::cli
