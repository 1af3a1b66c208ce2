#pragma once

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <nlohmann/json.hpp>

/// The command line, run as its users run it.
namespace partita::test {

inline constexpr int kPatience = 120'000; ///< milliseconds; a loaded machine is slow, a hanging program never ends

struct Ran {
    int status = -1; ///< −1: it crashed or hung
    QByteArray out;
    QByteArray err;
    nlohmann::json json() const { return nlohmann::json::parse(out.toStdString(), nullptr, false); }
};

/// Path of the program.
QString program();

/// Runs it in `folder` to its end; it reads `input`.
Ran partitaIn(const QString& folder, const QStringList& arguments, const QByteArray& input = {},
              const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment());

} // namespace partita::test
