#include "engine/formats/musicxml.h"
#include "engine/study/note_sequence_text.h"
#include "tests/support/shared.h"

#include <fmt/format.h>

#include <QtTest/QtTest>

#include <clocale>

using namespace partita;
using formats::ScoreReading;

class tst_MusicXml : public QObject {
    Q_OBJECT

    static Result<formats::ScoreSequence> read(const std::string& xml, ScoreReading reading)
    {
        return formats::readMusicXml(std::span(reinterpret_cast<const std::uint8_t*>(xml.data()), xml.size()), false, reading);
    }

    /// One part around the measures, as small as a score can be.
    static std::string score(const std::string& measures)
    {
        return "<score-partwise><part-list><score-part id='P1'><part-name>Flute</part-name></score-part></part-list><part id='P1'>" +
               measures + "</part></score-partwise>";
    }

    static std::string note(const char* step, int alter, int octave, int duration, const char* more = "")
    {
        return fmt::format("<note><pitch><step>{}</step><alter>{}</alter><octave>{}</octave></pitch><duration>{}</duration>{}</note>", step,
                           alter, octave, duration, more);
    }

    /// "60 [0,0.5) 62 [0.5,1)": the notes as a failure should show them.
    static std::string text(const Result<formats::ScoreSequence>& result)
    {
        if (!result)
            return "error: " + result.error().message;
        std::string text;
        for (const auto& n : result->sequence.notes)
            text += fmt::format("{}{} [{},{})", text.empty() ? "" : " ", n.pitch, n.startTime.value, n.endTime.value);
        return text;
    }

    static std::string meters(const Result<formats::ScoreSequence>& result)
    {
        std::string text;
        for (const auto& meter : result.value().sequence.timeSignatures)
            text += fmt::format("{}{}/{}@{}", text.empty() ? "" : " ", meter.numerator, meter.denominator, meter.time.value);
        return text;
    }

    const std::string m_worked = score(
        "<measure><attributes><divisions>2</divisions><key><fifths>-3</fifths><mode>minor</mode></key>"
        "<time><beats>6</beats><beat-type>8</beat-type></time></attributes>" + note("C", 0, 4, 6) + "</measure>"
        "<measure>" + note("C", -1, 4, 1) + "</measure><measure>" + note("B", 1, 3, 6) + "</measure>");

private Q_SLOTS:
    void workedExampleAsNoteSeq()
    {
        const auto result = read(m_worked, ScoreReading::kAsNoteSeq);
        QCOMPARE(text(result), std::string("60 [0,1.5) 71 [1.5,1.75) 48 [1.75,3.25)"));
        QCOMPARE(meters(result), std::string("6/8@0 1/8@1.5 3/4@1.75"));
        QCOMPARE(result->sequence.keySignatures.front().key, 3);
        QCOMPARE(result->sequence.keySignatures.front().mode, NoteSequence::Mode::kMajor);
    }

    void workedExampleForPeople()
    {
        const auto result = read(m_worked, ScoreReading::kForPeople);
        QCOMPARE(text(result), std::string("60 [0,1.5) 59 [1.5,1.75) 60 [1.75,3.25)"));
        QCOMPARE(meters(result), std::string("6/8@0 1/8@1.5 6/8@1.75"));
        QCOMPARE(result->sequence.keySignatures.front().key, 0);
        QCOMPARE(result->sequence.keySignatures.front().mode, NoteSequence::Mode::kMinor);
    }

    void tiesAreJoinedForPeopleOnly()
    {
        const auto xml = score("<measure>" + note("D", 0, 4, 1, "<tie type='start'/>") + note("D", 0, 4, 1, "<tie type='stop'/>") + "</measure>");
        QCOMPARE(text(read(xml, ScoreReading::kAsNoteSeq)), std::string("62 [0,0.5) 62 [0.5,1)"));
        QCOMPARE(text(read(xml, ScoreReading::kForPeople)), std::string("62 [0,1)"));
    }

    void graceNotesLandAtZeroAsNoteSeq()
    {
        const auto xml = score("<measure>" + note("C", 0, 4, 1) +
                               "<note><grace/><pitch><step>D</step><octave>4</octave></pitch></note>" + note("E", 0, 4, 1) + "</measure>");
        QCOMPARE(text(read(xml, ScoreReading::kAsNoteSeq)), std::string("60 [0,0.5) 62 [0,0) 64 [0.5,1)"));
        QCOMPARE(text(read(xml, ScoreReading::kForPeople)), std::string("60 [0,0.5) 64 [0.5,1)"));
    }

