#include "tests/support/program.h"

#include "places.h"

#include <QProcess>

namespace partita::test {

QString program()
{
    return PARTITA_BIN_DIR "/partita";
}

Ran partitaIn(const QString& folder, const QStringList& arguments, const QByteArray& input, const QProcessEnvironment& environment)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setProcessEnvironment(environment);
    process.start(program(), arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool ended = process.waitForFinished(kPatience) && process.exitStatus() == QProcess::NormalExit;
    return {ended ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace partita::test
