#pragma once

namespace partita::playback {

/// Stereo sound to be filled: two planes of `frames` samples, full scale ±1. Points into somebody else's memory.
struct AudioBlock {
    float* left = nullptr;
    float* right = nullptr;
    int frames = 0;

    AudioBlock part(int first, int count) const { return {left + first, right + first, count}; }
};

} // namespace partita::playback
