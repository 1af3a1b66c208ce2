#include "engine/formats/abc.h"
#include "engine/study/note_sequence_json.h"
#include "tests/support/shared.h"

#include <fmt/format.h>

#include <QtTest/QtTest>

using namespace partita;

class tst_Abc : public QObject {
    Q_OBJECT

    static std::string text(const NoteSequence& sequence)
    {
        std::string text;
        for (const auto& n : sequence.notes)
            text += fmt::format("{} [{},{}) ", n.pitch, n.startTime.value, n.endTime.value);
        for (const auto& section : sequence.sectionAnnotations)
            text += fmt::format("{}@{} ", section.sectionId, section.time.value);
        for (const auto& group : sequence.sectionGroups)
            text += fmt::format("({}x{}) ", group.sections.front().sectionId.value(), group.numTimes);
        if (!text.empty())
            text.pop_back();
        return text;
    }

private Q_SLOTS:
    void musicReadsAsSpecified_data()
    {
        QTest::addColumn<QByteArray>("abc");
        QTest::addColumn<QByteArray>("notes");
        QTest::newRow("one note") << QByteArray("X:1\nK:C\nC") << QByteArray("60 [0,0.25)");
        QTest::newRow("broken twice") << QByteArray("X:1\nK:C\nA>>B") << QByteArray("69 [0,0.3125) 71 [0.3125,0.5)");
        QTest::newRow("double bar, repeat") << QByteArray("X:1\nK:C\nA||B:|") << QByteArray("69 [0,0.25) 71 [0.25,0.5) 0@0 1@0.25 (0x1) (1x2)");
        QTest::newRow("repeat") << QByteArray("X:1\nK:C\n|:A:|") << QByteArray("69 [0,0.25) 0@0 (0x2)");
        QTest::newRow("unclosed bracket is a bar") << QByteArray("X:1\nK:C\n[C-E]") << QByteArray("60 [0,0.25) 64 [0.25,0.5)");
        QTest::newRow("accidental lasts the bar") << QByteArray("X:1\nK:G\nF^c c|c") << QByteArray("66 [0,0.25) 73 [0.25,0.5) 73 [0.5,0.75) 72 [0.75,1)");
        QTest::newRow("lengths") << QByteArray("X:1\nK:C\nC3/2D/E//F/4G2") << QByteArray("60 [0,0.375) 62 [0.375,0.5) 64 [0.5,0.5625) 65 [0.5625,0.625) 67 [0.625,1.125)");
        QTest::newRow("octaves") << QByteArray("X:1\nK:C\nC,c'") << QByteArray("48 [0,0.25) 84 [0.25,0.5)");
        QTest::newRow("tempo") << QByteArray("X:1\nQ:1/4=60\nK:C\nC2") << QByteArray("60 [0,1)");
        QTest::newRow("a field in the body swallows notes") << QByteArray("X:1\nK:C\nC\nc:|") << QByteArray("60 [0,0.25)");
        QTest::newRow("bass clef trap") << QByteArray("X:1\nK:F clef=bass\nB") << QByteArray("71 [0,0.25)");
    }
    void musicReadsAsSpecified()
    {
        QFETCH(QByteArray, abc);
        QFETCH(QByteArray, notes);
        const auto book = formats::readAbc(abc.toStdString());
        QVERIFY2(book, book ? "" : book.error().message.c_str());
        QVERIFY2(book->failures.empty(), book->failures.empty() ? "" : book->failures.front().message.c_str());
        QCOMPARE(text(book->tunes.at(1)), notes.toStdString());
    }

    void repeatSignsMustMatch()
    {
        for (const char* music : {"A||:|", "A|:B", "A|:B|:C", ":|A"}) {
            const auto book = formats::readAbc(std::string("X:1\nK:C\n") + music);
            QVERIFY(book);
            QCOMPARE(book->failures.size(), std::size_t(1));
            QCOMPARE(book->failures.front().fault, formats::AbcFault::kRepeatParse);
        }
    }

    void aBadTuneLeavesTheOthers()
    {
        const auto book = formats::readAbc("X:1\nK:C\nz\n\nX:2\nK:C\nC\n");
        QVERIFY(book);
        QCOMPARE(book->tunes.size(), std::size_t(1));
        QCOMPARE(book->failures.front().referenceNumber, 1);
        QVERIFY(book->failures.front().message.find("\"z\"") != std::string::npos);
    }

    void theFileHeaderBelongsToEveryTune()
    {
        const auto book = formats::readAbc("M:3/4\nL:1/4\n\nX:1\nK:C\nC\n\nX:2\nK:C\nD\n");
        QVERIFY(book);
        QCOMPARE(text(book->tunes.at(2)), std::string("62 [0,0.5)"));
        QCOMPARE(book->tunes.at(1).timeSignatures.front().numerator, 3);
    }

    void emptyTextHasNoTunes()
    {
        QVERIFY(formats::readAbc("").value().tunes.empty());
        QVERIFY(formats::readAbc("\n\n").value().failures.empty());
    }

    void twoTunesOfOneNumberEndTheFile()
    {
        QVERIFY(!formats::readAbc("X:1\nK:C\nC\n\nX:1\nK:C\nD\n"));
        QVERIFY(!formats::readAbc("X:one\nK:C\nC\n"));
        QVERIFY(!formats::readAbc("X:1\nK:C\nC\xff\n"));
    }

    void goldenTunebooks()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/core/abc");
        for (const auto& entry : test::readJson(test::shared("golden/tensorflow/core/abc/tunes.json"))) {
            const auto book = formats::readAbc(entry["abc"].get<std::string>());
            QVERIFY(book);
            std::vector<std::string> faults;
            for (const auto& failure : book->failures)
                faults.push_back(formats::abcFaultName(failure.fault));
            QCOMPARE(faults, entry["exceptions"].get<std::vector<std::string>>());
            QCOMPARE(book->tunes.size(), entry["tunes"].size());
            for (const auto& [reference, expected] : entry["tunes"].items())
                QVERIFY2(book->tunes.at(std::stoll(reference)) == study::noteSequenceFromJson(expected), entry["abc"].get<std::string>().c_str());
        }
    }
};

QTEST_GUILESS_MAIN(tst_Abc)
#include "tst_abc.moc"
