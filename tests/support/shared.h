#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <vector>

/// Reference material beside the checkout (../shared, or PARTITA_SHARED). Tests that need it say
/// `SKIP_WITHOUT_SHARED("golden/tensorflow/core");` first.
namespace partita::test {

std::filesystem::path shared(const std::string& relative = {});

/// Rows of a tab-separated table with a header line (no quoting), each as column name → text.
std::vector<QHash<QString, QString>> readTsv(const std::filesystem::path& path);

/// The file's bytes, gunzipped where the name ends in .gz.
QByteArray readBytes(const std::filesystem::path& path);
nlohmann::json readJson(const std::filesystem::path& path);
/// One JSON value a line.
std::vector<nlohmann::json> readJsonLines(const std::filesystem::path& path);

/// SHA-256 in lower-case hex, cut to `digits` (the golden tables keep 32).
std::string sha256(const std::string& text, int digits = 32);

} // namespace partita::test

#define SKIP_WITHOUT_SHARED(relative)                                                                                             \
    do {                                                                                                                          \
        if (!std::filesystem::exists(partita::test::shared(relative)))                                                            \
            QSKIP("needs the reference material of ../shared, which is not here: " relative);                                     \
    } while (false)
