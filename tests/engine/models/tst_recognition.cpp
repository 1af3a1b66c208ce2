#include "engine/models/checkpoint_contents.h"
#include "engine/models/recognition.h"

#include "tests/support/shared.h"

#include <QtTest/QtTest>

#include <limits>

using namespace partita;
using namespace partita::models;

namespace {

/// A bundle of zeros with the variables of `spec` under the names that `rename` gives them.
bundle::Bundle bundleOf(const std::vector<Variable>& variables, const std::function<std::string(std::string)>& rename = [](std::string name) { return name; })
{
    bundle::Bundle bundle;
    for (const auto& variable : variables)
        bundle.add(bundle::makeTensor(rename(variable.name), variable.shape, std::vector<float>(bundle::elementCount(variable.shape).value())));
    return bundle;
}

RnnSpec spec(const char* config, std::vector<int> layers, Attention attention = Attention::kNone, int attentionLength = 0)
{
    const auto& row = *findEventRnnConfig(config).value();
    auto hparams = row.hparams;
    hparams.rnn_layer_sizes = std::move(layers);
    auto result = rnnSpec(row, hparams);
    result.attention = attention;
    result.attn_length = attentionLength;
    return result;
}

QString problems(const Recognition& recognition)
{
    QString text;
    for (const auto& problem : recognition.problems)
        text += QString::fromStdString(problem) + "\n";
    return text;
}

std::string replaced(std::string text, std::initializer_list<std::pair<const char*, const char*>> words)
{
    QString name = QString::fromStdString(text);
    for (const auto& [from, to] : words)
        name.replace(from, to);
    return name.toStdString();
}

/// How TensorFlow 0.12 spelled it.
std::string old(std::string name)
{
    if (name.starts_with("fully_connected"))
        return name;
    return replaced(std::move(name), {{"rnn/", "RNN/"}, {"multi_rnn_cell", "MultiRNNCell"}, {"cell_0", "Cell0"}, {"cell_1", "Cell1"}, {"basic_lstm_cell/", "BasicLSTMCell/Linear/"},
                                      {"attention_cell_wrapper/kernel", "AttentionCellWrapper/Linear/kernel"}, {"attention_cell_wrapper/bias", "AttentionCellWrapper/Linear/bias"},
                                      {"attention_cell_wrapper", "AttentionCellWrapper"}, {"attention/attn_w", "Attention/AttnW"}, {"attention/attn_v", "Attention/AttnV"},
                                      {"attention/", "Attention/Linear/"}, {"attn_output_projection/", "AttnOutputProjection/Linear/"}, {"kernel", "Matrix"}, {"bias", "Bias"}});
}

} // namespace

