#include "engine/generate/sampling.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace partita;
using namespace partita::generate;

class tst_Sampling : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void temperatureDividesTheLogits()
    {
        const std::vector<float> logits{1.0f, 2.0f, 4.0f};
        const auto p = softmax(logits, 2.0);
        QVERIFY(std::abs(p[2] / p[0] - std::exp(1.5)) < 1e-6);
        QVERIFY(std::abs(p[0] + p[1] + p[2] - 1.0) < 1e-6);
    }
    void temperatureZeroTakesTheFirstOfTheBest()
    {
        QCOMPARE(softmax(std::vector<float>{0.0f, 3.0f, 3.0f}, 0.0), (std::vector<double>{0.0, 1.0, 0.0}));
    }
    void whatFloat32CannotHoldIsZero()
    {
        const auto p = softmax(std::vector<float>{0.0f, -87.0f, -88.0f}, 1.0);
        QVERIFY(p[1] > 0.0);
        QCOMPARE(p[2], 0.0);
    }
    void hugeLogitsStayFinite()
    {
        const auto p = softmax(std::vector<float>{1e30f, -1e30f}, 1.0);
        QCOMPARE(p, (std::vector<double>{1.0, 0.0}));
    }

    void truncation_data()
    {
        QTest::addColumn<int>("topK");
        QTest::addColumn<double>("topP");
        QTest::addColumn<QList<double>>("expected");
        QTest::newRow("all") << 0 << 1.0 << QList<double>{0.1, 0.4, 0.1, 0.4};
        QTest::newRow("k 1 keeps the first of equals") << 1 << 1.0 << QList<double>{0, 1, 0, 0};
        QTest::newRow("k 3") << 3 << 1.0 << QList<double>{0.1 / 0.9, 0.4 / 0.9, 0, 0.4 / 0.9};
        QTest::newRow("p 0.5") << 0 << 0.5 << QList<double>{0, 0.5, 0, 0.5};
        QTest::newRow("p 0 keeps one") << 0 << 0.0 << QList<double>{0, 1, 0, 0};
        QTest::newRow("both") << 2 << 0.3 << QList<double>{0, 1, 0, 0};
        QTest::newRow("k above the number of classes") << 9 << 1.0 << QList<double>{0.1, 0.4, 0.1, 0.4};
    }
    void truncation()
    {
        QFETCH(int, topK);
        QFETCH(double, topP);
        QFETCH(QList<double>, expected);
        std::vector<double> p{0.1, 0.4, 0.1, 0.4};
        truncate(p, {.topK = topK, .topP = topP});
        for (int i = 0; i < 4; ++i)
            QVERIFY2(std::abs(p[i] - expected[i]) < 1e-12, qPrintable(QString("%1: %2").arg(i).arg(p[i])));
    }

    void theClassWhoseCumulativeProbabilityPassesTheDrawIsPicked()
    {
        const std::vector<double> p{0.25, 0.0, 0.5, 0.25};
        QCOMPARE(pick(p, 0.0), 0);
        QCOMPARE(pick(p, 0.2499), 0);
        QCOMPARE(pick(p, 0.25), 2); // "exceeds", and a class of probability 0 is never picked
        QCOMPARE(pick(p, 0.75), 3);
        QCOMPARE(pick(p, std::nextafter(1.0, 0.0)), 3);
        QCOMPARE(pick(std::vector<double>{0.5, 0.5, 0.0}, std::nextafter(1.0, 0.0)), 1);
    }
    void drawsFollowTheProbabilities()
    {
        auto draws = drawsOf(Rng(5));
        const std::vector<double> p{0.2, 0.5, 0.3};
        std::array<int, 3> counts{};
        for (int i = 0; i < 30000; ++i)
            ++counts[pick(p, draws())];
        for (int i = 0; i < 3; ++i)
            QVERIFY(std::abs(counts[i] / 30000.0 - p[i]) < 0.01);
    }
};

QTEST_GUILESS_MAIN(tst_Sampling)
#include "tst_sampling.moc"
