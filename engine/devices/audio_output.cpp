#include "engine/devices/audio_output.h"

#include "engine/devices/alsa_log.h"
#include "engine/devices/jack_server.h"
#include "engine/devices/null_sink.h"
#include "engine/playback/fluid_log.h"

#include <fluidsynth.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace partita::devices {
namespace {

using playback::AudioBlock;
using playback::Player;

constexpr double kUsualSampleRate = 48000;
constexpr int kPeriod = 512, kPeriods = 3; ///< 32 ms: safe on desktops, short enough to play along with

struct DeleteSettings {
    void operator()(fluid_settings_t* settings) const { delete_fluid_settings(settings); }
};
struct DeleteDriver {
    void operator()(fluid_audio_driver_t* driver) const { delete_fluid_audio_driver(driver); }
};
using Settings = std::unique_ptr<fluid_settings_t, DeleteSettings>;

/// A JACK server that runs was started on purpose, so it comes first.
constexpr std::array kOrder{"jack", "pipewire", "pulseaudio", "alsa"};

Settings makeSettings()
{
    playback::silenceFluidSynth();
    silenceAlsa();
    return Settings(new_fluid_settings());
}

/// A FluidSynth audio driver that asks our player for sound.
class FluidSink final : public AudioSink {
public:
    /// `latency`: how long after it was asked for a block is heard.
    static Result<std::unique_ptr<AudioSink>> open(const std::string& name, Player& player, Frames latency)
    {
        std::unique_ptr<FluidSink> sink(new FluidSink(name, player));
        playback::clearFluidError();
        sink->m_driver.reset(new_fluid_audio_driver2(sink->m_settings.get(), &FluidSink::fill, sink.get()));
        if (!sink->m_driver) {
            const std::string why = playback::fluidError();
            return fail(ErrorCode::kNoDevice,
                fmt::format("The sound driver \"{}\" cannot be opened{}. Check that its device or server is there and free.", name,
                    why.empty() ? "" : " (" + why + ")"));
        }
        player.setLatency(latency);
        return sink;
    }

    ~FluidSink() override
    {
        if (name() == "jack" && m_endedServers != endedJackServers()) { // see endedJackServers
            static_cast<void>(m_driver.release());
            static_cast<void>(m_settings.release());
        }
    }

private:
    FluidSink(const std::string& name, Player& player) : AudioSink(player, name), m_settings(makeSettings())
    {
        auto* settings = m_settings.get();
        fluid_settings_setstr(settings, "audio.driver", name.c_str());
        fluid_settings_setnum(settings, "synth.sample-rate", player.sampleRate());
        fluid_settings_setint(settings, "audio.period-size", kPeriod);
        fluid_settings_setint(settings, "audio.periods", kPeriods);
        fluid_settings_setstr(settings, "audio.sample-format", "float");
        fluid_settings_setstr(settings, "audio.jack.id", "Partita");
        fluid_settings_setint(settings, "audio.jack.autoconnect", 1);
        fluid_settings_setstr(settings, "audio.pulseaudio.media-role", "production");
    }

    static int fill(void* self, int frames, int, float**, int planes, float** out)
    {
        if (planes < 2)
            return FLUID_FAILED;
        static_cast<FluidSink*>(self)->pull({out[0], out[1], frames});
        return FLUID_OK;
    }

    int m_endedServers = endedJackServers();
    Settings m_settings;
    std::unique_ptr<fluid_audio_driver_t, DeleteDriver> m_driver; ///< last: it stops calling `fill` before the rest goes
};

} // namespace

std::vector<std::string> audioDrivers()
{
    std::vector<std::string> built;
    const auto settings = makeSettings();
    fluid_settings_foreach_option(settings.get(), "audio.driver", &built,
        [](void* names, const char*, const char* option) { static_cast<std::vector<std::string>*>(names)->emplace_back(option); });
    std::vector<std::string> drivers;
    for (const char* name : kOrder)
        if (std::ranges::find(built, name) != built.end())
            drivers.emplace_back(name);
    drivers.emplace_back(AudioSink::kNullName);
    return drivers;
}

double preferredSampleRate(const std::string& driver)
{
    if (driver.empty() || driver == "jack")
        if (const auto server = findJackServer())
            return server->sampleRate;
    return kUsualSampleRate;
}

Result<std::unique_ptr<AudioSink>> openAudioDriver(const std::string& driver, Player& player)
{
    const auto known = audioDrivers();
    if (std::ranges::find(known, driver) == known.end())
        return fail(ErrorCode::kInvalidArgument,
            fmt::format("There is no sound driver \"{}\" here; choose one of {}.", driver, fmt::join(known, ", ")));
    if (driver == AudioSink::kNullName)
        return std::make_unique<NullSink>(player);
    if (driver == "jack") { // FluidSynth would start a server, and play at the wrong pitch where rates differ
        const auto server = findJackServer();
        if (!server)
            return fail(ErrorCode::kNoDevice, "No JACK server is running. Start one, or choose another sound driver.");
        if (server->sampleRate != player.sampleRate())
            return fail(ErrorCode::kMismatch,
                fmt::format("The JACK server runs at {} frames per second, playback at {}. Choose the driver again to follow it.",
                    server->sampleRate, player.sampleRate()));
        return FluidSink::open(driver, player, Frames(server->bufferFrames));
    }
    return FluidSink::open(driver, player, Frames(kPeriod * kPeriods));
}

AudioOutput openAudio(Player& player, const std::string& preferred)
{
    auto drivers = audioDrivers();
    std::string remark;
    if (!preferred.empty()) {
        auto chosen = openAudioDriver(preferred, player);
        if (chosen)
            return {std::move(*chosen), {}};
        remark = chosen.error().message + " ";
        std::erase(drivers, preferred);
    }
    for (const auto& driver : drivers) {
        if (driver == AudioSink::kNullName)
            break;
        if (auto sink = openAudioDriver(driver, player)) {
            if (!remark.empty())
                remark += fmt::format("Sound goes to \"{}\" in its place.", driver);
            return {std::move(*sink), remark};
        }
    }
    return {std::make_unique<NullSink>(player), remark + "No sound device could be opened: playback is silent, live MIDI out still works."};
}

} // namespace partita::devices
