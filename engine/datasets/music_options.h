#pragma once

#include "engine/core/error.h"
#include "engine/doctor/music_file.h"

#include <optional>
#include <string>
#include <utility>

namespace partita::datasets {

/// How music is read where that is the user's choice: one set of words for data sets, training and evaluation. Unless
/// told otherwise, as Magenta reads it.
struct MusicOptions {
    doctor::Convention convention = doctor::Convention::kAsNoteSeq;
    /// Melodies, alone or over chords: of notes that start together take the highest, where Magenta leaves the track out.
    bool keepHighest = false;
    /// Training copies by all these amounts, in semitones from low to high, in place of the config's own.
    std::optional<std::pair<int, int>> transpose;

    friend bool operator==(const MusicOptions&, const MusicOptions&) = default;
};

/// As a JSON object of what was chosen, by the flags' names: runs and their models keep it.
std::string textOf(const MusicOptions& options);
/// Its inverse. Errors: kDamaged.
Result<MusicOptions> musicOptionsFrom(const std::string& text);

} // namespace partita::datasets
