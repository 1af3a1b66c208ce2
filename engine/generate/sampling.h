#pragma once

#include "engine/core/rng.h"

#include <functional>
#include <span>
#include <vector>

namespace partita::generate {

/// How a class is chosen from logits.
struct Sampling {
    double temperature = 1.0; ///< divides the logits; 0 takes the most likely class
    int topK = 0;             ///< draw from the k most likely classes only; 0: from all
    double topP = 1.0;        ///< draw from the fewest likely classes that reach this probability; 1: from all
    friend bool operator==(const Sampling&, const Sampling&) = default;
};

/// Where chance comes from: uniform numbers in [0, 1), in the order in which they are asked for.
using Draws = std::function<double()>;

/// Draws of a generator of their own.
Draws drawsOf(Rng rng);

/// softmax(logits / temperature), rounded to float32 and without subnormals, as the reference's graph computes it: scores
/// of very unlikely events become −∞ in both. At temperature 0 the most likely class (the first of equals) has it all.
std::vector<double> softmax(std::span<const float> logits, double temperature);

/// Takes away what `sampling` does not draw from (of equals the first stay) and makes the rest sum to 1.
void truncate(std::span<double> probabilities, const Sampling& sampling);

/// The first class whose cumulative probability, divided by the last one, exceeds `uniform`.
/// Source: numpy.random.RandomState.choice.
int pick(std::span<const double> probabilities, double uniform);

} // namespace partita::generate
