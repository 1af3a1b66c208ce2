#pragma once

#include "ui/training/run_log.h"

#include <QWidget>

#include <memory>
#include <optional>

class QMouseEvent;

namespace partita::ui {

/// Loss, perplexity (of a MusicVAE the KL divergence in bits) and accuracy of one run over its steps, one above the other on the same step axis.
/// Training is a solid line, held-out tunes the same colour dashed, what a uniform guess would score a dim dotted line.
/// Under the pointer a hair line stands at a step, and `pointed` tells its figures.
class CurvesPlot : public QWidget {
    Q_OBJECT

public:
    explicit CurvesPlot(QWidget* parent = nullptr);
    ~CurvesPlot() override;

    void show(const RunLog& log);

    /// The last training point as it is drawn.
    std::optional<RunLog::Point> lastPlotted() const;

Q_SIGNALS:
    /// What the pointer is over; empty when it is over nothing.
    void pointed(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Plot; // keeps QCustomPlot's large header out of this one

    void applyTheme();
    void point(const QMouseEvent* event);

    std::unique_ptr<Plot> m;
};

} // namespace partita::ui
