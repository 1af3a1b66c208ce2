#include "engine/playback/fluid_log.h"

#include <fluidsynth.h>

#include <array>
#include <cstring>
#include <mutex>

namespace partita::playback {
namespace {

/// A fixed buffer: FluidSynth may report from the audio thread, which must not allocate.
thread_local std::array<char, 256> t_error{};

void keepError(int, const char* message, void*)
{
    std::strncpy(t_error.data(), message, t_error.size() - 1);
}

} // namespace

void silenceFluidSynth()
{
    static std::once_flag once;
    std::call_once(once, [] {
        for (const int level : {FLUID_WARN, FLUID_INFO, FLUID_DBG})
            fluid_set_log_function(level, nullptr, nullptr);
        for (const int level : {FLUID_PANIC, FLUID_ERR})
            fluid_set_log_function(level, keepError, nullptr);
    });
}

std::string lastFluidError()
{
    std::string message = t_error.data();
    while (!message.empty() && (message.back() == '.' || message.back() == '\n'))
        message.pop_back();
    return message;
}

void clearFluidError()
{
    t_error.fill(0);
}

} // namespace partita::playback
