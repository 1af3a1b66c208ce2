#pragma once

#include "engine/core/error.h"
#include "engine/project/document.h"

#include <filesystem>
#include <string>
#include <string_view>

/// The project file (.partita): the whole document as JSON, notes and events as arrays of numbers (README.md has the
/// table). It names its schema; files of a newer schema are refused, fields this version does not know are passed over.
namespace partita::project {

inline constexpr int kProjectSchema = 1;

std::string writeProject(const Document& document);

/// `name` stands for the file in messages. Everything is checked: what comes back can be edited, played and saved.
/// Errors: kNotRecognized, kDamaged, kTooLarge, kUnsupported (newer schema).
Result<Document> readProject(std::string_view text, const std::string& name);

/// Replaces the file as one act and keeps the old one as ".bak". Errors: kUnwritable.
Result<void> saveProject(const Document& document, const std::filesystem::path& path);
/// Errors: as `readProject`; kNotFound, kUnreadable.
Result<Document> loadProject(const std::filesystem::path& path);

} // namespace partita::project
