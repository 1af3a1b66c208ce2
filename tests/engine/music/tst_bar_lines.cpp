#include "engine/music/bar_lines.h"

#include <QtTest/QtTest>

using namespace partita;

class tst_BarLines : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutTemposAndMetersItIsFourFourAt120()
    {
        const BarLines lines({});
        QCOMPARE(lines.start(3).value, 4.0);
        QCOMPARE(lines.barAt(Seconds(3.9)), 2);
        QCOMPARE(lines.quarters(Seconds(2.5)), 5.0);
        QCOMPARE(lines.qpmAt(Seconds(9.0)), 120.0);
    }
    void temposAndMetersChangeWhereTheyStand()
    {
        NoteSequence sequence;
        sequence.tempos = {{Seconds(4.0), 60.0}, {Seconds(0.0), 120.0}}; // in any order
        sequence.timeSignatures = {{Seconds(0.0), 4, 4}, {Seconds(4.0), 3, 4}};
        const BarLines lines(sequence);
        QCOMPARE(lines.start(3).value, 4.0);
        QCOMPARE(lines.start(4).value, 7.0); // three quarters of a second each
        QCOMPARE(lines.quarters(Seconds(7.0)), 11.0);
        QCOMPARE(lines.time(11.0).value, 7.0);
        QCOMPARE(lines.barAt(Seconds(6.9)), 3);
    }
    void aMeterWithinABarCutsItShort()
    {
        NoteSequence sequence;
        sequence.timeSignatures = {{Seconds(3.0), 2, 4}};
        const BarLines lines(sequence);
        QCOMPARE(lines.start(2).value, 2.0);
        QCOMPARE(lines.start(3).value, 3.0);
        QCOMPARE(lines.start(4).value, 4.0);
    }
    void aMomentBeforeTheLineIsOnIt()
    {
        QCOMPARE(BarLines({}).barAt(Seconds(1.9999)), 2);
        QCOMPARE(BarLines({}).barAt(Seconds(1.99)), 1);
    }
    void nonsenseIsLeftOut()
    {
        NoteSequence sequence;
        sequence.tempos = {{Seconds(0.0), 0.0}, {Seconds(-1.0), 60.0}, {Seconds(std::numeric_limits<double>::quiet_NaN()), 60.0}};
        sequence.timeSignatures = {{Seconds(0.0), 0, 4}, {Seconds(1e300), 3, 4}};
        const BarLines lines(sequence);
        QCOMPARE(lines.start(2).value, 2.0);
        QVERIFY(lines.barAt(Seconds(1e300)) > 1);
    }
};

QTEST_GUILESS_MAIN(tst_BarLines)
#include "tst_bar_lines.moc"
