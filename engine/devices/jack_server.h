#pragma once

#include <optional>

namespace partita::devices {

/// What a running JACK server says of itself.
struct JackServer {
    int sampleRate = 0;
};

/// Nothing when none runs, or libjack is not installed; none is started. Ask before any other use of JACK: RtMidi's
/// JACK backend crashes without a server. Also keeps libjack from writing to standard error.
std::optional<JackServer> findJackServer();

} // namespace partita::devices
