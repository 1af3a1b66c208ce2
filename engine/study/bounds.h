#pragma once

#include <string_view>

namespace partita::study {

/// What can differ between Partita and the original program.
enum class Quantity {
    kDiscrete,    ///< events, counts, texts, doubles that must agree to the bit
    kSearchScore, ///< log-likelihood of a generated sequence
    kProbability, ///< a softmax value
    kChordPath,   ///< log-likelihood of inferred chords and keys
    kNoteTime,    ///< a note's time in seconds where its offset was kept as float32
};

/// How far a value may lie from the expected one.
struct Bound {
    Quantity quantity;
    double value;
    bool relative; ///< to the expected value's size, where that is above 1
    std::string_view source;
};

/// The row of the one table of bounds.
const Bound& boundOf(Quantity quantity);

} // namespace partita::study
