#pragma once

#include "engine/core/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <cstdio>
#include <stop_token>
#include <string>
#include <thread>

namespace partita::cli {

/// A line of result on standard output.
template <class... Args>
void print(fmt::format_string<Args...> format, Args&&... args)
{
    fmt::print(stdout, format, std::forward<Args>(args)...);
    std::fputc('\n', stdout);
}

/// A remark on standard error: progress, warnings, what was written where.
template <class... Args>
void note(fmt::format_string<Args...> format, Args&&... args)
{
    fmt::print(stderr, format, std::forward<Args>(args)...);
    std::fputc('\n', stderr);
}

/// JSON as people and programs can both read it. Bytes that are no UTF-8 become U+FFFD.
void printJson(const nlohmann::json& value);

/// Set by Ctrl+C once `catchInterrupt` was called; a second Ctrl+C ends the program at once.
const std::atomic<bool>& interrupted();
void catchInterrupt();

/// Ctrl+C as a stop token, at once: a thread watches while this lives.
class StopOnInterrupt {
public:
    StopOnInterrupt();
    std::stop_token token() const { return m_stop.get_token(); }

private:
    std::stop_source m_stop;
    std::jthread m_watcher;
};

/// Success only if standard output took everything (a full disk, a closed pipe).
Result<void> finishOutput();

} // namespace partita::cli
