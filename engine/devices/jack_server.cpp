#include "engine/devices/jack_server.h"

#include <dlfcn.h>

#include <cstdint>

namespace partita::devices {
namespace {

// What we use of <jack/jack.h>; the library is optional, so it is neither included nor linked.
struct JackClient;
constexpr int kJackNoStartServer = 1;

struct JackLibrary {
    JackClient* (*open)(const char* name, int options, int* status, ...) = nullptr;
    int (*close)(JackClient*) = nullptr;
    std::uint32_t (*sampleRate)(JackClient*) = nullptr;

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
        find(close, "jack_client_close");
        find(sampleRate, "jack_get_sample_rate");
        if (close && sampleRate)
            find(open, "jack_client_open");
    }
};

} // namespace

std::optional<JackServer> findJackServer()
{
    static const JackLibrary library;
    if (!library.open)
        return std::nullopt;
    int status = 0;
    JackClient* client = library.open("Partita probe", kJackNoStartServer, &status);
    if (!client)
        return std::nullopt;
    const JackServer server{static_cast<int>(library.sampleRate(client))};
    library.close(client);
    return server;
}

} // namespace partita::devices
