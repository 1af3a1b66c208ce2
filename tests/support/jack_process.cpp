#include "tests/support/jack_process.h"

#include "engine/devices/jack_server.h"

#include <QStandardPaths>
#include <QStringList>
#include <QTest>

namespace partita::test {

void JackProcess::isolate()
{
    // One name for all runs: JACK keeps room for eight servers and takes a killed one's place back only for its own name.
    qputenv("JACK_DEFAULT_SERVER", "partita-test");
    qputenv("JACK_NO_AUDIO_RESERVATION", "1");
}

bool JackProcess::isInstalled()
{
    return !QStandardPaths::findExecutable("jackd").isEmpty();
}

bool JackProcess::start(int sampleRate)
{
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_process.start("jackd", {"-n", qEnvironmentVariable("JACK_DEFAULT_SERVER"), "-r", "-d", "dummy", "-r", QString::number(sampleRate)});
    return m_process.waitForStarted() && QTest::qWaitFor([] { return devices::findJackServer().has_value(); }, 20'000);
}

void JackProcess::stop()
{
    m_process.terminate();
    m_process.waitForFinished(5000);
}

void JackProcess::kill()
{
    m_process.kill();
    m_process.waitForFinished(5000);
}

} // namespace partita::test
