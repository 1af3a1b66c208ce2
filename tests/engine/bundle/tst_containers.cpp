// Every checkpoint format against files that TensorFlow, Magenta and TensorFlow.js wrote.
#include "engine/bundle/file_source.h"
#include "engine/bundle/mag.h"
#include "engine/bundle/open.h"
#include "engine/bundle/safetensors.h"
#include "engine/bundle/tensorflow_tar.h"
#include "engine/bundle/tensorflow_v2.h"
#include "engine/core/file_io.h"

#include "tests/support/shared.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <cmath>
#include <map>

using namespace partita;
using namespace partita::bundle;
namespace fs = std::filesystem;

namespace {

Bundle opened(const fs::path& path)
{
    auto bundle = openBundle(path);
    if (!bundle)
        qFatal("%s", bundle.error().message.c_str());
    return std::move(*bundle);
}

QString difference(const Tensor& found, const Tensor& expected)
{
    if (found.shape != expected.shape)
        return QString::fromStdString(found.name + " has the shape " + shapeText(found.shape) + ", not " + shapeText(expected.shape));
    if (found.dtype == expected.dtype)
        return std::ranges::equal(found.bytes, expected.bytes) ? "" : QString::fromStdString(found.name + " has other bytes");
    return floats(found) == floats(expected) ? "" : QString::fromStdString(found.name + " has other values");
}

/// Compares all tensors of `expected` with those of the same name in `found`.
QString differences(const Bundle& found, const Bundle& expected, const std::string& prefix = {})
{
    for (const auto& tensor : expected.tensors) {
        if (!tensor.name.starts_with(prefix))
            continue;
        const std::string name = tensor.name.substr(prefix.size());
        const Tensor* same = found.find(name == "bfloat16_as_float32" ? "bfloat16" : name);
        if (!same)
            return QString::fromStdString("lacks " + name);
        if (const auto text = difference(*same, tensor); !text.isEmpty())
            return text;
    }
    return {};
}

} // namespace

class tst_Containers : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    fs::path m_root;

