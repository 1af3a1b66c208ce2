#pragma once

#include "engine/formats/numbers.h"
#include "engine/formats/xml.h"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

/// What the reader of MusicXML asks of elements everywhere.
namespace partita::formats::musicxml {

/// One bad element ends the whole reading, from any depth. Thrown between the files of this reader only.
struct ScoreError {
    std::string message;
};

template <class... Args>
[[noreturn]] void bad(fmt::format_string<Args...> format, Args&&... args)
{
    throw ScoreError{fmt::format(format, std::forward<Args>(args)...)};
}

inline std::string_view textOf(const XmlElement& element)
{
    return element.text ? std::string_view(*element.text) : std::string_view();
}

inline std::int64_t integerOf(const XmlElement& element)
{
    const auto value = parseInteger(textOf(element));
    if (!value)
        bad("<{}> should hold an integer, but holds \"{}\"", element.tag, textOf(element));
    return *value;
}

inline const XmlElement& need(const XmlElement& element, std::string_view name)
{
    const XmlElement* child = element.child(name);
    if (!child)
        bad("<{}> has no <{}>", element.tag, name);
    return *child;
}

/// Letters of pitches, in the order of the major scale.
constexpr std::string_view kSteps = "CDEFGAB";

} // namespace partita::formats::musicxml
