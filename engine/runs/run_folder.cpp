#include "engine/runs/run_folder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace partita::runs {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr std::uint64_t kMaxBytes = 16 << 20; ///< of run.json and checkpoint.json
constexpr const char* kRunFile = "run.json";
constexpr const char* kCheckpointFile = "checkpoint.json";
constexpr const char* kEventsFile = "events.jsonl";
constexpr const char* kLockFile = "lock";

constexpr std::pair<Status, const char*> kStatusNames[] = {
    {Status::kRunning, "running"}, {Status::kDone, "done"}, {Status::kStopped, "stopped"}, {Status::kInterrupted, "interrupted"}, {Status::kFailed, "failed"},
};

Status statusFrom(const std::string& name)
{
    for (const auto& [status, text] : kStatusNames)
        if (name == text)
            return status;
    return Status::kInterrupted;
}

const char* textOf(Status status)
{
    for (const auto& [known, text] : kStatusNames)
        if (known == status)
            return text;
    return "interrupted";
}

/// Reads a JSON object with `read`, which may throw as nlohmann's accessors do.
template <class Read>
Result<void> readJson(const fs::path& path, Read&& read)
{
    const auto bytes = readFile(path, kMaxBytes);
    if (!bytes)
        return fail(bytes);
    try {
        read(Json::parse(bytes->begin(), bytes->end()));
    } catch (const nlohmann::json::exception&) {
        return fail(ErrorCode::kDamaged, "The run's file " + quoted(path) + " is damaged. Train in another folder, or delete this one.");
    }
    return {};
}

bool isInside(const std::string& relative)
{
    const fs::path path(relative);
    return !relative.empty() && path.is_relative() && std::none_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
}

Result<Checkpoints> readCheckpoints(const fs::path& folder)
{
    Checkpoints checkpoints;
    const fs::path path = folder / kCheckpointFile;
    if (!fs::exists(path))
        return checkpoints;
    const auto read = readJson(path, [&](const Json& json) {
        for (const auto& entry : json.at("all")) {
            Checkpoint checkpoint{entry.at("step"), entry.at("model"), entry.at("state"), {}, entry.value("kept", false)};
            for (const auto& [name, value] : entry.at("eval").items())
                if (value.is_number())
                    checkpoint.eval[name] = value;
            if (isInside(checkpoint.model) && isInside(checkpoint.state))
                checkpoints.all.push_back(std::move(checkpoint));
        }
        if (json.contains("best"))
            checkpoints.best = json.at("best").get<std::int64_t>();
    });
    if (!read)
        return fail(read);
    std::ranges::sort(checkpoints.all, {}, &Checkpoint::step);
    return checkpoints;
}

