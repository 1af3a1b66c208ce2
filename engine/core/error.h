#pragma once

#include <expected>
#include <string>
#include <utility>

namespace partita {

/// What kind of thing failed: for programs. The message is for people.
enum class ErrorCode {
    kNotFound,      ///< no such file, folder, track, config
    kUnreadable,    ///< exists, but reading it failed or is forbidden
    kUnwritable,    ///< writing failed: no permission, no space
    kNotRecognized, ///< not a file of this kind
    kDamaged,       ///< of this kind, but broken beyond use
    kTooLarge,      ///< exceeds a limit that protects memory or time
    kUnsupported,   ///< understood, but outside what Partita does
    kMismatch,      ///< two things that do not fit each other (model and input, checkpoint and config)
    kInvalidArgument,
    kNoDevice,
    kStopped,       ///< the user stopped it
    kFailed,
};

/// The world failed. `message` is a whole sentence that names the file, what is wrong and what to do.
struct Error {
    ErrorCode code = ErrorCode::kFailed;
    std::string message;

    friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

/// `return fail(ErrorCode::kNotFound, "…")` from any function that returns a Result.
inline std::unexpected<Error> fail(ErrorCode code, std::string message)
{
    return std::unexpected(Error{code, std::move(message)});
}

/// Hands an error up unchanged: `if (!file) return fail(file);`.
template <class T>
std::unexpected<Error> fail(const Result<T>& result)
{
    return std::unexpected(result.error());
}

} // namespace partita
