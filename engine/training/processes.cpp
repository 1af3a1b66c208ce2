#include "engine/training/processes.h"

#include "engine/core/rng.h"

#ifdef PARTITA_C10D

#include "engine/nn/device.h"

#include <torch/types.h>

#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <future>
#include <mutex>
#include <thread>

#include <netdb.h>

namespace partita::training {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Store = c10::intrusive_ptr<c10d::Store>;

constexpr auto kMeeting = 5min;       ///< for all to come
constexpr auto kBeat = 500ms;         ///< between two signs of life
constexpr auto kSilence = 30s;        ///< after which a process counts as lost,
constexpr auto kSilenceAfterBreak = 4s; ///< and where a connection has broken off
constexpr auto kVerdict = 10s;        ///< to find out who broke it
constexpr auto kFarewell = 3s;        ///< process 0 keeps the meeting point so long for the others
constexpr auto kGlance = 1s;          ///< between looks at the others while waiting for them
constexpr std::chrono::milliseconds kAges = 24h * 30; ///< Gloo's own limit: it cannot know that a process is paused

// Names at the meeting point.
constexpr const char* kEnd = "end";       ///< why the first process ended that did not want to
constexpr const char* kStop = "stop";     ///< one was asked to stop
constexpr const char* kBroken = "broken"; ///< connections that have broken off
constexpr const char* kLeft = "left";     ///< processes that need the meeting point no more
constexpr const char* kSize = "size";

std::string nameOf(const char* what, int rank) { return std::string(what) + "/" + std::to_string(rank); }
std::vector<std::uint8_t> bytesOf(const std::string& text) { return {text.begin(), text.end()}; }
std::string textOf(const std::vector<std::uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }
std::string firstLine(const std::exception& exception)
{
    const std::string what = exception.what(); // LibTorch's goes on with a list of calls
    return what.substr(0, what.find('\n'));
}

/// The same for all processes of one machine, whatever it is called, since it started.
std::string thisMachine()
{
    std::string id;
    std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), id);
    return id;
}

/// LibTorch tries a name that means nothing for as long as one whose machine is not up yet.
bool isKnown(const std::string& address)
{
    addrinfo* found = nullptr;
    const bool known = ::getaddrinfo(address.c_str(), nullptr, nullptr, &found) == 0;
    if (found)
        ::freeaddrinfo(found);
    return known;
}

/// Does what may hang on a thread of its own. Where `givenUp` gives an error first, it is left to itself.
template <class Work, class GivenUp>
auto attempt(Work work, GivenUp givenUp) -> Result<std::invoke_result_t<Work>>
{
    using Outcome = std::invoke_result_t<Work>;
    std::packaged_task<Outcome()> task(std::move(work));
    auto outcome = task.get_future();
    std::thread(std::move(task)).detach();
    while (outcome.wait_for(50ms) != std::future_status::ready)
        if (const std::optional<Error> error = givenUp())
            return std::unexpected(*error);
    try {
        return outcome.get();
    } catch (const std::exception& exception) {
        return fail(ErrorCode::kFailed, firstLine(exception));
    }
}

Store openStore(const Place& place, bool host)
{
    c10d::TCPStoreOptions options;
    options.port = static_cast<std::uint16_t>(place.port);
    options.isServer = host;
    options.waitWorkers = false;
    options.timeout = kMeeting;
    return c10::make_intrusive<c10d::PrefixStore>(place.prefix, c10::make_intrusive<c10d::TCPStore>(place.address, options));
}

c10::intrusive_ptr<c10d::ProcessGroupGloo> openGroup(const Place& place, const Store& store)
{
    using Gloo = c10d::ProcessGroupGloo;
    const auto options = Gloo::Options::create(kAges);
    if (const char* const interface = std::getenv("GLOO_SOCKET_IFNAME"))
        options->devices.push_back(Gloo::createDeviceForInterface(interface));
    else if (place.address == "localhost" || place.address.starts_with("127."))
        options->devices.push_back(Gloo::createDeviceForHostname("127.0.0.1"));
    else
        options->devices.push_back(Gloo::createDefaultDevice());
    return c10::make_intrusive<Gloo>(store, place.share.rank, place.share.size, options);
}

/// Gives signs of life, looks for those of others, and carries word between them. Process 0 watches all, the others watch it.
class Watch {
public:
    Watch(const Place& place, Store store, std::stop_token stopped, std::function<void()> stop)
        : m_state(std::make_shared<State>())
    {
        m_thread = std::jthread([place, store = std::move(store), stopped, stop = std::move(stop), state = m_state](std::stop_token quit) { run(place, store, stopped, stop, *state, quit); });
    }

