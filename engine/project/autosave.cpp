#include "engine/project/autosave.h"

#include "engine/core/file_io.h"
#include "engine/project/project_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace partita::project {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxInfoSize = 64 << 10;
constexpr int kMaxSessions = 1000;

// A session's files differ by suffix only: the lock, the project, and what is known about it.
fs::path lockFile(const fs::path& base) { return base.string() + ".lock"; }
fs::path projectFile(const fs::path& base) { return base.string() + ".partita"; }
fs::path infoFile(const fs::path& base) { return base.string() + ".json"; }

/// The descriptor of a lock that nobody else holds; −1 if somebody does.
int lock(const fs::path& file, int flags)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC | flags, 0600);
    if (descriptor >= 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return -1;
    }
    return descriptor;
}

void remove(const fs::path& base, bool withLock)
{
    std::error_code ignored;
    fs::remove(infoFile(base), ignored);
    fs::remove(projectFile(base), ignored);
    fs::remove(projectFile(base).string() + ".bak", ignored);
    if (withLock)
        fs::remove(lockFile(base), ignored);
}

std::int64_t secondsSinceEpoch()
{
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::optional<Recoverable> readEntry(const fs::path& base)
{
    std::error_code error;
    if (!fs::is_regular_file(projectFile(base), error))
        return std::nullopt;
    const Result<Bytes> bytes = readFile(infoFile(base), kMaxInfoSize);
    if (!bytes)
        return std::nullopt;
    const auto info = nlohmann::json::parse(*bytes, nullptr, false);
    if (!info.is_object())
        return std::nullopt;
    const auto text = [&](const char* name) {
        const auto found = info.find(name);
        return found != info.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    const auto saved = info.find("saved");
    const std::int64_t seconds = saved != info.end() && saved->is_number_integer() ? saved->get<std::int64_t>() : 0;
    return Recoverable{projectFile(base), {text("name"), text("projectFile")},
        std::chrono::system_clock::time_point(std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, std::int64_t(1) << 33)))};
}

} // namespace

void AutosaveSchedule::edited(Clock::time_point now)
{
    if (m_edits++ == 0)
        m_firstEdit = now;
}

void AutosaveSchedule::settled() { m_edits = 0; }

bool AutosaveSchedule::isDue(Clock::time_point now) const
{
    return m_edits >= kEdits || (m_edits > 0 && now - m_firstEdit >= kDelay);
}

Result<Autosave> Autosave::open(const fs::path& folder)
{
    if (const auto made = makeFolder(folder); !made)
        return fail(made);
    for (int i = 0; i < kMaxSessions; ++i) {
        const fs::path base = folder / fmt::format("{}-{}-{}", secondsSinceEpoch(), ::getpid(), i);
        const int descriptor = lock(lockFile(base), O_CREAT | O_EXCL);
        if (descriptor >= 0)
            return Autosave(base, descriptor);
        if (errno != EEXIST)
            break;
    }
    return fail(ErrorCode::kUnwritable, "Unsaved work cannot be kept safe: the folder " + quoted(folder) + " cannot be written: " +
                                            systemMessage(errno) + ". Save often, or make the folder writable.");
}

Autosave::Autosave(Autosave&& other) noexcept : m_base(std::move(other.m_base)), m_lock(std::exchange(other.m_lock, -1)) {}

Autosave& Autosave::operator=(Autosave&& other) noexcept
{
    std::swap(m_base, other.m_base);
    std::swap(m_lock, other.m_lock);
    return *this;
}

Autosave::~Autosave()
{
    if (m_lock < 0)
        return;
    std::error_code error;
    if (!fs::exists(projectFile(m_base), error))
        fs::remove(lockFile(m_base), error);
    ::close(m_lock);
}

Result<void> Autosave::save(const Document& document, const AutosaveInfo& info)
{
    if (const auto saved = saveProject(document, projectFile(m_base)); !saved)
        return saved;
    const nlohmann::json value{{"name", info.name}, {"projectFile", info.projectFile.string()}, {"saved", secondsSinceEpoch()}};
    return writeFileAtomically(infoFile(m_base), std::string_view(value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
}

void Autosave::discard() { remove(m_base, false); }

std::vector<Recoverable> recoverable(const fs::path& folder)
{
    std::vector<Recoverable> found;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        fs::path base = entry->path();
        if (base.extension() != ".lock")
            continue;
        const int descriptor = lock(base, 0);
        if (descriptor < 0)
            continue; // that program still runs
        base.replace_extension();
        if (auto recoverable = readEntry(base))
            found.push_back(std::move(*recoverable));
        ::close(descriptor);
    }
    std::sort(found.begin(), found.end(), [](const Recoverable& a, const Recoverable& b) { return a.time > b.time; });
    return found;
}

void discard(const Recoverable& recoverable)
{
    fs::path base = recoverable.file;
    remove(base.replace_extension(), true);
}

} // namespace partita::project
