#include "engine/models/event_rnn_config.h"

#include <QtTest/QtTest>

#include <set>

using namespace partita;
using namespace partita::models;

class tst_EventRnnConfig : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyConfigIsFoundByItsName()
    {
        std::set<std::string_view> ids;
        for (const auto& row : eventRnnConfigs()) {
            QVERIFY(ids.insert(row.id).second);
            QCOMPARE(findEventRnnConfig(row.id).value(), &row);
        }
        QCOMPARE(ids.size(), std::size_t(21));
    }

    void anUnknownNameListsTheKnownOnes()
    {
        const auto none = findEventRnnConfig("basic");
        QVERIFY(!none);
        QVERIFY(QString::fromStdString(none.error().message).contains("basic_rnn, mono_rnn"));
    }

    void basicRnnIsAsPublished()
    {
        const auto& row = *findEventRnnConfig("basic_rnn").value();
        QCOMPARE(row.minNote, 48);
        QCOMPARE(row.maxNote, 84);
        QCOMPARE(row.transposeToKey, std::optional<int>(0));
        const auto spec = rnnSpec(row, row.hparams);
        QCOMPARE(spec.inputSize, 38);
        QCOMPARE(spec.numClasses, std::vector<int>{38});
        QVERIFY(spec.attention == Attention::kNone);
        QCOMPARE(models::hparamsText(row.hparams),
                 std::string(R"({"batch_size":128,"rnn_layer_sizes":[128,128],"dropout_keep_prob":0.5,"attn_length":0,"clip_norm":5.0,)"
                             R"("learning_rate":0.001,"residual_connections":false,"use_cudnn":false})"));
    }

    void attentionSitsOnTheFirstLayer()
    {
        const auto& row = *findEventRnnConfig("drum_kit").value();
        const auto spec = rnnSpec(row, row.hparams);
        QVERIFY(spec.attention == Attention::kFirstLayer);
        QCOMPARE(spec.attn_length, 32);
        QCOMPARE(spec.rnn_layer_sizes, (std::vector<int>{256, 256, 256}));
    }
};

QTEST_GUILESS_MAIN(tst_EventRnnConfig)
#include "tst_event_rnn_config.moc"
