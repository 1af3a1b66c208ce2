// needs: ui
#include "ui/pianoroll/roll_geometry.h"

#include <QTest>

#include <cmath>

using namespace partita;
using namespace partita::ui;

class RollGeometryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ticksGoToPixelsAndBack_data();
    void ticksGoToPixelsAndBack();
    void pitchesGoToRowsAndBack();
    void highPitchesStandAbove();
    void zoomKeepsWhatIsUnderThePointer();
    void zoomStaysWithinItsLimits();
    void anotherDivisionKeepsTheWidthOfAQuarter();
    void foldingShowsOnlyTheGivenPitches();
    void timeNeverScrollsBeforeTheStart();
};

void RollGeometryTest::ticksGoToPixelsAndBack_data()
{
    QTest::addColumn<double>("quarterWidth");
    QTest::addColumn<double>("scroll");
    QTest::newRow("usual") << 48.0 << 0.0;
    QTest::newRow("scrolled") << 48.0 << 1234.5;
    QTest::newRow("near") << 1900.0 << 77777.25;
    QTest::newRow("far") << 480.0 << 1e7;
}

void RollGeometryTest::ticksGoToPixelsAndBack()
{
    QFETCH(double, quarterWidth);
    QFETCH(double, scroll);
    RollGeometry geometry;
    geometry.setQuarterWidth(quarterWidth);
    geometry.setScrollX(scroll);
    const Ticks first = geometry.tick(0);
    for (std::int64_t i = 1; i < 500; i += 7) {
        const Ticks tick = first + Ticks(i);
        QCOMPARE(geometry.tick(geometry.x(tick) + 0.01 * geometry.width(Ticks(1))).value, tick.value);
    }
}

void RollGeometryTest::pitchesGoToRowsAndBack()
{
    RollGeometry geometry;
    geometry.setScrollY(321);
    for (int pitch = 0; pitch < 128; ++pitch) {
        QCOMPARE(geometry.pitch(geometry.y(pitch)), pitch);
        QCOMPARE(geometry.pitch(geometry.y(pitch) + geometry.rowHeight() - 0.01), pitch);
    }
    QCOMPARE(geometry.pitch(-1e6), 127);
    QCOMPARE(geometry.pitch(1e6), 0);
}

void RollGeometryTest::highPitchesStandAbove()
{
    const RollGeometry geometry;
    QVERIFY(geometry.y(61) < geometry.y(60));
    QCOMPARE(geometry.y(60) - geometry.y(61), geometry.rowHeight());
}

void RollGeometryTest::zoomKeepsWhatIsUnderThePointer()
{
    RollGeometry geometry;
    geometry.setScrollX(5000);
    geometry.setScrollY(700);
    for (const double factor : {1.2, 0.7, 3.0}) {
        const Ticks tick = geometry.tick(333);
        geometry.zoomTime(factor, 333);
        QVERIFY(std::abs(geometry.x(tick) - 333) <= geometry.width(Ticks(1)) + 1e-6);
        const int pitch = geometry.pitch(222);
        geometry.zoomPitch(factor, 222);
        QCOMPARE(geometry.pitch(222), pitch);
    }
}

void RollGeometryTest::zoomStaysWithinItsLimits()
{
    RollGeometry geometry;
    geometry.zoomTime(1e9, 0);
    geometry.zoomPitch(1e9, 0);
    QCOMPARE(geometry.quarterWidth(), RollGeometry::kMostQuarterWidth);
    QCOMPARE(geometry.rowHeight(), RollGeometry::kMostRowHeight);
    geometry.zoomTime(1e-9, 0);
    geometry.zoomPitch(1e-9, 0);
    QCOMPARE(geometry.quarterWidth(), RollGeometry::kLeastQuarterWidth);
    QCOMPARE(geometry.rowHeight(), RollGeometry::kLeastRowHeight);
}

void RollGeometryTest::anotherDivisionKeepsTheWidthOfAQuarter()
{
    RollGeometry geometry;
    geometry.setQuarterWidth(50);
    geometry.setTicksPerQuarter(Ticks(96));
    QCOMPARE(geometry.quarterWidth(), 50.0);
    QCOMPARE(geometry.x(Ticks(96)), 50.0);
}

void RollGeometryTest::foldingShowsOnlyTheGivenPitches()
{
    RollGeometry geometry;
    geometry.foldTo({42, 36, 38});
    QCOMPARE(geometry.rowCount(), 3);
    QCOMPARE(geometry.pitchOfRow(0), 42);
    QCOMPARE(geometry.pitchOfRow(2), 36);
    QVERIFY(geometry.isShown(38));
    QVERIFY(!geometry.isShown(37));
    QCOMPARE(geometry.pitch(geometry.y(38) + 1), 38);
    geometry.foldTo({});
    QCOMPARE(geometry.rowCount(), 128);
}

void RollGeometryTest::timeNeverScrollsBeforeTheStart()
{
    RollGeometry geometry;
    geometry.setScrollX(-5);
    QCOMPARE(geometry.scrollX(), 0.0);
    QCOMPARE(geometry.tick(-100).value, 0);
}

QTEST_GUILESS_MAIN(RollGeometryTest)
#include "tst_roll_geometry.moc"