    ~Watch()
    {
        m_thread.request_stop();
        m_state->changed.notify_all();
        if (verdict())
            m_thread.detach(); // it may hang on a connection to nowhere, and owns all it uses
    }

    /// Why it is over; nothing while all are there.
    std::optional<std::string> verdict() const
    {
        const std::lock_guard lock(m_state->mutex);
        return m_state->verdict();
    }

    /// The meeting point answers: a call there will not hang.
    bool connected() const
    {
        const std::lock_guard lock(m_state->mutex);
        return m_state->connected && Clock::now() - m_state->round <= kSilence;
    }

    /// The same where a connection has broken off, if it is found out in time.
    std::optional<std::string> verdictOnBreak()
    {
        std::unique_lock lock(m_state->mutex);
        m_state->broken = true;
        m_state->changed.wait_for(lock, kVerdict, [&] { return m_state->verdict().has_value(); });
        return m_state->verdict();
    }

private:
    struct State {
        mutable std::mutex mutex;
        std::condition_variable_any changed;
        std::string lost;     ///< what is said where the meeting point does not answer
        std::string sentence; ///< what was found there, or the other
        Clock::time_point round = Clock::now(); ///< the last that went well
        bool connected = true;
        bool broken = false; ///< a connection to another process

        std::optional<std::string> verdict() const
        {
            if (!sentence.empty())
                return sentence;
            return Clock::now() - round > kSilence ? std::optional(lost) : std::nullopt;
        }
    };

    struct Peer {
        int rank = 0;
        std::int64_t beats = -1;
        Clock::time_point heard = Clock::now();
    };

    static std::string silent(const Place& place, int rank)
    {
        return "Process " + std::to_string(rank) + " of " + std::to_string(place.share.size)
               + " no longer answers: it was killed, or its machine cannot be reached. Start all processes again to go on from the newest checkpoint.";
    }

    static void run(const Place& place, const Store& store, std::stop_token stopped, const std::function<void()>& stop, State& state, std::stop_token quit)
    {
        state.lost = place.hostedElsewhere ? "The launcher's meeting point at " + place.address + ":" + std::to_string(place.port) + " no longer answers." : silent(place, 0);
        const auto say = [&](const std::string& sentence, bool connected) {
            {
                const std::lock_guard lock(state.mutex);
                state.sentence = sentence;
                state.connected = connected;
            }
            state.changed.notify_all();
        };
        std::vector<Peer> peers;
        for (int rank = 0; rank < place.share.size; ++rank)
            if (rank != place.share.rank && (place.share.first() || rank == 0))
                peers.push_back({rank});
        bool toldBreak = false, toldStop = false;
        while (!quit.stop_requested()) {
            try {
                store->add(nameOf("beat", place.share.rank), 1);
                bool broken = false;
                {
                    const std::lock_guard lock(state.mutex);
                    state.round = Clock::now();
                    broken = state.broken;
                }
                if (broken && !std::exchange(toldBreak, true))
                    store->add(kBroken, 1);
                broken = store->add(kBroken, 0) > 0;
                for (Peer& peer : peers) {
                    const auto beats = store->add(nameOf("beat", peer.rank), 0);
                    if (std::exchange(peer.beats, beats) != beats)
                        peer.heard = Clock::now();
                    else if (Clock::now() - peer.heard > (broken ? kSilenceAfterBreak : kSilence))
                        store->compareSet(kEnd, {}, bytesOf(silent(place, peer.rank)));
                }
                if (stopped.stop_requested() && !std::exchange(toldStop, true))
                    store->set(kStop, bytesOf("1"));
                if (!stopped.stop_requested() && store->check({kStop}) && !quit.stop_requested())
                    stop();
                if (store->check({kEnd}))
                    return say(textOf(store->get(kEnd)), true);
            } catch (const std::exception&) {
                return say(state.lost, false);
            }
            std::unique_lock lock(state.mutex);
            state.changed.wait_for(lock, quit, kBeat, [] { return false; });
        }
    }

    std::shared_ptr<State> m_state;
    std::jthread m_thread;
};

class C10dProcesses final : public Processes {
public:
    C10dProcesses(const Place& place, Store store, Share shareOfMachine, std::unique_ptr<Watch> watch, c10::intrusive_ptr<c10d::ProcessGroupGloo> group)
        : m_place(place), m_store(std::move(store)), m_shareOfMachine(shareOfMachine), m_watch(std::move(watch)), m_group(std::move(group))
    {
    }

