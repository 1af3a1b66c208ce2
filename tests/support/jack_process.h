#pragma once

#include <QProcess>
#include <QString>

namespace partita::test {

/// A JACK server of the test's own, with the dummy driver: `jackd -r -d dummy`, under a name of its own.
class JackProcess {
public:
    /// Points this program's JACK at the tests' own server. Call first of all, before libjack is in use.
    static void isolate();
    static bool isInstalled();

    ~JackProcess() { stop(); }
    /// True once the server answers.
    bool start(int sampleRate = 48000);
    void stop();
    /// As when it crashes.
    void kill();

private:
    QProcess m_process;
};

} // namespace partita::test
