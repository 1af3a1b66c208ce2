#include "engine/devices/alsa_log.h"

#include <dlfcn.h>

#include <mutex>

namespace partita::devices {
namespace {

void ignore(const char*, int, const char*, int, const char*, ...) { }

} // namespace

void silenceAlsa()
{
    static std::once_flag once;
    std::call_once(once, [] {
        void* library = ::dlopen("libasound.so.2", RTLD_NOW);
        if (void* set = library ? ::dlsym(library, "snd_lib_error_set_handler") : nullptr)
            reinterpret_cast<int (*)(decltype(&ignore))>(set)(ignore);
    });
}

} // namespace partita::devices
