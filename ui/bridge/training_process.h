#pragma once

#include <QJsonObject>
#include <QObject>
#include <QProcess>
#include <QStringList>

namespace partita::ui {

/// A training run in a process of its own: `partita train … --events=jsonl`, the program beside this one. Whatever
/// happens to it, the studio goes on.
/// Threads: GUI thread; never waits.
class TrainingProcess : public QObject {
    Q_OBJECT
public:
    enum class State { kIdle, kRunning, kPausing, kPaused, kStopping };
    Q_ENUM(State)

    explicit TrainingProcess(QObject* parent = nullptr);
    /// A run that still goes is asked to stop and, after a moment, ended; its last checkpoint stays.
    ~TrainingProcess() override;

    /// `arguments` as after `partita train`, e.g. "--config=basic_rnn"; `--events=jsonl` is added. Only when idle.
    void start(const QStringList& arguments);
    /// Another program in place of `partita`, with all its arguments; it speaks the same lines.
    void startProgram(const QString& program, const QStringList& arguments);

    void pause();
    void resume();
    /// Writes a checkpoint and ends; `finished` follows.
    void stop();

    State state() const { return m_state; }
    bool isRunning() const { return m_state != State::kIdle; }
    qint64 processId() const { return m_process.processId(); }

Q_SIGNALS:
    /// One line of the run: "event" says what kind ("start", "train", "eval", "checkpoint", "paused", …).
    void event(const QJsonObject& event);
    void stateChanged(TrainingProcess::State state);
    // Exactly one of these ends each run, once its process is gone.
    /// The run came to its end or was stopped.
    void finished();
    /// What went wrong, as a sentence for people: it did not start, crashed, was killed, or said so itself.
    void failed(const QString& sentence);

private:
    void readLines();
    void readLine(const QByteArray& line);
    void processEnded(int exitCode, QProcess::ExitStatus status);
    void end(const QString& failure);
    void command(const char* word, State next);
    void setState(State state);

    QProcess m_process;
    QByteArray m_pending;   ///< a line not yet whole
    QByteArray m_lastWords; ///< the end of standard error
    QString m_failure;      ///< what an event "failed" said
    State m_state = State::kIdle;
};

} // namespace partita::ui
