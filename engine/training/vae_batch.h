#pragma once

#include "engine/models/vae_spec.h"

#include <cstdint>
#include <span>
#include <vector>

namespace partita::training {

/// Examples as a MusicVAE's loss takes them, padded with zeros to the longest. Row-major.
struct VaeBatch {
    int size = 0;       ///< B
    int steps = 0;      ///< T
    int numLengths = 1; ///< of each example
    std::vector<float> inputs;   ///< [B, T, inputDepth]
    std::vector<float> targets;  ///< [B, T, outputDepth]; empty where the targets are the inputs
    std::vector<float> controls; ///< [B, T, controlDepth]; empty without
    std::vector<int> lengths;    ///< [B, numLengths]
    /// Of a share of a batch: how many examples the whole has, and where these begin. Noise is drawn for the whole.
    int wholeSize = 0; ///< 0: it is the whole
    int begin = 0;
};

/// The chance of one pass over a batch: noise of the posterior, and for each core decoder what scheduled sampling draws
/// (nn::VaeChance says how it is laid out; empty where nothing is sampled).
struct VaeNoise {
    struct Draws {
        std::vector<float> mask, values;
    };
    std::vector<float> eps; ///< [B, z_size]
    std::vector<Draws> draws;
};

} // namespace partita::training
