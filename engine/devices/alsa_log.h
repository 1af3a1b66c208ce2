#pragma once

namespace partita::devices {

/// Keeps ALSA's library, where it is installed, from writing to standard error what our sentences say better.
void silenceAlsa();

} // namespace partita::devices
