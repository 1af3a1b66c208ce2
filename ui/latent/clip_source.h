#pragma once

#include "engine/generate/latent_align.h"
#include "engine/project/document.h"

#include <QString>

#include <filesystem>
#include <memory>
#include <optional>

namespace partita::ui {

/// Where a clip's notes come from, before a model has seen it. The document is a copy: the song may change meanwhile.
struct ClipSource {
    QString name; ///< for people: the song's or the file's
    std::shared_ptr<const project::Document> document;
    std::optional<project::TrackId> track;     ///< absent: all, and the model takes what it can read
    std::optional<generate::BarRange> bars{};  ///< absent: all, and the model takes the first it can read
    bool fromSong = false;
    friend bool operator==(const ClipSource&, const ClipSource&) = default;
};

/// A MIDI file or a project, all of it. Threads: any; reads the file. Errors: as project::openFile.
Result<ClipSource> clipOfFile(const std::filesystem::path& path);

/// "Melody, bars 3–4 of “Song”".
QString titleOf(const ClipSource& source);

/// The same for the engine: as it sounds, in seconds.
generate::AlignSource alignSource(const ClipSource& source);

} // namespace partita::ui
