#include "ui/mainwindow/studio.h"

#include "ui/mainwindow/main_window.h"
#include "ui/settings/preferences.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QLocale>
#include <QScreen>
#include <QTranslator>

namespace partita::ui {
namespace {

/// The buttons of Qt's own dialogs. Their words stand in our catalogue, too: many systems come without Qt's.
[[maybe_unused]] constexpr const char* kButtonWords[] = {
    QT_TRANSLATE_NOOP("QPlatformTheme", "OK"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Save"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Discard"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Cancel"),
    QT_TRANSLATE_NOOP("QPlatformTheme", "Close"),
    QT_TRANSLATE_NOOP("QGnomeTheme", "&OK"),
    QT_TRANSLATE_NOOP("QGnomeTheme", "&Save"),
    QT_TRANSLATE_NOOP("QGnomeTheme", "Close without Saving"),
    QT_TRANSLATE_NOOP("QGnomeTheme", "&Cancel"),
    QT_TRANSLATE_NOOP("QGnomeTheme", "&Close"),
};

/// Partita's own words and Qt's, in the language chosen or that of the system. English has a catalogue of its own for
/// its plurals and serves where there is no other.
void installLanguage(QApplication& application, const QString& chosen)
{
    const QLocale locale = chosen.isEmpty() ? QLocale::system() : QLocale(chosen);
    QLocale::setDefault(locale);
    const auto install = [&application](const QLocale& language, const QString& name, const QString& folder) {
        auto* translator = new QTranslator(&application);
        return translator->load(language, name, QStringLiteral("_"), folder) && QApplication::installTranslator(translator);
    };
    const QString ours = QStringLiteral("partita");
    const QString folder = QStringLiteral(":/i18n");
    if (!install(locale, ours, folder))
        install(QLocale(QLocale::English), ours, folder);
    install(locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
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
    const WindowState state = loadWindowState();
    window.restore(state);
    // On a screen of that size the window's frame would push the status line off it.
    const QSize screen = window.screen()->availableSize();
    if (state.geometry.isEmpty() && (window.width() >= screen.width() || window.height() >= screen.height()))
        window.showMaximized();
    else
        window.show();
    if (!parser.positionalArguments().isEmpty())
        window.openPath(parser.positionalArguments().constFirst());
    else if (parser.isSet(demo))
        window.openDemo();
    window.offerRecovery();
    return QApplication::exec();
}

} // namespace partita::ui
