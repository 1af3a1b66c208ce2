#pragma once

#include <QString>

#include <filesystem>
#include <string>

/// Between the engine's types and Qt's.
namespace partita::ui {

inline QString toQString(const std::string& text) { return QString::fromStdString(text); }

/// Bytes of a name that are not UTF-8 survive as far as Qt's own file functions let them.
inline QString fromPath(const std::filesystem::path& path) { return QString::fromLocal8Bit(QByteArray::fromStdString(path.string())); }
inline std::filesystem::path toPath(const QString& path) { return path.toLocal8Bit().toStdString(); }

} // namespace partita::ui
