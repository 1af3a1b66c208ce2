#include "app/cli/output.h"

#include "engine/core/file_io.h"

#include <cerrno>
#include <chrono>
#include <csignal>

namespace partita::cli {
namespace {

std::atomic<bool> g_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler writes it");

extern "C" void onInterrupt(int signal)
{
    g_interrupted = true;
    std::signal(signal, SIG_DFL);
}

} // namespace

void printJson(const nlohmann::json& value)
{
    const std::string text = value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fputc('\n', stdout);
}

const std::atomic<bool>& interrupted() { return g_interrupted; }

void catchInterrupt()
{
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
}

StopOnInterrupt::StopOnInterrupt()
{
    catchInterrupt();
    m_watcher = std::jthread([stop = m_stop](std::stop_token quit) mutable {
        constexpr std::chrono::milliseconds kGlance(50);
        while (!quit.stop_requested() && !interrupted())
            std::this_thread::sleep_for(kGlance);
        if (interrupted())
            stop.request_stop();
    });
}

Result<void> finishOutput()
{
    if (std::fflush(stdout) != 0 || std::ferror(stdout))
        return fail(ErrorCode::kUnwritable, "Standard output cannot be written: " + systemMessage(errno) + ".");
    return {};
}

} // namespace partita::cli
