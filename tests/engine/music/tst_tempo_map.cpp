#include "engine/music/tempo_map.h"

#include <QtTest/QtTest>

#include <random>

using namespace partita;

namespace {

QString text(const BarPosition& at) { return QString("%1.%2.%3").arg(at.bar).arg(at.beat).arg(at.tick.value); }

} // namespace

class tst_TempoMap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutChangesAPieceRunsAt120()
    {
        const TempoMap map(Division(480), {});
        QCOMPARE(map.toSeconds(Ticks(960)).value, 1.0);
        QCOMPARE(map.toTicks(Seconds(1.0)), Ticks(960));
        QCOMPARE(map.qpmAt(Ticks(0)), 120.0);
    }
    void eachChangeRulesFromItsTickOn()
    {
        const TempoMap map(Division(100), {{Ticks(200), 1000000}, {Ticks(0), 600000}});
        QCOMPARE(map.toSeconds(Ticks(200)).value, 1.2);
        QCOMPARE(map.toSeconds(Ticks(250)).value, 1.7);
        QCOMPARE(map.qpmAt(Ticks(199)), 100.0);
        QCOMPARE(map.qpmAt(Ticks(200)), 60.0);
        QCOMPARE(map.toTicks(Seconds(1.7)), Ticks(250));
        QCOMPARE(map.toSeconds(Ticks(-100)).value, -0.6);
        QCOMPARE(map.toTicks(Seconds(-0.6)), Ticks(-100));
    }
    void theLastOfSeveralChangesAtOneTickCounts()
    {
        const TempoMap map(Division(480), {{Ticks(0), 1}, {Ticks(480), 500000}, {Ticks(0), 250000}});
        QCOMPARE(map.qpmAt(Ticks(0)), 240.0);
        QCOMPARE(map.changes().size(), std::size_t(2));
    }
    void aTempoOfZeroMicrosecondsIsIgnored()
    {
        const TempoMap map(Division(480), {{Ticks(0), 0}});
        QCOMPARE(map.qpmAt(Ticks(0)), 120.0);
    }
    void smpteDivisionsKnowNoTempo_data()
    {
        QTest::addColumn<int>("division");
        QTest::addColumn<double>("ticksPerSecond");
        QTest::addColumn<int>("ticksPerQuarter");
        QTest::newRow("24 frames, 5 ticks") << 0xe805 << 120.0 << 60;
        QTest::newRow("25 frames, 40 ticks: milliseconds") << 0xe728 << 1000.0 << 500;
        QTest::newRow("29.97 frames, 100 ticks") << 0xe364 << 3000000.0 / 1001.0 << 1499;
        QTest::newRow("30 frames, 0 ticks taken as 1") << 0xe200 << 30.0 << 15;
    }
    void smpteDivisionsKnowNoTempo()
    {
        QFETCH(int, division);
        QFETCH(double, ticksPerSecond);
        QFETCH(int, ticksPerQuarter);
        const TempoMap map(Division(std::uint16_t(division)), {{Ticks(0), 1000000}});
        QCOMPARE(map.toSeconds(Ticks(3000)).value, 3000 / ticksPerSecond);
        QCOMPARE(map.toTicks(map.toSeconds(Ticks(12345))), Ticks(12345));
        QCOMPARE(map.qpmAt(Ticks(7)), 120.0);
        QCOMPARE(Division(std::uint16_t(division)).ticksPerQuarter(), Ticks(ticksPerQuarter));
    }
    void everyTickComesBackFromItsSecond()
    {
        std::mt19937 random(1);
        for (int division : {1, 24, 96, 480, 960, 32767}) {
            std::vector<TempoChange> changes;
            for (int i = 0; i < 200; ++i)
                changes.push_back({Ticks(random() % 1000000), std::uint32_t(1 + random() % 2000000)});
            const TempoMap map(Division(std::uint16_t(division)), changes);
            for (int i = 0; i < 2000; ++i) {
                const Ticks tick(random() % 2000000);
                QCOMPARE(map.toTicks(map.toSeconds(tick)), tick);
            }
            for (const TempoChange& change : map.changes())
                QCOMPARE(map.toTicks(map.toSeconds(change.tick)), change.tick);
        }
    }
    void timeNeverRunsBackwards()
    {
        const TempoMap map(Division(1), {{Ticks(10), 0xffffff}, {Ticks(20), 1}, {Ticks(21), 0xffffff}});
        for (int tick = -5; tick < 40; ++tick)
            QVERIFY(map.toSeconds(Ticks(tick)) < map.toSeconds(Ticks(tick + 1)));
    }
    void ticksFromHostileFilesDoNotOverflow()
    {
        const TempoMap map(Division(1), {{Ticks(std::int64_t(1) << 50), 0xffffff}, {Ticks((std::int64_t(1) << 50) + 5), 1}});
        QVERIFY(map.toSeconds(Ticks(std::int64_t(1) << 51)) > map.toSeconds(Ticks(std::int64_t(1) << 50)));
    }
    void qpmBecomesTheNearestMicroseconds()
    {
        QCOMPARE(microsecondsPerQuarter(120), 500000u);
        QCOMPARE(microsecondsPerQuarter(90), 666667u);
        QCOMPARE(microsecondsPerQuarter(0), 0xffffffu);
        QCOMPARE(microsecondsPerQuarter(-3), 0xffffffu);
        QCOMPARE(microsecondsPerQuarter(1e12), 1u);
    }

    void barsAndBeatsCountFromOne_data()
    {
        QTest::addColumn<int>("tick");
        QTest::addColumn<QString>("place");
        // 4/4 for two bars, then 6/8 for one and a half (cut short), then 3/4; 480 PPQ
        QTest::newRow("start") << 0 << "1.1.0";
        QTest::newRow("second beat") << 480 << "1.2.0";
        QTest::newRow("last tick of the bar") << 1919 << "1.4.479";
        QTest::newRow("6/8 begins") << 3840 << "3.1.0";
        QTest::newRow("its beats are eighths") << 3840 + 250 << "3.2.10";
        QTest::newRow("second bar of 6/8") << 3840 + 1440 << "4.1.0";
        QTest::newRow("3/4 cuts it short") << 3840 + 2160 << "5.1.0";
        QTest::newRow("and goes on for ever") << 3840 + 2160 + 1440 * 10 + 960 << "15.3.0";
    }
    void barsAndBeatsCountFromOne()
    {
        QFETCH(int, tick);
        QFETCH(QString, place);
        const MeterMap map(Ticks(480), {{Ticks(3840), 6, 8}, {Ticks(6000), 3, 4}});
        QCOMPARE(text(map.position(Ticks(tick))), place);
        QCOMPARE(map.ticks(map.position(Ticks(tick))), Ticks(tick));
    }
    void barsHaveStartAndEnd()
    {
        const MeterMap map(Ticks(480), {{Ticks(3840), 6, 8}, {Ticks(6000), 3, 4}});
        QCOMPARE(map.barStart(4), Ticks(5280));
        QCOMPARE(map.barEnd(4), Ticks(6000)); // cut short by the next meter
        QCOMPARE(map.barEnd(5), Ticks(7440));
        QCOMPARE(map.barStart(0), Ticks(0));
        QCOMPARE(map.barAt(Ticks(-10)), 1);
        QCOMPARE(map.meterAt(Ticks(5999)), (Meter{Ticks(3840), 6, 8}));
    }
    void beatsThatAreNotWholeTicksStillFillTheBar()
    {
        const MeterMap map(Ticks(7), {{Ticks(0), 3, 8}}); // 3.5 ticks a beat, 10.5 a bar
        QStringList places;
        for (int tick = 0; tick < 22; ++tick) {
            places << text(map.position(Ticks(tick)));
            QCOMPARE(map.ticks(map.position(Ticks(tick))), Ticks(tick));
        }
        QCOMPARE(places.join(' '), "1.1.0 1.1.1 1.1.2 1.2.0 1.2.1 1.2.2 1.2.3 1.3.0 1.3.1 1.3.2 "
                                   "2.1.0 2.1.1 2.1.2 2.1.3 2.2.0 2.2.1 2.2.2 2.3.0 2.3.1 2.3.2 2.3.3 3.1.0");
    }
    void metersThatMakeNoBarAreIgnored()
    {
        for (const Meter& bad : {Meter{Ticks(0), 0, 4}, Meter{Ticks(0), 4, 0}, Meter{Ticks(0), -1, 4}, Meter{Ticks(0), 4, 65536}})
            QCOMPARE(MeterMap(Ticks(480), {bad}).barStart(2), Ticks(1920));
        QCOMPARE(MeterMap(Ticks(0), {}).barStart(2), Ticks(4));
    }
    void placesAreWrittenAndRead()
    {
        const MeterMap map(Ticks(480), {});
        QCOMPARE(map.format(Ticks(4 * 1920 + 480 + 240)), std::string("5.2.240"));
        QCOMPARE(map.format(Ticks(0)), std::string("1.1.000"));
        QCOMPARE(map.parse("5.2.240"), std::optional(Ticks(4 * 1920 + 480 + 240)));
        QCOMPARE(map.parse("5.2"), std::optional(Ticks(4 * 1920 + 480)));
        QCOMPARE(map.parse("5"), std::optional(Ticks(4 * 1920)));
        for (const char* bad : {"", "0", "1.0", "1.5", "-1", "1.1.-5", "1.", ".1", "1.1.1.1", "a", "1 ", "99999999999999999999", "1..1"})
            QVERIFY2(!map.parse(bad), bad);
    }
    void everyTickComesBackFromItsPlace()
    {
        std::mt19937 random(2);
        for (int round = 0; round < 20; ++round) {
            std::vector<Meter> meters;
            for (int i = 0; i < 20; ++i)
                meters.push_back({Ticks(random() % 50000), int(1 + random() % 12), 1 << random() % 6});
            const MeterMap map(Ticks(1 + random() % 500), meters);
            BarPosition before;
            for (int tick = 0; tick < 60000; tick += 1 + random() % 50) {
                const BarPosition at = map.position(Ticks(tick));
                QCOMPARE(map.ticks(at), Ticks(tick));
                QVERIFY(!(at < before));
                QCOMPARE(map.parse(map.format(Ticks(tick))), std::optional(Ticks(tick)));
                before = at;
            }
        }
    }
};

QTEST_GUILESS_MAIN(tst_TempoMap)
#include "tst_tempo_map.moc"
