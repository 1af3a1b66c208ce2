// needs: neural
// MusicVAE's gradients against finite differences of its loss, in the parts that no golden case covers and in some that they do.
#include "engine/core/rng.h"
#include "engine/models/vae_variables.h"
#include "engine/neural/neural.h"

#include <QTest>

#include <cmath>

using namespace partita;
using models::VaeHead;
using models::VaeSpec;
using training::Tensors;
using training::VaeBatch;
using training::VaeNoise;

namespace {

constexpr int kExamples = 3, kSteps = 8;

/// Small and flat: reads and makes six classes.
VaeSpec plain()
{
    return {.inputDepth = 6, .outputDepth = 6, .z_size = 3, .max_seq_len = kSteps, .enc_rnn_size = {5, 5}, .dec_rnn_size = {5, 5}, .cores = {{6}}};
}

VaeSpec with(auto change)
{
    auto spec = plain();
    change(spec);
    return spec;
}

Tensors randomWeights(const VaeSpec& spec)
{
    Tensors weights;
    Rng rng(17);
    for (const auto& [name, shape] : models::vaeVariables(spec)) {
        std::vector<float> values(static_cast<std::size_t>(*bundle::elementCount(shape)));
        for (float& value : values)
            value = static_cast<float>(0.4 * rng.normal());
        weights.emplace(name, bundle::makeTensor(name, shape, std::span<const float>(values)));
    }
    return weights;
}

/// A step of what core decoders make: one class of each softmax, bits, or drums with dynamics and timing.
void appendStep(std::vector<float>& values, const VaeSpec& spec, Rng& rng)
{
    for (const auto& parts : spec.cores)
        for (const int part : parts) {
            const auto begin = values.size();
            values.resize(begin + static_cast<std::size_t>(part));
            if (spec.head == VaeHead::kCategorical) {
                values[begin + rng.below(static_cast<std::uint64_t>(part))] = 1.0f;
                continue;
            }
            const std::size_t bits = spec.head == VaeHead::kGroove ? static_cast<std::size_t>(part) / 3 : static_cast<std::size_t>(part);
            for (std::size_t i = 0; i < bits; ++i) {
                const bool set = rng.uniform() < 0.4;
                values[begin + i] = set;
                if (spec.head == VaeHead::kGroove && set) {
                    values[begin + bits + i] = static_cast<float>(rng.uniform());
                    values[begin + 2 * bits + i] = static_cast<float>(2.0 * rng.uniform() - 1.0);
                }
            }
        }
}

VaeBatch randomBatch(const VaeSpec& spec)
{
    Rng rng(5);
    VaeBatch batch{.size = kExamples, .steps = kSteps, .numLengths = spec.encoderSegments(), .inputs = {}, .targets = {}, .controls = {}, .lengths = {}};
    for (int i = 0; i < kExamples * kSteps; ++i) {
        appendStep(batch.inputs, spec, rng);
        for (int control = 0; control < spec.controlDepth; ++control)
            batch.controls.push_back(static_cast<float>(rng.normal()));
    }
    const bool hierarchical = spec.hierarchicalEncoder() || spec.hierarchicalDecoder();
    for (int i = 0; i < kExamples * batch.numLengths; ++i)
        batch.lengths.push_back(hierarchical ? kSteps / batch.numLengths : kSteps - 3 * (i % 2));
    return batch;
}

} // namespace

Q_DECLARE_METATYPE(models::VaeSpec)

