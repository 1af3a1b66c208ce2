#pragma once

#include "engine/midi/file.h"

namespace partita::test {

/// The names of the verdicts, for failure messages.
inline const char* verdictName(midi::Verdict verdict)
{
    constexpr const char* kNames[] = {"complete", "repaired", "partial", "refused"};
    return kNames[static_cast<int>(verdict)];
}

} // namespace partita::test
