#pragma once

#include "engine/project/document.h"
#include "ui/bridge/job_runner.h"

#include <QObject>

class QWidget;

namespace partita::ui {

/// Renders a document to a WAV file away from the GUI thread, behind a dialog that shows how far it is and can stop it.
/// The window stays usable; one export at a time.
class AudioExport : public QObject {
    Q_OBJECT

public:
    explicit AudioExport(QWidget* window);

    void start(project::Document document, const std::filesystem::path& soundFont, const QString& target);
    bool isRunning() const { return m_job.isRunning(); }

Q_SIGNALS:
    void exported(const QString& target);
    void failed(const QString& sentence);

private:
    QWidget* m_window;
    JobRunner m_job;
};

} // namespace partita::ui
