#pragma once

#include <functional>

namespace partita::generate {

/// How far a job is: `done` of `total`.
using Progress = std::function<void(int done, int total)>;

} // namespace partita::generate
