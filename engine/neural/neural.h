#pragma once

#include "engine/core/error.h"
#include "engine/models/event_network.h"

namespace partita::neural {

/// Everything that needs LibTorch, behind one door. LibTorch takes 0.4 s to load, so it lies in a library of its own
/// (partita-neural) that `open` loads at the first call; the rest of the program links without it.
class Neural {
public:
    virtual ~Neural() = default;
};

/// The one instance. Errors: kNotFound when partita-neural or LibTorch is missing (the sentence says which).
/// Threads: any; the first call may take half a second.
Result<Neural*> open();

} // namespace partita::neural
