#include "engine/generate/control_text.h"
#include "engine/generate/primer.h"
#include "engine/generate/python_literal.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::generate;

/// What the command line says of drums, chords and conditions, as Python text.
class tst_ControlText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bracketsAroundOneValueAreNoTuple()
    {
        const auto number = parsePythonLiteral(" ( 36 ) ");
        QVERIFY(number);
        QCOMPARE(asInt(*number).value(), 36);
        const auto tuple = parseList("(36,)", asInt);
        QVERIFY(tuple);
        QCOMPARE(*tuple, std::vector{36});
        QVERIFY(parseList("()", asInt)->empty());
    }

    void mistakesHaveTheirPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("place");
        QTest::newRow("nothing") << "" << 0;
        QTest::newRow("a word") << "[1, None]" << 4;
        QTest::newRow("no comma") << "[1 2]" << 3;
        QTest::newRow("wrong bracket") << "[1)" << 2;
        QTest::newRow("only a comma") << "(,)" << 1;
        QTest::newRow("infinity") << "[inf]" << 1;
        QTest::newRow("too deep") << QString(100000, '[') << 9;
        QTest::newRow("too many") << "[" + QString("1,").repeated(100000) + "]" << 1 + 2 * 99999;
    }
    void mistakesHaveTheirPlace()
    {
        QFETCH(QString, text);
        QFETCH(int, place);
        const auto literal = parsePythonLiteral(text.toStdString());
        QVERIFY(!literal);
        QCOMPARE(static_cast<int>(literal.error()), place);
    }

    void drumsAreTuplesOfPitches()
    {
        const auto primer = drumPrimer("[(36, 42), (), (42,)]", 120.0);
        QVERIFY2(primer, primer ? "" : primer.error().message.c_str());
        QStringList notes;
        for (const auto& note : primer->notes)
            notes << QString("%1@%2").arg(note.pitch).arg(note.startTime.value);
        notes.sort();
        QCOMPARE(notes.join(' '), QString("36@0 42@0 42@0.25"));
        const auto bare = drumPrimer("[(36)]", 120.0);
        QVERIFY(!bare);
        QVERIFY(QString::fromStdString(bare.error().message).contains("comma"));
        QVERIFY(!drumPrimer("[(128,)]", 120.0));
    }

    void aChordSoundsAtOnce()
    {
        const auto primer = chordPrimer("(60, 64)", Seconds(0.5), 90.0);
        QVERIFY(primer);
        QCOMPARE(primer->notes.size(), std::size_t(2));
        QCOMPARE(primer->notes[1].pitch, 64);
        QCOMPARE(primer->notes[1].endTime.value, 0.5);
        QCOMPARE(primer->totalTime.value, 0.5);
        QCOMPARE(primerQpm(*primer), 90.0);
        QVERIFY(!chordPrimer("[-1]", Seconds(0.5), 90.0));
    }

    void chordsLieOverThePrimer()
    {
        const auto chords = chordsFrom("  C  Am N.C. ", 8);
        QVERIFY2(chords, chords ? "" : chords.error().message.c_str());
        QCOMPARE(chords->size(), std::size_t(24));
        const auto sheet = underChords(*melodyPrimer("[60]", 120.0), *chords, *models::findEventRnnConfig("basic_improv").value());
        QStringList annotations;
        for (const auto& annotation : sheet.textAnnotations)
            annotations << QString("%1@%2").arg(QString::fromStdString(annotation.text)).arg(annotation.time.value);
        QCOMPARE(annotations.join(' '), QString("C@0 Am@1 N.C.@2"));
        QCOMPARE(sheet.totalTime.value, 3.0);

        const auto wrong = chordsFrom("C Xyz", 16);
        QVERIFY(!wrong);
        QVERIFY(QString::fromStdString(wrong.error().message).contains("\"Xyz\""));
        QVERIFY(!chordsFrom("   ", 16));
        QVERIFY(!chordsFrom("C G", 60'000));
    }

    void conditionsAreOneValueOrMore()
    {
        QCOMPARE(notesPerSecondFrom("8").value(), (std::vector{8.0}));
        QCOMPARE(notesPerSecondFrom("[2, 16.5]").value(), (std::vector{2.0, 16.5}));
        QVERIFY(!notesPerSecondFrom("[]"));
        QVERIFY(!notesPerSecondFrom("fast"));
        QCOMPARE(pitchClassHistogramFrom("[1,0,1,0,1,1,0,1,0,1,0,1]")->size(), std::size_t(1));
        QCOMPARE(pitchClassHistogramFrom("[(1,0,1,0,1,1,0,1,0,1,0,1), (0,1,0,1,0,0,1,0,1,0,1,0)]")->at(1)[1], 1.0);
        QVERIFY(!pitchClassHistogramFrom("[1, 0]"));
        QCOMPARE(disableConditioningFrom("[True, False]").value(), (std::vector{true, false}));
        QVERIFY(!disableConditioningFrom("1"));
    }
};

QTEST_GUILESS_MAIN(tst_ControlText)
#include "tst_control_text.moc"
