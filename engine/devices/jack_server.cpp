#include "engine/devices/jack_server.h"

#include <dlfcn.h>

#include <atomic>
#include <cstdint>

namespace partita::devices {
namespace {

// What we use of <jack/jack.h>; the library is optional, so it is neither included nor linked.
struct JackClient;
constexpr int kJackNoStartServer = 1;

struct JackLibrary {
    JackClient* (*open)(const char* name, int options, int* status, ...) = nullptr;
    std::uint32_t (*sampleRate)(JackClient*) = nullptr;
    std::uint32_t (*bufferFrames)(JackClient*) = nullptr;
    void (*onShutdown)(JackClient*, void (*)(void*), void*) = nullptr;

    JackLibrary()
    {
        void* library = ::dlopen("libjack.so.0", RTLD_NOW);
        if (!library)
            return;
        const auto find = [&]<class Function>(Function& function, const char* name) {
            function = reinterpret_cast<Function>(::dlsym(library, name));
        };
        void (*setError)(void (*)(const char*)) = nullptr;
        void (*setInfo)(void (*)(const char*)) = nullptr;
        find(setError, "jack_set_error_function");
        find(setInfo, "jack_set_info_function");
        if (setError && setInfo) {
            setError([](const char*) { });
            setInfo([](const char*) { });
        }
        find(bufferFrames, "jack_get_buffer_size");
        find(onShutdown, "jack_on_shutdown");
        find(sampleRate, "jack_get_sample_rate");
        if (sampleRate && bufferFrames && onShutdown)
            find(open, "jack_client_open");
    }
};

std::atomic<int> g_ended{0};

} // namespace

int endedJackServers()
{
    return g_ended.load(std::memory_order_acquire);
}

std::optional<JackServer> findJackServer()
{
    static const JackLibrary library;
    static JackClient* client = nullptr;
    static int clientsEnd = 0; ///< `g_ended` when the client was opened
    if (!library.open)
        return std::nullopt;
    if (!client || clientsEnd != endedJackServers()) {
        clientsEnd = endedJackServers();
        int status = 0;
        client = library.open("Partita watch", kJackNoStartServer, &status);
        if (!client)
            return std::nullopt;
        library.onShutdown(client, [](void*) { g_ended.fetch_add(1, std::memory_order_acq_rel); }, nullptr);
    }
    return JackServer{static_cast<int>(library.sampleRate(client)), static_cast<int>(library.bufferFrames(client))};
}

} // namespace partita::devices
