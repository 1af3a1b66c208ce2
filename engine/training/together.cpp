#include "engine/training/together.h"

#include "engine/core/digest.h"

#include <array>
#include <charconv>

namespace partita::training {
namespace {

/// A number that only equal texts have, small enough for those of 4096 processes to add up exactly in a double.
double numberOf(const std::string& text)
{
    constexpr std::size_t kDigits = 10;
    std::uint64_t number = 0;
    const auto digest = sha256(text);
    std::from_chars(digest.data(), digest.data() + kDigits, number, 16);
    return static_cast<double>(number);
}

} // namespace

Result<Next> agree(Processes* processes, Next own, bool stopped)
{
    if (!processes)
        return stopped ? Next::kEnd : own;
    std::array<double, 2> said{processes->share().first() ? static_cast<double>(own) : 0.0, stopped ? 1.0 : 0.0};
    if (const auto heard = processes->sum(said); !heard)
        return fail(heard);
    return said[1] > 0.0 ? Next::kEnd : static_cast<Next>(said[0]);
}

Result<Next> agreeOnRun(Processes* processes, const Course& course, const TrainOptions& options, const std::string& digest, bool stopped)
{
    const auto next = agree(processes, Next::kStep, stopped);
    if (!next || *next == Next::kEnd || !processes)
        return next;
    const Json run{digest, course.config(), course.hparams(), options.seed, options.eval_ratio, options.cache_dataset};
    const double own = numberOf(run.dump());
    double sum = own;
    if (const auto added = processes->sum({&sum, 1}); !added)
        return fail(added);
    if (sum != own * processes->share().size)
        return fail(ErrorCode::kMismatch, "The processes do not make the same run. All need the same options, and the same files under --examples_path; where they do not share the run folder, give all options again to go on with it.");
    return Next::kStep;
}

Result<void> trainAlong(Course& course, const TrainOptions& options, Processes& processes, std::stop_token stop)
{
    const auto lessons = course.read({}, stop);
    if (!lessons && lessons.error().code != ErrorCode::kStopped)
        return fail(lessons);
    auto next = agreeOnRun(&processes, course, options, lessons ? lessons->digest : "", stop.stop_requested());
    if (!next)
        return fail(next);
    if (*next == Next::kEnd)
        return {};
    if (const auto begun = course.begin(); !begun)
        return begun.error().code == ErrorCode::kStopped ? Result<void>() : begun;
    for (;;) {
        next = agree(&processes, Next::kEnd, stop.stop_requested());
        if (!next)
            return fail(next);
        Result<void> done;
        switch (*next) {
        case Next::kStep:
            done = course.step();
            break;
        case Next::kEvaluate:
            if (const auto evaluated = course.evaluate([&] { return stop.stop_requested(); }); !evaluated)
                done = fail(evaluated);
            break;
        case Next::kEnd:
            return {};
        }
        if (!done && done.error().code != ErrorCode::kStopped) // what stopped this one stops all: the next word is the end
            return done;
    }
}

} // namespace partita::training
