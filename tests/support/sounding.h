#pragma once

#include "engine/playback/message.h"
#include "engine/playback/midi_state.h"
#include "engine/playback/timeline.h"

#include <QString>

#include <map>
#include <utility>

namespace partita::test {

/// A MIDI receiver reduced to what can stick: which keys are down and which pedals hold them. Written apart from
/// playback::MidiState, so that the one can prove the other.
class Sounding {
public:
    void take(const playback::Message& message);
    /// "0:60 0:64": channel and pitch of keys that are down; "0:pedal" for pedals; empty when nothing is.
    QString text() const;
    bool isSilent() const { return text().isEmpty(); }

private:
    std::map<std::pair<int, int>, int> m_keys;   ///< (channel, pitch) → note-ons minus note-offs, not below 0
    std::map<std::pair<int, int>, int> m_pedals; ///< (channel, controller) → value
};

/// "90 60 100": status in hex, data; "f0 …" as "sysex 0".
QString messageText(const playback::Message& message);
/// "0 90 60 100 | 480 80 60 64": frame and message, clicks left out.
QString timelineText(const playback::Timeline& timeline);

} // namespace partita::test
