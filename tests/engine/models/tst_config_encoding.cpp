#include "engine/models/config_encoding.h"

#include <QTest>

using namespace partita::models;

class TestConfigEncoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRowFitsItsEncoding_data();
    void everyRowFitsItsEncoding();
};

void TestConfigEncoding::everyRowFitsItsEncoding_data()
{
    QTest::addColumn<const EventRnnConfig*>("config");
    for (const EventRnnConfig& config : eventRnnConfigs())
        QTest::newRow(std::string(config.id).c_str()) << &config;
}

void TestConfigEncoding::everyRowFitsItsEncoding()
{
    QFETCH(const EventRnnConfig*, config);
    const auto encoding = makeEncoding(*config);
    QVERIFY(encoding.has_value());
    if (config->family == EventRnnFamily::kPianoroll)
        QCOMPARE((*encoding)->width(), config->inputSize); // a NADE's bits, which are no softmaxes
    else
        QCOMPARE((*encoding)->labelClasses(), config->numClasses);
    // What the row has more are the controls.
    const int controls = config->inputSize - (*encoding)->inputSize();
    switch (config->controls) {
    case PerformanceControls::kDensity: QCOMPARE(controls, 8); break;
    case PerformanceControls::kPitchHistogram: QCOMPARE(controls, 12); break;
    case PerformanceControls::kDensityAndPitchHistogram: QCOMPARE(controls, 20); break;
    case PerformanceControls::kOptionalDensityAndPitchHistogram: QCOMPARE(controls, 21); break;
    case PerformanceControls::kNone:
        QCOMPARE(controls, config->family != EventRnnFamily::kImprov ? 0
                     : config->encoding == EncodingKind::kPitchChordsMelodyOneHot ? 37 : 49);
    }
    // A default event has a label that can be decoded to it.
    const auto defaults = (*encoding)->defaultLabels();
    std::vector<int> codes(defaults.size());
    (*encoding)->decode(defaults, {}, codes);
    QCOMPARE(codes, (*encoding)->defaultCodes());
}

QTEST_GUILESS_MAIN(TestConfigEncoding)
#include "tst_config_encoding.moc"
