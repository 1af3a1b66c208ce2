// needs: ui
#include "ui/settings/folders.h"
#include "ui/settings/settings_dialog.h"

#include <QComboBox>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace partita::ui;

class TestPreferences : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
        QCoreApplication::setOrganizationName("partita-test");
        QCoreApplication::setApplicationName("preferences");
    }

    void nothingStoredMeansTheSystemsWay() { QVERIFY(loadPreferences() == (Preferences{.device = "auto"})); }

    void whatIsSavedIsLoaded()
    {
        const Preferences chosen{theme::Choice::kLight, "ko", "jack", "/fonts/grand.sf2", "Synth 1", "cpu", 3, {"/m.safetensors"}, {"/a.mid", "/b.partita"}};
        savePreferences(chosen);
        QVERIFY(loadPreferences() == chosen);
    }

    void tenRecentFilesTheNewestFirst()
    {
        Preferences preferences;
        for (int i = 0; i < 12; ++i)
            remember(preferences, QString::number(i));
        remember(preferences, "5");
        QCOMPARE(preferences.recentFiles.size(), 10);
        QCOMPARE(preferences.recentFiles.first(), "5");
        QCOMPARE(preferences.recentFiles.count("5"), 1);
    }

    void dialogsBeginWhereOneLastLooked()
    {
        const QString first = lastFolder(Folder::kMusic);
        QVERIFY(QFileInfo(first).isDir());
        QDir(m_folder.path()).mkpath("songs/new");
        QFile(m_folder.filePath("songs/new/tune.mid")).open(QIODevice::WriteOnly);
        rememberFolder(Folder::kMusic, m_folder.filePath("songs/new/tune.mid"));
        QCOMPARE(lastFolder(Folder::kMusic), m_folder.filePath("songs/new"));
        rememberFolder(Folder::kCorpora, m_folder.filePath("songs"));
        QCOMPARE(lastFolder(Folder::kCorpora), m_folder.filePath("songs"));
        QCOMPARE(lastFolder(Folder::kModels), first);
        QDir(m_folder.filePath("songs/new")).removeRecursively();
        QCOMPARE(lastFolder(Folder::kMusic), m_folder.filePath("songs")); // the nearest that is still there
    }

    void cancelBringsBackWhatWas()
    {
        const Preferences before{.device = "auto"};
        SettingsDialog dialog(before, {{"alsa", "jack"}, {}, {}, {"cpu"}});
        QSignalSpy spy(&dialog, &SettingsDialog::changed);
        auto* driver = dialog.findChild<QComboBox*>(); // the first field
        driver->setCurrentIndex(driver->findData("jack"));
        QCOMPARE(dialog.preferences().audioDriver, "jack");
        QCOMPARE(spy.size(), 1);
        dialog.reject();
        QCOMPARE(spy.size(), 2);
        QVERIFY(dialog.preferences() == before);
    }

    void aChoiceThatIsGoneIsKept()
    {
        SettingsDialog dialog({.audioDriver = "pulseaudio", .device = "auto"}, {{"alsa"}, {}, {}, {}});
        QCOMPARE(dialog.preferences().audioDriver, "pulseaudio");
        QCOMPARE(dialog.findChild<QComboBox*>()->currentData().toString(), "pulseaudio");
    }
};

QTEST_MAIN(TestPreferences)
#include "tst_preferences.moc"
