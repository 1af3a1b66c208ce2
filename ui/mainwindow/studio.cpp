#include "ui/mainwindow/studio.h"

#include "ui/mainwindow/main_window.h"
#include "ui/settings/preferences.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace partita::ui {
namespace {

/// Partita's own words and Qt's, in the language chosen or that of the system; English where there is no other.
void installLanguage(QApplication& application, const QString& chosen)
{
    const QLocale locale = chosen.isEmpty() ? QLocale::system() : QLocale(chosen);
    QLocale::setDefault(locale);
    const std::pair<const char*, QString> catalogues[] = {{"partita", QStringLiteral(":/i18n")}, {"qtbase", QLibraryInfo::path(QLibraryInfo::TranslationsPath)}};
    for (const auto& [name, folder] : catalogues) {
        auto* translator = new QTranslator(&application);
        if (translator->load(locale, QLatin1String(name), QStringLiteral("_"), folder))
            QApplication::installTranslator(translator);
    }
}

} // namespace

int runStudio(QApplication& application)
{
    QApplication::setOrganizationName(QStringLiteral("partita"));
    QApplication::setApplicationName(QStringLiteral("partita-studio"));
    QApplication::setApplicationDisplayName(QStringLiteral("Partita"));
    QApplication::setApplicationVersion(QStringLiteral(PARTITA_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("partita-studio"));

    const Preferences preferences = loadPreferences();
    installLanguage(application, preferences.language);

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("partita::ui::Studio", "A studio for symbolic music."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption demo(QStringLiteral("demo"), QApplication::translate("partita::ui::Studio", "Opens the demo tune."));
    parser.addOption(demo);
    parser.addPositionalArgument(QStringLiteral("file"), QApplication::translate("partita::ui::Studio", "A Partita document or MIDI file to open."), QStringLiteral("[file]"));
    parser.process(application);

    theme::apply(application, preferences.look);
    QApplication::setWindowIcon(icon(QStringLiteral("partita")));

    MainWindow window(preferences);
    window.show();
    if (!parser.positionalArguments().isEmpty())
        window.openPath(parser.positionalArguments().constFirst());
    else if (parser.isSet(demo))
        window.openDemo();
    else
        window.offerRecovery();
    return QApplication::exec();
}

} // namespace partita::ui
