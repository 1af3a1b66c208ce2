#include "engine/study/latent_studies.h"

#include "engine/study/clip_corpus.h"
#include "tests/support/latent_models.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::study;

namespace {

/// Says, where it is told each step, the step it was told: what stands one step earlier.
class Echo : public test::FakeLatentNetwork {
public:
    using FakeLatentNetwork::FakeLatentNetwork;

    Result<models::Decoded> decode(const models::DecodeRequest& request) override
    {
        auto decoded = FakeLatentNetwork::decode(request);
        if (decoded && !request.given.empty())
            decoded->samples.assign(request.given.begin(), request.given.end());
        return decoded;
    }
};

generate::LatentModel echo()
{
    auto model = test::fakeLatentModel("cat-mel_2bar_small");
    model.network = std::make_shared<Echo>(model.network->spec());
    return model;
}

/// A clip of 32 steps of these classes, over and over.
LatentExample clipOf(std::vector<int> classes)
{
    LatentExample clip{.steps = 32, .inputs = std::vector<float>(32 * 90), .outputs = {}, .controls = {}, .lengths = {32}, .start = {}, .instrument = {}};
    for (std::size_t step = 0; step < 32; ++step)
        clip.inputs[step * 90 + static_cast<std::size_t>(classes[step % classes.size()])] = 1.0f;
    return clip;
}

} // namespace

class tst_LatentStudies : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTeacherTellsTheStepBefore()
    {
        const std::vector<LatentExample> clips{clipOf({40, 40, 41, 41})}; // every second step repeats the one before it
        const auto study = studyReconstruction(echo(), clips, 1).value();
        QCOMPARE(study.drawn.size(), std::size_t{1});
        QCOMPARE(study.drawn[0].teacherForced.value, 0.5);
        QCOMPARE(study.drawn[0].teacherForced.low, 0.5);
        QVERIFY(study.klBits > 0.0);
    }
    void theEndsOfTheBaselineAreTheClips()
    {
        const std::vector<LatentExample> clips{clipOf({40, 0, 41, 0}), clipOf({45, 0, 0, 0}), clipOf({40, 0, 0, 0}), clipOf({45, 0, 41, 0})};
        const auto study = studyInterpolation(echo(), clips, clips, 1).value();
        QCOMPARE(study.pairs, std::size_t{2});
        QCOMPARE(study.points.size(), std::size_t{9});
        QCOMPARE(study.points.front().dataHamming, 0.0);
        QCOMPARE(study.points.back().dataHamming, 0.25); // one step of four differs in both pairs
        QCOMPARE(study.points.front().dataCost, 1.0);
        QCOMPARE(study.points.back().dataCost, 1.0);
        QVERIFY(!studyInterpolation(echo(), std::span(clips).first(1), clips, 1));
    }
    void aVectorOfNothingChangesNothing()
    {
        generate::AttributeVectors vectors;
        vectors.vectors[generate::Attribute::kNoteDensity] = generate::Z(6, 0.0f);
        const auto study = studyAttributes(echo(), vectors, 8, {.seed = 1}).value();
        QCOMPARE(study.rows.size(), std::size_t{1});
        for (const auto& change : study.rows[0].added)
            QCOMPARE(change.percent, 0.0);
        QVERIFY(study.rows[0].subtracted[1].samples > 0);
    }
    void whatIsNotThereIsSaid()
    {
        const auto read = readClips(echo(), "no-such-folder.tfrecord", {});
        QCOMPARE(read.error().code, ErrorCode::kNotFound);
    }
};

QTEST_GUILESS_MAIN(tst_LatentStudies)
#include "tst_latent_studies.moc"
