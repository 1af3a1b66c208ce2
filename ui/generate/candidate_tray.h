#pragma once

#include "engine/project/document.h"

#include <QWidget>

#include <vector>

class QAction;
class QHBoxLayout;
class QScrollArea;
class QStackedWidget;

namespace partita::ui {

class CandidateCard;
class EmptyHint;

/// The takes of one region, side by side. Knows how they look and which is chosen; who makes, plays and accepts them
/// listens to its signals.
class CandidateTray : public QWidget {
    Q_OBJECT

public:
    /// `regenerate` fills an empty tray, `hearSong` stands before the first card, `more` behind the last.
    CandidateTray(QAction* regenerate, QAction* hearSong, QAction* more, QWidget* parent = nullptr);

    /// Adds `count` cards that wait for their takes; returns the index of the first.
    int expect(int count);
    /// 0–1 for all cards that wait.
    void setProgress(double progress);
    /// Fills a waiting card. `bars`: ticks where bars begin inside the take.
    void setTake(int index, const project::Take& take, const std::vector<Ticks>& bars);
    /// Takes the cards away that still wait.
    void dropWaiting();
    void clear();

    /// The filled cards; an index counts all cards.
    int count() const { return static_cast<int>(m_cards.size()); }
    const project::Take* take(int index) const;
    int chosen() const;
    void choose(int index);
    /// The card being heard, or −1; `position` 0–1 across it.
    void setPlaying(int index, double position);

Q_SIGNALS:
    void chosenChanged(int index);
    void playRequested(int index);
    void acceptRequested(int index);

private:
    void rateLikelihoods();
    void showCards();

    std::vector<CandidateCard*> m_cards;
    QStackedWidget* m_pages;
    EmptyHint* m_empty;
    QScrollArea* m_scroll;
    QHBoxLayout* m_row;
    int m_playing = -1;
};

} // namespace partita::ui