class tst_Recognition : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyConfigIsRecognisedByItsShapes()
    {
        for (const auto& row : eventRnnConfigs()) {
            const auto shape = rnnSpec(row, row.hparams);
            auto bundle = bundleOf(eventRnnVariables(shape));
            if (row.encoding == EncodingKind::kPerformanceOneHotIndex)
                bundle.metadata[metadata::kConfig] = row.id; // its tensors are those of its sister
            const auto found = recognize(bundle);
            QVERIFY2(found.usable(), qPrintable(problems(found)));
            QCOMPARE(found.config->id, row.id);
            QVERIFY(found.spec == shape);
            QVERIFY(found.hparams == row.hparams);
            QCOMPARE(found.weights.size(), bundle.tensors.size());
            QVERIFY(found.unused.empty());
        }
    }

    void sizesComeFromTheTensors()
    {
        const auto found = recognize(bundleOf(eventRnnVariables(spec("basic_rnn", {7, 3}))));
        QCOMPARE(found.spec.rnn_layer_sizes, (std::vector<int>{7, 3}));
        QCOMPARE(found.hparams.rnn_layer_sizes, (std::vector<int>{7, 3}));
        QVERIFY(found.usable());
    }

    void namesOfTensorFlow012AreRead()
    {
        const auto shape = spec("attention_rnn", {6, 4}, Attention::kWholeStack, 40);
        const auto bundle = bundleOf(eventRnnVariables(shape), old);
        QVERIFY(bundle.find("RNN/AttentionCellWrapper/MultiRNNCell/Cell1/BasicLSTMCell/Linear/Matrix"));
        QVERIFY(bundle.find("RNN/AttentionCellWrapper/AttnOutputProjection/Linear/Bias"));
        const auto found = recognize(bundle);
        QVERIFY2(found.usable(), qPrintable(problems(found)));
        QVERIFY(found.spec == shape);
        QCOMPARE(found.remarks.size(), std::size_t(1)); // the assumed attention length
    }

    void namesOfTensorFlow10AreRead()
    {
        const auto shape = spec("attention_rnn", {6, 4}, Attention::kWholeStack, 40);
        const auto found = recognize(bundleOf(eventRnnVariables(shape), [](std::string name) {
            return name.starts_with("fully") ? name : replaced(std::move(name), {{"kernel", "weights"}, {"bias", "biases"}});
        }));
        QVERIFY2(found.usable(), qPrintable(problems(found)));
        QVERIFY(found.spec == shape);
    }

    void spellings_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("canonical");
        QTest::newRow("RL tuner kernel") << "rnn_model/RNN/MultiRNNCell/Cell0/LSTMCell/W_0" << "rnn/multi_rnn_cell/cell_0/basic_lstm_cell/kernel";
        QTest::newRow("RL tuner bias") << "rnn_model/RNN/MultiRNNCell/Cell0/LSTMCell/B" << "rnn/multi_rnn_cell/cell_0/basic_lstm_cell/bias";
        QTest::newRow("RL tuner output") << "rnn_model/fully_connected/bias" << "fully_connected/biases";
        QTest::newRow("magenta.js") << "rnn/attention_cell_wrapper/attention_output_projection/kernel" << "rnn/attention_cell_wrapper/attn_output_projection/kernel";
        QTest::newRow("output suffix") << "fully_connected/weights:0" << "fully_connected/weights";
        QTest::newRow("cuDNN") << "cudnn_lstm/rnn/multi_rnn_cell/cell_1/cudnn_compatible_lstm_cell/kernel" << "rnn/multi_rnn_cell/cell_1/basic_lstm_cell/kernel";
        QTest::newRow("cuDNN, unequal layers") << "cudnn_lstm_2/rnn/multi_rnn_cell/cell_0/cudnn_compatible_lstm_cell/bias" << "rnn/multi_rnn_cell/cell_2/basic_lstm_cell/bias";
        QTest::newRow("stranger") << "decoder/multi_rnn_cell/cell_0/lstm_cell/kernel" << "decoder/multi_rnn_cell/cell_0/lstm_cell/kernel";
        QTest::newRow("empty") << "" << "";
    }
    void spellings()
    {
        QFETCH(QString, name);
        QFETCH(QString, canonical);
        const auto read = readVariableName(name.toStdString());
        QCOMPARE(QString::fromStdString(read.canonical), canonical);
        QVERIFY(read.role == VariableName::Role::kWeight);
        QCOMPARE(read.cudnn, name.startsWith("cudnn"));
    }

    void optimizerAndCountersAreNoWeights()
    {
        auto bundle = bundleOf(eventRnnVariables(spec("basic_rnn", {4})));
        bundle.add(bundle::makeTensor("fully_connected/weights/Adam_1", {4, 38}, std::vector<float>(152)));
        bundle.add(bundle::makeTensor("beta1_power", {}, std::vector<float>{0.9f}));
        bundle.add(bundle::makeTensor("global_step", {}, std::vector<std::int64_t>{12949}));
        const auto found = recognize(bundle);
        QVERIFY2(found.usable(), qPrintable(problems(found)));
        QCOMPARE(found.step, std::optional<std::int64_t>(12949));
        QCOMPARE(found.unused, (std::vector<std::string>{"beta1_power", "fully_connected/weights/Adam_1", "global_step"}));
        QCOMPARE(found.weights.size(), std::size_t(4));
    }

    void cudnnBiasesHoldTheForgetBias()
    {
        const auto found = recognize(bundleOf(eventRnnVariables(spec("basic_rnn", {4, 4})), [](std::string name) {
            return name.starts_with("fully") ? name : "cudnn_lstm/" + replaced(std::move(name), {{"basic_lstm_cell", "cudnn_compatible_lstm_cell"}});
        }));
        QVERIFY2(found.usable(), qPrintable(problems(found)));
        QCOMPARE(found.spec.forgetBias, 0.0f);
    }

    void theFilesOwnWordsAreTakenWhereTensorsAreSilent()
    {
        auto bundle = bundleOf(eventRnnVariables(spec("attention_rnn", {4}, Attention::kFirstLayer)));
        bundle.metadata = {{metadata::kConfig, "attention_rnn"}, {metadata::kHParams, R"({"attn_length":12,"dropout_keep_prob":0.25,"rnn_layer_sizes":[9]})"}, {metadata::kStep, "77"}};
        const auto found = recognize(bundle);
        QVERIFY2(found.usable(), qPrintable(problems(found)));
        QCOMPARE(found.spec.attn_length, 12);
        QCOMPARE(found.hparams.dropout_keep_prob, 0.25);
        QCOMPARE(found.hparams.rnn_layer_sizes, std::vector<int>{4});
        QCOMPARE(found.step, std::optional<std::int64_t>(77));
        QVERIFY(found.remarks.empty());
    }

    void whatIsMissingIsNamed()
    {
        auto bundle = bundleOf(eventRnnVariables(spec("basic_rnn", {4, 4})));
        std::erase_if(bundle.tensors, [](const bundle::Tensor& tensor) { return tensor.name.ends_with("cell_1/basic_lstm_cell/bias"); });
        const auto found = recognize(bundle);
        QVERIFY(!found.usable());
        QVERIFY2(problems(found).contains("rnn/multi_rnn_cell/cell_1/basic_lstm_cell/bias [16]"), qPrintable(problems(found)));
    }

    void aShapeThatDoesNotFitIsNamed()
    {
        auto bundle = bundleOf(eventRnnVariables(spec("basic_rnn", {4, 4})));
        bundle.add(bundle::makeTensor("rnn/multi_rnn_cell/cell_1/basic_lstm_cell/kernel", {9, 16}, std::vector<float>(144)));
        const auto found = recognize(bundle);
        QVERIFY(!found.usable());
        QVERIFY2(problems(found).contains("has the shape [9, 16], but the layers around it need [8, 16]"), qPrintable(problems(found)));
    }

    void strangersAreNotRecognised()
    {
        bundle::Bundle bundle;
        QVERIFY(!recognize(bundle).usable());
        bundle.add(bundle::makeTensor("encoder/mu/kernel", {2, 2}, std::vector<float>(4)));
        const auto found = recognize(bundle);
        QVERIFY(!found.usable());
        QVERIFY(!found.config);
        QCOMPARE(found.unused, std::vector<std::string>{"encoder/mu/kernel"});

        const auto odd = recognize(bundleOf(eventRnnVariables({.inputSize = 50, .numClasses = {51}, .rnn_layer_sizes = {4}})));
        QVERIFY(!odd.config);
        QVERIFY(problems(odd).contains("50 inputs and 51 classes"));
    }

    void aWeightThatIsNoNumberIsFound()
    {
        auto bundle = bundleOf(eventRnnVariables(spec("basic_rnn", {4})));
        QVERIFY(!firstNotFinite(recognize(bundle).weights));
        using Limits = std::numeric_limits<float>;
        const auto foundWith = [&](float value) {
            auto values = std::vector<float>(38);
            values[7] = value;
            bundle.add(bundle::makeTensor("fully_connected/biases", {38}, values));
            return firstNotFinite(recognize(bundle).weights);
        };
        for (const float value : {Limits::quiet_NaN(), -Limits::quiet_NaN(), Limits::signaling_NaN(), Limits::infinity(), -Limits::infinity()})
            QCOMPARE(foundWith(value), std::optional<std::string>("fully_connected/biases"));
        for (const float value : {Limits::max(), Limits::lowest(), Limits::denorm_min(), -0.0f})
            QVERIFY(!foundWith(value));
    }

    void publishedModelsAreRecognisedByTheirVariables()
    {
        SKIP_WITHOUT_SHARED("reference/published-variables.tsv");
        std::map<std::string, bundle::Bundle> models;
        for (const auto& row : test::readTsv(test::shared("reference/published-variables.tsv"))) {
            std::vector<std::int64_t> shape;
            for (const auto& part : row["shape"].split('x', Qt::SkipEmptyParts))
                shape.push_back(part.toLongLong());
            models[row["model"].toStdString()].tensors.push_back({.name = row["variable"].toStdString(), .shape = shape}); // names and shapes are all it needs
        }
        const auto drums = recognize(models.at("drum_kit_rnn"));
        QVERIFY2(drums.usable(), qPrintable(problems(drums)));
        QCOMPARE(drums.config->id, std::string_view("drum_kit"));
        QVERIFY(drums.spec.attention == Attention::kWholeStack);
        QCOMPARE(drums.spec.rnn_layer_sizes, (std::vector<int>{256, 256, 256}));
        const auto melody = recognize(models.at("melody_rnn"));
        QVERIFY2(melody.usable(), qPrintable(problems(melody)));
        QCOMPARE(melody.config->id, std::string_view("mono_rnn"));
        QCOMPARE(melody.spec.rnn_layer_sizes, (std::vector<int>{512, 512}));
    }
};

QTEST_GUILESS_MAIN(tst_Recognition)
#include "tst_recognition.moc"
