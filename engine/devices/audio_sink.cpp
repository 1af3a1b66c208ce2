#include "engine/devices/audio_sink.h"

namespace partita::devices {
namespace {

using Clock = std::chrono::steady_clock;
constexpr Clock::duration kPatience = std::chrono::seconds(1);

} // namespace

AudioSink::AudioSink(playback::Player& player, std::string name)
    : m_player(player), m_name(std::move(name)), m_lastPull(Clock::now().time_since_epoch().count())
{
}

bool AudioSink::isAlive() const
{
    return Clock::now().time_since_epoch() - Clock::duration(m_lastPull.load(std::memory_order_relaxed)) < kPatience;
}

void AudioSink::pull(playback::AudioBlock block) noexcept
{
    m_player.render(block);
    m_lastPull.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
}

} // namespace partita::devices
