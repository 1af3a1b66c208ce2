#pragma once

#include "engine/playback/player.h"

#include <atomic>
#include <chrono>
#include <string>

namespace partita::devices {

/// Pulls a player's sound from a thread of its own, from opening to destruction. The player outlives it.
class AudioSink {
public:
    virtual ~AudioSink() = default;
    AudioSink(const AudioSink&) = delete;
    AudioSink& operator=(const AudioSink&) = delete;

    /// "jack", "pulseaudio", "alsa", …; "null" for the one that is not heard.
    const std::string& name() const { return m_name; }
    bool isHeard() const { return m_name != kNullName; }
    /// False once the device has asked for nothing for a second: a sound server that died does not say so.
    bool isAlive() const;

    static constexpr const char* kNullName = "null";

protected:
    AudioSink(playback::Player& player, std::string name);
    void pull(playback::AudioBlock block) noexcept;
    playback::Player& player() const { return m_player; }

private:
    playback::Player& m_player;
    std::string m_name;
    std::atomic<std::chrono::steady_clock::rep> m_lastPull;
};

} // namespace partita::devices
