#pragma once

#include "engine/core/error.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::formats {

/// An XML element with what formats of music need of it.
struct XmlElement {
    std::string tag;
    std::vector<std::pair<std::string, std::string>> attributes;
    /// Character data before the first child element; none at all is not the same as an empty string.
    std::optional<std::string> text;
    std::vector<XmlElement> children;

    /// The first direct child with this tag.
    const XmlElement* child(std::string_view name) const;
    const std::string* attribute(std::string_view name) const;
};

/// Parses a whole document; external entities are never fetched, depth and element count are limited.
/// Errors: kDamaged with expat's reason, "not well-formed (invalid token): line 1, column 86" (line from 1, column from 0).
Result<XmlElement> parseXml(std::span<const std::uint8_t> bytes);

} // namespace partita::formats
