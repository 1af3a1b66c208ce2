#include "ui/settings/preferences.h"

#include <QSettings>

namespace partita::ui {
namespace {

constexpr int kRecentFiles = 10;
constexpr const char* kLooks[] = {"system", "dark", "light"}; // in the order of theme::Choice

} // namespace

Preferences loadPreferences()
{
    const QSettings stored;
    Preferences preferences;
    const QString look = stored.value("look").toString();
    for (int i = 0; i < 3; ++i)
        if (look == QLatin1String(kLooks[i]))
            preferences.look = static_cast<theme::Choice>(i);
    preferences.language = stored.value("language").toString();
    preferences.audioDriver = stored.value("audio/driver").toString();
    preferences.soundFont = stored.value("audio/soundFont").toString();
    preferences.midiOut = stored.value("midi/out").toString();
    preferences.device = stored.value("compute/device", "auto").toString();
    preferences.threads = stored.value("compute/threads", 0).toInt();
    preferences.models = stored.value("models").toStringList();
    preferences.recentFiles = stored.value("recentFiles").toStringList();
    return preferences;
}

void savePreferences(const Preferences& preferences)
{
    QSettings stored;
    stored.setValue("look", kLooks[static_cast<int>(preferences.look)]);
    stored.setValue("language", preferences.language);
    stored.setValue("audio/driver", preferences.audioDriver);
    stored.setValue("audio/soundFont", preferences.soundFont);
    stored.setValue("midi/out", preferences.midiOut);
    stored.setValue("compute/device", preferences.device);
    stored.setValue("compute/threads", preferences.threads);
    stored.setValue("models", preferences.models);
    stored.setValue("recentFiles", preferences.recentFiles);
}

void remember(Preferences& preferences, const QString& path)
{
    preferences.recentFiles.removeAll(path);
    preferences.recentFiles.prepend(path);
    while (preferences.recentFiles.size() > kRecentFiles)
        preferences.recentFiles.removeLast();
}

} // namespace partita::ui
