#pragma once

#include "engine/core/error.h"
#include "engine/training/share.h"

#include <functional>
#include <optional>
#include <string>

namespace partita::training {

/// Which of the processes of a run this one is, and where they meet.
struct Place {
    Share share;
    std::string address;     ///< of the machine where process 0 runs
    int port = 0;
    std::string prefix;      ///< of all names at the meeting point, so that a second attempt does not read the first one's
    bool hostedElsewhere = false; ///< the launcher keeps the meeting point, not process 0
    std::optional<int> device;    ///< the GPU of its machine that is meant for it
};

/// The value of an environment variable, or null.
using Variables = std::function<const char*(const char* name)>;

/// The place that a launcher gives by RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT and LOCAL_RANK; nothing where it is the only
/// process. torchrun's TORCHELASTIC_USE_AGENT_STORE and TORCHELASTIC_RESTART_COUNT are understood.
/// Errors: kInvalidArgument, with the name of the variable that is missing or cannot be.
Result<std::optional<Place>> readPlace(const Variables& variables);
/// From this process's environment.
Result<std::optional<Place>> readPlace();

} // namespace partita::training
