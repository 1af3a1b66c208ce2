#include "engine/playback/player.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace partita::playback {
namespace {

constexpr int kMaxCountInBars = 8;

}

Player::Player(double sampleRate)
    : m_sampleRate(sampleRate)
    , m_empty(std::make_unique<TimelinePtr>(compile(project::Document{}, sampleRate)))
    , m_timeline(m_empty->get())
    , m_clock(sampleRate)
    , m_limiter(sampleRate)
{
}

Player::~Player() = default;

// ---- control ------------------------------------------------------------------------------------------------------

void Player::setTimeline(std::shared_ptr<const Timeline> timeline)
{
    assert(timeline && timeline->sampleRate() == m_sampleRate);
    m_timelines.deliver(std::make_unique<TimelinePtr>(std::move(timeline)));
}

void Player::setSynth(std::unique_ptr<Synth> synth)
{
    assert(synth && synth->sampleRate() == m_sampleRate);
    m_synths.deliver(std::move(synth));
}

void Player::orderTransport(Order order, Transport expected)
{
    order.serial = (m_transport.load(std::memory_order_relaxed) & ~kTransportMask) + kSerialStep;
    // Told before it is sent, so that the answer cannot come first.
    const std::uint32_t before = m_transport.exchange(order.serial | static_cast<std::uint32_t>(expected));
    if (!m_orders.push(order))
        m_transport.store(before);
}

void Player::setMidiOut(bool connected) { m_orders.push({Order::kMidiOut, 0, 0, connected}); }
void Player::play(int countInBars)
{
    const bool running = transport() != Transport::kStopped;
    orderTransport({Order::kPlay, 0, 0, countInBars}, running ? transport() : countInBars > 0 ? Transport::kCountingIn : Transport::kPlaying);
}
void Player::pause() { orderTransport({Order::kPause}, Transport::kStopped); }
void Player::stop() { orderTransport({Order::kStop}, Transport::kStopped); }
void Player::seek(Ticks tick) { m_orders.push({Order::kSeek, 0, 0, tick.value}); }
void Player::setLooping(bool on) { m_orders.push({Order::kLooping, 0, 0, on}); }
void Player::setMetronome(bool on) { m_orders.push({Order::kMetronome, 0, 0, on}); }
void Player::panic() { m_orders.push({Order::kPanic}); }

void Player::previewOn(int channel, std::uint8_t pitch, std::uint8_t velocity)
{
    m_orders.push({Order::kPreview, pitch, velocity, channel});
}

void Player::previewOff(int channel, std::uint8_t pitch) { previewOn(channel, pitch, 0); }

void Player::collect()
{
    m_timelines.collect();
    m_synths.collect();
}

// ---- audio --------------------------------------------------------------------------------------------------------

void Player::render(AudioBlock block, BlockClock::Clock::time_point now) noexcept
{
    const Frames latency(m_latency.load(std::memory_order_relaxed));
    m_blockTime = m_clock.next(block.frames, now) + m_clock.after(static_cast<int>(latency.value));
    m_offset = 0;
    // An order counts on the deliveries made before it.
    while (const auto order = m_orders.pop()) {
        takeDeliveries();
        obey(*order);
    }
    takeDeliveries();
    m_position.store(m_timeline->tickAt(m_frame), std::memory_order_relaxed);

    while (m_offset < block.frames) {
        const int run = advance(block.frames - m_offset);
        const AudioBlock part = block.part(m_offset, run);
        if (m_synth) {
            m_synth->render(part);
        } else {
            std::fill_n(part.left, run, 0.0f);
            std::fill_n(part.right, run, 0.0f);
        }
        m_offset += run;
    }
    m_limiter.process(block, m_volume.load(std::memory_order_relaxed));
    measure(block);
    publishTransport();
}

void Player::takeDeliveries() noexcept
{
    if (auto timeline = m_timelines.take())
        swapTimeline(std::move(timeline));
    if (auto synth = m_synths.take())
        swapSynth(std::move(synth));
}

void Player::swapTimeline(std::unique_ptr<TimelinePtr> box) noexcept
{
    turnIfDue();
    const Timeline& next = **box;
    m_frame = m_timeline->frameIn(next, m_frame);
    m_playedFrom = m_timeline->frameIn(next, m_playedFrom);
    m_timeline = &next;
    if (auto old = std::exchange(m_timelineBox, std::move(box)))
        m_timelines.giveBack(std::move(old));
    m_next = next.indexAt(m_frame);
    m_looping = next.loop().enabled;
    setTurn();
    MidiState target = next.stateAt(m_frame);
    if (m_running == Transport::kPlaying)
        target.keepNotesHeldIn(m_state);
    else
        target.rest();
    sendDifference(m_state, target, *this);
}

