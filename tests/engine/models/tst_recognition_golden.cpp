// Every checkpoint of the reference material, whatever its format, is recognised as what its case says.
#include "engine/models/model_file.h"

#include "tests/support/shared.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::models;
namespace fs = std::filesystem;

class tst_RecognitionGolden : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCaseIsRecognised_data()
    {
        QTest::addColumn<QString>("checkpoint");
        QTest::addColumn<QString>("folder");
        const auto root = test::shared("golden/tensorflow/rnn");
        std::error_code none;
        for (const char* kind : {"graphs", "generation", "containers"})
            for (const auto& entry : fs::directory_iterator(root / kind, none)) {
                if (!fs::exists(entry.path() / "case.json"))
                    continue;
                const auto json = test::readJson(entry.path() / "case.json");
                if (!json.contains("config"))
                    continue;
                const auto file = json.contains("file") ? json["file"].get<std::string>() : json.value("checkpoint", std::string("checkpoint"));
                QTest::newRow((std::string(kind) + "/" + entry.path().filename().string()).c_str()) << QString::fromStdString((entry.path() / file).string()) << QString::fromStdString(entry.path().string());
            }
        if (!fs::exists(root))
            QTest::newRow("none") << "" << "";
    }
    void everyCaseIsRecognised()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn");
        QFETCH(QString, checkpoint);
        QFETCH(QString, folder);
        const auto json = test::readJson(fs::path(folder.toStdString()) / "case.json");
        const auto file = openModelFile(checkpoint.toStdString());
        QVERIFY2(file, file ? "" : file.error().message.c_str());
        const auto& found = file->recognition;
        auto expected = parseHParams(json["hparams"].dump(), found.hparams);
        QVERIFY2(expected, expected ? "" : expected.error().message.c_str());
        const auto config = json["config"].get<std::string>();
        const bool bundle = file->bundle.format == "Magenta bundle";
        // A bare checkpoint does not tell the index variant from its sister, nor how far attention looks back.
        if (config == "performance_with_dynamics_compact" && !bundle)
            QCOMPARE(found.config->id, std::string_view("performance_with_dynamics"));
        else
            QCOMPARE(std::string(found.config->id), config);
        if (!bundle)
            expected->attn_length = found.hparams.attn_length;
        QCOMPARE(QString::fromStdString(hparamsText(found.hparams)), QString::fromStdString([&] {
            auto shown = *expected;
            // What training does, tensors do not show.
            shown.batch_size = found.hparams.batch_size;
            shown.clip_norm = found.hparams.clip_norm;
            shown.dropout_keep_prob = found.hparams.dropout_keep_prob;
            shown.learning_rate = found.hparams.learning_rate;
            return hparamsText(shown);
        }()));
    }

    void realCheckpointsAreRecognised_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("summary");
        QTest::newRow("V1") << "note_rnn_tf_v1/model.ckpt-1994" << "basic_rnn, a layer of 100 units, trained for 1994 steps";
        QTest::newRow("V2") << "attention_rnn_tf_v2" << "attention_rnn, layers of 64, 64 units, attention over 40 steps, trained for 12949 steps";
        QTest::newRow("mag") << "polyphony_rnn_mag/18000_polyphony_rnn.mag" << "polyphony, layers of 128, 128 units";
        QTest::newRow("tfjs") << "tfjs/note_rnn_small_q1" << "basic_rnn, a layer of 100 units";
    }
    void realCheckpointsAreRecognised()
    {
        SKIP_WITHOUT_SHARED("checkpoints");
        QFETCH(QString, file);
        QFETCH(QString, summary);
        const auto model = openModelFile(test::shared("checkpoints/" + file.toStdString()));
        QVERIFY2(model, model ? "" : model.error().message.c_str());
        QCOMPARE(QString::fromStdString(model->summary()), summary);
    }

    void aMusicVaeIsNoEventRnn()
    {
        SKIP_WITHOUT_SHARED("checkpoints/tfjs");
        const auto file = readModelFile(test::shared("checkpoints/tfjs/mel_2bar_small_no_encoder_lstm_q2"));
        QVERIFY2(file, file ? "" : file.error().message.c_str());
        QVERIFY(!file->recognition.usable());
    }
};

QTEST_GUILESS_MAIN(tst_RecognitionGolden)
#include "tst_recognition_golden.moc"
