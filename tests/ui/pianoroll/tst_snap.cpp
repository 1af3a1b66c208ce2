// needs: ui
#include "ui/pianoroll/grid_lines.h"
#include "ui/pianoroll/snap.h"

#include <QTest>

using namespace partita;
using namespace partita::ui;

namespace {

using Unit = Snap::Unit;

/// 4/4, from bar 2 on 3/4, in bar 4 a 7/8, with 480 ticks a quarter: bars at 0, 1920, 3360, 4800, 6480, …
MeterMap mixedMeters()
{
    return MeterMap(Ticks(480), {{Ticks(0), 4, 4}, {Ticks(1920), 3, 4}, {Ticks(4800), 7, 8}});
}

/// The grid's lines from `from` on, as text.
QString lines(const SnapGrid& grid, Ticks from, int count)
{
    QStringList text;
    for (int i = 0; i < count; ++i, from = grid.next(from))
        text << QString::number(from.value);
    return text.join(QLatin1Char(' '));
}

} // namespace

class SnapTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesOfEveryKind_data();
    void linesOfEveryKind();
    void nearestTakesTheCloserLine();
    void offKeepsEveryTick();
    void previousAndNextAreInverse();
    void smallDivisionsNeverStandStill();
    void names();
    void gridLinesNeverStandCloserThanSixPixels_data();
    void gridLinesNeverStandCloserThanSixPixels();
    void gridKnowsBarsBeatsAndSteps();
};

void SnapTest::linesOfEveryKind_data()
{
    QTest::addColumn<Snap>("snap");
    QTest::addColumn<int>("from");
    QTest::addColumn<QString>("expected");
    QTest::newRow("1/16") << Snap{} << 0 << "0 120 240 360";
    QTest::newRow("1/1") << Snap{.denominator = 1} << 0 << "0 1920 3360 4800";
    QTest::newRow("1/64") << Snap{.denominator = 64} << 0 << "0 30 60 90";
    QTest::newRow("1/8 triplet") << Snap{.denominator = 8, .triplet = true} << 0 << "0 160 320 480";
    QTest::newRow("1/8 dotted starts anew in each bar") << Snap{.denominator = 8, .dotted = true} << 1440 << "1440 1800 1920 2280";
    QTest::newRow("1/4 in 7/8 ends with the bar") << Snap{.denominator = 4} << 4800 << "4800 5280 5760 6240 6480";
    QTest::newRow("beat in 4/4") << Snap{.unit = Unit::kBeat} << 1440 << "1440 1920 2400";
    QTest::newRow("beat in 7/8") << Snap{.unit = Unit::kBeat} << 4800 << "4800 5040 5280";
    QTest::newRow("bar") << Snap{.unit = Unit::kBar} << 0 << "0 1920 3360 4800 6480";
    QTest::newRow("off") << Snap{.enabled = false} << 17 << "17 18 19";
}

void SnapTest::linesOfEveryKind()
{
    QFETCH(Snap, snap);
    QFETCH(int, from);
    QFETCH(QString, expected);
    const MeterMap meters = mixedMeters();
    QCOMPARE(lines(SnapGrid(snap, meters, Ticks(480)), Ticks(from), static_cast<int>(expected.count(QLatin1Char(' '))) + 1), expected);
}

void SnapTest::nearestTakesTheCloserLine()
{
    const MeterMap meters = mixedMeters();
    const SnapGrid grid(Snap{}, meters, Ticks(480));
    QCOMPARE(grid.nearest(Ticks(59)).value, 0);
    QCOMPARE(grid.nearest(Ticks(60)).value, 120); // half-way goes on
    QCOMPARE(grid.nearest(Ticks(121)).value, 120);
    QCOMPARE(grid.nearest(Ticks(-40)).value, 0);
    QCOMPARE(grid.floor(Ticks(239)).value, 120);
    QCOMPARE(grid.step(Ticks(0)).value, 120);
    const SnapGrid bars(Snap{.unit = Unit::kBar}, meters, Ticks(480));
    QCOMPARE(bars.nearest(Ticks(2700)).value, 3360);
    QCOMPARE(bars.step(Ticks(5000)).value, 1680);
}

