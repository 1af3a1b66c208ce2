#include "engine/study/latent_studies.h"

#include <QtTest/QtTest>

using namespace partita::study;

class tst_NGram : public QObject {
    Q_OBJECT

    using Tokens = std::vector<NGram::Token>;

private Q_SLOTS:
    void probabilitiesOfAllTokensSumToOne()
    {
        NGram model(3);
        model.add(Tokens{1, 2, 3, 1, 2, 4});
        model.add(Tokens{1, 2, 3, 3});
        model.add(Tokens{2, 2, 4});
        model.finish();
        for (const Tokens& history : {Tokens{}, Tokens{1}, Tokens{1, 2}, Tokens{9, 9}, Tokens{3, 3, 3}}) {
            double sum = model.endProbability(history) + model.probability(history, 99);
            for (const NGram::Token token : {1, 2, 3, 4})
                sum += model.probability(history, token);
            QVERIFY2(std::abs(sum - 1.0) < 1e-12, qPrintable(QString::number(sum, 'g', 17)));
        }
    }
    void whatWasSeenIsMoreProbable()
    {
        NGram model(5);
        for (int i = 0; i < 4; ++i)
            model.add(Tokens{1, 2, 1, 2, 1, 2, 3});
        model.finish();
        QVERIFY(model.probability(Tokens{2, 1}, 2) > model.probability(Tokens{2, 1}, 3));
        QVERIFY(model.cost(Tokens{1, 2, 1, 2, 1, 2, 3}) < model.cost(Tokens{3, 2, 1, 1, 3, 2, 3}));
        QVERIFY(std::isfinite(model.cost(Tokens{7, 8, 9})));
    }
    /// Two sequences "1": of one order the counts are 1 ×2, end ×2; without enough counts the discount of a count of 2 is 1.
    void aTinyModelIsAsComputedByHand()
    {
        NGram model(1);
        model.add(Tokens{1});
        model.add(Tokens{1});
        model.finish();
        const double uniform = 1.0 / 3.0; // the token, the end, the unseen
        QVERIFY(std::abs(model.probability(Tokens{}, 1) - ((2.0 - 1.0) + 2.0 * uniform) / 4.0) < 1e-12);
        QVERIFY(std::abs(model.probability(Tokens{}, 5) - 2.0 * uniform / 4.0) < 1e-12);
    }
    /// Counts that are mostly 4 estimate a discount below 0 for those of 3 and more.
    void whatWasNeverSeenKeepsAProbability()
    {
        NGram model(2);
        for (int times = 1; times <= 3; ++times)
            for (int i = 0; i < times; ++i)
                model.add(Tokens{static_cast<NGram::Token>(times)});
        for (NGram::Token token = 100; token < 110; ++token)
            for (int i = 0; i < 4; ++i)
                model.add(Tokens{token});
        model.finish();
        QVERIFY(model.probability(Tokens{100}, 1) > 0.0);
        QVERIFY(std::isfinite(model.cost(Tokens{100, 1})));
    }
    void hammingCountsPlacesThatDiffer()
    {
        QCOMPARE(hamming(Tokens{60, 0, 0, 0, 62, 0, 0, 0}, Tokens{60, 0, 0, 0, 0, 0, 64, 0}), 0.25);
        QCOMPARE(hamming(Tokens{1, 2}, Tokens{1, 2, 3, 4}), 0.5);
        QCOMPARE(hamming({}, {}), 0.0);
    }
};

QTEST_GUILESS_MAIN(tst_NGram)
#include "tst_ngram.moc"
