#include "engine/playback/synth.h"

#include "engine/core/file_io.h"
#include "engine/playback/fluid_log.h"
#include "engine/playback/reverb.h"
#include "engine/playback/sysex.h"

#include <fluidsynth.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace partita::playback {
namespace {

constexpr int kChunk = 256; ///< frames rendered at once
constexpr std::size_t kGroups = 16; ///< sound comes apart by channel number, so that each has its own reverb send
constexpr std::uint8_t kReverbController = 91;
constexpr int kAllChannels = kChannels + 16; ///< the metronome's port is the last
constexpr int kPolyphony = 256;
/// A melody alone peaks near −15 dB, a full arrangement near full scale; the player's limiter catches what is above.
constexpr double kGain = 0.9;
constexpr double kMinSampleRate = 8000, kMaxSampleRate = 96000; ///< FluidSynth's limits

Error unreadable(const std::filesystem::path& path)
{
    const int code = errno;
    return {code == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
            fmt::format("The SoundFont {} cannot be opened: {}. Choose another in the settings.", quoted(path), systemMessage(code))};
}

} // namespace

struct Synth::Engine {
    struct DeleteSettings {
        void operator()(fluid_settings_t* settings) const { delete_fluid_settings(settings); }
    };
    struct DeleteSynth {
        void operator()(fluid_synth_t* synth) const { delete_fluid_synth(synth); }
    };

    std::unique_ptr<fluid_settings_t, DeleteSettings> settings;
    std::unique_ptr<fluid_synth_t, DeleteSynth> synth;
    Reverb reverb;
    std::array<float, kGroups> sends;
    std::array<std::array<float, kChunk>, 2 * kGroups> planes; ///< left and right of each group
    std::array<float, kChunk> sendLeft, sendRight;

    explicit Engine(double sampleRate) : reverb(sampleRate) { resetSends(); }
    void resetSends() { sends.fill(kDefaultReverbSend / 127.0f); }
    void render(AudioBlock block);
};

void Synth::Engine::render(AudioBlock block)
{
    std::array<float*, 2 * kGroups> out;
    for (std::size_t i = 0; i < planes.size(); ++i) {
        out[i] = planes[i].data();
        std::fill_n(out[i], block.frames, 0.0f); // FluidSynth adds
    }
    fluid_synth_process(synth.get(), block.frames, 0, nullptr, out.size(), out.data());

    const auto mix = [&](std::size_t first, float* dry, float* send) {
        std::fill_n(dry, block.frames, 0.0f);
        std::fill_n(send, block.frames, 0.0f);
        for (std::size_t group = 0; group < kGroups; ++group) {
            const float* plane = out[2 * group + first];
            for (int i = 0; i < block.frames; ++i) {
                dry[i] += plane[i];
                send[i] += plane[i] * sends[group];
            }
        }
    };
    mix(0, block.left, sendLeft.data());
    mix(1, block.right, sendRight.data());
    reverb.process(sendLeft.data(), sendRight.data(), block.left, block.right, block.frames);
}

