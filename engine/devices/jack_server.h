#pragma once

#include <optional>

namespace partita::devices {

/// What a running JACK server says of itself.
struct JackServer {
    int sampleRate = 0;
    int bufferFrames = 0; ///< of one period
};

/// Nothing when none runs, or libjack is not installed; none is started. Ask before any other use of JACK: RtMidi's
/// JACK backend crashes without a server. Keeps libjack from writing to standard error, and one client of our own open
/// that notices the server's end; cheap while the server lives.
/// Threads: control thread.
std::optional<JackServer> findJackServer();

/// How many servers have ended under us. A client of a server that has ended must not be closed: libjack crashes once
/// another client was tried in the meantime. Who holds a client keeps this number and, where it has grown, lets the
/// client go unclosed: a few kilobytes for each server that crashes.
/// Threads: any.
int endedJackServers();

} // namespace partita::devices
