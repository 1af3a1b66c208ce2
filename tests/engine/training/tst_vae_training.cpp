// needs: neural
// MusicVAE's training as users start it: events, resuming, held-out and official partitions, refusals.
#include "tests/engine/training/training_run.h"
#include "tests/support/tunes.h"

#include "engine/bundle/safetensors.h"
#include "engine/core/file_io.h"
#include "engine/neural/neural.h"
#include "engine/runs/run_folder.h"
#include "engine/training/course.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace partita;
using test::train;
using training::Json;
namespace fs = std::filesystem;

namespace {

constexpr const char* kSmall = "enc_rnn_size=[8],dec_rnn_size=[8,7],z_size=4,batch_size=4";

} // namespace

class TestVaeTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        for (std::uint64_t i = 0; i < 12; ++i) {
            QVERIFY(test::writeMidi(path("tunes/" + std::to_string(i) + ".mid"), test::randomTune(i, 4, false)));
            QVERIFY(test::writeMidi(path("drums/" + std::to_string(i) + ".mid"), test::randomTune(i, 4, true)));
        }
    }

    void eventsCarryBothHalvesOfTheLossAndTheRates()
    {
        auto options = melodies("run", 6);
        const auto run = train(options);
        QVERIFY2(run.outcome, run.outcome ? "" : run.outcome.error().message.c_str());
        QCOMPARE(run.of("train").size(), 6u);
        for (const auto& event : run.of("train"))
            for (const char* name : {"loss", "r_loss", "kl_loss", "kl_bits", "accuracy", "kl_beta", "learning_rate", "sampling_probability", "global_norm"})
                QVERIFY2(event.contains(name) && event[name].is_number(), name);
        const auto first = run.of("train").front();
        QCOMPARE(first["kl_beta"].get<double>(), 0.0); // 1 − rate^0
        QVERIFY(first["sampling_probability"].get<double>() > 0.0);
        QVERIFY(run.of("data").front()["eval_sequences"].get<int>() > 0);
        QVERIFY(run.of("eval").back()["loss"].get<double>() < 32 * std::log(90.0)); // better than guessing
        QVERIFY(run.of("train").back()["loss"].get<double>() < first["loss"].get<double>());
    }

    void aStoppedRunGoesOnToTheSameNumbers()
    {
        const auto whole = train(melodies("whole", 9));
        QVERIFY(whole.outcome);
        const auto first = train(melodies("parts", 5));
        const auto second = train(melodies("parts", 9));
        QVERIFY(first.outcome && second.outcome);
        QCOMPARE(first.numbers({"train"}) + second.numbers({"train"}), whole.numbers({"train"}));
        QCOMPARE(second.numbers({"eval"}).back(), whole.numbers({"eval"}).back());
    }

    void passesMoveThePiecesUnlessTheDataSetIsCached()
    {
        auto options = melodies("cached", 30);
        options.cache_dataset = true;
        const auto cached = train(options);
        const auto drawn = train(melodies("drawn", 30));
        QVERIFY(cached.outcome && drawn.outcome);
        QVERIFY(drawn.of("train").back()["epoch"].get<int>() > 0);
        QCOMPARE(cached.numbers({"train"}).first(), drawn.numbers({"train"}).first()); // in the first pass all is the same
        QVERIFY(cached.numbers({"train"}).back() != drawn.numbers({"train"}).back());
    }

    void groovesTellWhatEachPartOfTheDrumsLoses()
    {
        auto options = melodies("groove", 4);
        options.config = "groovae_2bar_humanize";
        options.examples_path = {path("drums")};
        const auto run = train(options);
        QVERIFY2(run.outcome, run.outcome ? "" : run.outcome.error().message.c_str());
        for (const char* name : {"hits_loss", "velocities_loss", "offsets_loss", "recall", "precision", "velocity_error", "offset_error"})
            QVERIFY2(run.of("eval").back().contains(name), name);
    }

    void aTableOfTheFolderSaysWhatIsHeldOut()
    {
        std::string table = "id,midi_filename,split\n";
        for (int i = 0; i < 12; ++i)
            table += std::to_string(i) + "," + std::to_string(i) + ".mid," + (i < 7 ? "train" : i < 9 ? "validation" : "test") + "\n";
        QVERIFY(writeFileAtomically(path("drums/info.csv"), table));
        auto options = melodies("official", 1);
        options.config = "groovae_2bar_humanize";
        options.examples_path = {path("drums")};
        const auto run = train(options);
        QVERIFY(run.outcome);
        const auto data = run.of("data").front();
        QCOMPARE(data["training_files"].get<int>(), 7);
        QCOMPARE(data["eval_files"].get<int>(), 2);
        const auto report = neural::open().value()->evaluate({.checkpoint = path("official"), .examples_path = {path("drums")}});
        QVERIFY2(report, report ? "" : report.error().message.c_str());
        QCOMPARE(report->at("same_data").get<bool>(), true);
        QCOMPARE(report->at("test").at("examples").get<int>(), 3 * report->at("eval").at("examples").get<int>() / 2);
        QVERIFY(report->at("eval").contains("sampled_recall"));
    }

    void gradientsTooLongAreCountedAndTrainingGoesOn()
    {
        auto options = melodies("long", 3);
        options.hparams += ",grad_norm_clip_to_zero=0";
        const auto run = train(options);
        QVERIFY(run.outcome);
        QCOMPARE(run.of("train").back()["zeroed_gradients"].get<double>(), 3.0);
    }

    void aLossThatIsNoNumberEndsTheRun()
    {
        auto options = melodies("wild", 40);
        options.hparams += ",learning_rate=1000000,clip_mode=value,grad_clip=1000000";
        const auto run = train(options);
        QVERIFY(!run.outcome);
        QVERIFY2(run.outcome.error().message.find("diverged") != std::string::npos, run.outcome.error().message.c_str());
        QCOMPARE(run.of("failed").size(), 1u);
        QCOMPARE(runs::readRun(path("wild")).value().status, runs::Status::kFailed);
    }

    void theLastGoodCheckpointIsOffered()
    {
        auto options = melodies("spoilt", 3);
        options.eval_frequency = 1;
        QVERIFY(train(options).outcome);
        const auto checkpoints = runs::readRun(path("spoilt")).value().checkpoints;
        const auto newest = path("spoilt") / checkpoints.latest()->model;
        auto model = bundle::readSafetensors(newest).value();
        auto spoilt = model.tensors.front();
        std::vector<float> values(static_cast<std::size_t>(spoilt.size()), NAN);
        model.add(bundle::makeTensor(spoilt.name, spoilt.shape, std::span<const float>(values)));
        QVERIFY(bundle::writeSafetensors(newest, model));
        options.num_training_steps = 6;
        const auto run = train(options);
        QVERIFY(!run.outcome);
        const auto good = (path("spoilt") / checkpoints.at(2)->model).string();
        QCOMPARE(run.of("failed").front().at("checkpoint").get<std::string>(), good);
        QVERIFY(run.outcome.error().message.find("The loss of step 4 is not a finite number") != std::string::npos);
        QVERIFY(run.outcome.error().message.find(good) != std::string::npos);

        auto next = melodies("mended", 3); // what the sentence proposes
        next.warm_start = good;
        QVERIFY(train(next).outcome);
    }

    void aRunBeginsWithTheWeightsOfAnother()
    {
        const auto first = train(melodies("first", 20));
        auto options = melodies("warm", 20);
        options.warm_start = path("first");
        const auto warm = train(options);
        QVERIFY2(warm.outcome, warm.outcome ? "" : warm.outcome.error().message.c_str());
        QVERIFY(warm.events.front().at("step") == 0); // Adam and the steps begin anew
        QVERIFY(warm.of("train").front().at("r_loss").get<double>() < first.of("train").front().at("r_loss").get<double>());
        QVERIFY(warm.of("eval").back().at("loss").get<double>() < first.of("eval").back().at("loss").get<double>());
    }

    void aRunThatCannotBeginWithAnotherSaysWhy_data()
    {
        QTest::addColumn<QString>("hparams");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("says");
        QTest::newRow("other sizes") << "enc_rnn_size=[8],dec_rnn_size=[9,7],z_size=4,batch_size=4" << "model" << "cannot be what cat-mel_2bar_small begins with";
        QTest::newRow("another latent space") << "enc_rnn_size=[8],dec_rnn_size=[8,7],z_size=5,batch_size=4" << "model" << "cannot be what cat-mel_2bar_small begins with";
        QTest::newRow("drums") << kSmall << "drummer" << "groovae_2bar_humanize";
        QTest::newRow("nothing there") << kSmall << "nowhere" << "nowhere";
        QTest::newRow("music") << kSmall << "tunes/1.mid" << "1.mid";
    }
    void aRunThatCannotBeginWithAnotherSaysWhy()
    {
        QFETCH(QString, hparams);
        QFETCH(QString, file);
        QFETCH(QString, says);
        QVERIFY(train(melodies("model", 1)).outcome);
        auto drums = melodies("drummer", 1);
        drums.config = "groovae_2bar_humanize";
        drums.examples_path = {path("drums")};
        QVERIFY(train(drums).outcome);
        auto options = melodies("refused", 1);
        options.hparams = hparams.toStdString();
        options.warm_start = path(file.toStdString());
        const auto run = train(options);
        QVERIFY(!run.outcome);
        QVERIFY2(QString::fromStdString(run.outcome.error().message).contains(says), run.outcome.error().message.c_str());
        QVERIFY(!fs::exists(options.run_dir));
    }

    void aLaterPassCanBeInterruptedAndLosesNothing()
    {
        const auto options = melodies("unused", 1);
        auto course = training::openVaeCourse(options).value();
        QVERIFY(course->start(nullptr));
        std::stop_source stop;
        int heard = 0;
        bool later = false;
        const auto reading = [&](std::int64_t files, std::int64_t) {
            ++heard;
            if (later && files == 2)
                stop.request_stop();
        };
        QVERIFY(course->read(reading, stop.get_token()));
        QCOMPARE(heard, 12);
        QVERIFY(course->begin());
        later = true;
        heard = 0;
        Result<void> outcome;
        while (outcome)
            outcome = course->step();
        QCOMPARE(outcome.error().code, ErrorCode::kStopped);
        QVERIFY2(heard < 12, "it read to the end");
        QCOMPARE(course->epoch(), 0);
        const auto steps = course->steps();

        // What is saved then goes on as if nothing had been.
        QVERIFY(makeFolder(path("saved/checkpoints")));
        const auto checkpoint = course->save(path("saved"), {}, {});
        QVERIFY(checkpoint);
        const auto afterwards = [&](bool resumed) {
            auto again = training::openVaeCourse(options).value();
            bool well = again->start(nullptr) && again->read({}, {}) && (!resumed || again->resume(path("saved"), *checkpoint)) && again->begin();
            while (well && again->steps() < steps + 2)
                well = again->step().has_value();
            return well ? again->trained() : training::Metrics();
        };
        QCOMPARE(afterwards(true).at("loss"), afterwards(false).at("loss"));
    }

    void dropoutInEvaluationIsRefused()
    {
        auto options = melodies("dropped", 1);
        options.dropout_in_eval = true;
        const auto run = train(options);
        QVERIFY(!run.outcome);
        QVERIFY(run.outcome.error().message.find("--dropout_in_eval") != std::string::npos);
    }

    void refusalsSayWhatIsWrong_data()
    {
        QTest::addColumn<QString>("config");
        QTest::addColumn<QString>("hparams");
        QTest::addColumn<QString>("examples");
        QTest::addColumn<QString>("says");
        QTest::newRow("drums for melodies") << "cat-mel_2bar_small" << kSmall << "drums" << "gives an example";
        QTest::newRow("hparams") << "cat-mel_2bar_small" << "z_sise=4" << "tunes" << "z_sise";
        QTest::newRow("no latent space") << "cat-mel_2bar_small" << "z_size=0" << "tunes" << "z_size";
        QTest::newRow("no decoder") << "cat-mel_2bar_small" << "dec_rnn_size=[]" << "tunes" << "dec_rnn_size";
        QTest::newRow("a layer of nothing") << "cat-mel_2bar_small" << "enc_rnn_size=[0]" << "tunes" << "enc_rnn_size";
        QTest::newRow("less than nothing") << "cat-mel_2bar_small" << "dec_rnn_size=[8,-1]" << "tunes" << "dec_rnn_size";
        QTest::newRow("an empty batch") << "cat-mel_2bar_small" << "batch_size=0" << "tunes" << "batch_size";
        QTest::newRow("unknown clipping") << "cat-mel_2bar_small" << "clip_mode=hard" << "tunes" << "clip_mode";
        QTest::newRow("unknown schedule") << "cat-mel_2bar_small" << "sampling_schedule=linear" << "tunes" << "sampling_schedule";
        QTest::newRow("beta that grows") << "cat-mel_2bar_small" << "beta_rate=1.5" << "tunes" << "beta_rate";
        QTest::newRow("not sixteen bars") << "hierdec-mel_16bar" << "max_seq_len=32" << "tunes" << "max_seq_len";
    }
    void refusalsSayWhatIsWrong()
    {
        QFETCH(QString, config);
        QFETCH(QString, hparams);
        QFETCH(QString, examples);
        QFETCH(QString, says);
        auto options = melodies("refused", 1);
        options.config = config.toStdString();
        options.hparams = hparams.toStdString();
        options.examples_path = {path(examples.toStdString())};
        const auto run = train(options);
        QVERIFY(!run.outcome);
        QVERIFY2(QString::fromStdString(run.outcome.error().message).contains(says), run.outcome.error().message.c_str());
    }

private:
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }

    training::TrainOptions melodies(const std::string& run, std::int64_t steps) const
    {
        training::TrainOptions options;
        options.config = "cat-mel_2bar_small";
        options.hparams = kSmall;
        options.examples_path = {path("tunes")};
        options.run_dir = path(run);
        options.num_training_steps = steps;
        options.eval_ratio = 0.3;
        options.seed = 3;
        options.summary_frequency = 1;
        options.threads = 1;
        return options;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestVaeTraining)
#include "tst_vae_training.moc"
