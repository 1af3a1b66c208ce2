#pragma once

#include "engine/core/error.h"
#include "engine/devices/audio_sink.h"

#include <memory>
#include <string>
#include <vector>

namespace partita::devices {

/// The audio drivers FluidSynth has here, in the order in which they are tried; then "null".
std::vector<std::string> audioDrivers();

/// What a player should run at so that `driver` (empty: the first that is tried) takes its sound as it is:
/// JACK dictates its own rate, the others convert from 48000 where they must.
double preferredSampleRate(const std::string& driver = {});

/// Opens one driver. Errors: kNoDevice, with a sentence; kMismatch when JACK runs at another rate than the player;
/// kInvalidArgument for a name that is not in `audioDrivers`.
Result<std::unique_ptr<AudioSink>> openAudioDriver(const std::string& driver, playback::Player& player);

struct AudioOutput {
    std::unique_ptr<AudioSink> sink; ///< never null
    std::string remark;              ///< a sentence when the sink is not what was asked for, or is not heard
};

/// Opens `preferred`, else the first driver that opens, else the null sink.
/// Threads: control thread; may take a second where a sound server must be asked.
AudioOutput openAudio(playback::Player& player, const std::string& preferred = {});

} // namespace partita::devices
