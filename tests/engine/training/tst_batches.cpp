// needs: neural
#include "engine/encoding/melody_codes.h"
#include "engine/encoding/one_hot_encoding.h"
#include "engine/training/batches.h"
#include "engine/training/metrics.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace partita;
using training::Batches;

namespace {

const auto kShared = std::make_shared<const encoding::OneHotEncoding>(encoding::melodyVocabulary({48, 84}));
const encoding::OneHotEncoding& kEncoding = *kShared;

/// Sequence i holds the code 2 + i, i + 2 times: told apart by code and by length.
datasets::SequenceSet sequences(int count)
{
    std::vector<datasets::Sequence> all;
    for (int i = 0; i < count; ++i)
        all.emplace_back(std::vector<int>(static_cast<std::size_t>(i) + 2, 2 + i));
    datasets::SequenceSet set(kShared);
    set.add(std::move(all));
    return set;
}

/// The sequences of a batch, by their code, in the batch's order.
QString membersOf(const training::Batch& batch)
{
    QStringList members;
    for (std::int64_t i = 0; i < batch.steps.sequences(); ++i)
        members << QString::number(batch.labels[static_cast<std::size_t>(i)] - 2);
    return members.join(' ');
}

} // namespace

class TestBatches : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBatchHoldsEveryStepOnceAndNoPadding()
    {
        const auto set = sequences(4); // lengths 1, 2, 3, 4
        std::vector<encoding::Example> examples;
        for (std::size_t i = 0; i < set.size(); ++i)
            examples.push_back(*set.at(i));
        const auto batch = training::makeBatch(kEncoding, examples);
        QCOMPARE(batch.steps.counts, (std::vector<std::int64_t>{4, 3, 2, 1}));
        QCOMPARE(batch.steps.rows(), 10);
        QCOMPARE(batch.numSteps, 10);
        QCOMPARE(membersOf(batch), "3 2 1 0"); // the longest first
        std::set<std::pair<std::size_t, std::size_t>> seen;
        for (std::size_t row = 0; row < batch.origins.size(); ++row) {
            const auto [example, step] = batch.origins[row];
            seen.emplace(example, step);
            QCOMPARE(batch.labels[row], examples[example].labels[step]);
            QCOMPARE(batch.inputs[row * 38 + 2 + example], 1.0f);
        }
        QCOMPARE(seen.size(), 10u);
    }

    void everyPassReadsEverySequenceOnceInAnotherOrder()
    {
        const auto all = sequences(6);
        Batches batches(kEncoding, all, 3, 1);
        QStringList passes;
        for (int pass = 0; pass < 3; ++pass) {
            std::set<int> seen;
            QString order;
            for (int half = 0; half < 2; ++half) {
                const auto members = membersOf(*batches.at(2 * pass + half));
                order += members + "|";
                for (const auto& member : members.split(' '))
                    seen.insert(member.toInt());
            }
            QCOMPARE(seen.size(), 6u);
            passes << order;
        }
        QVERIFY(passes[0] != passes[1] || passes[1] != passes[2]);
        QCOMPARE(batches.epoch(3), 1);
    }

    void aStepsBatchDependsOnSeedAndStepAlone()
    {
        const auto all = sequences(7);
        Batches inOrder(kEncoding, all, 3, 1), jumping(kEncoding, all, 3, 1), otherwise(kEncoding, all, 3, 2);
        QStringList first, other;
        for (int step = 0; step < 8; ++step) {
            first << membersOf(*inOrder.at(step));
            other << membersOf(*otherwise.at(step));
        }
        for (const int step : {5, 0, 7, 2})
            QCOMPARE(membersOf(*jumping.at(step)), first[step]);
        QVERIFY(first != other);
    }

    void batchesAreFullEvenWhenThereAreFewSequences()
    {
        const auto all = sequences(2);
        QCOMPARE(Batches(kEncoding, all, 5, 1).at(0)->steps.sequences(), 5);
    }

    void evaluationReadsEverythingOnce()
    {
        const auto all = sequences(7);
        QStringList members;
        const training::EvaluationBatches batches(kEncoding, all, 3);
        for (std::size_t i = 0; i < batches.size(); ++i)
            members << membersOf(*batches.at(i));
        QCOMPARE(members.join("|"), "6 5 4|3 2 1|0");
    }

    void sharesOfNothingAreNaNInTrainingAndZeroInEvaluation()
    {
        training::Tally tally;
        tally.crossEntropy = 4.0;
        tally.rows = tally.numSteps = 4;
        tally.correct = 3;
        tally.classRows = {4, 0};
        tally.classCorrect = {3, 0};
        const auto trained = metricsOf(tally, training::EmptyShare::kNaN), evaluated = metricsOf(tally, training::EmptyShare::kZero);
        QVERIFY(std::isnan(trained.at("event_accuracy")));
        QCOMPARE(evaluated.at("event_accuracy"), 0.0);
        QCOMPARE(evaluated.at("no_event_accuracy"), 0.75);
        QCOMPARE(evaluated.at("perplexity"), std::exp(1.0));
        QCOMPARE(evaluated.at("per_class_accuracy"), 0.375);
        QVERIFY(!trained.contains("per_class_accuracy"));
    }
};

QTEST_GUILESS_MAIN(TestBatches)
#include "tst_batches.moc"
