#include "engine/playback/fluid_log.h"

#include <fluidsynth.h>

#include <dlfcn.h>

#include <array>
#include <cstring>
#include <mutex>

namespace partita::playback {
namespace {

/// A fixed buffer: FluidSynth may report from the audio thread, which must not allocate.
thread_local std::array<char, 256> t_error{};

void keepError(int, const char* message, void*)
{
    if (t_error[0] == 0) // the first says most: "failed to load" comes last
        std::strncpy(t_error.data(), message, t_error.size() - 1);
}

/// FluidSynth also tries the file as a DLS bank, by a library that complains to GLib, without a domain.
void silenceInstPatch()
{
    using Handler = void (*)(const char* domain, int level, const char* message, void* data);
    using SetHandler = unsigned (*)(const char* domain, int levels, Handler handler, void* data);
    constexpr int kCriticalAndWarning = (1 << 3) | (1 << 4);
    if (const auto set = reinterpret_cast<SetHandler>(::dlsym(RTLD_DEFAULT, "g_log_set_handler")))
        set(nullptr, kCriticalAndWarning, [](const char*, int, const char*, void*) { }, nullptr);
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
        silenceInstPatch();
    });
}

std::string fluidError()
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
