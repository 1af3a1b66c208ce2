#include "engine/core/rng.h"

#include <QtTest/QtTest>

using partita::Rng;

class tst_Rng : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sameSeedSameDraws()
    {
        Rng a(7), b(7), c(8);
        for (int i = 0; i < 100; ++i) {
            const auto draw = a.next();
            QCOMPARE(b.next(), draw);
            QVERIFY(c.next() != draw);
        }
    }
    void firstDrawsOfSeedZeroStayWhatTheyAre()
    {
        // Computed by an independent xoshiro256** seeded through SplitMix64: a changed generator would change every seeded result.
        Rng rng(0);
        QCOMPARE(rng.next(), std::uint64_t(0x99ec5f36cb75f2b4));
        QCOMPARE(rng.next(), std::uint64_t(0xbf6e1f784956452a));
    }
    void namedStreamsAreIndependent()
    {
        QVERIFY(Rng::stream(1, "dropout").next() != Rng::stream(1, "shuffle").next());
        QCOMPARE(Rng::stream(1, "dropout").next(), Rng::stream(1, "dropout").next());
    }
    void uniformStaysInHalfOpenUnitInterval()
    {
        Rng rng(3);
        double sum = 0;
        for (int i = 0; i < 100000; ++i) {
            const double u = rng.uniform();
            QVERIFY(u >= 0.0 && u < 1.0);
            sum += u;
        }
        QVERIFY(std::abs(sum / 100000 - 0.5) < 0.005);
    }
    void belowCoversItsRangeEvenly()
    {
        Rng rng(4);
        std::array<int, 7> counts{};
        for (int i = 0; i < 70000; ++i)
            ++counts[rng.below(7)];
        for (int count : counts)
            QVERIFY(std::abs(count - 10000) < 500);
    }
    void stateRoundTrips()
    {
        Rng a(9);
        a.next();
        Rng b(1);
        b.setState(a.state());
        QCOMPARE(b.next(), a.next());
    }
};

QTEST_GUILESS_MAIN(tst_Rng)
#include "tst_rng.moc"