    ~C10dProcesses() override
    {
        const bool hosts = m_place.share.first() && !m_place.hostedElsewhere;
        if (!m_watch->connected())
            return;
        m_watch.reset();
        try {
            m_store->add(kLeft, 1);
            const auto until = Clock::now() + kFarewell;
            while (hosts && m_store->add(kLeft, 0) < m_place.share.size && Clock::now() < until)
                std::this_thread::sleep_for(20ms);
        } catch (const std::exception&) { // the meeting point is gone already
        }
    }

    Share share() const override { return m_place.share; }
    Share shareOfMachine() const override { return m_shareOfMachine; }

    Result<void> sum(std::span<double> values) override
    {
        const auto tensor = torch::from_blob(values.data(), {static_cast<std::int64_t>(values.size())}, torch::kDouble);
        return reduce(tensor);
    }

    Result<std::vector<at::Tensor>> sumTensors(const std::vector<at::Tensor>& tensors) override
    {
        const torch::NoGradGuard noGraph;
        const auto flat = joined(tensors);
        if (const auto reduced = reduce(flat); !reduced)
            return fail(reduced);
        return taken(flat, tensors);
    }

    Result<void> copyFromFirst(const std::vector<at::Tensor>& tensors) override
    {
        const torch::NoGradGuard noGraph;
        auto flat = std::vector{joined(tensors)};
        if (const auto heard = finish([&] { return m_group->broadcast(flat); }); !heard)
            return heard;
        const auto values = taken(flat.front(), tensors);
        for (std::size_t i = 0; i < tensors.size(); ++i)
            tensors[i].copy_(values[i]);
        return {};
    }

    void end(const std::string& why) override
    {
        if (!m_watch->connected())
            return;
        try {
            const auto& [rank, size] = m_place.share;
            m_store->compareSet(kEnd, {}, bytesOf("Process " + std::to_string(rank) + " of " + std::to_string(size) + " has ended: " + why));
        } catch (const std::exception&) { // nobody is there to hear it
        }
    }

    bool broken() const override { return m_watch->verdict().has_value(); }

private:
    /// In one piece, on the processor: a single message is fastest.
    static at::Tensor joined(const std::vector<at::Tensor>& tensors)
    {
        std::vector<at::Tensor> flat;
        for (const auto& tensor : tensors)
            flat.push_back(tensor.detach().reshape(-1));
        return nn::hostCopy(torch::cat(flat));
    }

    static std::vector<at::Tensor> taken(const at::Tensor& flat, const std::vector<at::Tensor>& like)
    {
        const auto values = flat.to(like.front().device());
        std::vector<at::Tensor> tensors;
        std::int64_t begin = 0;
        for (const auto& tensor : like) {
            tensors.push_back(values.narrow(0, begin, tensor.numel()).view(tensor.sizes()));
            begin += tensor.numel();
        }
        return tensors;
    }

    Result<void> reduce(const at::Tensor& tensor)
    {
        std::vector<at::Tensor> tensors{tensor};
        return finish([&] { return m_group->allreduce(tensors); });
    }

    /// Begins something and waits for it with an eye on the others.
    template <class Begin>
    Result<void> finish(Begin begin)
    {
        c10::intrusive_ptr<c10d::Work> work;
        for (;;) {
            try {
                if (!work)
                    work = begin();
                work->wait(kGlance);
                return {};
            } catch (const std::exception& exception) {
                const bool over = !work || (work->isCompleted() && work->exception());
                const auto verdict = over ? m_watch->verdictOnBreak() : m_watch->verdict();
                if (!over && !verdict)
                    continue;
                if (!over)
                    m_group.release(); // its threads wait for what will never come: leaving it would wait for them
                return fail(ErrorCode::kFailed, verdict.value_or("The connection between the processes has broken off: " + firstLine(exception)));
            }
        }
    }

    Place m_place;
    Store m_store;
    Share m_shareOfMachine;
    std::unique_ptr<Watch> m_watch;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> m_group;
};