class TestVaeGradients : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gradientsAreSlopesOfTheLoss_data()
    {
        QTest::addColumn<VaeSpec>("spec");
        QTest::newRow("plain") << plain();
        QTest::newRow("residual layers") << with([](VaeSpec& spec) { spec.residual_encoder = spec.residual_decoder = true; });
        QTest::newRow("residual layers of unlike sizes") << with([](VaeSpec& spec) {
            spec.residual_encoder = spec.residual_decoder = true;
            spec.enc_rnn_size = {5, 4};
            spec.dec_rnn_size = {4, 6, 6};
        });
        QTest::newRow("several softmaxes of one core") << with([](VaeSpec& spec) { spec.cores = {{4, 2}}; });
        QTest::newRow("several cores") << with([](VaeSpec& spec) { spec.cores = {{4}, {2}}; });
        QTest::newRow("a conductor") << with([](VaeSpec& spec) { spec.decoderLevels = {2, 4}; });
        QTest::newRow("a conductor that reads back") << with([](VaeSpec& spec) {
            spec.decoderLevels = {4, 2};
            spec.conductorReadsBack = true;
        });
        QTest::newRow("conductor, cores, softmaxes, residual") << with([](VaeSpec& spec) {
            spec.decoderLevels = {2, 4};
            spec.conductorReadsBack = true;
            spec.residual_decoder = true;
            spec.cores = {{2, 2}, {2}};
        });
        QTest::newRow("segments of an encoder") << with([](VaeSpec& spec) {
            spec.encoderLevels = {4, 2};
            spec.decoderLevels = {2, 4};
        });
        QTest::newRow("controls") << with([](VaeSpec& spec) { spec.controlDepth = 2; });
        QTest::newRow("controls that layers read first") << with([](VaeSpec& spec) {
            spec.controlDepth = 2;
            spec.control_preprocessing_rnn_size = {3};
        });
        QTest::newRow("bits") << with([](VaeSpec& spec) {
            spec.head = VaeHead::kBoolean;
            spec.inputDepth = spec.outputDepth = 1;
            spec.cores = {{1}};
        });
        QTest::newRow("bits that depend on each other") << with([](VaeSpec& spec) {
            spec.head = VaeHead::kNade;
            spec.nade_num_hidden = 4;
        });
        QTest::newRow("grooves") << with([](VaeSpec& spec) { spec.head = VaeHead::kGroove; });
    }
    void gradientsAreSlopesOfTheLoss()
    {
        QFETCH(VaeSpec, spec);
        models::VaeHParams hparams;
        hparams.max_beta = 0.5;
        hparams.free_bits = 0.1;
        hparams.sampling_rate = 0.0;
        hparams.dropout_keep_prob = 1.0;
        const auto weights = randomWeights(spec);
        const auto batch = randomBatch(spec);
        VaeNoise noise;
        Rng rng(3);
        for (int i = 0; i < kExamples * spec.z_size; ++i)
            noise.eps.push_back(static_cast<float>(rng.normal()));

        const auto trainerOf = [&](const Tensors& values) { return neural::open().value()->resumeVaeTrainer({spec, hparams, 1, "cpu"}, values, {}, 1000); };
        const auto lossOf = [&](const Tensors& values) {
            training::VaeTrace trace;
            if (!trainerOf(values).value()->evaluate(batch, {.input = training::DecoderInput::kTeacher, .noise = &noise, .trace = &trace}))
                return std::nan("");
            double loss = 0.0;
            for (int i = 0; i < kExamples; ++i)
                loss += (trace.reconstruction[static_cast<std::size_t>(i)] + hparams.max_beta * std::max(0.0, trace.kl[static_cast<std::size_t>(i)] - hparams.free_bits * std::log(2.0))) / kExamples;
            return loss;
        };
        neural::open().value()->setThreads(1);
        const auto trainer = trainerOf(weights);
        QVERIFY2(trainer, trainer ? "" : trainer.error().message.c_str());
        const auto gradients = (*trainer)->gradients(batch, &noise);
        QVERIFY2(gradients, gradients ? "" : gradients.error().message.c_str());
        QCOMPARE(gradients->size(), weights.size());

        // Along its own gradient, a variable's slope is the gradient's length.
        for (const auto& [name, gradient] : *gradients) {
            const auto slopes = bundle::floats(gradient);
            double length = 0.0;
            for (const float slope : slopes)
                length += static_cast<double>(slope) * slope;
            length = std::sqrt(length);
            QVERIFY2(length > 1e-4, name.c_str()); // each has a part in the loss
            constexpr double kStep = 0.01;
            const auto moved = [&](double by) {
                auto values = weights;
                auto floats = bundle::floats(values.at(name));
                for (std::size_t i = 0; i < floats.size(); ++i)
                    floats[i] += static_cast<float>(by * slopes[i] / length);
                values.at(name) = bundle::makeTensor(name, gradient.shape, std::span<const float>(floats));
                return lossOf(values);
            };
            const double found = (moved(kStep) - moved(-kStep)) / (2.0 * kStep);
            QVERIFY2(std::abs(found - length) < 0.01 * length + 2e-3, qPrintable(QString("%1: %2 instead of %3").arg(name.c_str()).arg(found).arg(length)));
        }
    }
};

QTEST_GUILESS_MAIN(TestVaeGradients)
#include "tst_vae_gradients.moc"
