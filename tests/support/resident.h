#pragma once

#include <unistd.h>

#include <cstdint>
#include <fstream>

namespace partita::test {

/// What of the program, mapped files included, is in memory.
inline std::int64_t residentBytes()
{
    std::ifstream status("/proc/self/statm");
    std::int64_t size = 0, resident = 0;
    status >> size >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

} // namespace partita::test
