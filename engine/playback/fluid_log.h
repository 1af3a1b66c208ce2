#pragma once

#include <string>

namespace partita::playback {

/// Keeps FluidSynth from writing to standard error. Call before any other use of it; again does nothing.
void silenceFluidSynth();

/// The first error FluidSynth reported on this thread since `clearFluidError`, without a full stop; empty when none.
std::string fluidError();
void clearFluidError();

} // namespace partita::playback