void Player::swapSynth(std::unique_ptr<Synth> synth) noexcept
{
    if (auto old = std::exchange(m_synth, std::move(synth)))
        m_synths.giveBack(std::move(old));
    for (const auto& [frame, message] : m_timeline->sysexMessages())
        if (frame < m_frame)
            m_synth->sendSysex(m_timeline->sysex(message.sysex));
    sendDifference(MidiState(), m_state, *m_synth);
}

void Player::connectMidi(bool connected) noexcept
{
    struct MidiOnly final : Receiver {
        explicit MidiOnly(Player& player) : player(player) {}
        void send(const Message& message) noexcept override { player.emitToMidi(message); }
        Player& player;
    } midi(*this);
    if (connected) {
        m_midiConnected = true;
        sendDifference(MidiState(), m_state, midi);
    } else {
        MidiState rested = m_state;
        rested.rest();
        sendDifference(m_state, rested, midi);
        m_midiConnected = false;
    }
}

void Player::obey(const Order& order) noexcept
{
    if (order.serial != 0)
        m_obeyed = order.serial;
    switch (order.kind) {
    case Order::kPlay: start(static_cast<int>(order.value)); break;
    case Order::kPause: halt(); break;
    case Order::kStop:
        halt();
        moveTo(m_playedFrom);
        break;
    case Order::kSeek: moveTo(m_timeline->frameAt(Ticks(std::max<std::int64_t>(order.value, 0)))); break;
    case Order::kLooping:
        m_looping = order.value && m_timeline->loop().end > m_timeline->loop().start;
        setTurn();
        break;
    case Order::kMetronome: m_metronome = order.value; break;
    case Order::kPanic: silenceEverything(); break;
    case Order::kPreview: preview(static_cast<int>(order.value), order.pitch, order.velocity); break;
    case Order::kMidiOut: connectMidi(order.value); break;
    }
}

void Player::start(int countInBars) noexcept
{
    if (m_running != Transport::kStopped)
        return;
    setTurn();
    if (m_frame >= m_timeline->end() && !m_turns)
        moveTo(Frames(0));
    m_playedFrom = m_frame;
    if (countInBars <= 0)
        return begin();
    const auto beat = m_timeline->beatAt(m_frame);
    m_countIn = {beat.length * (beat.perBar * std::min(countInBars, kMaxCountInBars)), beat.length, Frames(0), beat.perBar, 0};
    m_running = Transport::kCountingIn;
}

void Player::begin() noexcept
{
    m_running = Transport::kPlaying;
    for (const auto& [frame, message] : m_timeline->sysexMessages())
        if (frame < m_frame)
            send(message);
    moveTo(m_frame);
}

void Player::halt() noexcept
{
    m_running = Transport::kStopped;
    release();
    endPreviews();
}

/// Ends what sounds here, restores what holds there.
void Player::moveTo(Frames frame) noexcept
{
    release();
    m_frame = frame;
    m_next = m_timeline->indexAt(frame);
    setTurn();
    MidiState target = m_timeline->stateAt(frame);
    if (m_running == Transport::kPlaying)
        target.dropHeldPercussion();
    else
        target.rest();
    sendDifference(m_state, target, *this);
}

void Player::setTurn() noexcept
{
    m_turns = m_looping && m_frame < m_timeline->loop().end;
}

void Player::turnIfDue() noexcept
{
    if (m_running == Transport::kPlaying && m_turns && m_frame == m_timeline->loop().end)
        moveTo(m_timeline->loop().start);
}

/// Notes and clicks end and pedals come up; programs, controllers and bends stay.
void Player::release() noexcept
{
    endClicks();
    MidiState rested = m_state;
    rested.rest();
    sendDifference(m_state, rested, *this);
}

void Player::preview(int channel, std::uint8_t pitch, std::uint8_t velocity) noexcept
{
    if (channel < 0 || channel >= kChannels || pitch > 127 || velocity > 127)
        return;
    auto previewed = m_previews[static_cast<std::size_t>(channel)][pitch];
    if (previewed)
        emit(channelMessage(0x80, channel, pitch, 64));
    if (velocity > 0)
        emit(channelMessage(0x90, channel, pitch, velocity));
    previewed = velocity > 0;
}

void Player::endPreviews() noexcept
{
    for (int channel = 0; channel < kChannels; ++channel)
        for (int pitch = 0; m_previews[static_cast<std::size_t>(channel)].any() && pitch < 128; ++pitch)
            preview(channel, static_cast<std::uint8_t>(pitch), 0);
}

