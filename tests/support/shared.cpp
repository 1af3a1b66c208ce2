#include "tests/support/shared.h"
#include "places.h"

#include <QCryptographicHash>
#include <QFile>

#include <zlib.h>

#include <cstdlib>

namespace partita::test {

std::filesystem::path shared(const std::string& relative)
{
    const char* given = std::getenv("PARTITA_SHARED");
    const auto root = given && *given ? std::filesystem::path(given) : std::filesystem::path(PARTITA_SOURCE_DIR) / "../shared";
    return root / relative;
}

QByteArray readBytes(const std::filesystem::path& path)
{
    QByteArray bytes;
    if (gzFile file = ::gzopen(path.c_str(), "rb")) { // reads plain files as they are
        char block[1 << 16];
        for (int got; (got = ::gzread(file, block, sizeof block)) > 0;)
            bytes.append(block, got);
        ::gzclose(file);
    }
    return bytes;
}

std::vector<QHash<QString, QString>> readTsv(const std::filesystem::path& path)
{
    std::vector<QHash<QString, QString>> rows;
    QStringList header;
    for (const QByteArray& line : readBytes(path).split('\n')) {
        if (line.isEmpty())
            continue;
        const QStringList cells = QString::fromUtf8(line).split('\t');
        if (header.isEmpty()) {
            header = cells;
            continue;
        }
        QHash<QString, QString> row;
        for (qsizetype i = 0; i < std::min(header.size(), cells.size()); ++i)
            row.insert(header[i], cells[i]);
        rows.push_back(std::move(row));
    }
    return rows;
}

nlohmann::json readJson(const std::filesystem::path& path)
{
    const QByteArray bytes = readBytes(path);
    return nlohmann::json::parse(bytes.begin(), bytes.end());
}

std::vector<nlohmann::json> readJsonLines(const std::filesystem::path& path)
{
    std::vector<nlohmann::json> values;
    for (const QByteArray& line : readBytes(path).split('\n'))
        if (!line.trimmed().isEmpty())
            values.push_back(nlohmann::json::parse(line.begin(), line.end()));
    return values;
}

std::string sha256(const std::string& text, int digits)
{
    return QCryptographicHash::hash(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())), QCryptographicHash::Sha256)
        .toHex()
        .left(digits)
        .toStdString();
}

} // namespace partita::test
