#include "engine/bundle/tensor.h"
#include "engine/models/vae_config.h"
#include "engine/models/vae_variables.h"

#include <QTest>

using namespace partita;
using namespace partita::models;

class tst_VaeConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// The sizes that the reference counts for each published architecture.
    void parametersAddUp_data()
    {
        QTest::addColumn<QString>("config");
        QTest::addColumn<qlonglong>("parameters");
        const std::pair<const char*, qlonglong> rows[] = {
            {"cat-mel_2bar_small", 4'423'770}, {"cat-mel_2bar_big", 134'571'098}, {"cat-mel_2bar_med_chords", 17'478'234},
            {"cat-drums_2bar_small", 4'636'672}, {"cat-drums_2bar_big", 137'582'080}, {"nade-drums_2bar_reduced", 13'819'273}, {"nade-drums_2bar_full", 14'391'741},
            {"groovae_4bar", 4'085'019}, {"groovae_2bar_humanize", 4'085'019}, {"groovae_2bar_tap_fixed_velocity", 4'085'019},
            {"groovae_2bar_tap_fixed_velocity_note_dropout", 4'085'019}, {"groovae_2bar_add_closed_hh", 4'085'019}, {"groovae_2bar_hits_control_tfds", 4'131'099},
            {"flat-mel_16bar", 235'250'778}, {"flat-trio_16bar", 251'279'028}, {"hierdec-mel_16bar", 176'061'530}, {"hierdec-trio_16bar", 230'975'156},
            {"hier-mel_16bar", 72'547'418}, {"hier-trio_16bar", 122'529'460}, {"hier-multiperf_vel_1bar_med", 55'638'506},
            {"hier-multiperf_vel_1bar_med_chords", 56'140'266}, {"hier-multiperf_vel_1bar_big", 204'598'762}, {"hier-multiperf_vel_1bar_big_chords", 205'602'282},
        };
        for (const auto& [config, parameters] : rows)
            QTest::newRow(config) << config << parameters;
    }
    void parametersAddUp()
    {
        QFETCH(QString, config);
        QFETCH(qlonglong, parameters);
        const auto row = findVaeConfig(config.toStdString());
        QVERIFY2(row, row ? "" : row.error().message.c_str());
        qlonglong sum = 0;
        for (const auto& variable : vaeVariables((*row)->shape))
            sum += *bundle::elementCount(variable.shape);
        QCOMPARE(sum, parameters);
    }

    void everyRowIsFoundByItsName()
    {
        QCOMPARE(vaeConfigs().size(), 23u + 4u);
        for (const auto& row : vaeConfigs())
            QCOMPARE(findVaeConfig(row.id).value(), &row);
    }

    void olderNamesFindTheSameRow()
    {
        QCOMPARE(findVaeConfig("cat-drums_2bar_small.hikl").value()->id, "cat-drums_2bar_small");
        QCOMPARE(findVaeConfig("cat-drums_2bar_small.lokl").value()->id, "cat-drums_2bar_small");
        QCOMPARE(findVaeConfig("groovae_2bar_hits_control").value()->id, "groovae_2bar_hits_control_tfds");
        QCOMPARE(findVaeConfig("hiercat-trio_16bar_big").value()->id, "hierdec-trio_16bar");
        const auto unknown = findVaeConfig("cat-mel_3bar");
        QVERIFY(!unknown);
        QVERIFY(unknown.error().message.contains("cat-mel_2bar_big"));
    }

    void widthsFitTheConverter()
    {
        for (const auto& row : vaeConfigs())
            if (const auto* melody = std::get_if<converters::MelodySpec>(&row.converter))
                QCOMPARE(row.shape.inputDepth, melody->maxPitch - melody->minPitch + 3);
    }

    void hierarchicalModelsKeepTheirLength()
    {
        const auto* config = findVaeConfig("hierdec-mel_16bar").value();
        auto hparams = parseVaeHParams("z_size=8,enc_rnn_size=[9,10],dec_rnn_size=[10,11]", config->hparams).value();
        QCOMPARE(vaeSpec(*config, hparams)->z_size, 8);
        hparams.max_seq_len = 128;
        const auto refused = vaeSpec(*config, hparams);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains("16 × 16 = 256"), refused.error().message.c_str());
    }

    void hparamsReadBackUnchanged()
    {
        for (const auto& row : vaeConfigs())
            QCOMPARE(parseVaeHParams(hparamsText(row.hparams)).value(), row.hparams);
    }

    void wordsOfHparamsAreChecked()
    {
        QCOMPARE(parseVaeHParams("clip_mode=value,sampling_schedule='exponential',dec_rnn_size[0]=64")->dec_rnn_size, std::vector<int>{64});
        const auto wrong = parseVaeHParams("sampling_schedule=linear");
        QVERIFY(!wrong);
        QVERIFY2(wrong.error().message.contains("inverse_sigmoid"), wrong.error().message.c_str());
        QVERIFY(!parseVaeHParams("dec_rnn_size[1]=64"));
        QVERIFY(!parseVaeHParams("batch_size[0]=64"));
    }
};

QTEST_GUILESS_MAIN(tst_VaeConfig)
#include "tst_vae_config.moc"
