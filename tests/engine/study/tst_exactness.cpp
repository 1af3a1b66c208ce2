// What `partita exactness` says: golden cases pass, and stop passing when a value changes.
#include "engine/bundle/open.h"
#include "engine/bundle/tensorflow_v2.h"
#include "engine/neural/neural.h"
#include "engine/study/exactness.h"

#include "tests/support/shared.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace partita;
using study::CaseResult;
namespace fs = std::filesystem;

class TestExactness : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path m_root;

    static std::vector<CaseResult> resultsOf(const fs::path& folder, const fs::path& data = {})
    {
        std::vector<CaseResult> results;
        const auto walked = study::checkExactness(folder, data, [&](const CaseResult& result) { results.push_back(result); });
        if (!walked)
            qFatal("%s", walked.error().message.c_str());
        return results;
    }

    fs::path write(const std::string& name, const std::string& text) const
    {
        fs::create_directories((m_root / name).parent_path());
        std::ofstream(m_root / name) << text;
        return m_root / name;
    }

private Q_SLOTS:
    void init()
    {
        m_root = fs::path(m_folder.path().toStdString()) / QTest::currentTestFunction();
        fs::create_directories(m_root);
    }

    void unknownKindsFail()
    {
        write("golden/odd/values.bin", "?");
        write("golden/README.md", "Markdown is no case.");
        const auto results = resultsOf(m_root / "golden");
        QCOMPARE(results.size(), 1u);
        QVERIFY(!results[0].pass);
        QCOMPARE(results[0].kind, std::string("unknown"));
        QVERIFY2(results[0].detail.contains("does not know"), results[0].detail.c_str());
    }

    void casesWithoutTheirMusicFail()
    {
        write("golden/midi/raw.tsv", "path\tresult\tlines\tlines_sha256\na.mid\tok\t1\t0\n");
        auto results = resultsOf(m_root / "golden");
        QCOMPARE(results.size(), 1u);
        QVERIFY(!results[0].pass);
        QVERIFY2(results[0].detail.contains("--data"), results[0].detail.c_str());
        fs::create_directories(m_root / "data");
        results = resultsOf(m_root / "golden");
        QVERIFY(!results[0].pass);
        QVERIFY2(results[0].detail.contains("a.mid"), results[0].detail.c_str());
    }

    void tablesWithoutAColumnFail()
    {
        write("golden/midi/raw.tsv", "path\na.mid\n");
        write("data/a.mid", "no MIDI file");
        const auto results = resultsOf(m_root / "golden");
        QCOMPARE(results.size(), 1u);
        QVERIFY2(results[0].detail.contains("\"result\""), results[0].detail.c_str());
    }

    void aChangedExpectedValueFails_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<int>("column");
        QTest::newRow("events") << "midi/raw.tsv" << 4;
        QTest::newRow("notes") << "midi/digest.tsv" << 4;
        QTest::newRow("message") << "midi/digest.tsv" << 18;
        QTest::newRow("steps") << "midi/quantized.tsv" << 4;
        QTest::newRow("melody") << "extract/extract.tsv" << 5;
        QTest::newRow("statistics") << "extract/extract.tsv" << 6;
    }
    void aChangedExpectedValueFails()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/core");
        QFETCH(QString, table);
        QFETCH(int, column);
        const auto lines = test::readBytes(test::shared("golden/tensorflow/core/" + table.toStdString())).split('\n');
        const auto verdict = [&](QByteArray row) {
            const auto file = write(QTest::currentDataTag() + ("/" + table.toStdString()), (lines[0] + '\n' + row + '\n').toStdString());
            const auto results = resultsOf(file.parent_path(), test::shared("data"));
            return results.size() == 1 && results[0].pass;
        };
        QVERIFY(verdict(lines[1]));
        auto cells = lines[1].split('\t');
        cells[column] = cells[column].startsWith('{') ? QByteArray("{}") : cells[column].replace(0, 1, cells[column].startsWith('7') ? "8" : "7");
        QVERIFY(!verdict(cells.join('\t')));
    }

    void aChangedWeightFails_data()
    {
        QTest::addColumn<QString>("original");
        QTest::addColumn<QString>("checkpoint");
        QTest::addColumn<QString>("weight");
        QTest::newRow("generation") << "generation/basic_rnn_beam" << "model.ckpt-0" << "fully_connected/weights";
        QTest::newRow("graph") << "graphs/one_drum" << "model.ckpt-0" << "fully_connected/weights";
        QTest::newRow("graph of frames") << "graphs/rnn-nade" << "model.ckpt-0" << "nade/w_dec_t";
    }
    void aChangedWeightFails()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn");
        if (!neural::open())
            QSKIP("needs the networks, which this build leaves out");
        QFETCH(QString, original);
        QFETCH(QString, checkpoint);
        QFETCH(QString, weight);
        const auto golden = test::shared("golden/tensorflow/rnn/" + original.toStdString());
        const auto copy = m_root / QTest::currentDataTag();
        fs::copy(golden, copy, fs::copy_options::recursive);
        auto bundle = bundle::openBundle(golden / "checkpoint" / checkpoint.toStdString()).value();
        const auto passes = [&] {
            const auto written = bundle::writeTensorFlowV2(copy / "checkpoint" / checkpoint.toStdString(), bundle);
            const auto results = resultsOf(copy);
            return written && results.size() == 1 && results[0].pass;
        };
        QVERIFY(passes());
        const auto* weights = bundle.find(weight.toStdString());
        QVERIFY(weights);
        auto values = bundle::floats(*weights);
        values[0] += 1e-2f;
        bundle.add(bundle::makeTensor(weights->name, weights->shape, std::span<const float>(values)));
        QVERIFY(!passes());
    }
};

QTEST_GUILESS_MAIN(TestExactness)
#include "tst_exactness.moc"
