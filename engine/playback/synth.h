#pragma once

#include "engine/core/error.h"
#include "engine/playback/audio_block.h"
#include "engine/playback/midi_state.h"

#include <filesystem>
#include <memory>
#include <span>

namespace partita::playback {

/// FluidSynth with one SoundFont loaded, in a hall of our own: FluidSynth's effects take memory from the heap in each
/// block. Controller 91 sets how much of a channel goes there; channels of the same number share it across ports.
/// Threads: opened and destroyed anywhere; `send`, `sendSysex` and `render` on one thread at a time, where they neither
/// allocate nor lock. A note starts within 64 frames of the moment it was sent.
class Synth final : public Receiver {
public:
    /// Errors: kNotFound, kUnreadable, kNotRecognized (no SoundFont), kDamaged; kInvalidArgument for a sample rate
    /// outside 8000–96000.
    static Result<std::unique_ptr<Synth>> open(const std::filesystem::path& soundfont, double sampleRate);
    ~Synth();
    Synth(const Synth&) = delete;
    Synth& operator=(const Synth&) = delete;

    const std::filesystem::path& soundfont() const { return m_soundfont; }
    double sampleRate() const { return m_sampleRate; }

    void send(const Message& message) noexcept override;
    /// A complete message, f0 to f7. Resets (GM, GS, XG) and GS part modes are obeyed.
    void sendSysex(std::span<const std::uint8_t> bytes) noexcept;
    /// Every voice falls silent at once.
    void silence() noexcept;
    /// Replaces what `block` holds.
    void render(AudioBlock block) noexcept;
    int activeVoices() const noexcept;

private:
    struct Engine;
    Synth(std::unique_ptr<Engine> engine, std::filesystem::path soundfont, double sampleRate);
    void markPercussion() noexcept;

    std::unique_ptr<Engine> m_engine;
    std::filesystem::path m_soundfont;
    double m_sampleRate;
};

} // namespace partita::playback