/// Says that this process is here, and waits for the others. Returns how it stands on its machine.
Result<Share> meet(const Place& place, const Store& store, std::stop_token stopped)
try {
    const auto& [rank, size] = place.share;
    const auto number = [](int value) { return std::to_string(value); };
    const auto agreed = textOf(store->compareSet(kSize, {}, bytesOf(number(size))));
    if (agreed != number(size))
        return fail(ErrorCode::kInvalidArgument, "WORLD_SIZE is " + number(size) + " here, and " + agreed + " in another process of the run.");
    if (store->add(nameOf("rank", rank), 1) > 1)
        return fail(ErrorCode::kInvalidArgument, "Two processes have RANK=" + number(rank) + ". Give each its own, from 0 to " + number(size - 1) + "; or another run meets at the same MASTER_PORT.");
    store->set(nameOf("machine", rank), bytesOf(thisMachine()));

    const auto until = Clock::now() + kMeeting;
    Share onMachine{0, 0};
    for (int other = 0; other < size; ++other) {
        while (!store->check({nameOf("machine", other)})) {
            if (stopped.stop_requested())
                return fail(ErrorCode::kStopped, "Stopped while waiting for the other processes.");
            if (Clock::now() > until)
                return fail(ErrorCode::kFailed, "Process " + number(other) + " of " + number(size) + " has not come. Start all of them with the same MASTER_ADDR, MASTER_PORT and WORLD_SIZE, and each with its own RANK.");
            std::this_thread::sleep_for(50ms);
        }
        if (textOf(store->get(nameOf("machine", other))) == thisMachine()) {
            onMachine.rank += other < rank;
            ++onMachine.size;
        }
    }
    return onMachine;
} catch (const std::exception& exception) {
    return fail(ErrorCode::kFailed, "The meeting point of the processes no longer answers: " + firstLine(exception));
}

} // namespace

Result<std::unique_ptr<Processes>> Processes::join(const Place& place, std::stop_token stopped, std::function<void()> stop)
{
    const auto givenUp = [stopped]() -> std::optional<Error> {
        return stopped.stop_requested() ? std::optional(Error{ErrorCode::kStopped, "Stopped while waiting for the other processes."}) : std::nullopt;
    };
#ifndef C10_USE_GLOG
    FLAGS_caffe2_log_level = c10::GLOG_FATAL; // what it would print, with a list of calls, our sentences say
#endif
    const auto known = attempt([place] { return isKnown(place.address); }, givenUp);
    if (!known)
        return fail(known);
    if (!*known)
        return fail(ErrorCode::kInvalidArgument, "MASTER_ADDR is \"" + place.address + "\", and no machine of that name is known here.");
    const bool host = place.share.first() && !place.hostedElsewhere;
    const auto store = attempt([place, host] { return openStore(place, host); }, givenUp);
    if (!store && store.error().code == ErrorCode::kStopped)
        return fail(store);
    const std::string where = place.address + ":" + std::to_string(place.port);
    if (!store)
        return fail(ErrorCode::kFailed, host ? "Process 0 cannot listen at port " + std::to_string(place.port) + ". Choose another MASTER_PORT. LibTorch says: " + store.error().message
                                             : "Process 0 is not found at " + where + " (MASTER_ADDR and MASTER_PORT). LibTorch says: " + store.error().message);
    const auto onMachine = meet(place, *store, stopped);
    if (!onMachine)
        return fail(onMachine);
    // The watch has a connection of its own, since a call occupies one.
    auto second = attempt([place] { return openStore(place, false); }, givenUp);
    if (!second)
        return fail(second);
    auto watch = std::make_unique<Watch>(place, *second, stopped, std::move(stop));
    const auto group = attempt([place, store = *store] { return openGroup(place, store); }, [&]() -> std::optional<Error> {
        const auto verdict = watch->verdict();
        return verdict ? std::optional(Error{ErrorCode::kFailed, *verdict}) : std::nullopt;
    });
    if (!group)
        return fail(ErrorCode::kFailed, "The processes cannot be connected: " + group.error().message);
    return std::make_unique<C10dProcesses>(place, *store, *onMachine, std::move(watch), *group);
}

} // namespace partita::training

#else

namespace partita::training {

Result<std::unique_ptr<Processes>> Processes::join(const Place&, std::stop_token, std::function<void()>)
{
    return fail(ErrorCode::kUnsupported, "RANK and WORLD_SIZE ask for several processes, and this Partita was built without LibTorch's c10d or Gloo's headers (libgloo-dev). Unset them to train in one process.");
}

} // namespace partita::training

#endif

namespace partita::training {

Share shareOf(const Processes* processes)
{
    return processes ? processes->share() : Share();
}

Result<void> enoughForAll(std::int64_t examples, const Processes* processes)
{
    const int size = shareOf(processes).size;
    if (examples >= size)
        return {};
    return fail(ErrorCode::kInvalidArgument, "A batch of " + std::to_string(examples) + " cannot be shared by " + std::to_string(size) + " processes. Raise batch_size, give more examples, or lower WORLD_SIZE.");
}

std::uint64_t seedOf(std::uint64_t seed, const Processes* processes)
{
    const int rank = shareOf(processes).rank;
    return rank == 0 ? seed : Rng::stream(seed, "process/" + std::to_string(rank)).next();
}

Result<bool> any(Processes* processes, bool here)
{
    double count = here;
    if (processes)
        if (const auto added = processes->sum({&count, 1}); !added)
            return fail(added);
    return count > 0.0;
}

} // namespace partita::training
