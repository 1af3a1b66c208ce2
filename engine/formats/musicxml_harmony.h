#pragma once

#include "engine/formats/score_reading.h"
#include "engine/formats/xml.h"

#include <cstdint>
#include <string>
#include <vector>

namespace partita::formats::musicxml {

struct Harmony {
    std::string figure;                ///< as note_seq writes chord symbols: "Am7(b5)/G", "N.C."
    std::vector<std::int64_t> offsets; ///< divisions that move it from where it stands
};

/// A <harmony>. `transpose` are the part's semitones: its symbols are written as its notes are. Throws ScoreError.
Harmony readHarmony(const XmlElement& element, std::int64_t transpose, std::int64_t divisions, ScoreReading reading);

} // namespace partita::formats::musicxml
