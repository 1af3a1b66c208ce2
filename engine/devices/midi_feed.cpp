#include "engine/devices/midi_feed.h"

#include <algorithm>

namespace partita::devices {
namespace {

using Clock = std::chrono::steady_clock;

/// Messages come a block ahead of their time, so looking this often delays none.
constexpr std::chrono::milliseconds kLook{2};

} // namespace

MidiFeed::MidiFeed(playback::Player& player, std::unique_ptr<MidiSink> sink)
    : m_player(player), m_sink(std::move(sink)), m_thread([this](std::stop_token stop) { run(stop); })
{
    player.setMidiOut(true);
}

MidiFeed::~MidiFeed()
{
    m_player.setMidiOut(false);
    m_thread.request_stop();
    m_thread.join();
}

void MidiFeed::run(std::stop_token stop)
{
    std::optional<playback::DueMessage> next;
    while (!stop.stop_requested()) {
        if (m_player.takeMidiLoss())
            silence();
        if (!next)
            next = m_player.takeMidi();
        const auto now = Clock::now();
        if (next && next->due <= now) {
            send(*next);
            next.reset();
        } else {
            std::this_thread::sleep_until(next ? std::min(next->due, now + kLook) : now + kLook);
        }
    }
    while (m_player.takeMidi()) { }
    silence();
}

void MidiFeed::send(const playback::DueMessage& due)
{
    const auto& message = due.message;
    if (message.isSysex())
        return sendBytes(due.timeline->sysex(message.sysex));
    if (message.isNoteOn() || message.isNoteOff())
        m_sounding[message.status & 0x0f][message.data1] = message.isNoteOn();
    const std::array bytes{message.status, message.data1, message.data2};
    const bool hasTwoBytes = message.kind() == 0xc0 || message.kind() == 0xd0;
    sendBytes(std::span(bytes).first(hasTwoBytes ? 2 : 3));
}

void MidiFeed::sendBytes(std::span<const std::uint8_t> bytes)
{
    if (!m_sink->send(bytes))
        m_alive.store(false, std::memory_order_relaxed);
}

/// Many receivers know only one of these ways to end a note.
void MidiFeed::silence()
{
    for (std::uint8_t channel = 0; channel < 16; ++channel) {
        for (std::uint8_t pitch = 0; pitch < 128; ++pitch)
            if (m_sounding[channel][pitch])
                sendBytes(std::array<std::uint8_t, 3>{static_cast<std::uint8_t>(0x80 | channel), pitch, 64});
        m_sounding[channel].reset();
        for (const std::uint8_t controller : {64, 66, 69, 123, 120}) // pedals, all notes off, all sound off
            sendBytes(std::array<std::uint8_t, 3>{static_cast<std::uint8_t>(0xb0 | channel), controller, 0});
    }
}

} // namespace partita::devices