void Player::endClicks() noexcept
{
    for (const bool accent : {false, true})
        if (m_clicks[accent])
            emit(clickOff(accent));
}

void Player::silenceEverything() noexcept
{
    endPreviews();
    endClicks();
    if (m_synth)
        m_synth->silence();
    for (int channel = 0; channel < kChannels; ++channel) {
        for (const int mode : {120, 121, 123}) { // all sound off, reset all controllers, all notes off
            const Message message = channelMessage(0xb0, channel, mode, 0);
            m_state.apply(message);
            if (m_synth)
                m_synth->send(message);
            if (message.port == 0) // all ports come out at one
                emitToMidi(message);
        }
    }
    // The piece's programs and controllers still hold; its notes come back as they are struck.
    MidiState target = m_timeline->stateAt(m_frame);
    target.rest();
    sendDifference(m_state, target, *this);
}

/// Sends what is due now. Returns for how many frames, up to `limit`, nothing else is.
int Player::advance(int limit) noexcept
{
    switch (m_running) {
    case Transport::kCountingIn: return advanceCountIn(limit);
    case Transport::kPlaying: return advancePlaying(limit);
    case Transport::kStopped: break;
    }
    return limit;
}

int Player::advanceCountIn(int limit) noexcept
{
    auto& count = m_countIn;
    if (count.left == Frames(0)) {
        begin();
        return advancePlaying(limit);
    }
    if (count.untilClick == Frames(0)) {
        endClicks();
        emit(clickOn(count.nextBeat == 0));
        count.nextBeat = (count.nextBeat + 1) % count.perBar;
        count.untilClick = count.beat;
    }
    const Frames run = std::min(Frames(limit), count.untilClick);
    count.left -= run;
    count.untilClick -= run;
    return static_cast<int>(run.value);
}

int Player::advancePlaying(int limit) noexcept
{
    turnIfDue();
    const auto messages = m_timeline->messages();
    for (; m_next < messages.size() && messages[m_next].frame <= m_frame; ++m_next) {
        const Message& message = messages[m_next].message;
        if (!message.isClick() || (message.isNoteOn() ? m_metronome : m_clicks[isAccent(message)]))
            send(message);
    }
    if (!m_turns && m_frame >= m_timeline->end()) {
        halt();
        return limit;
    }
    Frames until = m_turns ? m_timeline->loop().end : m_timeline->end();
    if (m_next < messages.size())
        until = std::min(until, messages[m_next].frame);
    const Frames run = std::min(Frames(limit), until - m_frame);
    m_frame += run;
    return static_cast<int>(run.value);
}

void Player::send(const Message& message) noexcept
{
    if (message.isReset() || message.isEndOfNotes())
        endBefore(message);
    m_state.apply(message);
    emit(message);
}

/// Not every instrument obeys modes and resets: the notes and pedals that they end are ended one by one as well.
void Player::endBefore(const Message& message) noexcept
{
    MidiState target = m_state;
    if (message.isReset())
        target.rest();
    else
        target.apply(message);
    sendDifference(m_state, target, *this);
}

void Player::emit(const Message& message) noexcept
{
    if (message.isClick())
        m_clicks[isAccent(message)] = message.isNoteOn();
    if (m_synth) {
        if (message.isSysex())
            m_synth->sendSysex(m_timeline->sysex(message.sysex));
        else
            m_synth->send(message);
    }
    emitToMidi(message);
}

void Player::emitToMidi(const Message& message) noexcept
{
    if (!m_midiConnected)
        return;
    DueMessage due{m_blockTime + m_clock.after(m_offset), message, message.isSysex() ? *m_timelineBox : nullptr};
    if (!m_midi.push(std::move(due)))
        m_midiLost.store(true, std::memory_order_release);
}

/// Unless another order is on its way.
void Player::publishTransport() noexcept
{
    std::uint32_t told = m_transport.load();
    if ((told & ~kTransportMask) == m_obeyed)
        m_transport.compare_exchange_strong(told, m_obeyed | static_cast<std::uint32_t>(m_running));
}

void Player::measure(AudioBlock block) noexcept
{
    const auto fall = static_cast<float>(std::pow(10.0, -block.frames / m_sampleRate));
    const auto peak = [&](const float* plane, const std::atomic<float>& held) {
        float highest = held.load(std::memory_order_relaxed) * fall;
        for (int i = 0; i < block.frames; ++i)
            highest = std::max(highest, std::abs(plane[i]));
        return highest;
    };
    m_left.store(peak(block.left, m_left), std::memory_order_relaxed);
    m_right.store(peak(block.right, m_right), std::memory_order_relaxed);
}

} // namespace partita::playback
