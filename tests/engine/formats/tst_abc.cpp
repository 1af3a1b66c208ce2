#include "engine/formats/abc.h"
#include "engine/study/note_sequence_json.h"
#include "tests/support/shared.h"

#include <fmt/format.h>

#include <cmath>

#include <QtTest/QtTest>

using namespace partita;

class tst_Abc : public QObject {
    Q_OBJECT

    static Result<formats::AbcTunebook> readAbc(const std::string& text) { return formats::readAbc(text, formats::ScoreReading::kAsNoteSeq); }

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
        const auto book = readAbc(abc.toStdString());
        QVERIFY2(book, book ? "" : book.error().message.c_str());
        QVERIFY2(book->failures.empty(), book->failures.empty() ? "" : book->failures.front().message.c_str());
        QCOMPARE(text(book->tunes.at(1)), notes.toStdString());
    }

    void repeatSignsMustMatch()
    {
        for (const char* music : {"A||:|", "A|:B", "A|:B|:C", ":|A"}) {
            const auto book = readAbc(std::string("X:1\nK:C\n") + music);
            QVERIFY(book);
            QCOMPARE(book->failures.size(), std::size_t(1));
            QCOMPARE(book->failures.front().fault, formats::AbcFault::kRepeatParse);
        }
    }

    void aBadTuneLeavesTheOthers()
    {
        const auto book = readAbc("X:1\nK:C\nz\n\nX:2\nK:C\nC\n");
        QVERIFY(book);
        QCOMPARE(book->tunes.size(), std::size_t(1));
        QCOMPARE(book->failures.front().referenceNumber, 1);
        QVERIFY(book->failures.front().message.find("\"z\"") != std::string::npos);
    }

    void theFileHeaderBelongsToEveryTune()
    {
        const auto book = readAbc("M:3/4\nL:1/4\n\nX:1\nK:C\nC\n\nX:2\nK:C\nD\n");
        QVERIFY(book);
        QCOMPARE(text(book->tunes.at(2)), std::string("62 [0,0.5)"));
        QCOMPARE(book->tunes.at(1).timeSignatures.front().numerator, 3);
    }

    void emptyTextHasNoTunes()
    {
        QVERIFY(readAbc("").value().tunes.empty());
        QVERIFY(readAbc("\n\n").value().failures.empty());
    }

    void twoTunesOfOneNumberEndTheFile()
    {
        QVERIFY(!readAbc("X:1\nK:C\nC\n\nX:1\nK:C\nD\n"));
        QVERIFY(!readAbc("X:one\nK:C\nC\n"));
        QVERIFY(!readAbc("X:1\nK:C\nC\xff\n"));
    }

    void peopleHearWhatIsWritten_data()
    {
        QTest::addColumn<QByteArray>("abc");
        QTest::addColumn<QByteArray>("notes");
        const auto row = [](const char* name, const char* abc, const char* notes) { QTest::newRow(name) << QByteArray(abc) << QByteArray(notes); };
        row("rest", "K:C\nC z D", "60 [0,0.25) 62 [0.5,0.75)");
        row("bars of rest", "M:3/4\nL:1/4\nK:C\nZ2 C", "60 [3,3.5)");
        row("chord", "K:C\n[CEG]2D", "60 [0,0.5) 64 [0,0.5) 67 [0,0.5) 62 [0.5,0.75)");
        row("triplet", "K:C\nL:1/4\n(3CDE F", "60 [0,0.333) 62 [0.333,0.667) 64 [0.667,1) 65 [1,1.5)");
        row("five in the time of three in 6/8", "M:6/8\nL:1/8\nK:C\n(5CDEFG", "60 [0,0.15) 62 [0.15,0.3) 64 [0.3,0.45) 65 [0.45,0.6) 67 [0.6,0.75)");
        row("tuplet in full", "K:C\nL:1/4\n(3:2:2CDE", "60 [0,0.333) 62 [0.333,0.667) 64 [0.667,1.167)");
        row("tie over a bar", "K:C\nC2-|C2", "60 [0,1)");
        row("tie of one chord note", "K:C\n[C-E][CG]", "60 [0,0.5) 64 [0,0.25) 67 [0.25,0.5)");
        row("dotted twice", "K:C\nA>>B", "69 [0,0.438) 71 [0.438,0.5)");
        row("broken over a line end", "K:C\nA>\nB", "69 [0,0.375) 71 [0.375,0.5)");
        row("grace notes", "K:C\n{cd}C", "60 [0,0.25)");
        row("decorations", "K:C\n!trill!C +fermata+D !E", "60 [0,0.25) 62 [0.25,0.5) 64 [0.5,0.75)");
        row("double accidentals", "K:C\n^^C __D", "62 [0,0.25) 60 [0.25,0.5)");
        row("body line that is no field", "K:C\nC\nc:|", "60 [0,0.25) 72 [0.25,0.5) 60 [0.5,0.75) 72 [0.75,1)");
        row("repeat", "K:C\n|:C:|D", "60 [0,0.25) 60 [0.25,0.5) 62 [0.5,0.75)");
        row("endings", "K:C\n|:C|1 D:|2 E|]", "60 [0,0.25) 62 [0.25,0.5) 60 [0.5,0.75) 64 [0.75,1)");
        row("endings of three times", "K:C\n|:C[1,3 D:|[2 E:|F", "60 [0,0.25) 62 [0.25,0.5) 60 [0.5,0.75) 64 [0.75,1) 60 [1,1.25) 62 [1.25,1.5) 65 [1.5,1.75)");
        row("two repeats in one sign", "K:C\nC::D:|", "60 [0,0.25) 60 [0.25,0.5) 62 [0.5,0.75) 62 [0.75,1)");
        row("parts", "P:A2B\nK:C\nP:B\nD\nP:A\nC", "60 [0,0.25) 60 [0.25,0.5) 62 [0.5,0.75)");
        row("overlay", "K:C\nC2&E2|D", "60 [0,0.5) 64 [0,0.5) 62 [0.5,0.75)");
        row("clef and octave", "K:C clef=bass octave=-1\nC", "48 [0,0.25)");
        row("bass is a clef", "K:D bass\nF", "66 [0,0.25)");
        row("no key", "K:none\nF", "65 [0,0.25)");
        row("pipes", "K:Hp\nfc", "78 [0,0.25) 73 [0.25,0.5)");
        row("mode with an accidental of its own", "K:Dphr^f\nFE", "66 [0,0.25) 63 [0.25,0.5)");
        row("inline fields", "K:C\nC[L:1/4][K:G]F", "60 [0,0.25) 66 [0.25,0.75)");
        row("tempo in the middle", "Q:1/4=60\nL:1/4\nK:C\nC[Q:1/4=120]D", "60 [0,1) 62 [1,1.5)");
        row("voices", "V:1 name=\"High\"\nV:2 octave=-1\nK:C\n[V:1]C2|\n[V:2]CC|", "60 [0,0.5) 48 [0,0.25) 48 [0.25,0.5)");
    }
    void peopleHearWhatIsWritten()
    {
        QFETCH(QByteArray, abc);
        QFETCH(QByteArray, notes);
        const auto book = formats::readAbc("\xef\xbb\xbfX:1\n" + abc.toStdString(), formats::ScoreReading::kForPeople);
        QVERIFY2(book, book ? "" : book.error().message.c_str());
        QVERIFY2(book->failures.empty(), book->failures.empty() ? "" : book->failures.front().message.c_str());
        QVERIFY2(book->warnings.empty(), book->warnings.empty() ? "" : book->warnings.at(1).front().c_str());
        std::string text;
        const auto shortly = [](Seconds time) { return std::round(time.value * 1000.0) / 1000.0; };
        for (const auto& n : book->tunes.at(1).notes)
            text += fmt::format("{}{} [{},{})", text.empty() ? "" : " ", n.pitch, shortly(n.startTime), shortly(n.endTime));
        QCOMPARE(text, notes.toStdString());
    }

    void peopleAreToldWhatWasLeftOut()
    {
        const auto book = formats::readAbc("X:1\nM:odd\nK:C\nC!D.C.!\n\njust words\n\nX:1\nT:Caf\xe9\nK:C\nG,,,,,,,,,\n\nX:1\nK:C\nD\n", formats::ScoreReading::kForPeople).value();
        QCOMPARE(book.warnings.at(1).size(), std::size_t(2));
        QVERIFY(book.warnings.at(1)[1].find("D.C.") != std::string::npos);
        QCOMPARE(book.failures.size(), std::size_t(1)); // out of range
        QCOMPARE(book.tunes.at(2).notes.front().pitch, 62); // its number was taken
        QVERIFY(book.warnings.at(2).front().find("number") != std::string::npos);
    }

    void voicesAreInstruments()
    {
        const auto tune = formats::readAbc("X:1\nT:Duo\nC:Trad.\nM:C|\nV:1 name=\"High\"\nV:2\nK:Am\n\"Am\"[V:1]!pp!C|\n[V:2]E|\n", formats::ScoreReading::kForPeople).value().tunes.at(1);
        QCOMPARE(tune.instrumentInfos.size(), std::size_t(2));
        QCOMPARE(tune.instrumentInfos[0].name, std::string("High"));
        QCOMPARE(tune.notes[0].velocity, 45);
        QCOMPARE(tune.notes[1].instrument, 1);
        QCOMPARE(tune.timeSignatures.size(), std::size_t(1));
        QCOMPARE(tune.timeSignatures[0].numerator, 2);
        QCOMPARE(tune.keySignatures.size(), std::size_t(1));
        QVERIFY(tune.keySignatures[0].mode == NoteSequence::Mode::kMinor);
        QCOMPARE(tune.textAnnotations[0].text, std::string("Am"));
        QCOMPARE(tune.sequenceMetadata->title, std::string("Duo"));
    }

    void endlessRepeatsEndTheTune()
    {
        std::string music = "X:1\nP:";
        for (int i = 0; i < 9; ++i)
            music += "(";
        music += "A99)99)99\nK:C\nP:A\n";
        for (int i = 0; i < 2000; ++i)
            music += "C";
        const auto parts = formats::readAbc(music, formats::ScoreReading::kForPeople).value();
        QCOMPARE(parts.failures.size(), std::size_t(1));
        const auto sections = formats::readAbc("X:1\nK:C\n" + std::string(3000, 'C') + "[1-64 D:|", formats::ScoreReading::kForPeople).value();
        QCOMPARE(sections.tunes.size() + sections.failures.size(), std::size_t(1));
    }

    void goldenTunebooks()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/core/abc");
        for (const auto& entry : test::readJson(test::shared("golden/tensorflow/core/abc/tunes.json"))) {
            const auto book = readAbc(entry["abc"].get<std::string>());
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
