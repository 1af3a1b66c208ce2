#include "engine/study/bounds.h"

#include <algorithm>

namespace partita::study {
namespace {

using enum Bound::Relative;

// Discrete deviations count the quantities of a case that differ.
constexpr Bound kBounds[] = {
    {Quantity::kDiscrete, 0.0, kNo, 0.0, "golden/tensorflow/core/README.md: exact equality; golden/tensorflow/rnn/README.md: discrete results exactly"},
    {Quantity::kSearchScore, 2e-6, kToValue, 1.0, "golden/tensorflow/rnn/README.md, Exactness to expect: losses and metrics, of which scores are sums"},
    {Quantity::kEncodedInput, 1e-6, kToValue, 1.0, "golden/tensorflow/rnn/README.md, Datasets: histograms and the modulo encoding"},
    {Quantity::kProbability, 1e-5, kNo, 0.0, "golden/tensorflow/rnn/README.md, Exactness to expect: single probabilities"},
    {Quantity::kChordPath, 1e-6, kNo, 0.0, "golden/tensorflow/core/README.md, chords: equals path_log_likelihood within 1e-6"},
    {Quantity::kNoteTime, 2e-9, kNo, 0.0, "the rounding of an offset in [-1, 1] to float32, 2^-25, of half a step of 0.125 s"},
    {Quantity::kMetric, 2e-6, kToValue, 1.0, "golden/tensorflow/rnn/README.md, Exactness to expect: losses and metrics"},
    {Quantity::kFrameScore, 6e-5, kNo, 0.0, "golden/tensorflow/rnn/README.md, Exactness to expect: pianoroll log-probabilities"},
    {Quantity::kTensor, 1e-4, kToLargest, 0.1, "golden/tensorflow/rnn/README.md, Exactness to expect: 1e-5 absolute or 1e-4 relative to the tensor's largest value"},
    {Quantity::kFirstUpdate, 5e-7, kNo, 0.0, "golden/tensorflow/rnn/README.md, Exactness to expect: variables after one Adam step"},
    {Quantity::kLaterUpdate, 1e-5, kNo, 0.0, "golden/tensorflow/rnn/README.md, Exactness to expect: variables after five steps"},
    {Quantity::kMoment, 1e-4, kToLargest, 0.0, "golden/tensorflow/rnn/README.md, Exactness to expect: gradients, of which moments are means"},
    {Quantity::kPosterior, 2e-5, kNo, 0.0, "golden/tensorflow/vae/README.md, Suggested tolerances: mu, sigma, z and KL"},
    {Quantity::kLogit, 1e-4, kNo, 0.0, "golden/tensorflow/vae/README.md, Suggested tolerances: logits"},
    {Quantity::kLoss, 2e-6, kToValue, 1.0, "golden/tensorflow/vae/README.md, Suggested tolerances: losses"},
    {Quantity::kLossAfterUpdates, 1e-4, kToValue, 1.0, "golden/tensorflow/vae/README.md, Suggested tolerances: loss_after_last_step"},
    {Quantity::kGradient, 1.0, kNo, 0.0, "golden/tensorflow/vae/README.md, Suggested tolerances: 1e-5 of the global norm and 1e-4 of the value"},
    {Quantity::kWeightAfterOne, 2e-6, kNo, 0.0, "golden/tensorflow/vae/README.md, Suggested tolerances: variables after one step"},
    {Quantity::kWeightAfterFive, 2e-5, kNo, 0.0, "golden/tensorflow/vae/README.md, Suggested tolerances: after 5 steps ten times that"},
    {Quantity::kRate, 1e-6, kNo, 0.0, "golden/tensorflow/vae/README.md, Traps found: float32 powers"},
    {Quantity::kLongLogit, 1e-3, kNo, 0.0, "golden/tensorflow/vae/README.md, Suggested tolerances: logits and final states of free-running 16-bar and multitrack cases"},
    {Quantity::kDecodedTime, 6.3e-6, kNo, 0.0, "golden/tensorflow/vae/README.md, Suggested tolerances: 1e-4 of an offset, of half a step of 0.125 s"},
};

} // namespace

const Bound& boundOf(Quantity quantity)
{
    return *std::ranges::find(kBounds, quantity, &Bound::quantity);
}

} // namespace partita::study
