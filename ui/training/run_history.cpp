#include "ui/training/run_history.h"

#include "ui/bridge/conversions.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

namespace partita::ui {
namespace {

constexpr const char* kEventsFile = "events.jsonl";
/// A log longer than this is not one of ours.
constexpr qint64 kMostBytes = 256 << 20;

} // namespace

std::optional<RunLog> readRun(const std::filesystem::path& folder)
{
    QFile file(folder / kEventsFile);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMostBytes)
        return std::nullopt;
    RunLog log;
    log.folder = fromPath(folder);
    while (!file.atEnd())
        apply(log, QJsonDocument::fromJson(file.readLine()).object());
    // Who writes no more and did not say "done" was cut off.
    if (!log.isOver())
        log.state = RunLog::State::kInterrupted;
    return log;
}

std::vector<RunLog> readRuns(const std::filesystem::path& folder)
{
    std::vector<RunLog> runs;
    const QDir dir(folder);
    for (const QFileInfo& entry : dir.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time))
        if (std::optional<RunLog> run = readRun(entry.filesystemAbsoluteFilePath()))
            runs.push_back(std::move(*run));
    return runs;
}

std::filesystem::path newRunFolder(const std::filesystem::path& folder, const QString& config, const QDateTime& now)
{
    const std::string name = (config + now.toString(QStringLiteral("-yyyy-MM-dd-hhmmss"))).toStdString();
    std::filesystem::path result = folder / name;
    std::error_code ignored;
    for (int n = 2; std::filesystem::exists(result, ignored); ++n)
        result = folder / (name + "-" + std::to_string(n));
    return result;
}

} // namespace partita::ui
