#pragma once

#include <QProgressBar>

namespace partita::ui {

/// Progress as a line of 4 px. While nothing is going on it cannot be seen, but keeps its place: nothing jumps.
class ProgressLine : public QProgressBar {
    Q_OBJECT

public:
    /// `name`: what a screen reader says it is the progress of.
    explicit ProgressLine(const QString& name, QWidget* parent = nullptr);

    /// 0–1; below 0 when idle.
    void setProgress(double progress);
};

/// Has `widget` keep its place while it is hidden.
void keepPlace(QWidget* widget);

} // namespace partita::ui
