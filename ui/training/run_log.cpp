#include "ui/training/run_log.h"

#include <cmath>

namespace partita::ui {
namespace {

RunLog::Point pointOf(const QJsonObject& event)
{
    RunLog::Point point;
    point.step = event["step"].toInteger();
    point.loss = event["loss"].toDouble();
    point.perplexity = event["perplexity"].toDouble(std::exp(point.loss));
    point.accuracy = event["accuracy"].toDouble();
    point.klBits = event["kl_bits"].toDouble();
    return point;
}

/// A resumed run tells some steps again: the newer word counts.
void append(std::vector<RunLog::Point>& curve, const RunLog::Point& point)
{
    while (!curve.empty() && curve.back().step >= point.step)
        curve.pop_back();
    curve.push_back(point);
}

} // namespace

void apply(RunLog& log, const QJsonObject& event)
{
    const QString kind = event["event"].toString();
    if (kind == "start") {
        log.state = RunLog::State::kRunning;
        log.config = event["config"].toString(log.config);
        log.totalSteps = event["num_training_steps"].toInteger(log.totalSteps);
        log.numClasses = event["num_classes"].toInt(log.numClasses);
    } else if (kind == "reading") {
        log.filesRead = event["files"].toInt();
        log.filesInAll = event["of"].toInt();
    } else if (kind == "train") {
        log.state = RunLog::State::kRunning;
        log.isLatent = event.contains(QLatin1String("kl_bits"));
        append(log.train, pointOf(event));
    } else if (kind == "eval") {
        append(log.heldOut, pointOf(event));
    } else if (kind == "checkpoint") {
        log.checkpoint = event["path"].toString(log.checkpoint);
    } else if (kind == "paused") {
        log.state = RunLog::State::kPaused;
    } else if (kind == "resumed") {
        log.state = RunLog::State::kRunning;
    } else if (kind == "warning") {
        log.message = event["message"].toString();
    } else if (kind == "done") {
        log.state = RunLog::State::kDone;
    } else if (kind == "failed") {
        log.state = RunLog::State::kFailed;
        log.message = event["message"].toString();
    }
}

} // namespace partita::ui
