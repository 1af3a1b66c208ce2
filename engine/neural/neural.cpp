#include "engine/neural/neural.h"

#include "engine/core/paths.h"

#include <dlfcn.h>

#include <cstdlib>
#include <string>

namespace partita::neural {
namespace {

Result<Neural*> load()
{
    // LibTorch's threads wait for each other by spinning unless told otherwise before they are loaded, which on a busy
    // machine keeps the ones that are waited for from running.
    ::setenv("OMP_WAIT_POLICY", "PASSIVE", /*overwrite=*/0);
    // Beside the program when built, in ../lib when installed; else where the loader looks by itself.
    for (const auto& name : {(paths::programFolder() / "../lib/libpartita-neural.so").string(), std::string("libpartita-neural.so")}) {
        void* library = ::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (!library)
            continue;
        if (auto make = reinterpret_cast<Neural* (*)()>(::dlsym(library, "partitaNeural")))
            return make();
    }
    const char* reason = ::dlerror();
    return fail(ErrorCode::kNotFound, std::string("The networks cannot be loaded: ") + (reason ? reason : "unknown reason") +
                                          ". Run packaging/run.sh, which installs LibTorch and builds what is missing.");
}

} // namespace

Result<Neural*> open()
{
    static const Result<Neural*> instance = load();
    return instance;
}

} // namespace partita::neural
