#include "engine/project/chords.h"
#include "engine/project/files.h"
#include "engine/project/sequences.h"
#include "places.h"
#include "tests/support/documents.h"

#include <QtTest/QtTest>

#include <QTemporaryDir>

#include <algorithm>

using namespace partita;
using namespace partita::project;

namespace {

constexpr const char* kBook = R"(X:1
T:First Tune
M:3/4
L:1/4
K:G
"G"GAB|"D7"A2F|"G"G3|]

X:2
T:Second Tune
M:4/4
L:1/4
K:C
|:CDEF|GABc:|

X:3
T:Not to be read
M:4/4
L:1/4
K:C
z4|
)";

constexpr const char* kScore = R"(<?xml version="1.0"?>
<score-partwise version="3.0">
 <work><work-title>Small Score</work-title></work>
 <part-list><score-part id="P1"><part-name>Voice</part-name></score-part></part-list>
 <part id="P1">
  <measure number="1">
   <attributes><divisions>2</divisions><time><beats>4</beats><beat-type>4</beat-type></time></attributes>
   <harmony><root><root-step>A</root-step></root><kind text="m">minor</kind></harmony>
   <note><pitch><step>C</step><octave>5</octave></pitch><duration>4</duration><voice>1</voice></note>
   <harmony><root><root-step>F</root-step></root><kind>major</kind></harmony>
   <note><pitch><step>A</step><octave>4</octave></pitch><duration>4</duration><voice>1</voice></note>
  </measure>
 </part>
</score-partwise>
)";

QString chordsText(const Document& document)
{
    QStringList words;
    for (const Chord& chord : chordsOf(document))
        words << QString("%1@%2").arg(QString::fromStdString(chord.figure)).arg(double(chord.tick.value) / double(ticksPerQuarter(document).value));
    return words.join(" ");
}

QString pitches(const Document& document)
{
    QStringList words;
    for (const Track& track : document.tracks)
        for (const Note& note : track.notes)
            words << QString::number(note.pitch);
    return words.join(" ");
}

} // namespace

/// Scores as documents.
class tst_OpenScores : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path file(const QString& name, const QByteArray& bytes)
    {
        const QString path = m_folder.filePath(name);
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            qFatal("cannot write");
        return path.toStdString();
    }

private Q_SLOTS:
    void musicXmlOpensWithItsChords_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"score.xml", "score.musicxml", "SCORE.XML", "score-without-ending"})
            QTest::newRow(name) << name;
    }
    void musicXmlOpensWithItsChords()
    {
        QFETCH(QString, name);
        const auto opened = openFile(file(name, kScore));
        QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
        QCOMPARE(pitches(opened->document), QString("72 69"));
        QCOMPARE(chordsText(opened->document), QString("Am@0 F@2"));
        QCOMPARE(QString::fromStdString(opened->document.title), QString("Small Score"));
        QVERIFY(opened->report && opened->report->verdict == midi::Verdict::kComplete);
        QVERIFY(opened->tunes.empty());
    }

    void aTuneBookLetsOneChoose()
    {
        const auto path = file("book.abc", kBook);
        const auto first = openFile(path);
        QVERIFY2(first, first ? "" : first.error().message.c_str());
        QVERIFY((first->tunes == std::vector<std::string>{"1. First Tune", "2. Second Tune"}));
        QCOMPARE(pitches(first->document), QString("67 69 71 69 66 67"));
        QCOMPARE(chordsText(first->document), QString("G@0 D7@3 G@6"));
        QVERIFY(meterMap(first->document).meters().front().numerator == 3);
        QVERIFY(first->report->verdict == midi::Verdict::kPartial);
        QVERIFY(QString::fromStdString(first->report->reasons.front()).contains("Tune 3 was left out"));

        const auto second = openFile(path, 1);
        QVERIFY(second);
        QCOMPARE(pitches(second->document), QString("60 62 64 65 67 69 71 72 60 62 64 65 67 69 71 72")); // repeated as it is played
        QVERIFY(!openFile(path, 2));
    }

    void chordsReachTheModels()
    {
        const auto opened = openFile(file("book.abc", kBook));
        QVERIFY(opened);
        const auto sequence = musicalSequence(opened->document);
        QCOMPARE(sequence.textAnnotations.size(), std::size_t(3));
        QCOMPARE(sequence.textAnnotations[1].text, std::string("D7"));
        QCOMPARE(sequence.textAnnotations[1].time, Seconds(1.5));
    }

    void refusalsNameTheFile_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("cut score") << "cut.xml" << QByteArray(kScore).left(400);
        QTest::newRow("other xml") << "page.xml" << QByteArray("<html><body/></html>");
        QTest::newRow("no tune") << "none.abc" << QByteArray("X:1\nT:x\nK:C\nz4|\n");
        QTest::newRow("empty score") << "empty.mxl" << QByteArray();
        QTest::newRow("zip of other things") << "other.mxl" << QByteArray("PK\x03\x04nothing", 11);
    }
    void refusalsNameTheFile()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        const auto opened = openFile(file(name, bytes));
        QVERIFY(!opened);
        QVERIFY2(QString::fromStdString(opened.error().message).contains(name), opened.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(tst_OpenScores)
#include "tst_open_scores.moc"
