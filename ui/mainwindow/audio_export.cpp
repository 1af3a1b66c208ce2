#include "ui/mainwindow/audio_export.h"

#include "engine/playback/render.h"
#include "ui/bridge/conversions.h"

#include <QFileInfo>
#include <QProgressDialog>

namespace partita::ui {
namespace {

constexpr int kProgressSteps = 1000;

} // namespace

AudioExport::AudioExport(QWidget* window) : QObject(window), m_window(window) {}

void AudioExport::start(project::Document document, const std::filesystem::path& soundFont, const QString& target)
{
    auto* progress = new QProgressDialog(tr("Writing “%1”…").arg(QFileInfo(target).fileName()), tr("Stop"), 0, kProgressSteps, m_window);
    progress->setAttribute(Qt::WA_DeleteOnClose);
    progress->setWindowTitle(tr("Export Audio"));
    progress->setMinimumDuration(500);
    connect(progress, &QProgressDialog::canceled, &m_job, &JobRunner::requestStop);

    using Answer = Result<playback::RenderReport>;
    m_job.runReporting<double>(
        [document = std::move(document), soundFont, target](std::stop_token stop, const std::function<void(double)>& report) -> Answer {
            return playback::renderToWav(document, soundFont, toPath(target), {}, stop, report);
        },
        [progress = QPointer(progress)](double done) {
            if (progress)
                progress->setValue(static_cast<int>(done * (kProgressSteps - 1)));
        },
        [this, progress = QPointer(progress), target](const Answer& answer) {
            if (progress)
                progress->close();
            if (answer)
                Q_EMIT exported(target);
            else if (answer.error().code != ErrorCode::kStopped)
                Q_EMIT failed(toQString(answer.error().message));
        });
}

} // namespace partita::ui
