#pragma once

#include "engine/study/assessment.h"
#include "ui/generate/model_menu.h"

#include <QDialog>

#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace partita::ui {

class ElidedLabel;
class EvaluationSession;
class ProgressLine;

/// *How good is it?* for one model after the other: the music to measure it on, how far that is, and the figures.
/// Does not block the window.
class EvaluationDialog : public QDialog {
    Q_OBJECT

public:
    EvaluationDialog(EvaluationSession& session, QWidget* parent);

    /// Shows what is known about the model, and itself.
    void showModel(const ModelChoice& model);
    /// Asks with a dialog.
    void chooseMusic();
    void setMusic(const QString& folder);
    const QString& music() const { return m_music; }

    void measure();
    /// The figures as text; empty where there are none.
    QString text() const;

private:
    void showState();
    void showResult();
    void showProgress(study::AssessmentStage stage, qint64 done, qint64 of);

    EvaluationSession& m_session;
    ModelChoice m_model;
    QString m_music;

    ElidedLabel* m_name;
    QLabel* m_description;
    ElidedLabel* m_musicLabel;
    QPushButton* m_choose;
    QPushButton* m_measure;
    QPushButton* m_stop;
    ProgressLine* m_progress;
    QLabel* m_stage; ///< what is being done, or why nothing can be
    QStackedWidget* m_pages;
    QWidget* m_result = nullptr; ///< made anew for each result
    QVBoxLayout* m_resultColumn;
    QPushButton* m_copy;
};

} // namespace partita::ui