/// The lock on a whole file that belongs to an open file description: it ends with the process, however that ends,
/// and others can ask for it without taking it.
struct flock wholeFile()
{
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

/// Whether a process trains in the folder now.
bool isLocked(const fs::path& folder)
{
    const int file = ::open((folder / kLockFile).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    auto lock = wholeFile();
    const bool locked = ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    ::close(file);
    return locked;
}

} // namespace

const Checkpoint* Checkpoints::at(std::int64_t step) const
{
    const auto found = std::ranges::find(all, step, &Checkpoint::step);
    return found == all.end() ? nullptr : &*found;
}

const Checkpoint* Checkpoints::preferred() const
{
    const auto* found = best ? at(*best) : nullptr;
    return found ? found : latest();
}

std::optional<fs::path> Run::model() const
{
    const auto* checkpoint = checkpoints.preferred();
    return checkpoint ? std::optional(folder / checkpoint->model) : std::nullopt;
}

bool isRun(const fs::path& folder)
{
    std::error_code error;
    return fs::exists(folder / kRunFile, error);
}

Result<Run> readRun(const fs::path& folder)
{
    Run run;
    run.folder = folder;
    if (!isRun(folder))
        return fail(ErrorCode::kNotFound, "The folder " + quoted(folder) + " holds no training run (no run.json). Choose the folder that was given to train as --run_dir.");
    const auto read = readJson(folder / kRunFile, [&](const Json& json) {
        run.config = json.at("config");
        run.hparams = json.at("hparams").dump();
        run.seed = json.at("seed");
        run.eval_ratio = json.at("eval_ratio");
        run.music = json.value("music", Json::object()).dump();
        run.num_training_steps = json.at("num_training_steps");
        run.examples_path = json.at("examples_path").get<std::vector<std::string>>();
        run.dataDigest = json.value("data_digest", "");
        run.started = json.value("started", "");
        run.status = statusFrom(json.value("status", ""));
        run.message = json.value("message", "");
    });
    if (!read)
        return fail(read);
    if (run.status == Status::kRunning && !isLocked(folder))
        run.status = Status::kInterrupted;
    auto checkpoints = readCheckpoints(folder);
    if (!checkpoints)
        return fail(checkpoints);
    run.checkpoints = std::move(*checkpoints);
    return run;
}

std::vector<Run> listRuns(const fs::path& folder)
{
    std::vector<Run> runs;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (isRun(it->path()))
            if (auto run = readRun(it->path()))
                runs.push_back(std::move(*run));
    std::ranges::sort(runs, [](const Run& a, const Run& b) { return std::tie(b.started, a.folder) < std::tie(a.started, b.folder); });
    return runs;
}

Result<fs::path> modelFile(const fs::path& path)
{
    std::error_code error;
    if (!fs::is_directory(path, error))
        return path;
    const auto run = readRun(path);
    if (!run)
        return fail(run);
    if (const auto model = run->model())
        return *model;
    return fail(ErrorCode::kNotFound, "The run in " + quoted(path) + " has saved no checkpoint yet. Train it for longer first.");
}

Result<OpenRun> OpenRun::open(const fs::path& folder)
{
    if (const auto made = makeFolder(folder / "checkpoints"); !made)
        return fail(made);
    const fs::path lockPath = folder / kLockFile;
    const int lock = ::open(lockPath.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (lock < 0)
        return fail(ErrorCode::kUnwritable, "Cannot write " + quoted(lockPath) + ": " + systemMessage(errno) + ". Choose a run folder that you may write to.");
    if (auto whole = wholeFile(); ::fcntl(lock, F_OFD_SETLK, &whole) != 0) {
        ::close(lock);
        return fail(ErrorCode::kFailed, "Another process is training in " + quoted(folder) + ". Wait for it, stop it, or choose another run folder.");
    }
    OpenRun run(folder, lock);
    if (isRun(folder)) {
        auto earlier = readRun(folder);
        if (!earlier)
            return fail(earlier);
        run.m_earlier = std::move(*earlier);
    }
    return run;
}

OpenRun::OpenRun(fs::path folder, int lock)
    : m_folder(std::move(folder)), m_lock(lock)
{
}

OpenRun::OpenRun(OpenRun&& other) noexcept
    : m_folder(std::move(other.m_folder)), m_lock(std::exchange(other.m_lock, -1)), m_earlier(std::move(other.m_earlier))
{
}

OpenRun::~OpenRun()
{
    if (m_lock >= 0)
        ::close(m_lock); // and with it the lock
}

Result<void> OpenRun::write(const Run& run) const
{
    const Json json{
        {"schema", 1},
        {"config", run.config},
        {"hparams", Json::parse(run.hparams)},
        {"seed", run.seed},
        {"eval_ratio", run.eval_ratio},
        {"music", Json::parse(run.music)},
        {"num_training_steps", run.num_training_steps},
        {"examples_path", run.examples_path},
        {"data_digest", run.dataDigest},
        {"started", run.started},
        {"status", textOf(run.status)},
        {"message", run.message},
    };
    return writeFileAtomically(m_folder / kRunFile, json.dump(2) + "\n");
}

Result<void> OpenRun::addEvent(const std::string& json) const
{
    const fs::path path = m_folder / kEventsFile;
    const std::string line = json + "\n";
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    const bool written = file >= 0 && ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    const int code = errno;
    if (file >= 0)
        ::close(file);
    if (!written)
        return fail(ErrorCode::kUnwritable, "Cannot write " + quoted(path) + ": " + systemMessage(code) + ". Make room or choose another run folder.");
    return {};
}

Result<void> OpenRun::addCheckpoint(Checkpoints& checkpoints, Checkpoint added, int keep) const
{
    std::erase_if(checkpoints.all, [&](const Checkpoint& old) { return old.step >= added.step; });
    checkpoints.all.push_back(std::move(added));
    const auto lossOf = [](const Checkpoint* checkpoint) { return checkpoint && checkpoint->eval.contains("loss") ? std::optional(checkpoint->eval.at("loss")) : std::nullopt; };
    const auto bestLoss = lossOf(checkpoints.best ? checkpoints.at(*checkpoints.best) : nullptr);
    if (const auto loss = lossOf(checkpoints.latest()); loss && (!bestLoss || *loss < *bestLoss))
        checkpoints.best = checkpoints.all.back().step;

    std::vector<Checkpoint> dropped;
    const auto passing = [](const Checkpoint& checkpoint) { return !checkpoint.kept; };
    auto surplus = keep > 0 ? std::ranges::count_if(checkpoints.all, passing) - keep : 0; // the oldest of those that pass
    std::erase_if(checkpoints.all, [&](const Checkpoint& old) {
        const bool drop = passing(old) && surplus-- > 0 && old.step != checkpoints.best;
        if (drop)
            dropped.push_back(old);
        return drop;
    });

    Json all = Json::array();
    for (const auto& checkpoint : checkpoints.all) {
        all.push_back({{"step", checkpoint.step}, {"model", checkpoint.model}, {"state", checkpoint.state}, {"eval", checkpoint.eval}});
        if (checkpoint.kept)
            all.back()["kept"] = true;
    }
    Json json{{"schema", 1}, {"latest", checkpoints.all.back().step}};
    if (checkpoints.best)
        json["best"] = *checkpoints.best;
    json["all"] = std::move(all);
    if (const auto written = writeFileAtomically(m_folder / kCheckpointFile, json.dump(2) + "\n"); !written)
        return written;
    std::error_code ignored; // a file that cannot be removed costs room, nothing else
    for (const auto& checkpoint : dropped) {
        fs::remove(m_folder / checkpoint.model, ignored);
        fs::remove(m_folder / checkpoint.state, ignored);
    }
    return {};
}

} // namespace partita::runs
