#include "engine/models/hparams.h"

#include <QtTest/QtTest>

using namespace partita;
using models::HParams;
using models::parseHParams;

class tst_HParams : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothFormsOfTheTutorialsAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("flags") << "batch_size=64,rnn_layer_sizes=[32,16],dropout_keep_prob=0.25,residual_connections=True";
        QTest::newRow("Python") << "{'batch_size': 64, 'rnn_layer_sizes': [32, 16], 'dropout_keep_prob': .25, 'residual_connections': True}";
        QTest::newRow("JSON") << R"({"batch_size":64,"rnn_layer_sizes":[32,16],"dropout_keep_prob":2.5e-1,"residual_connections":true})";
        QTest::newRow("loose") << " batch_size = 64 , rnn_layer_sizes = ( 32, 16, ), dropout_keep_prob=0.250, residual_connections=1, ";
    }
    void bothFormsOfTheTutorialsAreRead()
    {
        QFETCH(QString, text);
        HParams expected;
        expected.batch_size = 64;
        expected.rnn_layer_sizes = {32, 16};
        expected.dropout_keep_prob = 0.25;
        expected.residual_connections = true;
        expected.clip_norm = 5;
        HParams base;
        base.clip_norm = 5; // not named: stays
        const auto parsed = parseHParams(text.toStdString(), base);
        QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
        QVERIFY(*parsed == expected);
    }

    void blankTextChangesNothing()
    {
        for (const char* text : {"", "  ", "{}", "{ }"})
            QVERIFY(parseHParams(text).value() == HParams());
    }

    void whatIsWrittenIsReadBack()
    {
        HParams hparams;
        hparams.learning_rate = 0.1 + 0.2;
        hparams.rnn_layer_sizes = {512, 512, 512};
        hparams.attn_length = 40;
        hparams.nade_hidden_units = 128;
        QVERIFY(parseHParams(models::hparamsText(hparams)).value() == hparams);
    }

    void mistakesAreNamed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown") << "layers=3" << "\"layers\" is none of batch_size, rnn_layer_sizes";
        QTest::newRow("twice") << "batch_size=1,batch_size=2" << "twice";
        QTest::newRow("fraction") << "batch_size=1.5" << "batch_size wants a whole number";
        QTest::newRow("overflow") << "batch_size=99999999999" << "batch_size wants";
        QTest::newRow("negative") << "rnn_layer_sizes=[-1]" << "rnn_layer_sizes wants a list";
        QTest::newRow("no layer") << "rnn_layer_sizes=[]" << "rnn_layer_sizes wants a list";
        QTest::newRow("open list") << "rnn_layer_sizes=[64" << "rnn_layer_sizes wants a list";
        QTest::newRow("not a number") << "learning_rate=nan" << "learning_rate wants";
        QTest::newRow("no value") << "batch_size" << "write a value";
        QTest::newRow("no comma") << "batch_size=1 clip_norm=2" << "comma";
        QTest::newRow("open brace") << "{'batch_size': 1" << "closing brace";
        QTest::newRow("after brace") << "{'batch_size': 1} x" << "after the closing brace";
        QTest::newRow("open quote") << "{'batch_size: 1}" << "is none of";
    }
    void mistakesAreNamed()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto parsed = parseHParams(text.toStdString());
        QVERIFY(!parsed);
        QVERIFY2(QString::fromStdString(parsed.error().message).contains(says), parsed.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(tst_HParams)
#include "tst_hparams.moc"