private Q_SLOTS:
    void initTestCase() { m_root = m_folder.path().toStdString(); }

    void checkpointsHoldTheirValues_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("format");
        for (const char* name : {"partitioned_v1/checkpoint", "partitioned_v1/checkpoint/model.ckpt-5", "v1_checkpoint/model.ckpt-1234"})
            QTest::newRow(name) << name << "TensorFlow V1 checkpoint";
        for (const char* name : {"partitioned_v2/checkpoint", "sharded/checkpoint", "sharded/checkpoint/model.ckpt-77.data-00001-of-00003", "sharded/checkpoint/model.ckpt-77", "types/checkpoint/model.ckpt-1.index", "types/checkpoint/checkpoint"})
            QTest::newRow(name) << name << "TensorFlow V2 checkpoint";
    }
    void checkpointsHoldTheirValues()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/containers");
        QFETCH(QString, file);
        QFETCH(QString, format);
        const auto path = test::shared("golden/tensorflow/rnn/containers/" + file.toStdString());
        const Bundle found = opened(path);
        QCOMPARE(QString::fromStdString(found.format), format);
        const Bundle expected = opened(test::shared("golden/tensorflow/rnn/containers/" + file.section('/', 0, 0).toStdString()) / "values.safetensors");
        QCOMPARE(differences(found, expected), QString());
        QVERIFY(!found.files.empty());
    }

    void textsAreRead()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/containers/types");
        const auto folder = test::shared("golden/tensorflow/rnn/containers/types");
        const Bundle found = opened(folder / "checkpoint");
        const Tensor* words = found.find("words");
        QVERIFY(words && words->dtype == DType::kString);
        QCOMPARE(words->strings, test::readJson(folder / "case.json")["string_variables"]["words"].get<std::vector<std::string>>());
    }

    void theStateFileNamesTheNewest()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/containers/several_steps");
        const auto folder = test::shared("golden/tensorflow/rnn/containers/several_steps");
        const Bundle expected = opened(folder / "values.safetensors");
        QCOMPARE(differences(opened(folder / "checkpoint"), expected, "step_250/"), QString());
        QCOMPARE(differences(opened(folder / "checkpoint/model.ckpt-1000"), expected, "step_1000/"), QString());
        // Without it, the highest step.
        fs::create_directories(m_root / "steps");
        for (const auto& file : fs::directory_iterator(folder / "checkpoint"))
            if (file.path().filename() != "checkpoint")
                fs::copy_file(file.path(), m_root / "steps" / file.path().filename());
        QCOMPARE(differences(opened(m_root / "steps"), expected, "step_1000/"), QString());
    }

    void bundlesTellTheirGenerator_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"bundle_attention_rnn", "bundle_basic_rnn", "bundle_drum_kit", "bundle_lookback_rnn", "bundle_note_encoding", "bundle_performance", "bundle_performance_compact", "bundle_polyphony"})
            QTest::newRow(name) << name;
    }
    void bundlesTellTheirGenerator()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/containers");
        QFETCH(QString, name);
        const auto folder = test::shared("golden/tensorflow/rnn/containers/" + name.toStdString());
        const auto json = test::readJson(folder / "case.json");
        const Bundle found = opened(folder / json["file"].get<std::string>());
        QCOMPARE(found.format, std::string("Magenta bundle"));
        QCOMPARE(found.about("config"), json["generator_details"]["id"].get<std::string>());
        if (json["bundle_details"].is_object())
            QCOMPARE(found.about("description"), json["bundle_details"]["description"].get<std::string>());
        std::map<std::string, std::vector<std::int64_t>> shapes;
        for (const auto& tensor : found.tensors)
            shapes[tensor.name] = tensor.shape;
        QVERIFY(shapes == (json["variables"].get<std::map<std::string, std::vector<std::int64_t>>>()));
        QCOMPARE(found.about("input_width"), std::to_string(json["collection_shapes"]["inputs"][0].back().get<int>()));
        std::string widths;
        for (const auto& shape : json["collection_shapes"]["initial_state"])
            widths += (widths.empty() ? "" : ",") + std::to_string(shape.back().get<int>());
        QCOMPARE(found.about("state_widths"), widths);
    }

    void realCheckpointsOpen_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("tensors");
        QTest::newRow("V1") << "note_rnn_tf_v1/model.ckpt-1994" << 9;
        QTest::newRow("V2") << "attention_rnn_tf_v2" << 45;
        QTest::newRow("mag") << "polyphony_rnn_mag/18000_polyphony_rnn.mag" << 6;
        QTest::newRow("tfjs") << "tfjs/note_rnn_small" << 4;
        QTest::newRow("tfjs, five shards") << "tfjs/mel_2bar_small_zero_encoder_lstm/weights_manifest.json" << 16;
    }
    void realCheckpointsOpen()
    {
        SKIP_WITHOUT_SHARED("checkpoints");
        QFETCH(QString, file);
        QFETCH(int, tensors);
        QCOMPARE(int(opened(test::shared("checkpoints/" + file.toStdString())).tensors.size()), tensors);
    }

    /// Shards of whole pages are mapped side by side, others copied: nobody sees which.
    void filesAreReadEndToEnd_data()
    {
        QTest::addColumn<QList<int>>("sizes");
        QTest::newRow("one") << QList<int>{5000};
        QTest::newRow("whole pages and a rest") << QList<int>{65536, 131072, 77};
        QTest::newRow("parts of pages") << QList<int>{65536, 77, 65536};
        QTest::newRow("an empty one among them") << QList<int>{65536, 0, 65536};
        QTest::newRow("empty ones") << QList<int>{0, 0};
        QTest::newRow("none") << QList<int>{};
    }
    void filesAreReadEndToEnd()
    {
        QFETCH(QList<int>, sizes);
        QTemporaryDir folder;
        std::vector<std::string> names;
        Bytes all;
        for (const int size : sizes) {
            Bytes bytes;
            for (int i = 0; i < size; ++i)
                bytes.push_back(static_cast<std::uint8_t>(i * 31 + names.size()));
            names.push_back("part" + std::to_string(names.size()));
            QVERIFY(writeFileAtomically(fs::path(folder.path().toStdString()) / names.back(), bytes));
            all.insert(all.end(), bytes.begin(), bytes.end());
        }
        const auto files = openFolder(folder.path().toStdString()).value();
        const auto joined = files->readJoined(names, all.size()).value();
        QVERIFY(std::ranges::equal(joined.bytes, all));
        if (!all.empty())
            QCOMPARE(files->readJoined(names, all.size() - 1).error().code, ErrorCode::kTooLarge);
        names.push_back("gone");
        QCOMPARE(files->readJoined(names, all.size() + 1).error().code, ErrorCode::kNotFound);
    }

    void quantisedWeightsAreNearTheirOriginals()
    {
        SKIP_WITHOUT_SHARED("checkpoints/tfjs");
        const Bundle exact = opened(test::shared("checkpoints/tfjs/note_rnn_small"));
        for (const auto& [name, steps] : {std::pair("note_rnn_small_q1", 255.0), std::pair("note_rnn_small_q2", 65535.0)}) {
            const Bundle quantised = opened(test::shared(std::string("checkpoints/tfjs/") + name));
            for (const auto& tensor : exact.tensors) {
                const auto a = floats(tensor), b = floats(*quantised.find(tensor.name));
                QCOMPARE(a.size(), b.size());
                const auto [least, most] = std::ranges::minmax(a);
                for (std::size_t i = 0; i < a.size(); ++i)
                    QVERIFY(std::abs(a[i] - b[i]) <= (most - least) / steps * 0.51 + 1e-6);
            }
        }
    }

    void v1AndTfjsOfOneModelAgree()
    {
        SKIP_WITHOUT_SHARED("checkpoints");
        const Bundle old = opened(test::shared("checkpoints/note_rnn_tf_v1/model.ckpt-1994"));
        const Bundle converted = opened(test::shared("checkpoints/tfjs/note_rnn_small"));
        QCOMPARE(floats(*old.find("rnn_model/fully_connected/weights")), floats(*converted.find("fully_connected/weights")));
        QCOMPARE(floats(*old.find("rnn_model/RNN/MultiRNNCell/Cell0/LSTMCell/W_0")), floats(*converted.find("rnn/multi_rnn_cell/cell_0/basic_lstm_cell/kernel")));
    }

    void whatIsWrittenAsBundleIsReadBack_data()
    {
        QTest::addColumn<QString>("place");
        QTest::newRow("old") << "golden/tensorflow/rnn/containers/bundle_attention_rnn/attention_rnn.mag";
        QTest::newRow("new") << "golden/tensorflow/rnn/containers/bundle_polyphony/polyphony.mag";
        QTest::newRow("types") << "golden/tensorflow/rnn/containers/types/checkpoint";
    }
    void whatIsWrittenAsBundleIsReadBack()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/containers");
        QFETCH(QString, place);
        auto before = opened(test::shared(place.toStdString()));
        before.metadata.try_emplace("config", "types");
        const auto path = m_root / (std::string(QTest::currentDataTag()) + ".mag");
        QVERIFY(writeMag(path, before));
        const auto after = opened(path);
        QCOMPARE(after.metadata, before.metadata);
        QVERIFY(after.graph == before.graph);
        QCOMPARE(after.tensors.size(), before.tensors.size());
        QCOMPARE(differences(after, before), QString());
        for (const auto& tensor : before.tensors)
            QCOMPARE(after.find(tensor.name)->strings, tensor.strings);
    }

    void tarsAreReadBack_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << "model.tar";
        QTest::newRow("zipped") << "model.tgz";
    }
    void tarsAreReadBack()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/containers");
        QFETCH(QString, name);
        const auto before = opened(test::shared("golden/tensorflow/rnn/containers/v1_checkpoint/model.ckpt-1234"));
        QVERIFY(writeTensorFlowTar(m_root / name.toStdString(), before));
        const auto first = readFile(m_root / name.toStdString(), 1 << 24).value();
        QCOMPARE(differences(opened(m_root / name.toStdString()), before), QString());
        QVERIFY(writeTensorFlowTar(m_root / name.toStdString(), before));
        QVERIFY(readFile(m_root / name.toStdString(), 1 << 24).value() == first);
    }

    void whatIsWrittenAsV2IsReadBack()
    {
        Bundle bundle;
        bundle.add(makeTensor("a/kernel", {2, 3}, std::vector<float>{1, 2, 3, 4, 5, 6}));
        bundle.add(makeTensor("global_step", {}, std::vector<std::int64_t>{7}));
        bundle.add(makeTensor("empty", {0, 3}, std::vector<float>{}));
        bundle.add({.name = "words", .dtype = DType::kString, .shape = {2}, .strings = {"melody", std::string(300, 'x')}});
        QVERIFY(writeTensorFlowV2(m_root / "w/model.ckpt-7", bundle).error().code == ErrorCode::kUnwritable); // no such folder
        fs::create_directories(m_root / "w");
        const auto written = writeTensorFlowV2(m_root / "w/model.ckpt-7", bundle);
        QVERIFY2(written, written ? "" : written.error().message.c_str());
        const Bundle again = opened(m_root / "w");
        QCOMPARE(again.tensors.size(), bundle.tensors.size());
        QCOMPARE(differences(again, bundle), QString());
        QCOMPARE(again.find("words")->strings, bundle.find("words")->strings);
    }

    void aRewrittenCheckpointKeepsItsBytes()
    {
        SKIP_WITHOUT_SHARED("checkpoints/attention_rnn_tf_v2");
        const auto original = test::shared("checkpoints/attention_rnn_tf_v2");
        fs::create_directories(m_root / "r");
        QVERIFY(writeTensorFlowV2(m_root / "r/model.ckpt-12949", opened(original)));
        for (const char* file : {"model.ckpt-12949.data-00000-of-00001", "model.ckpt-12949.index"})
            QCOMPARE(test::readBytes(m_root / "r" / file), test::readBytes(original / file));
    }
};

QTEST_GUILESS_MAIN(tst_Containers)
#include "tst_containers.moc"
