#pragma once

#include "engine/generate/phrase.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace partita::ui {

class StillRoll;

/// A phrase, large: a lane for each of its instruments, over the clips it lies between.
class PhraseView : public QWidget {
    Q_OBJECT

public:
    explicit PhraseView(QWidget* parent = nullptr);

    /// `ghosts`: phrases behind it, in the order of their colours.
    void show(const generate::Phrase& phrase, bool byModel, const std::vector<const generate::Phrase*>& ghosts);
    void clear();
    /// From tick 0; below 0 for nowhere.
    void setPlayhead(double tick);

private:
    QVBoxLayout* m_column;
    std::vector<StillRoll*> m_lanes;
};

} // namespace partita::ui
