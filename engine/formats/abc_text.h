#pragma once

#include "engine/formats/abc.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What both readings of ABC are made of: a cursor, letters, and how a tune ends early.
namespace partita::formats::abc {

/// Ends one tune. Thrown between the readers of ABC only.
struct TuneError {
    AbcFault fault;
    std::string message;
};
/// Ends the whole file, as errors outside note_seq's own classes do.
struct FileError {
    std::string message;
};

[[noreturn]] inline void refuse(AbcFault fault, std::string message)
{
    throw TuneError{fault, std::move(message)};
}

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isLetter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
constexpr bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f'); }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
std::string lowered(std::string_view text);

/// A place in a text, with the steps that all tokens are made of.
struct Cursor {
    std::string_view text;
    std::size_t at = 0;

    bool atEnd() const { return at >= text.size(); }
    char peek(std::size_t ahead = 0) const { return at + ahead < text.size() ? text[at + ahead] : '\0'; }
    bool take(char c)
    {
        if (atEnd() || text[at] != c)
            return false;
        ++at;
        return true;
    }
    /// The longest run of characters of `set`.
    std::string_view run(std::string_view set)
    {
        const auto end = std::min(text.find_first_not_of(set, at), text.size());
        return text.substr(std::exchange(at, end), end - at);
    }
    std::string_view digits() { return run("0123456789"); }
    void spaces()
    {
        while (!atEnd() && isSpace(text[at]))
            ++at;
    }
    std::string_view rest() const { return text.substr(std::min(at, text.size())); }
};

/// Names of pitches in the order of `Accidentals` and of the major scale.
constexpr std::string_view kLetters = "CDEFGAB";
/// npos of a letter that names no pitch.
constexpr std::size_t letterIndex(char letter)
{
    return isLetter(letter) ? kLetters.find(static_cast<char>(letter & ~0x20)) : std::string_view::npos;
}
constexpr bool isPitchLetter(char c) { return letterIndex(c) != std::string_view::npos; }

/// What `digits`, and nothing else, say. Throws TuneError beyond `most` of them.
std::int64_t numberOf(std::string_view digits, std::size_t most);

/// Lines at every Unicode line break, trimmed.
std::vector<std::string_view> splitLines(std::string_view text);

} // namespace partita::formats::abc
