#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace partita::ui {

/// What a training run has told so far, as a value: the same whether its lines come from the living process or from the
/// folder of an earlier day. Lines are those of `partita train --events=jsonl`; what is not known is passed over.
struct RunLog {
    struct Point {
        qint64 step = 0;
        double loss = 0.0;       ///< natural log, per event
        double perplexity = 0.0; ///< e to the loss; of event RNNs
        double accuracy = 0.0;   ///< 0–1
        double klBits = 0.0;     ///< what z holds of a clip; of MusicVAEs

        friend bool operator==(const Point&, const Point&) = default;
    };
    enum class State { kStarting, kRunning, kPaused, kDone, kFailed, kInterrupted };

    QString folder;
    QString config;
    State state = State::kStarting;
    QString message;         ///< why it failed, or its last warning
    qint64 totalSteps = 0;   ///< the global step at which the run ends
    int numClasses = 0;      ///< of the softmax; 0: not told
    bool isLatent = false;   ///< a MusicVAE's
    QString checkpoint;      ///< the newest
    int filesRead = 0;       ///< while the music is read, before the first step
    int filesInAll = 0;
    std::vector<Point> train;
    std::vector<Point> heldOut;

    qint64 step() const { return train.empty() ? 0 : train.back().step; }
    bool isOver() const { return state == State::kDone || state == State::kFailed || state == State::kInterrupted; }
};

/// Takes one event into the log.
void apply(RunLog& log, const QJsonObject& event);

} // namespace partita::ui
