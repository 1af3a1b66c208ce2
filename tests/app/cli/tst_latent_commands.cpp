// label: slow
// needs: neural, programs
#include "engine/midi/note_sequence.h"
#include "tests/support/latent_checkpoint.h"
#include "tests/support/music_text.h"
#include "tests/support/program.h"

#include <QtTest/QtTest>

#include <QTemporaryDir>

#include <nlohmann/json.hpp>

using namespace partita;
using test::Ran;

namespace {

/// Quarters that go up and down a scale, at `qpm`.
NoteSequence tune(int bars, int tonic, double qpm)
{
    constexpr int kScale[] = {0, 2, 4, 5, 7, 9, 11, 12, 9, 5};
    NoteSequence music;
    music.tempos = {{Seconds(0.0), qpm}};
    for (int i = 0; i < 4 * bars; ++i)
        music.notes.push_back({.pitch = tonic + kScale[(i * (1 + i / 8)) % 10], .velocity = 90, .startTime = Seconds(i * 60.0 / qpm), .endTime = Seconds((i + 1) * 60.0 / qpm)});
    music.totalTime = music.notes.back().endTime;
    return music;
}

NoteSequence withDrums(NoteSequence music)
{
    const std::size_t notes = music.notes.size();
    for (std::size_t i = 0; i < notes; ++i)
        music.notes.push_back({.pitch = i % 2 ? 38 : 36, .velocity = 80, .startTime = music.notes[i].startTime, .endTime = music.notes[i].endTime, .instrument = 9, .isDrum = true});
    return music;
}

void write(const QString& path, const NoteSequence& music)
{
    const auto bytes = midi::write(midi::fromNoteSequence(music).value());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

QStringList filesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::Files, QDir::Name);
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class tst_LatentCommands : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString at(const QString& name) const { return m_folder.filePath(name); }
    Ran run(const QStringList& arguments, const QByteArray& input = {}) const
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("HOME", m_folder.path());
        environment.insert("PARTITA_DATA", m_folder.path()); // no models but the test's own
        environment.insert("PARTITA_RESOURCES", m_folder.path());
        return test::partitaIn(m_folder.path(), arguments, input, environment);
    }

