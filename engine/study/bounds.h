#pragma once

#include <string_view>

namespace partita::study {

/// What can differ between Partita and the original program.
enum class Quantity {
    kDiscrete,    ///< events, counts, texts, doubles that must agree to the bit
    kSearchScore, ///< log-likelihood of a generated sequence
    kProbability, ///< a softmax value
    kEncodedInput, ///< what a network reads, where a division or a cosine makes it
    kChordPath,   ///< log-likelihood of inferred chords and keys
    kNoteTime,    ///< a note's time in seconds where its offset was kept as float32
    kMetric,      ///< a loss, or what is computed from losses and counts
    kFrameScore,  ///< log-probability of a frame of 88 bits
    kTensor,      ///< logits, gradients, a network's state
    kFirstUpdate, ///< a weight after one step of Adam
    kLaterUpdate, ///< after five
    kMoment,      ///< Adam's own state
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
    /// What the difference is divided by before it is compared: nothing, or the size of the expected value or of the
    /// largest one of its tensor, where that is above `floor`.
    enum class Relative { kNo, kToValue, kToLargest };

    Quantity quantity;
    double value;
    Relative relative;
    double floor;
    std::string_view source;
};

/// The row of the one table of bounds.
const Bound& boundOf(Quantity quantity);

} // namespace partita::study
