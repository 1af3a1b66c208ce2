#include "engine/playback/soundfonts.h"
#include "engine/playback/synth.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace partita::playback;

class tst_SoundFonts : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    void write(const QString& name, int bytes)
    {
        const QString path = m_folder.filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(bytes, 'x'));
    }
    static QString listed()
    {
        QStringList words;
        for (const auto& font : findSoundFonts())
            words << QString("%1%2:%3").arg(font.shipped ? "*" : "", QString::fromStdString(font.name)).arg(font.bytes);
        return words.join(' ');
    }

private Q_SLOTS:
    void init()
    {
        qputenv("XDG_DATA_HOME", m_folder.filePath("home").toLocal8Bit());
        qputenv("XDG_DATA_DIRS", m_folder.filePath("nowhere").toLocal8Bit());
        qunsetenv("PARTITA_SOUNDFONTS");
    }
    void withTheSystemsHiddenTheShippedOneStillSounds()
    {
        const auto fonts = findSoundFonts();
        QCOMPARE(fonts.size(), std::size_t(1));
        QVERIFY(fonts[0].shipped);
        QCOMPARE(fonts[0].name, std::string("TimGM6mb"));
        auto synth = Synth::open(defaultSoundFont(), 44100);
        QVERIFY(synth);
        (*synth)->send({0x90, 60, 100});
        std::vector<float> left(22050), right(22050);
        (*synth)->render({left.data(), right.data(), 22050});
        QVERIFY(std::ranges::max(left) > 0.01f);
    }
    void theSystemsAreFoundLargestFirst()
    {
        write("shipped/small.sf2", 10);
        write("home/soundfonts/Mine.SF2", 30);
        write("usr/sounds/sf2/Big.sf2", 50);
        write("usr/sounds/sf3/Packed.sf3", 20);
        write("usr/sounds/sf2/README.txt", 90);
        write("usr/sounds/sf2/small.sf2", 10); // the distribution's copy of the shipped one
        QVERIFY(QDir().mkpath(m_folder.filePath("usr/sounds/sf2/folder.sf2")));
        QFile::link("Big.sf2", m_folder.filePath("usr/sounds/sf2/default-GM.sf2"));
        QFile::link("missing.sf2", m_folder.filePath("usr/sounds/sf2/dangling.sf2"));
        qputenv("PARTITA_SOUNDFONTS", m_folder.filePath("shipped").toLocal8Bit());
        qputenv("XDG_DATA_DIRS", (m_folder.filePath("usr") + "::" + m_folder.filePath("nowhere")).toLocal8Bit());
        QCOMPARE(listed(), QString("*small:10 Big:50 Mine:30 Packed:20"));
        QCOMPARE(defaultSoundFont(), std::filesystem::canonical(m_folder.filePath("shipped/small.sf2").toStdString()));
    }
    void noneAtAllIsAnEmptyPath()
    {
        qputenv("PARTITA_SOUNDFONTS", m_folder.filePath("nowhere").toLocal8Bit());
        qputenv("XDG_DATA_HOME", m_folder.filePath("nowhere").toLocal8Bit());
        QVERIFY(findSoundFonts().empty());
        QVERIFY(defaultSoundFont().empty());
    }
};

QTEST_GUILESS_MAIN(tst_SoundFonts)
#include "tst_soundfonts.moc"