void SnapTest::offKeepsEveryTick()
{
    const MeterMap meters = mixedMeters();
    const SnapGrid grid(Snap{.enabled = false}, meters, Ticks(480));
    QCOMPARE(grid.nearest(Ticks(77)).value, 77);
    QCOMPARE(grid.floor(Ticks(77)).value, 77);
    QCOMPARE(grid.previous(Ticks(0)).value, 0);
    QCOMPARE(grid.step(Ticks(77)).value, 120); // the grid is still there to be seen
}

void SnapTest::previousAndNextAreInverse()
{
    const MeterMap meters = mixedMeters();
    for (const Snap& snap : {Snap{}, Snap{.denominator = 4, .dotted = true}, Snap{.denominator = 16, .triplet = true}, Snap{.unit = Unit::kBar}}) {
        const SnapGrid grid(snap, meters, Ticks(480));
        for (Ticks tick; tick < Ticks(9000); tick = grid.next(tick)) {
            QCOMPARE(grid.previous(grid.next(tick)).value, tick.value);
            QCOMPARE(grid.floor(tick).value, tick.value);
            QCOMPARE(grid.nearest(tick).value, tick.value);
        }
    }
}

void SnapTest::smallDivisionsNeverStandStill()
{
    for (const int division : {1, 5, 24}) {
        const MeterMap meters(Ticks(division), {});
        const SnapGrid grid(Snap{.denominator = 64, .triplet = true}, meters, Ticks(division));
        Ticks tick;
        for (int i = 0; i < 100; ++i) {
            QVERIFY(grid.next(tick) > tick);
            tick = grid.next(tick);
        }
        QVERIFY(grid.step(Ticks(0)) >= Ticks(1));
    }
}

void SnapTest::names()
{
    QCOMPARE(snapName(Snap{}), QStringLiteral("1/16"));
    QCOMPARE(snapName(Snap{.denominator = 8, .triplet = true}), QStringLiteral("1/8 triplet"));
    QCOMPARE(snapName(Snap{.denominator = 4, .dotted = true}), QStringLiteral("1/4 dotted"));
    QCOMPARE(snapName(Snap{.unit = Unit::kBar}), QStringLiteral("Bar"));
    QCOMPARE(snapName(Snap{.enabled = false}), QStringLiteral("Off"));
}

void SnapTest::gridLinesNeverStandCloserThanSixPixels_data()
{
    QTest::addColumn<Snap>("snap");
    QTest::newRow("1/16") << Snap{};
    QTest::newRow("1/64 triplet") << Snap{.denominator = 64, .triplet = true};
    QTest::newRow("1/4 dotted") << Snap{.denominator = 4, .dotted = true};
    QTest::newRow("bar") << Snap{.unit = Unit::kBar};
    QTest::newRow("off") << Snap{.enabled = false};
}

void SnapTest::gridLinesNeverStandCloserThanSixPixels()
{
    QFETCH(Snap, snap);
    const MeterMap meters = mixedMeters();
    RollGeometry geometry;
    for (double width = RollGeometry::kLeastQuarterWidth; width <= RollGeometry::kMostQuarterWidth; width *= 1.37) {
        geometry.setQuarterWidth(width);
        for (const double scroll : {0.0, 1000.0}) {
            geometry.setScrollX(scroll);
            const auto lines = gridLines(geometry, meters, Ticks(480), snap, 1920);
            for (std::size_t i = 1; i < lines.size(); ++i) {
                const double distance = geometry.x(lines[i].tick) - geometry.x(lines[i - 1].tick);
                QVERIFY2(distance >= kLeastLineDistance - 1e-6, qPrintable(QStringLiteral("%1 pixels at width %2").arg(distance).arg(width)));
            }
            QVERIFY(lines.size() <= 1920 / 6 + 2);
        }
    }
}

void SnapTest::gridKnowsBarsBeatsAndSteps()
{
    const MeterMap meters = mixedMeters();
    RollGeometry geometry;
    geometry.setQuarterWidth(48);
    QString text;
    for (const GridLine& line : gridLines(geometry, meters, Ticks(480), Snap{.denominator = 8}, 48 * 7))
        text += line.kind == GridLine::Kind::kBar ? QStringLiteral("|%1").arg(line.bar) : line.kind == GridLine::Kind::kBeat ? QStringLiteral("b") : QStringLiteral(".");
    QCOMPARE(text, QStringLiteral("|1.b.b.b.|2.b.b.|3"));
}

QTEST_GUILESS_MAIN(SnapTest)
#include "tst_snap.moc"
