#include "ui/bridge/training_process.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QStandardPaths>

#include <unistd.h>

namespace partita::ui {
namespace {

constexpr qsizetype kMaxLine = 1 << 20;
constexpr qsizetype kMaxLastWords = 4 << 10;
constexpr int kPatience = 3000; // ms, for a run to write its checkpoint when the studio closes
constexpr int kNiceness = 5;    // sound and screen come first

/// `partita` beside this program, in the build folder's bin, or where the system finds it.
QString trainingProgram()
{
    const QString here = QCoreApplication::applicationDirPath();
    const QString beside = QStandardPaths::findExecutable(QStringLiteral("partita"), {here, here + QStringLiteral("/../bin")});
    return beside.isEmpty() ? QStandardPaths::findExecutable(QStringLiteral("partita")) : beside;
}

} // namespace

TrainingProcess::TrainingProcess(QObject* parent) : QObject(parent)
{
    m_process.setChildProcessModifier([] { static_cast<void>(::nice(kNiceness) + 1); });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &TrainingProcess::readLines);
    connect(&m_process, &QProcess::readyReadStandardError, this, [this] {
        m_lastWords += m_process.readAllStandardError();
        m_lastWords = m_lastWords.last(std::min(m_lastWords.size(), kMaxLastWords));
    });
    connect(&m_process, &QProcess::finished, this, &TrainingProcess::processEnded);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            end(tr("Training could not start: “%1” cannot be run (%2). Install Partita's command line beside the studio.")
                    .arg(m_process.program(), m_process.errorString()));
    });
}

TrainingProcess::~TrainingProcess()
{
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.write("stop\n");
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(kPatience))
        m_process.kill();
    m_process.waitForFinished();
}

void TrainingProcess::start(const QStringList& arguments)
{
    const QString program = trainingProgram();
    startProgram(program.isEmpty() ? QStringLiteral("partita") : program,
        QStringList{QStringLiteral("train")} + arguments + QStringList{QStringLiteral("--events=jsonl")});
}

void TrainingProcess::startProgram(const QString& program, const QStringList& arguments)
{
    if (isRunning())
        return;
    m_pending.clear();
    m_lastWords.clear();
    m_failure.clear();
    setState(State::kRunning);
    m_process.start(program, arguments);
}

void TrainingProcess::pause()
{
    if (m_state == State::kRunning)
        command("pause\n", State::kPausing);
}

void TrainingProcess::resume()
{
    if (m_state == State::kPaused || m_state == State::kPausing)
        command("resume\n", m_state); // running again when it says so
}

void TrainingProcess::stop()
{
    if (isRunning() && m_state != State::kStopping)
        command("stop\n", State::kStopping);
}

void TrainingProcess::command(const char* word, State next)
{
    m_process.write(word);
    setState(next);
}

void TrainingProcess::readLines()
{
    m_pending += m_process.readAllStandardOutput();
    qsizetype start = 0;
    for (qsizetype end; (end = m_pending.indexOf('\n', start)) >= 0; start = end + 1)
        readLine(m_pending.mid(start, end - start));
    m_pending.remove(0, start);
    if (m_pending.size() > kMaxLine) // not one of ours
        m_pending.clear();
}

void TrainingProcess::readLine(const QByteArray& line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const QString kind = object.value(QLatin1String("event")).toString();
    if (kind.isEmpty())
        return;
    if (kind == QLatin1String("failed"))
        m_failure = object.value(QLatin1String("message")).toString(tr("Training gave up without saying why."));
    if (m_state != State::kStopping) {
        if (kind == QLatin1String("paused"))
            setState(State::kPaused);
        else if (kind == QLatin1String("resumed"))
            setState(State::kRunning);
    }
    Q_EMIT event(object);
}

void TrainingProcess::processEnded(int exitCode, QProcess::ExitStatus status)
{
    readLines();
    if (!m_pending.isEmpty())
        readLine(std::exchange(m_pending, {})); // a last line without its end
    if (!m_failure.isEmpty() || (status == QProcess::NormalExit && exitCode == 0)) {
        end(m_failure);
        return;
    }
    m_lastWords += m_process.readAllStandardError();
    const QString lastWords = QString::fromLocal8Bit(m_lastWords).trimmed().section(QLatin1Char('\n'), -1);
    if (status == QProcess::CrashExit)
        end(tr("Training ended all of a sudden: it crashed, or was killed because memory ran out. Its last checkpoint is kept; start the run again to go on from there."));
    else
        end(lastWords.isEmpty() ? tr("Training ended with exit status %1 and no word why.").arg(exitCode) : lastWords);
}

void TrainingProcess::end(const QString& failure)
{
    setState(State::kIdle);
    if (failure.isEmpty())
        Q_EMIT finished();
    else
        Q_EMIT failed(failure);
}

void TrainingProcess::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

} // namespace partita::ui
