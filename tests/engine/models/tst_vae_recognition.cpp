#include "engine/models/checkpoint_contents.h"
#include "engine/models/vae_recognition.h"
#include "engine/models/vae_variables.h"
#include "tests/support/shared.h"

#include <QTest>

using namespace partita;
using namespace partita::models;

namespace {

/// A tensor of a shape that is looked at and never read.
bundle::Tensor shapeOnly(std::string name, std::vector<std::int64_t> shape)
{
    bundle::Tensor tensor;
    tensor.name = std::move(name);
    tensor.shape = std::move(shape);
    return tensor;
}

bundle::Bundle bundleOf(const VaeSpec& spec, const char* file = "model.ckpt")
{
    bundle::Bundle bundle;
    bundle.files = {file};
    for (const auto& [name, shape] : vaeVariables(spec))
        bundle.add(shapeOnly(name, shape));
    return bundle;
}

const VaeConfig& row(std::string_view id)
{
    return *findVaeConfig(id).value();
}

QString text(const std::vector<std::string>& sentences)
{
    QStringList list;
    for (const auto& sentence : sentences)
        list << QString::fromStdString(sentence);
    return list.join(' ');
}

/// Published checkpoints that the reference lists by name and shape, of MusicVAE.
std::map<QString, bundle::Bundle> published()
{
    std::map<QString, bundle::Bundle> bundles;
    for (const auto& line : test::readTsv(test::shared("reference/published-variables.tsv"))) {
        std::vector<std::int64_t> shape;
        for (const auto& dimension : line["shape"].split('x', Qt::SkipEmptyParts))
            shape.push_back(dimension.toLongLong());
        bundles[line["model"]].add(shapeOnly(line["variable"].toStdString(), shape));
        bundles[line["model"]].files = {line["model"].toStdString()};
    }
    std::erase_if(bundles, [](const auto& each) { return !looksLikeVae(each.second); });
    return bundles;
}

} // namespace

class tst_VaeRecognition : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRowIsRecognisedByItsTensors()
    {
        for (const auto& config : vaeConfigs()) {
            auto bundle = bundleOf(config.shape, (std::string(config.id) + ".tar").c_str());
            const auto found = recognizeVae(bundle);
            QVERIFY2(found.usable(), qPrintable(text(found.problems)));
            QCOMPARE(found.config->id, config.id);
            QCOMPARE(found.spec, config.shape);
            QCOMPARE(found.weights.size(), bundle.tensors.size());
        }
    }

    void publishedCheckpointsAreRecognised()
    {
        SKIP_WITHOUT_SHARED("reference/published-variables.tsv");
        const auto bundles = published();
        QVERIFY(!bundles.empty());
        for (const auto& [name, bundle] : bundles) {
            const auto found = recognizeVae(bundle);
            const auto problems = text(found.problems).toUtf8();
            QVERIFY2(found.usable(), (name.toUtf8() + ": " + problems).constData());
            QVERIFY2(found.config, qPrintable(name));
            QCOMPARE(found.unused.size(), std::size_t{0});
        }
    }

    void whatTrainingLeavesIsPassedOver()
    {
        auto bundle = bundleOf(row("hierdec-mel_16bar").shape);
        const std::string core = "core_decoder/decoder/multi_rnn_cell/cell_0/lstm_cell/kernel";
        for (const auto& name : {core + "/Adam", core + "/Adam_1", std::string("beta1_power"), std::string("beta2_power"), std::string("core_decoder/decoder/cudnn_lstm/opaque_kernel"),
                                 std::string("core_decoder/decoder/cudnn_lstm/opaque_kernel/Adam")})
            bundle.add(shapeOnly(name, {3}));
        bundle.add(bundle::makeTensor("global_step", {}, std::vector<std::int64_t>{25000}));
        const auto found = recognizeVae(bundle);
        QVERIFY2(found.usable(), qPrintable(text(found.problems)));
        QCOMPARE(found.unused.size(), std::size_t{7});
        QCOMPARE(found.step, 25000);
        QVERIFY(found.summary().starts_with("hierdec-mel_16bar: melodies"));
    }

    void missingTensorsAreNamed()
    {
        auto bundle = bundleOf(row("cat-mel_2bar_small").shape);
        std::erase_if(bundle.tensors, [](const bundle::Tensor& tensor) { return tensor.name.starts_with("encoder/cell_0") && tensor.name.ends_with("kernel"); });
        const auto found = recognizeVae(bundle);
        QVERIFY(!found.usable());
        QVERIFY(found.config);
        QVERIFY2(text(found.problems).contains("encoder/cell_0/bidirectional_rnn/bw/multi_rnn_cell/cell_0/lstm_cell/kernel [602, 2048]"), qPrintable(text(found.problems)));
    }

    void otherSizesAreTakenFromTheTensors()
    {
        const auto& config = row("groovae_2bar_hits_control_tfds");
        auto hparams = config.hparams;
        hparams.enc_rnn_size = {40};
        hparams.dec_rnn_size = {48, 24};
        hparams.z_size = 12;
        const auto spec = vaeSpec(config, hparams).value();
        const auto found = recognizeVae(bundleOf(spec));
        QVERIFY2(found.usable(), qPrintable(text(found.problems)));
        QCOMPARE(found.config->id, config.id);
        QCOMPARE(found.spec, spec);
    }

    void alikeModelsAreToldApartByTheirFile()
    {
        const auto& shape = row("groovae_4bar").shape;
        QCOMPARE(recognizeVae(bundleOf(shape, "somewhere/groovae_2bar_add_closed_hh.tar")).config->id, "groovae_2bar_add_closed_hh");
        const auto unnamed = recognizeVae(bundleOf(shape));
        QCOMPARE(unnamed.alike.size(), std::size_t{5});
        QVERIFY2(text(unnamed.remarks).contains("--config"), qPrintable(text(unnamed.remarks)));
        QCOMPARE(recognizeVaeAs(bundleOf(shape), "groovae_2bar_humanize").value().config->id, "groovae_2bar_humanize");
    }

    /// The mistake of a well-known tutorial.
    void drumsCannotTakeMelodies()
    {
        const auto refused = recognizeVaeAs(bundleOf(row("groovae_4bar").shape, "groovae_4bar.tar"), "cat-mel_2bar_big");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::kMismatch);
        for (const char* part : {"groovae_4bar", "cat-mel_2bar_big", "--config=groovae_4bar", "27", "90", "melodies"})
            QVERIFY2(QString::fromStdString(refused.error().message).contains(part), refused.error().message.c_str());
        QCOMPARE(recognizeVaeAs(bundleOf(row("groovae_4bar").shape), "nothing").error().code, ErrorCode::kNotFound);
    }

    void hostileShapesAreNoModel()
    {
        auto bundle = bundleOf(row("cat-mel_2bar_small").shape);
        for (auto& tensor : bundle.tensors)
            tensor.shape.assign(tensor.shape.size(), std::int64_t{1} << 40);
        QVERIFY(!recognizeVae(bundle).usable());
        for (auto& tensor : bundle.tensors)
            tensor.shape = {0, 0};
        QVERIFY(!recognizeVae(bundle).usable());
    }
};

QTEST_GUILESS_MAIN(tst_VaeRecognition)
#include "tst_vae_recognition.moc"
