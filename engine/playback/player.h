#pragma once

#include "engine/core/spsc_queue.h"
#include "engine/playback/audio_block.h"
#include "engine/playback/block_clock.h"
#include "engine/playback/limiter.h"
#include "engine/playback/mailbox.h"
#include "engine/playback/synth.h"
#include "engine/playback/timeline.h"

#include <array>
#include <atomic>
#include <bitset>
#include <chrono>
#include <memory>
#include <optional>

namespace partita::playback {

enum class Transport : std::uint8_t { kStopped, kCountingIn, kPlaying };

/// A message for live MIDI out, and when it is to be heard.
struct DueMessage {
    std::chrono::steady_clock::time_point due;
    Message message;
    std::shared_ptr<const Timeline> timeline; ///< with system exclusive: owns the bytes
};

/// Plays a timeline: renders sound with a Synth, and feeds live MIDI out with the same messages.
///
/// Threads: three sides, each used by one thread at a time.
///   control  whoever owns the player (the window): all that is not listed below. Orders take effect at the next block;
///            while nobody renders, 1024 orders wait and further ones are lost, but never the newest timeline or synth.
///   audio    `render`: neither allocates, frees, locks, waits nor throws.
///   MIDI     `takeMidi`.
/// `transport`, `position` and `levels` may be read from any thread.
///
/// No stuck notes: whatever the player has started it ends, and pedals come up, on pause, stop, seek, loop, panic, at
/// the end and when a timeline no longer has the note. What holds at a place (programs, controllers, bends, notes
/// begun before it) is sent on the way there.
class Player : private Receiver {
public:
    explicit Player(double sampleRate);
    ~Player();

    double sampleRate() const { return m_sampleRate; }

    /// Replaces the timeline, also while playing: the musical position stays, notes that both have sound on.
    /// `timeline` is compiled for this player's sample rate.
    void setTimeline(std::shared_ptr<const Timeline> timeline);
    /// Replaces the sound. Without any, the player runs silently. `synth` is opened at this player's sample rate.
    void setSynth(std::unique_ptr<Synth> synth);
    /// Starts or ends the feed of `takeMidi`. A new receiver is told all that holds.
    void setMidiOut(bool connected);

    /// From the position, or from the start when that is at the end; after `countInBars` of clicks.
    void play(int countInBars = 0);
    /// Keeps the position.
    void pause();
    /// Goes back to where play began.
    void stop();
    void seek(Ticks tick);
    /// Until the next timeline, which says itself whether its loop is on.
    void setLooping(bool on);
    void setMetronome(bool on);
    /// Everything off at once, on all channels.
    void panic();
    /// A note outside the timeline, for as long as the key or mouse is held. `channel` counts across all ports.
    void previewOn(int channel, std::uint8_t pitch, std::uint8_t velocity);
    void previewOff(int channel, std::uint8_t pitch);
    /// 1: as the SoundFont and the file have it.
    void setVolume(float gain) { m_volume.store(gain, std::memory_order_relaxed); }
    /// How long after `render` a block is heard: live MIDI is sent so much later.
    void setLatency(Frames latency) { m_latency.store(latency.value, std::memory_order_relaxed); }
    /// Frees timelines and synths that are no longer used; `setTimeline` and `setSynth` do so too.
    void collect();

    /// What was ordered last, and once that is obeyed what became of it: after `play` it is not kStopped for a moment.
    Transport transport() const { return static_cast<Transport>(m_transport.load(std::memory_order_relaxed) & kTransportMask); }
    /// The playhead in ticks, with their fraction.
    double position() const { return m_position.load(std::memory_order_relaxed); }
    struct Levels {
        float left = 0, right = 0;
    };
    /// Peaks that fall by 20 dB a second; full scale is 1.
    Levels levels() const { return {m_left.load(std::memory_order_relaxed), m_right.load(std::memory_order_relaxed)}; }

    /// The next message in time order, if any waits.
    std::optional<DueMessage> takeMidi() noexcept { return m_midi.pop(); }
    /// True once after messages were lost because nobody took them: the receiver wants a panic.
    bool takeMidiLoss() noexcept { return m_midiLost.exchange(false, std::memory_order_acq_rel); }

