#pragma once

#include "engine/core/error.h"
#include "engine/project/document.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace partita::project {

/// When unsaved work is due to be written away: half a minute after the first edit, or at the fiftieth.
class AutosaveSchedule {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds kDelay{30};
    static constexpr int kEdits = 50;

    void edited(Clock::time_point now);
    /// All edits so far are in some file, or given up.
    void settled();
    bool isDue(Clock::time_point now) const;

private:
    int m_edits = 0;
    Clock::time_point m_firstEdit;
};

/// What an autosave says about the work in it.
struct AutosaveInfo {
    std::string name; ///< as the window showed it
    std::filesystem::path projectFile; ///< where it would have been saved; may be empty
    friend bool operator==(const AutosaveInfo&, const AutosaveInfo&) = default;
};

/// One running program's place in the autosave folder. It holds a lock that the system lets go of when the program ends,
/// however it ends: what lies there without a lock was left behind by a crash.
/// Threads: one call at a time.
class Autosave {
public:
    /// Errors: kUnwritable.
    static Result<Autosave> open(const std::filesystem::path& folder);
    Autosave(Autosave&& other) noexcept;
    Autosave& operator=(Autosave&& other) noexcept;
    /// Lets go of the lock; an autosave not discarded before stays and can be recovered.
    ~Autosave();

    /// Replaces this program's autosave. Errors: kUnwritable.
    Result<void> save(const Document& document, const AutosaveInfo& info);
    void discard();

private:
    Autosave(std::filesystem::path base, int lock) : m_base(std::move(base)), m_lock(lock) {}

    std::filesystem::path m_base; ///< without suffix
    int m_lock = -1; ///< file descriptor
};

/// An autosave that a program left behind.
struct Recoverable {
    std::filesystem::path file; ///< a project file
    AutosaveInfo info;
    std::chrono::system_clock::time_point time;
};

/// The newest first. Damaged entries are passed over.
std::vector<Recoverable> recoverable(const std::filesystem::path& folder);
void discard(const Recoverable& recoverable);

} // namespace partita::project
