#pragma once

#include "engine/core/error.h"
#include "engine/training/place.h"
#include "engine/training/share.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace at {
class Tensor;
}

namespace partita::training {

/// The processes that train one model together, as one of them sees them. All make the same calls in the same order; a call
/// waits for the others, without a limit of time while they are alive (one may be paused).
///
/// Errors:  kFailed, once one of them has ended or cannot be reached: a sentence that names it and gives its reason, the same in all.
/// Threads: one at a time; a thread of its own watches the others.
/// Source:  PyTorch's c10d: TCPStore to meet, ProcessGroupGloo to compute.
class Processes {
public:
    /// Meets the others. `stopped`: this process is asked to stop, which the others then are, too; `stop` is called, on
    /// another thread, when one of them was.
    /// Errors: kInvalidArgument: no such machine, two with one rank, unlike sizes; kFailed: nobody listens or the port is
    ///         taken, one never came; kUnsupported: this LibTorch cannot; kStopped.
    static Result<std::unique_ptr<Processes>> join(const Place& place, std::stop_token stopped, std::function<void()> stop);
    virtual ~Processes() = default;

    virtual Share share() const = 0;
    /// Among those on this machine, which share its cores and GPUs.
    virtual Share shareOfMachine() const = 0;

    /// Adds up over all; each gets the same sums, to the last bit.
    virtual Result<void> sum(std::span<double> values) = 0;
    virtual Result<std::vector<at::Tensor>> sumTensors(const std::vector<at::Tensor>& tensors) = 0;
    /// Gives the tensors of all the values that process 0 has.
    virtual Result<void> copyFromFirst(const std::vector<at::Tensor>& tensors) = 0;

    /// Tells the others that this process ends, and why: their calls fail with it.
    virtual void end(const std::string& why) = 0;
    /// One of them has ended or cannot be reached.
    virtual bool broken() const = 0;
};

/// What all processes counted, in each of them. `Tally` gives its `sums()` and takes them.
template <class Tally>
Result<void> addUp(Processes* processes, Tally& tally)
{
    if (!processes)
        return {};
    auto sums = tally.sums();
    if (const auto added = processes->sum(sums); !added)
        return added;
    tally.setSums(sums);
    return {};
}

/// Everything where there is only one.
Share shareOf(const Processes* processes);

/// Errors: kInvalidArgument: of so many things, there is not one for each.
Result<void> enoughForAll(std::int64_t examples, const Processes* processes);

/// A seed of its own for each; the first one's is `seed` itself.
std::uint64_t seedOf(std::uint64_t seed, const Processes* processes);

/// Whether it is so in any of them.
Result<bool> any(Processes* processes, bool here);

} // namespace partita::training
