#include "app/cli/evaluation.h"

#include "app/cli/output.h"

#include "engine/core/file_io.h"
#include "engine/neural/neural.h"
#include "engine/runs/run_folder.h"

#include <chrono>
#include <optional>
#include <thread>

namespace partita::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::minutes kPatience(5);
constexpr std::chrono::milliseconds kPause(500);

void printPart(const training::Json& report, const char* part, const char* title)
{
    if (!report.contains(part) || report[part].is_null())
        return;
    print("{}", title);
    for (const auto& [name, value] : report[part].items())
        if (value.is_number_integer())
            print("  {:34} {}", name, value.get<std::int64_t>());
        else if (value.is_number())
            print("  {:34} {:.6f}", name, value.get<double>());
}

} // namespace

void printEvaluation(const training::Json& report)
{
    print("{}: {}, step {}", report.value("checkpoint", ""), report.value("config", ""), report.value("step", std::int64_t{0}));
    printPart(report, "train", "on the tunes it learned from");
    printPart(report, "eval", report.value("same_data", false) ? "on held-out tunes" : "on these tunes");
    printPart(report, "test", "on the tunes that the folder keeps for tests");
}

Result<void> watchRun(training::EvaluateOptions options)
{
    const auto networks = neural::open();
    if (!networks)
        return fail(networks);
    catchInterrupt();
    const std::filesystem::path folder = options.checkpoint;
    std::optional<std::int64_t> seen;
    for (auto since = Clock::now(); !interrupted() && Clock::now() - since < kPatience; std::this_thread::sleep_for(kPause)) {
        const auto run = runs::readRun(folder);
        if (!run && run.error().code != ErrorCode::kNotFound)
            return fail(run);
        const auto* latest = run ? run->checkpoints.latest() : nullptr;
        if (!latest)
            continue;
        if (seen == latest->step) {
            if (run->status != runs::Status::kRunning)
                return {}; // nothing more will come
            continue;
        }
        options.checkpoint = folder / latest->model;
        const auto report = (*networks)->evaluate(options);
        std::error_code gone;
        if (!report && !std::filesystem::exists(options.checkpoint, gone))
            continue; // newer ones have taken its place meanwhile
        if (!report)
            return fail(report);
        printEvaluation(*report);
        std::fflush(stdout);
        seen = latest->step;
        since = Clock::now();
    }
    if (!seen && !interrupted())
        return fail(ErrorCode::kNotFound, "No checkpoint came in " + quoted(folder) + " for five minutes. Train there, with the same --run_dir.");
    if (!interrupted())
        note("No new checkpoint came for five minutes.");
    return {};
}

} // namespace partita::cli
