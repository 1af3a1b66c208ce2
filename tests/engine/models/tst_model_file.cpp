#include "engine/models/model_file.h"

#include "engine/bundle/safetensors.h"
#include "engine/core/digest.h"
#include "engine/runs/run_folder.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <cmath>

using namespace partita;
using namespace partita::models;
namespace fs = std::filesystem;

namespace {

bundle::Bundle model(const char* config, std::vector<int> layers, int step, float value = 0.1f)
{
    const auto& row = *findEventRnnConfig(config).value();
    auto hparams = row.hparams;
    hparams.rnn_layer_sizes = std::move(layers);
    bundle::Bundle bundle;
    for (const auto& variable : eventRnnVariables(rnnSpec(row, hparams)))
        bundle.add(bundle::makeTensor(variable.name, variable.shape, std::vector<float>(bundle::elementCount(variable.shape).value(), value)));
    bundle.metadata = {{metadata::kConfig, config}, {metadata::kStep, std::to_string(step)}, {metadata::kMetrics, R"({"loss":0.75,"note":"x"})"}};
    return bundle;
}

QStringList texts(const std::vector<ModelEntry>& entries)
{
    QStringList result;
    for (const auto& entry : entries)
        result << QString::fromStdString(entry.name + ": " + entry.description + " (" + entry.summary + ")");
    return result;
}

} // namespace

class tst_ModelFile : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    fs::path m_root;

    void addRun(const char* name, const char* started, const std::vector<std::pair<std::int64_t, std::optional<double>>>& steps)
    {
        const auto open = runs::OpenRun::open(m_root / "data/runs" / name).value();
        runs::Run run;
        run.config = "basic_rnn";
        run.hparams = "{}";
        run.started = started;
        QVERIFY(open.write(run));
        for (const auto& [step, loss] : steps) {
            runs::Checkpoint added{step, "checkpoints/" + std::to_string(step) + ".safetensors", "checkpoints/" + std::to_string(step) + ".state.safetensors", {}};
            if (loss)
                added.eval["loss"] = *loss;
            QVERIFY(bundle::writeSafetensors(open.folder() / added.model, model("basic_rnn", {5}, static_cast<int>(step))));
            QVERIFY(open.addCheckpoint(run.checkpoints, added, 0));
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_root = m_folder.path().toStdString();
        qputenv("PARTITA_RESOURCES", (m_root / "resources").c_str());
        qputenv("PARTITA_DATA", (m_root / "data").c_str());
        for (const char* folder : {"resources/models", "data/models"})
            fs::create_directories(m_root / folder);
    }

    void aModelTellsWhatItIs()
    {
        const auto path = m_root / "a.safetensors";
        QVERIFY(bundle::writeSafetensors(path, model("basic_rnn", {8, 4}, 200)));
        const auto file = openModelFile(path);
        QVERIFY2(file, file ? "" : file.error().message.c_str());
        QCOMPARE(QString::fromStdString(file->summary()), QString("basic_rnn, layers of 8, 4 units, trained for 200 steps"));
        QCOMPARE(file->metrics, (std::map<std::string, double>{{"loss", 0.75}}));
        QCOMPARE(sha256Of(*file).value(), sha256OfFile(path).value());
        QCOMPARE(beginSha256(file->bundle).get().value(), sha256OfFile(path).value());
    }

    void whatCannotPlayIsRefusedByName()
    {
        auto broken = model("basic_rnn", {8, 8}, 1);
        broken.tensors.pop_back();
        QVERIFY(bundle::writeSafetensors(m_root / "b.safetensors", broken));
        QVERIFY(readModelFile(m_root / "b.safetensors")); // but it can be inspected
        const auto refused = openModelFile(m_root / "b.safetensors");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::kMismatch);
        const auto message = QString::fromStdString(refused.error().message);
        QVERIFY2(message.contains("b.safetensors") && message.contains("rnn/multi_rnn_cell/cell_1/basic_lstm_cell/bias"), qPrintable(message));

        QVERIFY(bundle::writeSafetensors(m_root / "n.safetensors", model("basic_rnn", {8}, 1, std::nanf(""))));
        QCOMPARE(openModelFile(m_root / "n.safetensors").error().code, ErrorCode::kDamaged);
        QCOMPARE(openModelFile(m_root / "none").error().code, ErrorCode::kNotFound);
        QCOMPARE(openModelFile(m_root).error().code, ErrorCode::kInvalidArgument);
    }

    void menusListWhatCanPlay()
    {
        QVERIFY(bundle::writeSafetensors(m_root / "resources/models/folk.safetensors", model("basic_rnn", {8}, 40)));
        auto own = model("mono_rnn", {4}, 3);
        own.metadata[metadata::kDescription] = "My songs";
        QVERIFY(bundle::writeSafetensors(m_root / "data/models/own.safetensors", own));
        QVERIFY(writeFileAtomically(m_root / "data/models/readme.txt", std::string_view("no model")));
        addRun("first", "2025-01-01T00:00:00Z", {{9, 0.5}, {10, 0.75}});
        addRun("second", "2025-02-01T00:00:00Z", {{12, {}}});
        addRun("empty", "2025-03-01T00:00:00Z", {});
        QCOMPARE(texts(availableModels()), (QStringList{
                                               "folk: Melody RNN with one-hot encoding. (basic_rnn, a layer of 8 units, trained for 40 steps)",
                                               "own: My songs (mono_rnn, a layer of 4 units, trained for 3 steps)",
                                               "second: Melody RNN with one-hot encoding. (basic_rnn, a layer of 5 units, trained for 12 steps)",
                                               "first: Melody RNN with one-hot encoding. (basic_rnn, a layer of 5 units, trained for 9 steps)",
                                           }));
        QCOMPARE(openModelFile(m_root / "data/runs/first").value().recognition.step, 9); // of a run its best
        QCOMPARE(openModelFile(m_root / "data/runs/empty").error().code, ErrorCode::kNotFound);
    }
};

QTEST_GUILESS_MAIN(tst_ModelFile)
#include "tst_model_file.moc"
