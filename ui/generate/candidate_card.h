#pragma once

#include "engine/project/document.h"

#include <QAbstractButton>

#include <optional>

class QLabel;
class QToolButton;

namespace partita::ui {

class MiniRoll;

/// One take: a small roll, its seed and temperature, how likely the model finds what follows, ▶ and ✓.
/// While the take is being written the card stands in its place already and fills from the left.
/// Checked means chosen: the roll shows this take. Enter accepts the chosen card.
class CandidateCard : public QAbstractButton {
    Q_OBJECT

public:
    explicit CandidateCard(int number, QWidget* parent = nullptr);

    /// 0–1 of the work for this take.
    void setProgress(double progress);
    void setTake(const project::Take& take, const std::vector<Ticks>& bars);
    /// The likelihood as a length between 0 and 1 (1: the best of the tray); no bar where takes do not differ in it.
    void setLikelihood(std::optional<double> fraction);
    void setPlaying(bool playing);
    /// 0–1 across the take; below 0 for nowhere.
    void setPlayhead(double position);

    const std::optional<project::Take>& take() const { return m_take; }

    QSize sizeHint() const override;

Q_SIGNALS:
    void playRequested();
    void acceptRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    class LikelihoodBar;

    int m_number;
    double m_progress = 0.0;
    std::optional<project::Take> m_take;
    QLabel* m_title;
    MiniRoll* m_roll;
    LikelihoodBar* m_likelihood;
    QToolButton* m_play;
    QToolButton* m_accept;
};

} // namespace partita::ui
