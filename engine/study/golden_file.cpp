#include "engine/study/golden_file.h"

#include "engine/core/file_io.h"

#include <fmt/format.h>

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <string_view>

namespace partita::study {
namespace {

constexpr std::uint64_t kMaxBytes = 1 << 30;

std::string gunzipped(const Bytes& bytes, const std::filesystem::path& path)
{
    const std::unique_ptr<archive, int (*)(archive*)> reader(::archive_read_new(), ::archive_read_free);
    ::archive_read_support_filter_gzip(reader.get());
    ::archive_read_support_format_raw(reader.get());
    archive_entry* entry = nullptr;
    const auto damaged = [&] { return GoldenFileError(quoted(path) + " is damaged: it does not unpack. Copy it again from where it came."); };
    if (::archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK || ::archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK)
        throw damaged();
    std::string text;
    char block[1 << 16];
    for (;;) {
        const auto got = ::archive_read_data(reader.get(), block, sizeof block);
        if (got < 0)
            throw damaged();
        if (got == 0)
            return text;
        text.append(block, static_cast<std::size_t>(got));
        if (text.size() > kMaxBytes)
            throw GoldenFileError(quoted(path) + " unpacks to more than 1 GB, which is too much for golden values.");
    }
}

template <class Use>
void forLines(std::string_view text, const Use& use)
{
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (const auto line = text.substr(0, end); !line.empty())
            use(line);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
}

std::vector<std::string> cellsOf(std::string_view line)
{
    std::vector<std::string> cells;
    for (;;) {
        const auto tab = line.find('\t');
        cells.emplace_back(line.substr(0, tab));
        if (tab == std::string_view::npos)
            return cells;
        line.remove_prefix(tab + 1);
    }
}

} // namespace

const std::string& Row::operator[](const std::string& column) const
{
    const auto cell = m_cells.find(column);
    if (cell == m_cells.end())
        throw GoldenFileError(fmt::format("the table has no column \"{}\"", column));
    return cell->second;
}

std::string readText(const std::filesystem::path& path)
{
    const auto bytes = readFile(path, kMaxBytes);
    if (!bytes)
        throw GoldenFileError(bytes.error().message);
    return path.extension() == ".gz" ? gunzipped(*bytes, path) : std::string(bytes->begin(), bytes->end());
}

std::vector<Row> readTable(const std::filesystem::path& path)
{
    std::vector<std::string> header;
    std::vector<Row> rows;
    forLines(readText(path), [&](std::string_view line) {
        auto cells = cellsOf(line);
        if (header.empty()) {
            header = std::move(cells);
            return;
        }
        std::unordered_map<std::string, std::string> row;
        for (std::size_t i = 0; i < std::min(header.size(), cells.size()); ++i)
            row.emplace(header[i], std::move(cells[i]));
        rows.emplace_back(std::move(row));
    });
    return rows;
}

nlohmann::json readJson(const std::filesystem::path& path)
{
    return nlohmann::json::parse(readText(path));
}

std::vector<nlohmann::json> readJsonLines(const std::filesystem::path& path)
{
    std::vector<nlohmann::json> values;
    forLines(readText(path), [&](std::string_view line) { values.push_back(nlohmann::json::parse(line)); });
    return values;
}

} // namespace partita::study
