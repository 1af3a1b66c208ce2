// label: slow
// Every golden case of a kind that is known, as `partita exactness` computes it.
#include "engine/neural/neural.h"
#include "engine/study/exactness.h"

#include "tests/support/shared.h"

#include <QTest>

using namespace partita;

class TestGoldenCases : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCasePasses_data()
    {
        QTest::addColumn<QString>("place");
        for (const char* place : {"core/abc", "core/chords", "core/convert", "core/extract", "core/leadsheets", "core/midi", "core/sequences", "core/write", "rnn/containers", "rnn/datasets", "vae/converter", "vae/model", "vae/trained_model", "vae/train", "vae/scheduled_sampling"})
            QTest::newRow(place) << QString("golden/tensorflow/%1").arg(place);
        for (const char* place : {"core", "vae", "rnn"})
            QTest::addRow("magenta-js/%s", place) << QString("golden/magenta-js/%1").arg(place);
        std::error_code none;
        for (const std::string kind : {"rnn/generation/", "rnn/graphs/"})
            for (const auto& entry : std::filesystem::directory_iterator(test::shared("golden/tensorflow/" + kind), none))
                QTest::newRow((kind + entry.path().filename().string()).c_str()) << QString::fromStdString("golden/tensorflow/" + kind + entry.path().filename().string());
    }
    void everyCasePasses()
    {
        SKIP_WITHOUT_SHARED("golden");
        QFETCH(QString, place);
        if ((place.contains("/rnn") || place.contains("/vae")) && !neural::open())
            QSKIP("needs the networks, which this build leaves out");
        std::size_t cases = 0;
        QStringList failures;
        const auto walked = study::checkExactness(test::shared(place.toStdString()), {}, [&](const study::CaseResult& result) {
            ++cases;
            if (!result.pass)
                failures << QString::fromStdString(result.name + ": " + result.detail);
        });
        QVERIFY2(walked, walked ? "" : walked.error().message.c_str());
        QCOMPARE(failures.join('\n'), QString());
        QVERIFY(cases > 0);
        qInfo("%zu cases", cases);
    }
};

QTEST_GUILESS_MAIN(TestGoldenCases)
#include "tst_golden_cases.moc"