private Q_SLOTS:
    void initTestCase()
    {
        test::writeLatentCheckpoint(at("melodies.safetensors").toStdString(), "cat-mel_2bar_small");
        test::writeLatentCheckpoint(at("grooves.safetensors").toStdString(), "groovae_2bar_humanize");
        write(at("a.mid"), tune(2, 60, 120.0));
        write(at("b.mid"), tune(2, 65, 120.0));
        write(at("long.mid"), withDrums(tune(5, 62, 90.0)));
        write(at("beat.mid"), withDrums(tune(3, 62, 100.0)));
        QDir(m_folder.path()).mkdir("tunes");
        for (int i = 0; i < 12; ++i)
            write(at(QString("tunes/%1.mid").arg(i)), tune(3 + i % 4, 55 + i, 100.0));
    }

    void equalSeedsGiveEqualFolders()
    {
        const auto first = run({"sample", "--checkpoint_file=melodies.safetensors", "--num_outputs=3", "--seed=5", "--temperature=1", "--output_dir=s1", "--json"});
        QCOMPARE(first.status, 0);
        QCOMPARE(first.json()["config"], "cat-mel_2bar_small");
        QCOMPARE(run({"sample", "--checkpoint_file=melodies.safetensors", "--num_outputs=2", "--seed=5", "--temperature=1", "--output_dir=s2"}).status, 0);
        QCOMPARE(filesIn(at("s1")), (QStringList{"cat-mel_2bar_small_sample-000-of-003.mid", "cat-mel_2bar_small_sample-001-of-003.mid", "cat-mel_2bar_small_sample-002-of-003.mid"}));
        QCOMPARE(bytesOf(at("s2/cat-mel_2bar_small_sample-001-of-002.mid")), bytesOf(at("s1/cat-mel_2bar_small_sample-001-of-003.mid")));
        QVERIFY(bytesOf(at("s1/cat-mel_2bar_small_sample-000-of-003.mid")) != bytesOf(at("s1/cat-mel_2bar_small_sample-001-of-003.mid")));
    }
    void theEndsOfAnInterpolationAreTheReconstructions()
    {
        const QStringList model{"--checkpoint_file=melodies.safetensors", "--seed=3", "--temperature=0.7"};
        for (const auto* method : {"slerp", "linear"}) {
            QCOMPARE(run(QStringList{"interpolate", "a.mid", "b.mid", "--num_outputs=4", QString("--method=%1").arg(method), QString("--output_dir=i-%1").arg(method)} + model).status, 0);
            for (const auto& [name, place] : {std::pair{"a", "000"}, std::pair{"b", "003"}}) {
                QCOMPARE(run(QStringList{"reconstruct", QString("%1.mid").arg(name), QString("--output_dir=r-%1").arg(name)} + model).status, 0);
                QCOMPARE(bytesOf(at(QString("i-%1/cat-mel_2bar_small_interpolate-%2-of-004.mid").arg(method, place))),
                         bytesOf(at(QString("r-%1/cat-mel_2bar_small_reconstruct-000-of-001.mid").arg(name))));
            }
        }
        QVERIFY(bytesOf(at("i-slerp/cat-mel_2bar_small_interpolate-000-of-004.mid")) != bytesOf(at("i-slerp/cat-mel_2bar_small_interpolate-003-of-004.mid")));
    }
    void filesOfUnlikeLengthKeyTempoAndTracksAreAligned()
    {
        const auto refused = run({"interpolate", "a.mid", "long.mid", "--checkpoint_file=melodies.safetensors", "--output_dir=no"});
        QCOMPARE(refused.status, 1);
        QVERIFY2(refused.err.contains("holds 4 clips that cat-mel_2bar_small (Melodies of 2 bars, small) can take, and one is wanted: bars 1–2 of track 1"), refused.err.constData());
        QVERIFY2(refused.err.contains("choose bars with --bars=FIRST-LAST") && refused.err.contains("Or let --align do what is needed."), refused.err.constData());
        const auto aligned = run({"interpolate", "a.mid", "long.mid", "--align", "--num_outputs=3", "--checkpoint_file=melodies.safetensors", "--output_dir=aligned"});
        QCOMPARE(aligned.status, 0);
        QVERIFY2(aligned.err.contains("from 90 to 120 quarters a minute") && aligned.err.contains("moved down by 2 semitones"), aligned.err.constData());
        QCOMPARE(filesIn(at("aligned")).size(), 3);
        QCOMPARE(run({"interpolate", "a.mid", "long.mid", "--bars=1-2,3-4", "--num_outputs=3", "--checkpoint_file=melodies.safetensors", "--output_dir=chosen"}).status, 0);
    }
    void fourFilesSpanASquare()
    {
        const auto square = run({"interpolate", "a.mid", "b.mid", "b.mid", "a.mid", "--columns=3", "--rows=2", "--checkpoint_file=melodies.safetensors", "--output_dir=square"});
        QCOMPARE(square.status, 0);
        QCOMPARE(filesIn(at("square")).size(), 6);
    }
    void placesGoOutAsJsonAndComeBack()
    {
        const auto encoded = run({"encode", "a.mid", "b.mid", "--checkpoint_file=melodies.safetensors"});
        QCOMPARE(encoded.status, 0);
        const auto json = encoded.json();
        QCOMPARE(json["clips"].size(), std::size_t{2});
        QCOMPARE(json["clips"][0]["mu"].size(), std::size_t{8});
        for (const auto& sigma : json["clips"][0]["sigma"])
            QVERIFY(sigma.get<double>() > 0.0);
        QCOMPARE(run({"decode", "-", "--checkpoint_file=melodies.safetensors", "--temperature=0", "--output_dir=d"}, encoded.out).status, 0);
        QCOMPARE(run({"reconstruct", "a.mid", "--checkpoint_file=melodies.safetensors", "--temperature=0", "--output_dir=d0"}).status, 0);
        QCOMPARE(bytesOf(at("d/cat-mel_2bar_small_decode-000-of-002.mid")), bytesOf(at("d0/cat-mel_2bar_small_reconstruct-000-of-001.mid")));
        const auto wrong = run({"decode", "-", "--checkpoint_file=melodies.safetensors", "--output_dir=d"}, "[[1, 2]]");
        QCOMPARE(wrong.status, 1);
        QVERIFY2(wrong.err.contains("Give a list of lists of 8 numbers"), wrong.err.constData());
    }
    void reconstructionsAreScored()
    {
        const auto scored = run({"reconstruct", "a.mid", "--checkpoint_file=melodies.safetensors", "--output_dir=score", "--json"});
        QCOMPARE(scored.status, 0);
        const double share = scored.json()["outputs"][0]["accuracy"]["melody"];
        QVERIFY(share >= 0.0 && share <= 1.0);
    }
    void magentasLineWorksWordForWord()
    {
        const auto sampled = run({"music_vae_generate", "--config=cat-mel_2bar_small", "--checkpoint_file=~/melodies.safetensors", "--mode=sample", "--num_outputs=2", "--output_dir=magenta", "--log=INFO"});
        QCOMPARE(sampled.status, 0);
        QCOMPARE(filesIn(at("magenta")).size(), 2);
        QVERIFY(QRegularExpression("^cat-mel_2bar_small_sample_\\d{4}-\\d\\d-\\d\\d_\\d{6}-000-of-002\\.mid$").match(filesIn(at("magenta")).front()).hasMatch());
        const QStringList line{"music_vae_generate", "--config=cat-mel_2bar_small", "--checkpoint_file=melodies.safetensors", "--mode=interpolate", "--num_outputs=5", "--input_midi_1=a.mid"};
        QCOMPARE(run(line + QStringList{"--input_midi_2=~/b.mid", "--output_dir=magenta2", "--max_batch_size=2"}).status, 0);
        QCOMPARE(filesIn(at("magenta2")).size(), 5);
        const auto missing = run(line + QStringList{"--output_dir=magenta3"});
        QCOMPARE(missing.status, 2);
        QVERIFY(missing.err.contains("--input_midi_2 is missing"));
        const auto several = run(line + QStringList{"--input_midi_2=long.mid", "--output_dir=magenta4"});
        QCOMPARE(several.status, 1);
        QVERIFY2(several.err.contains("4 were written to"), several.err.constData());
        QCOMPARE(filesIn(at("magenta4")).size(), 4);
        QVERIFY(filesIn(at("magenta4")).front().startsWith("cat-mel_2bar_small_input2-extractions_"));
        QCOMPARE(run({"music_vae_generate", "--config=cat-mel_2bar_small"}).status, 2);
    }
    void aConfigThatDoesNotFitTheFileIsAnsweredWithBothNames()
    {
        const auto ran = run({"music_vae_generate", "--config=cat-mel_2bar_big", "--checkpoint_file=grooves.safetensors", "--output_dir=no"});
        QCOMPARE(ran.status, 1);
        for (const auto* words : {"groovae_2bar_humanize", "cat-mel_2bar_big", "--config=groovae_2bar_humanize", "cannot take melodies"})
            QVERIFY2(ran.err.contains(words), ran.err.constData());
        const auto unknown = run({"sample", "--config=cat-mel_3bar", "--output_dir=no"});
        QVERIFY2(unknown.err.contains("There is no configuration \"cat-mel_3bar\""), unknown.err.constData());
        const auto none = run({"sample", "--config=hierdec-mel_16bar", "--output_dir=no"});
        QVERIFY2(none.err.contains("No MusicVAE of the configuration hierdec-mel_16bar is here."), none.err.constData());
    }
    void drumsAreGroovedAtTheirOwnTempo()
    {
        const auto ran = run({"groove", "beat.mid", "--checkpoint_file=grooves.safetensors", "--seed=1", "--output_dir=g"});
        QCOMPARE(ran.status, 0);
        const auto music = midi::readNoteSequence(at("g/groovae_2bar_humanize_groove-000-of-001.mid").toStdString()).value();
        QVERIFY(std::abs(music.tempos.front().qpm - 100.0) < 0.01);
        QVERIFY(music.totalTime.value <= 3 * 2.4 + 0.2);
        QVERIFY(std::ranges::all_of(music.notes, [](const auto& note) { return note.isDrum; }));
        const auto melody = run({"groove", "a.mid", "--checkpoint_file=grooves.safetensors", "--output_dir=no"});
        QVERIFY2(melody.err.contains("has no drums, and groovae_2bar_humanize needs a drum pattern"), melody.err.constData());
    }
    void attributesAreLearntAndApplied()
    {
        const auto learnt = run({"attributes", "learn", "tunes", "--output=v.json", "--checkpoint_file=melodies.safetensors", "--json"});
        QVERIFY2(learnt.status == 0, learnt.err.constData());
        QVERIFY(learnt.json()["clips"].get<int>() >= 16);
        const QStringList apply{"attributes", "apply", "v.json", "a.mid", "--checkpoint_file=melodies.safetensors", "--seed=2", "--json", "--c_diatonic=1.5"};
        const auto applied = run(apply + QStringList{"--output_dir=attr"});
        QVERIFY2(applied.status == 0, applied.err.constData());
        QVERIFY(applied.json()["after"].contains("note_density"));
        QCOMPARE(filesIn(at("attr")).size(), 1);
        const auto other = run({"attributes", "apply", "v.json", "beat.mid", "--checkpoint_file=grooves.safetensors", "--output_dir=no"});
        QVERIFY2(other.err.contains("was learnt in the space of another model"), other.err.constData());
    }
    void thePapersStudiesRunOnAnyMusic()
    {
        const auto table = run({"study", "table1", "--checkpoint_file=melodies.safetensors", "--examples_path=tunes", "--clips=12", "--json"});
        QVERIFY2(table.status == 0, table.err.constData());
        QCOMPARE(table.json()[0]["z_drawn"][0]["stream"], "melody");
        QVERIFY(!table.json()[0]["verdict"].get<std::string>().empty());
        const auto walk = run({"study", "interpolation", "--checkpoint_file=melodies.safetensors", "--examples_path=tunes", "--clips=10", "--json"});
        QVERIFY2(walk.status == 0, walk.err.constData());
        const auto points = walk.json()["points"];
        QCOMPARE(points.size(), std::size_t{9});
        QCOMPARE(points[0]["data_hamming"].get<double>(), 0.0);
        QCOMPARE(points[0]["data_cost"].get<double>(), 1.0);
        QCOMPARE(points[8]["data_cost"].get<double>(), 1.0);
        QCOMPARE(points[0]["cost"].get<double>(), 1.0);
        const auto change = run({"study", "attributes", "--checkpoint_file=melodies.safetensors", "--examples_path=tunes", "--samples=8", "--seed=1", "--json"});
        QVERIFY2(change.status == 0, change.err.constData());
        QVERIFY(!change.json()["rows"].empty());
        const auto counted = run({"study", "examples", "--config=cat-mel_2bar_small", "--examples_path=tunes", "--json"});
        QVERIFY2(counted.status == 0, counted.err.constData());
        QVERIFY(counted.json()["examples"].get<int>() >= counted.json()["different"].get<int>());
        QVERIFY(counted.json()["different"].get<int>() >= 12);
        // The same figures every time, without a seed.
        QCOMPARE(run({"study", "table1", "--checkpoint_file=melodies.safetensors", "--examples_path=tunes", "--clips=12", "--json"}).out, table.out);
        QCOMPARE(run({"study", "interpolation", "--checkpoint_file=melodies.safetensors", "--examples_path=tunes", "--clips=10", "--json"}).out, walk.out);
        // GrooVAE hears every note as a drum, whatever plays it: only pitches that are no drum's leave it nothing.
        QDir(m_folder.path()).mkdir("high");
        write(at("high/high.mid"), tune(4, 100, 100.0));
        const auto nothing = run({"study", "table1", "--checkpoint_file=grooves.safetensors", "--examples_path=high"});
        QCOMPARE(nothing.status, 1);
        QVERIFY2(nothing.err.contains("Nothing in \"high\" fits groovae_2bar_humanize"), nothing.err.constData());
    }
};

QTEST_GUILESS_MAIN(tst_LatentCommands)
#include "tst_latent_commands.moc"
