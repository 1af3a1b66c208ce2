#include "ui/evaluation/evaluation_session.h"

#include "ui/bridge/conversions.h"

#include <utility>

namespace partita::ui {

struct EvaluationSession::News {
    study::AssessmentStage stage;
    std::int64_t done, of;
};

EvaluationSession::EvaluationSession(QObject* parent) : QObject(parent) {}

void EvaluationSession::setComputing(const QString& device, int threads)
{
    m_device = device.isEmpty() ? QStringLiteral("auto") : device;
    m_threads = threads;
}

void EvaluationSession::measure(const QString& model, const QString& music)
{
    if (!m_running.isEmpty())
        return;
    m_running = model;
    study::AssessmentOptions options{.checkpoint = toPath(model), .music = toPath(music), .device = m_device.toStdString(), .threads = m_threads};
    m_jobs.runReporting<News>(
        [options = std::move(options)](std::stop_token stop, const std::function<void(News)>& report) {
            return study::assess(options, [&report](study::AssessmentStage stage, std::int64_t done, std::int64_t of) { report({stage, done, of}); }, stop);
        },
        [this](News news) { Q_EMIT progressed(news.stage, news.done, news.of); },
        [this, model, music](Result<study::Assessment> assessment) {
            Evaluation& found = m_found[model];
            found = {.music = music, .result = {}, .fault = {}};
            if (assessment)
                found.result = std::move(*assessment);
            else
                found.fault = toQString(assessment.error().message);
            m_running.clear();
            Q_EMIT changed(model);
        });
    Q_EMIT changed(model);
}

void EvaluationSession::stop()
{
    m_jobs.stop();
    if (const QString model = std::exchange(m_running, {}); !model.isEmpty())
        Q_EMIT changed(model);
}

const Evaluation* EvaluationSession::find(const QString& model) const
{
    const auto found = m_found.find(model);
    return found == m_found.end() ? nullptr : &found->second;
}

} // namespace partita::ui
