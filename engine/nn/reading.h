#pragma once

namespace partita::nn {

/// Where networks that go step by step on the processor read their weights.
enum class Reading {
    kInPlace, ///< where they lie, in a mapped file: weights beyond all caches, which memory must hold once
    kPacked,  ///< from a copy in reading order: weights that fit a cache, where arithmetic counts
};

} // namespace partita::nn
