#include "tests/support/tunes.h"

#include "engine/core/file_io.h"
#include "engine/datasets/create.h"
#include "engine/datasets/example_record.h"
#include "engine/formats/tfrecord.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <sched.h>

using namespace partita;
using datasets::MusicOptions;
using datasets::Part;
namespace fs = std::filesystem;

namespace {

constexpr int kBars = 12;

/// Keeps the process to one processor while it lives.
class OneProcessor {
public:
    OneProcessor()
    {
        ::sched_getaffinity(0, sizeof m_before, &m_before);
        cpu_set_t one;
        CPU_ZERO(&one);
        int first = 0;
        while (!CPU_ISSET(first, &m_before))
            ++first;
        CPU_SET(first, &one);
        ::sched_setaffinity(0, sizeof one, &one);
    }
    ~OneProcessor() { ::sched_setaffinity(0, sizeof m_before, &m_before); }

private:
    cpu_set_t m_before;
};

} // namespace

class tst_CreateDataSet : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path at(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }

    void write(const std::string& name, const std::vector<NoteSequence>& music) const { QVERIFY(test::writeRecords(at(name), music)); }

    Result<datasets::CreateReport> make(const std::string& music, const std::string& folder, const MusicOptions& options = {}, const char* id = "basic_rnn", double evalRatio = 0.0) const
    {
        datasets::CreateOptions create;
        create.gather.harvest = {.config = *models::findEventRnnConfig(id), .music = options};
        create.gather.inputs = {at(music)};
        create.gather.evalRatio = evalRatio;
        create.outputDir = at(folder);
        return datasets::createDataSet(create, [](const fs::path&, const std::string&) {}, [](std::int64_t, std::int64_t) {});
    }

    static std::vector<encoding::Example> examplesOf(const fs::path& file, const char* id = "basic_rnn")
    {
        std::vector<encoding::Example> examples;
        auto reader = formats::TfRecordReader::open(file).value();
        while (const auto record = reader.next().value())
            examples.push_back(datasets::fromRecord(*record, **models::findEventRnnConfig(id)).value());
        return examples;
    }