    void render(AudioBlock block) noexcept { render(block, BlockClock::Clock::now()); }
    /// As asked for at `now`, which live MIDI is timed by.
    void render(AudioBlock block, BlockClock::Clock::time_point now) noexcept;

private:
    struct Order {
        enum Kind : std::uint8_t { kPlay, kPause, kStop, kSeek, kLooping, kMetronome, kPanic, kPreview, kMidiOut } kind;
        std::uint8_t pitch = 0, velocity = 0;
        std::int64_t value = 0;
        std::uint32_t serial = 0; ///< of orders that change the transport
    };
    void orderTransport(Order order, Transport expected);
    using TimelinePtr = std::shared_ptr<const Timeline>;

    // Audio thread.
    void takeDeliveries() noexcept;
    void swapTimeline(std::unique_ptr<TimelinePtr> box) noexcept;
    void swapSynth(std::unique_ptr<Synth> synth) noexcept;
    void connectMidi(bool connected) noexcept;
    void obey(const Order& order) noexcept;
    void start(int countInBars) noexcept;
    void begin() noexcept;
    void halt() noexcept;
    void moveTo(Frames frame) noexcept;
    void setTurn() noexcept;
    void turnIfDue() noexcept;
    void release() noexcept;
    void preview(int channel, std::uint8_t pitch, std::uint8_t velocity) noexcept;
    void endPreviews() noexcept;
    void endClicks() noexcept;
    void silenceEverything() noexcept;
    int advance(int limit) noexcept;
    int advanceCountIn(int limit) noexcept;
    int advancePlaying(int limit) noexcept;
    void send(const Message& message) noexcept override;
    void endBefore(const Message& message) noexcept;
    void emit(const Message& message) noexcept;
    void emitToMidi(const Message& message) noexcept;
    void measure(AudioBlock block) noexcept;
    void publishTransport() noexcept;

    const double m_sampleRate;
    const std::unique_ptr<TimelinePtr> m_empty; ///< so that there always is a timeline

    SpscQueue<Order> m_orders{1024};
    Mailbox<TimelinePtr> m_timelines;
    Mailbox<Synth> m_synths;
    SpscQueue<DueMessage> m_midi{1 << 14};

    std::atomic<float> m_volume{1};
    std::atomic<std::int64_t> m_latency{0};
    static constexpr std::uint32_t kTransportMask = 3, kSerialStep = 4;
    std::atomic<std::uint32_t> m_transport{0}; ///< a Transport, plus the serial number of the order it answers times 4
    std::atomic<double> m_position{0};
    std::atomic<float> m_left{0}, m_right{0};
    std::atomic<bool> m_midiLost{false};

    // Only the audio thread touches these.
    std::unique_ptr<TimelinePtr> m_timelineBox;
    std::unique_ptr<Synth> m_synth;
    const Timeline* m_timeline; ///< in m_timelineBox, else m_empty
    Transport m_running = Transport::kStopped;
    std::uint32_t m_obeyed = 0; ///< serial number of the last order that changed the transport
    Frames m_frame;             ///< the position
    Frames m_playedFrom;        ///< where `stop` goes back to
    std::size_t m_next = 0;     ///< index of the first message not yet sent
    bool m_looping = false;
    bool m_turns = false;       ///< at the loop's end, which lies ahead
    bool m_metronome = false;
    std::array<bool, 2> m_clicks{}; ///< whether the click sounds: plain, accented
    bool m_midiConnected = false;
    struct CountIn {
        Frames left, beat, untilClick;
        int perBar = 4, nextBeat = 0;
    } m_countIn;
    MidiState m_state;          ///< what the receivers have been told, previews left out
    std::array<std::bitset<128>, kChannels> m_previews;
    BlockClock m_clock;
    std::chrono::steady_clock::time_point m_blockTime; ///< when the block's first frame is heard
    int m_offset = 0;                                  ///< frames of the block already rendered
    Limiter m_limiter;
};

} // namespace partita::playback
