#include "ui/training/run_text.h"

#include "ui/bridge/conversions.h"

#include <QCoreApplication>

#include <algorithm>

namespace partita::ui {
namespace {

struct RunText {
    Q_DECLARE_TR_FUNCTIONS(partita::ui::TrainingPage)
};

} // namespace

QString countText(const Result<std::vector<datasets::Source>>& sources)
{
    if (!sources)
        return toQString(sources.error().message);
    const auto music = static_cast<int>(std::ranges::count(*sources, datasets::Source::Kind::kMusic, &datasets::Source::kind));
    const auto records = static_cast<int>(sources->size()) - music;
    QStringList parts;
    if (music > 0 || records == 0)
        parts << RunText::tr("%n file(s) of music", nullptr, music);
    if (records > 0)
        parts << RunText::tr("%n file(s) of records", nullptr, records);
    return parts.join(QStringLiteral(", "));
}

QString clockText(double seconds)
{
    const auto whole = static_cast<qint64>(seconds);
    return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, QLatin1Char('0')).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

QString stateText(const RunLog& run)
{
    using State = RunLog::State;
    const QString step = RunText::tr("step %1").arg(run.step());
    switch (run.state) {
    case State::kStarting:
    case State::kRunning:
        return RunText::tr("running");
    case State::kPaused:
        return RunText::tr("%1 · paused").arg(step);
    case State::kDone:
        return step;
    case State::kFailed:
        return RunText::tr("%1 · failed").arg(step);
    case State::kInterrupted:
        return RunText::tr("%1 · interrupted").arg(step);
    }
    return {};
}

} // namespace partita::ui