private Q_SLOTS:
    void initTestCase()
    {
        std::vector<NoteSequence> many;
        for (int i = 0; i < 60; ++i)
            many.push_back(test::scaleTune(kBars, 1 + i % 7, 1 + (i % 5 == 0), "tune " + std::to_string(i)));
        write("many.tfrecord", many);
        write("thirds.tfrecord", {test::scaleTune(kBars, 1, 2, "thirds")});
        write("one.tfrecord", {test::scaleTune(kBars, 1, 1, "one")});
    }

    void oneProcessorAndAllGiveEqualBytes()
    {
        const auto all = make("many.tfrecord", "all", {}, "lookback_rnn", 0.3);
        QVERIFY2(all, all ? "" : all.error().message.c_str());
        QVERIFY(all->gathered.training.sequences > 0 && all->gathered.eval.sequences > 0 && all->gathered.rejected > 0);
        const OneProcessor alone;
        const auto one = make("many.tfrecord", "alone", {}, "lookback_rnn", 0.3);
        QVERIFY(one);
        for (const auto& [a, b] : {std::pair{all->trainingFile, one->trainingFile}, {all->evalFile, one->evalFile}}) {
            const auto first = readFile(a, 1 << 26), second = readFile(b, 1 << 26);
            QVERIFY(first && second && first->size() > 1000);
            QVERIFY(*first == *second);
        }
        QVERIFY(all->gathered.statistics.counters == one->gathered.statistics.counters);
    }

    void polyphonicTracksAreLeftOutOrGiveTheirHighestNotes()
    {
        const auto strict = make("thirds.tfrecord", "strict");
        QVERIFY(strict);
        QCOMPARE(strict->gathered.training.sequences, 0);
        QCOMPARE(strict->gathered.rejected, 1);
        QCOMPARE(strict->gathered.totals.counters.at("polyphonic_tracks_discarded"), 1);
        QCOMPARE(fs::file_size(strict->trainingFile), std::uintmax_t(0));

        const auto highest = make("thirds.tfrecord", "highest", {.keepHighest = true});
        QVERIFY(highest);
        QCOMPARE(highest->gathered.reduced, 1);
        const auto single = make("one.tfrecord", "single");
        QVERIFY(single);
        const auto reduced = examplesOf(highest->trainingFile), plain = examplesOf(single->trainingFile);
        QVERIFY(plain.size() == 1 && plain.front().length() > 90);
        QCOMPARE(reduced.size(), plain.size());
        QCOMPARE(reduced.front().labels, plain.front().labels);
    }

    void highestNotesAreForMelodies()
    {
        const auto drums = make("one.tfrecord", "drums", {.keepHighest = true}, "drum_kit");
        QVERIFY(!drums && drums.error().code == ErrorCode::kInvalidArgument);
        QVERIFY(drums.error().message.find("--keep_highest") != std::string::npos);
    }

    void copiesAreMadeInTheKeysThatWereChosen()
    {
        const auto made = make("one.tfrecord", "keys", {.transpose = std::pair(-2, 1)}, "mono_rnn"); // a model without a key
        QVERIFY(made);
        const auto copies = examplesOf(made->trainingFile, "mono_rnn");
        QCOMPARE(copies.size(), std::size_t(4));
        const auto pitchesOf = [](const encoding::Example& example) {
            std::vector<int> pitches;
            for (const int label : example.labels)
                pitches.push_back(label - 2); // nothing new, note off, or a pitch
            return pitches;
        };
        const auto lowest = pitchesOf(copies.front());
        for (std::size_t copy = 1; copy < copies.size(); ++copy) {
            const auto pitches = pitchesOf(copies[copy]);
            QCOMPARE(pitches.size(), lowest.size());
            for (std::size_t i = 0; i < pitches.size(); ++i)
                QCOMPARE(pitches[i], lowest[i] < 0 ? lowest[i] : lowest[i] + static_cast<int>(copy));
        }
        const auto heldOut = make("one.tfrecord", "held", {.transpose = std::pair(-2, 1)}, "mono_rnn", 1.0);
        QVERIFY(heldOut);
        QCOMPARE(heldOut->gathered.eval.sequences, 1); // what is measured stays in its key
    }

    void impossibleTranspositionsAreRefused_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("low");
        QTest::addColumn<int>("high");
        QTest::newRow("the wrong way round") << "basic_rnn" << 3 << -3;
        QTest::newRow("beyond all pitches") << "basic_rnn" << -200 << 0;
        QTest::newRow("drums") << "drum_kit" << -1 << 1;
        QTest::newRow("lead sheets") << "basic_improv" << -1 << 1;
    }
    void impossibleTranspositionsAreRefused()
    {
        QFETCH(QString, id);
        QFETCH(int, low);
        QFETCH(int, high);
        const auto made = make("one.tfrecord", "refused", {.transpose = std::pair(low, high)}, id.toLatin1().constData());
        QVERIFY(!made && made.error().code == ErrorCode::kInvalidArgument);
        QVERIFY(made.error().message.find("--transpose") != std::string::npos);
    }

    void howMusicWasReadIsKeptAsText()
    {
        for (const MusicOptions& options : {MusicOptions{}, MusicOptions{doctor::Convention::kForPeople, true, std::pair(-5, 6)}, MusicOptions{.keepHighest = true}})
            QVERIFY(datasets::musicOptionsFrom(datasets::textOf(options)).value() == options);
        QCOMPARE(datasets::textOf({}), std::string("{}"));
        QVERIFY(!datasets::musicOptionsFrom("{\"transpose\": [1]}"));
        QVERIFY(!datasets::musicOptionsFrom(""));
    }
};

QTEST_GUILESS_MAIN(tst_CreateDataSet)
#include "tst_create_data_set.moc"