    void chordSymbolsOfTransposingPartsSoundForPeople()
    {
        const auto xml = score("<measure><attributes><transpose><chromatic>-2</chromatic></transpose></attributes>"
                               "<harmony><root><root-step>A</root-step></root><kind>minor-seventh</kind></harmony>" + note("A", 0, 4, 4) + "</measure>");
        QVERIFY(!read(xml, ScoreReading::kAsNoteSeq));
        const auto result = read(xml, ScoreReading::kForPeople);
        QCOMPARE(text(result), std::string("67 [0,2)"));
        QCOMPARE(result->sequence.textAnnotations.front().text, std::string("Gm7"));
    }

    void refusalsSayWhy_data()
    {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("no xml") << QByteArray("hello") << QByteArray("line 1, column 0");
        QTest::newRow("truncated") << QByteArray("<score-partwise><part>") << QByteArray("no element found");
        QTest::newRow("divisions 0") << QByteArray::fromStdString(score("<measure><attributes><divisions>0</divisions></attributes>" + note("C", 0, 4, 1) + "</measure>")) << QByteArray("divisions");
        QTest::newRow("step H") << QByteArray::fromStdString(score("<measure>" + note("H", 0, 4, 1) + "</measure>")) << QByteArray("\"H\"");
        QTest::newRow("huge number") << QByteArray::fromStdString(score("<measure>" + note("C", 0, 999999999, 1) + "</measure>")) << QByteArray("outside the range");
        QTest::newRow("timewise") << QByteArray("<score-timewise><measure/></score-timewise>") << QByteArray("partwise");
        QTest::newRow("deep") << QByteArray("<a>").repeated(100000) << QByteArray("too deeply");
    }
    void refusalsSayWhy()
    {
        QFETCH(QByteArray, xml);
        QFETCH(QByteArray, reason);
        const auto result = read(xml.toStdString(), ScoreReading::kForPeople);
        QVERIFY(!result);
        QVERIFY2(result.error().message.find(reason.toStdString()) != std::string::npos, result.error().message.c_str());
    }

    void namesInArchivesNeedNoLocale()
    {
        SKIP_WITHOUT_SHARED("data/leadsheets");
        const std::string before = std::setlocale(LC_ALL, nullptr);
        std::setlocale(LC_ALL, "C");
        const auto result = formats::readMusicXmlFile(test::shared("data/leadsheets/dataset/Claude_Debussy/Rêverie/Rêverie.mxl"), ScoreReading::kAsNoteSeq);
        std::setlocale(LC_ALL, before.c_str());
        QVERIFY2(result, result ? "" : result.error().message.c_str());
    }

    void everyLeadSheetIsReadAsNoteSeqReadsIt()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/core/leadsheets");
        int rows = 0;
        for (const auto& row : test::readTsv(test::shared("golden/tensorflow/core/leadsheets/digest.tsv"))) {
            const auto result = formats::readMusicXmlFile(test::shared("data/" + row["path"].toStdString()), ScoreReading::kAsNoteSeq);
            ++rows;
            if (row["result"] != "ok") {
                QVERIFY2(!result, qPrintable(row["path"]));
                const auto reason = row["message"].section(": ", -2); // expat's "not well-formed (invalid token): line …"
                QVERIFY2(result.error().message.find(reason.toStdString()) != std::string::npos, result.error().message.c_str());
                continue;
            }
            QVERIFY2(result, result ? "" : result.error().message.c_str());
            const auto& sequence = result->sequence;
            QCOMPARE(sequence.notes.size(), row["notes"].toULongLong());
            QCOMPARE(sequence.totalTime.value, row["total_time"].toDouble());
            QCOMPARE(test::sha256(study::noteText(sequence)), row["notes_sha256"].toStdString());
            QCOMPARE(test::sha256(study::exactNoteText(sequence)), row["exact_sha256"].toStdString());
            QCOMPARE(test::sha256(study::eventText(sequence)), row["events_sha256"].toStdString());
        }
        QVERIFY(rows > 300);
    }

    void everyLeadSheetIsReadForPeople()
    {
        SKIP_WITHOUT_SHARED("data/leadsheets");
        int read = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(test::shared("data/leadsheets/dataset"))) {
            if (entry.path().extension() != ".mxl")
                continue;
            const auto result = formats::readMusicXmlFile(entry.path(), ScoreReading::kForPeople);
            QVERIFY2(result, result ? "" : result.error().message.c_str());
            QVERIFY(!result->sequence.notes.empty());
            ++read;
        }
        QCOMPARE(read, 502);
    }
};

QTEST_GUILESS_MAIN(tst_MusicXml)
#include "tst_musicxml.moc"
