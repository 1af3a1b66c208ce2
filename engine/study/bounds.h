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
    kPosterior,        ///< of a MusicVAE: mu, sigma, z, KL
    kLogit,            ///< of a MusicVAE's decoder
    kLongLogit,        ///< the same and final states, where it reads its own output for hundreds of steps
    kDecodedTime,      ///< a note's time in seconds where a decoder made its offset
    kLoss,             ///< of a MusicVAE
    kLossAfterUpdates,
    kGradient,         ///< in units of what its global norm and its size allow
    kWeightAfterOne,   ///< a variable after one update
    kWeightAfterFive,
    kRate,             ///< a schedule's value, as the ratio to the expected one
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
