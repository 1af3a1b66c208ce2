#pragma once

#include "engine/music/tempo_map.h"
#include "engine/playback/message.h"
#include "engine/playback/midi_state.h"
#include "engine/project/document.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace partita::playback {

/// A document as a player sees it: messages sorted by Frame, and the ways between Ticks and Frames.
/// It never changes once compiled; the audio thread reads it while newer ones are made.
/// Threads: const calls from any thread; none allocates or throws.
class Timeline {
public:
    struct Loop {
        bool enabled = false;
        Frames start;
        Frames end;
    };

    double sampleRate() const { return m_sampleRate; }
    /// At one frame: note-offs, system exclusive, controllers as the file has them, note-ons. Clicks of the
    /// metronome are among them (`isClick`): who plays them or leaves them out is the player's affair.
    std::span<const TimedMessage> messages() const { return m_messages; }
    /// A complete message, f0 to f7.
    std::span<const std::uint8_t> sysex(std::uint32_t index) const { return m_sysex[index]; }
    /// All system exclusive messages, which `stateAt` does not cover.
    std::span<const TimedMessage> sysexMessages() const { return m_sysexMessages; }

    /// Where the last note ends, or the pedal that holds it is released.
    Frames end() const { return m_end; }
    /// Never enabled when it is too short to play.
    const Loop& loop() const { return m_loop; }

    Frames frameAt(Ticks tick) const;
    /// With the fraction of a tick, so that a playhead glides.
    double tickAt(Frames frame) const;
    /// Where `frame` of this timeline lies in `other`, musically: the same frame where both run at one tempo.
    Frames frameIn(const Timeline& other, Frames frame) const;

    /// The first message at or after `frame`.
    std::size_t indexAt(Frames frame) const;
    /// What a receiver holds that has been told all before `frame`, and the note-offs at it.
    MidiState stateAt(Frames frame) const;

    struct Beat {
        Frames length;
        int perBar;
    };
    /// Of the metronome at `frame`: what a count-in to there counts.
    Beat beatAt(Frames frame) const;

private:
    friend class Compiler;
    Timeline() = default;

    double m_sampleRate = 0;
    Division m_division;
    TempoMap m_tempo;
    MeterMap m_meter;
    std::vector<TimedMessage> m_messages;
    std::vector<TimedMessage> m_sysexMessages;
    std::vector<Bytes> m_sysex;
    std::vector<MidiState> m_snapshots; ///< before every kSnapshotInterval-th message, so that a seek reads few
    Frames m_end;
    Loop m_loop;
};

/// What of `document` sounds: notes that are not muted, on tracks that are not muted and, where any is solo, are solo;
/// controllers, programs, bends and system exclusive of all chunks, for tracks share channels.
/// Two notes of one pitch and channel never overlap in what is sent: the second begins where the first is cut, and lasts
/// as long as written.
/// Units: `sampleRate` in frames per second, > 0.      Threads: any; the document is only read.
std::shared_ptr<const Timeline> compile(const project::Document& document, double sampleRate);

/// The channel, across all ports, on which a track's notes are sent: what a preview of one of them uses.
int playedChannel(const project::Document& document, const project::Track& track);

} // namespace partita::playback
