#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

/// The files in which golden values are kept. What is wrong with one is thrown as GoldenFileError, which ends the case.
namespace partita::study {

struct GoldenFileError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A row of a table, by column.
class Row {
public:
    explicit Row(std::unordered_map<std::string, std::string> cells) : m_cells(std::move(cells)) {}
    /// Throws where the table has no such column.
    const std::string& operator[](const std::string& column) const;
    bool has(const std::string& column) const { return m_cells.contains(column); }

private:
    std::unordered_map<std::string, std::string> m_cells;
};

/// The file's text, gunzipped where its name ends in .gz. Limit: 1 GB unpacked.
std::string readText(const std::filesystem::path& path);
/// Tab-separated with a header line, no quoting.
std::vector<Row> readTable(const std::filesystem::path& path);
nlohmann::json readJson(const std::filesystem::path& path);
/// One JSON value a line.
std::vector<nlohmann::json> readJsonLines(const std::filesystem::path& path);

} // namespace partita::study