Result<std::unique_ptr<Synth>> Synth::open(const std::filesystem::path& soundfont, double sampleRate)
{
    silenceFluidSynth();
    if (!(sampleRate >= kMinSampleRate && sampleRate <= kMaxSampleRate))
        return fail(ErrorCode::kInvalidArgument,
            fmt::format("Sound cannot be made at {} frames per second; choose {} to {}.", sampleRate, kMinSampleRate, kMaxSampleRate));

    // FluidSynth does not say why it could not open a file.
    if (std::error_code error; std::filesystem::is_directory(soundfont, error))
        return fail(ErrorCode::kUnreadable, fmt::format("{} is a folder; name a SoundFont (.sf2 or .sf3) in it.", quoted(soundfont)));
    const int file = ::open(soundfont.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return std::unexpected(unreadable(soundfont));
    ::close(file);
    if (!fluid_is_soundfont(soundfont.c_str()))
        return fail(ErrorCode::kNotRecognized, fmt::format("{} is not a SoundFont; choose an .sf2 or .sf3 file.", quoted(soundfont)));

    auto engine = std::make_unique<Engine>(sampleRate);
    engine->settings.reset(new_fluid_settings());
    auto* settings = engine->settings.get();
    fluid_settings_setnum(settings, "synth.sample-rate", sampleRate);
    fluid_settings_setnum(settings, "synth.gain", kGain);
    fluid_settings_setint(settings, "synth.polyphony", kPolyphony);
    fluid_settings_setint(settings, "synth.midi-channels", kAllChannels);
    fluid_settings_setint(settings, "synth.audio-channels", kGroups);
    fluid_settings_setint(settings, "synth.audio-groups", kGroups);
    fluid_settings_setint(settings, "synth.reverb.active", 0);
    fluid_settings_setint(settings, "synth.chorus.active", 0);
    fluid_settings_setint(settings, "synth.device-id", 0x10); // what GS messages are addressed to
    fluid_settings_setint(settings, "synth.threadsafe-api", 0); // one thread uses it: no locks
    fluid_settings_setint(settings, "synth.cpu-cores", 1);
    fluid_settings_setint(settings, "synth.lock-memory", 0); // most users may not lock as much as a large SoundFont takes
    engine->synth.reset(new_fluid_synth(settings));
    if (!engine->synth)
        return fail(ErrorCode::kFailed, "FluidSynth could not start: " + fluidError() + ".");

    clearFluidError();
    if (fluid_synth_sfload(engine->synth.get(), soundfont.c_str(), true) == FLUID_FAILED)
        return fail(ErrorCode::kDamaged,
            fmt::format("The SoundFont {} is damaged and cannot be used ({}). Fetch it again, or choose another.", quoted(soundfont), fluidError()));

    std::unique_ptr<Synth> synth(new Synth(std::move(engine), soundfont, sampleRate));
    synth->markPercussion();
    // What setting up has left in FluidSynth's queues is done, and freed, by the first blocks: here, not on the audio thread.
    std::array<float, 1024> left, right;
    synth->render({left.data(), right.data(), static_cast<int>(left.size())});
    return synth;
}

Synth::Synth(std::unique_ptr<Engine> engine, std::filesystem::path soundfont, double sampleRate)
    : m_engine(std::move(engine)), m_soundfont(std::move(soundfont)), m_sampleRate(sampleRate)
{
}

Synth::~Synth() = default;

/// Channel 10 of every port, the metronome's included; FluidSynth itself thinks of the first only.
void Synth::markPercussion() noexcept
{
    for (int channel = kPercussionChannel; channel < kAllChannels; channel += 16) {
        fluid_synth_set_channel_type(m_engine->synth.get(), channel, CHANNEL_TYPE_DRUM);
        fluid_synth_program_change(m_engine->synth.get(), channel, 0);
    }
}

void Synth::send(const Message& message) noexcept
{
    auto* synth = m_engine->synth.get();
    const int channel = message.channel();
    switch (message.kind()) {
    case 0x80: fluid_synth_noteoff(synth, channel, message.data1); break;
    case 0x90: fluid_synth_noteon(synth, channel, message.data1, message.data2); break;
    case 0xa0: fluid_synth_key_pressure(synth, channel, message.data1, message.data2); break;
    case 0xb0:
        fluid_synth_cc(synth, channel, message.data1, message.data2);
        if (message.data1 == kReverbController)
            m_engine->sends[message.status & 0x0f] = static_cast<float>(message.data2) / 127.0f;
        break;
    case 0xc0: fluid_synth_program_change(synth, channel, message.data1); break;
    case 0xd0: fluid_synth_channel_pressure(synth, channel, message.data1); break;
    case 0xe0: fluid_synth_pitch_bend(synth, channel, message.data1 | (message.data2 << 7)); break;
    default: break;
    }
}

void Synth::sendSysex(std::span<const std::uint8_t> bytes) noexcept
{
    // Tuning tables would be allocated: they are left to receivers at MIDI ports.
    const bool universal = bytes.size() > 3 && (bytes[1] == 0x7e || bytes[1] == 0x7f);
    if (bytes.size() < 3 || (universal && bytes[3] == 0x08))
        return;
    fluid_synth_sysex(m_engine->synth.get(), reinterpret_cast<const char*>(bytes.data()) + 1, static_cast<int>(bytes.size()) - 2,
        nullptr, nullptr, nullptr, false);
    if (isReset(bytes)) {
        m_engine->resetSends();
        markPercussion();
    }
}

void Synth::silence() noexcept
{
    fluid_synth_all_sounds_off(m_engine->synth.get(), -1);
}

void Synth::render(AudioBlock block) noexcept
{
    for (int first = 0; first < block.frames; first += kChunk)
        m_engine->render(block.part(first, std::min(kChunk, block.frames - first)));
}

int Synth::activeVoices() const noexcept
{
    return fluid_synth_get_active_voice_count(m_engine->synth.get());
}

} // namespace partita::playback
