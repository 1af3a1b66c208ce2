// label: slow
// needs: neural, programs
#include "engine/bundle/open.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/formats/tfrecord.h"
#include "engine/midi/file.h"
#include "engine/project/document.h"
#include "engine/study/midi_text.h"
#include "places.h"
#include "tests/support/documents.h"
#include "tests/support/program.h"
#include "tests/support/shared.h"

#include <QtTest/QtTest>

#include <QProcess>
#include <QTemporaryDir>

#include <unistd.h>

using namespace partita;
using namespace partita::test;

namespace {

void writeBytes(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

void writeMidi(const QString& path, const midi::File& file)
{
    const auto bytes = midi::write(file);
    writeBytes(path, QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())));
}

/// A tune of eighths, `bars` bars of 4/4 long, moved by `shift` semitones; another track plays a bass.
midi::File tune(int bars, int shift = 0)
{
    constexpr int kScale[] = {60, 62, 64, 67, 69, 67, 64, 62};
    midi::File file{1, 480, {{{tempo(0, 500000), meter(0, 4, 2)}}, {{metaEvent(0, midi::meta::kTrackName, "Tune")}}, {{metaEvent(0, midi::meta::kTrackName, "Bass")}}}};
    for (int eighth = 0; eighth < 8 * bars; ++eighth) {
        const int pitch = kScale[(eighth * (1 + eighth / 8)) % 8] + shift;
        file.tracks[1].events.push_back(noteOn(240 * eighth, pitch));
        file.tracks[1].events.push_back(noteOff(240 * eighth + 240, pitch));
    }
    for (int bar = 0; bar < bars; ++bar) {
        file.tracks[2].events.push_back(noteOn(1920 * bar, 36 + shift, 90, 1));
        file.tracks[2].events.push_back(noteOff(1920 * bar + 1920, 36 + shift, 64, 1));
    }
    for (auto& track : file.tracks)
        track.events.push_back(endOfTrack(1920 * bars));
    return file;
}

NoteSequence firstRecord(const QString& path)
{
    auto reader = formats::TfRecordReader::open(path.toStdString()).value();
    return formats::parseNoteSequence(reader.next().value().value()).value();
}

std::vector<int> pitches(const NoteSequence& sequence)
{
    std::vector<int> pitches;
    for (const auto& note : sequence.notes)
        pitches.push_back(note.pitch);
    return pitches;
}

midi::File readMidi(const QString& path)
{
    auto reading = midi::readFile(path.toStdString());
    return reading ? reading->file : midi::File{};
}

/// All that does not begin in [from, to) of the tune's track.
QStringList outside(const QString& path, int from, int to)
{
    QStringList events;
    const auto file = readMidi(path);
    for (std::size_t track = 0; track < file.tracks.size(); ++track)
        for (const QString& line : eventsText(file.tracks[track]).split('\n'))
            if (const int tick = line.section(' ', 0, 0).toInt(); track != 1 || tick < from || tick > to || (tick == to && line.section(' ', 1, 1).startsWith('9')))
                events << QString("%1: %2").arg(track).arg(line);
    return events;
}

/// A training run that is talked to.
class TrainingRun {
public:
    TrainingRun(const QString& folder, const QStringList& more)
    {
        m_process.setWorkingDirectory(folder);
        m_process.start(program(), QStringList{"train", "--events=jsonl", "--examples_path=tunes", "--run_dir=run", "--hparams=rnn_layer_sizes=[16],batch_size=4",
                                              "--eval_ratio=0.25", "--summary_frequency=1", "--threads=1", "--device=cpu"} + more);
    }
    ~TrainingRun() { m_process.kill(); m_process.waitForFinished(); }

    void say(const QByteArray& word) { m_process.write(word + '\n'); }

    /// The next event of that kind; null when the run ends without one.
    nlohmann::json next(const std::string& kind)
    {
        for (;;) {
            while (!m_process.canReadLine())
                if (!m_process.waitForReadyRead(kPatience) && !m_process.canReadLine())
                    return nullptr;
            auto event = nlohmann::json::parse(m_process.readLine().toStdString(), nullptr, false);
            if (event.is_discarded() || event.value("event", "") == kind)
                return event;
        }
    }

    /// Processor time used so far, in clock ticks, user and system.
    long processorTime() const
    {
        QFile stat(QString("/proc/%1/stat").arg(m_process.processId()));
        if (!stat.open(QIODevice::ReadOnly))
            return -1;
        const QByteArray line = stat.readAll();
        const auto fields = line.mid(line.lastIndexOf(')') + 2).split(' '); // from the third field on
        return fields.value(11).toLong() + fields.value(12).toLong();
    }

    int wait()
    {
        return m_process.waitForFinished(kPatience) && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    QByteArray remarks() { return m_process.readAllStandardError(); }

private:
    QProcess m_process;
};

} // namespace

/// The program as its users run it.
class tst_CommandLine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }

    void everyCommandShowsExamples()
    {
        const auto help = partita({"--help"});
        QCOMPARE(help.status, 0);
        const QString text = QString::fromUtf8(help.out);
        QStringList commands;
        for (const QString& line : text.mid(text.indexOf("Subcommands:")).split('\n').mid(1))
            if (line.startsWith("  ") && line.at(2) != ' ')
                commands << line.trimmed().section(' ', 0, 0);
        for (const char* known : {"generate", "convert-checkpoint", "melody_rnn_generate", "convert_dir_to_note_sequences"})
            QVERIFY2(commands.contains(known), known);
        for (const QString& command : commands) {
            const auto shown = partita({command, "--help"});
            QVERIFY2(shown.status == 0 && shown.out.contains("Examples:\npartita " + command.toUtf8()), qPrintable(command));
        }
    }

    void mistakesGetASentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, int status, const QString& says, const QStringList& arguments) { QTest::newRow(name) << arguments << status << says; };
        row("unknown command", 2, "\"frobnicate\"", {"frobnicate"});
        row("no command", 2, "subcommand", {});
        row("unknown flag", 2, "--loudness", {"render", "tune.mid", "out.wav", "--loudness=11"});
        row("missing argument", 2, "--bars", {"regenerate", "--input=tune.mid", "--output_dir=out"});
        row("a WAV named .mid", 1, "wave.mid", {"convert", "wave.mid", "out.mid"});
        row("a byte", 1, "byte.mid", {"render", "byte.mid", "out.wav"});
        row("an empty file", 1, "empty.mid", {"convert", "empty.mid", "out.mid"});
        row("a folder for a file", 1, "\"folder", {"convert", "folder.mid", "out.mid"});
        row("no such file", 1, "nowhere.mid", {"convert", "nowhere.mid", "out.mid"});
        row("an output below a file", 1, "tune.mid/out", {"generate", "--num_steps=8", "--num_outputs=1", "--output_dir=tune.mid/out"});
        row("garbage for a checkpoint", 1, "garbage.ckpt", {"inspect", "garbage.ckpt"});
        row("a truncated checkpoint", 1, "cut.safetensors", {"generate", "--checkpoint_file=cut.safetensors", "--output_dir=out"});
        row("a bundle to write", 1, "Magenta", {"convert-checkpoint", "two.safetensors", "out.mag"});
        row("bars that are none", 2, "--bars", {"regenerate", "--input=tune.mid", "--bars=8-5", "--output_dir=out"});
        row("two primers", 2, "--primer_midi", {"generate", "--primer_melody=[60]", "--primer_midi=tune.mid", "--output_dir=out"});
        row("a primer that is no list", 2, "primer melody", {"melody_rnn_generate", "--primer_melody=60", "--output_dir=out"});
        row("chords for a melody model", 2, "--backing_chords", {"generate", "--backing_chords=C", "--output_dir=out"});
        row("a primer beside a song", 2, "--primer_melody", {"generate", "--num_bars=4", "--primer_melody=[60]", "--output_dir=out"});
        row("a song without its bars", 2, "--num_bars", {"generate", "--input=tune.mid", "--output_dir=out"});
        row("a bundle to save", 2, "--bundle_file", {"melody_rnn_generate", "--save_generator_bundle", "--output_dir=out"});
        row("layers that are not there", 1, "rnn_layer_sizes", {"melody_rnn_generate", "--hparams=rnn_layer_sizes=[1,2,3]", "--output_dir=out"});
        row("another config", 1, "mono_rnn", {"melody_rnn_generate", "--config=mono_rnn", "--checkpoint_file=folk.safetensors", "--output_dir=out"});
    }
    void mistakesGetASentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        QFETCH(QString, says);
        writeMidi(path("tune.mid"), tune(4));
        writeBytes(path("wave.mid"), QByteArray("RIFF\x24\0\0\0WAVEfmt ", 16) + QByteArray(64, '\0'));
        writeBytes(path("byte.mid"), "M");
        writeBytes(path("empty.mid"), "");
        writeBytes(path("garbage.ckpt"), QByteArray(4096, '\x5a'));
        QVERIFY(QDir(path("")).mkdir("folder.mid"));
        QFile model(PARTITA_SOURCE_DIR "/resources/models/folk.safetensors");
        QVERIFY(model.open(QIODevice::ReadOnly));
        writeBytes(path("cut.safetensors"), model.read(model.size() / 2));
        QVERIFY(QFile::link(model.fileName(), path("folk.safetensors")));
        QVERIFY(QFile::copy(PARTITA_SOURCE_DIR "/tests/corpus/safetensors/two.safetensors", path("two.safetensors")));

        const auto ran = partita(arguments);
        QVERIFY2(ran.status == status, qPrintable(QString("exit status %1: %2").arg(ran.status).arg(QString::fromUtf8(ran.err))));
        QVERIFY2(ran.err.contains(says.toUtf8()), ran.err.constData());
        QVERIFY2(ran.err.trimmed().endsWith('.') || status == 2, ran.err.constData());
    }

    void importReportTellsOfGoodAndBadFiles()
    {
        writeMidi(path("good.mid"), smallFile());
        writeBytes(path("fake.mid"), "RIFFnoise");
        const auto ran = partita({"import-report", "--json", "good.mid", "fake.mid"});
        QCOMPARE(ran.status, 0);
        const auto report = ran.json();
        QVERIFY(report.is_array() && report.size() == 2);
        QCOMPARE(report[0].value("file", ""), std::string("good.mid"));
        QCOMPARE(report[0].value("verdict", ""), std::string("complete"));
        QCOMPARE(report[0].value("format", -1), 1);
        QCOMPARE(report[0].value("tracks", -1), 3);
        QCOMPARE(report[0].value("ticks_per_quarter", -1), 480);
        QCOMPARE(report[0].value("notes", -1), 5);
        QVERIFY(report[0]["reasons"].empty());
        QCOMPARE(report[1].value("verdict", ""), std::string("refused"));
        QCOMPARE(report[1]["reasons"].size(), std::size_t(1));
    }

    void convertingMidiLosesNothing()
    {
        writeMidi(path("in.mid"), smallFile());
        QCOMPARE(partita({"convert", "in.mid", "out.mid"}).status, 0);
        QCOMPARE(QString::fromStdString(study::midiLines(readMidi(path("out.mid")))), QString::fromStdString(study::midiLines(smallFile())));
    }

    void aFolderBecomesRecords()
    {
        QVERIFY(QDir(path("")).mkpath("tunes/more"));
        writeMidi(path("tunes/one.mid"), tune(4));
        writeMidi(path("tunes/more/two.mid"), tune(4));
        const auto ran = partita({"convert_dir_to_note_sequences", "--input_dir=tunes", "--output_file=tunes.tfrecord", "--recursive", "--log=INFO", "--json"});
        QVERIFY2(ran.status == 0, ran.err.constData());
        QCOMPARE(ran.json().value("sequences", 0), 2);
        QVERIFY(ran.err.contains("--log"));
        QVERIFY(QFileInfo(path("tunes.tfrecord")).size() > 100);
    }

    /// Repeats, chords and triplets: note_seq reads none of them, people do.
    void aTunebookIsReadForPeopleWhereThatIsAsked()
    {
        QVERIFY(QDir(path("")).mkpath("books"));
        writeBytes(path("books/tune.abc"), "X:7\nT:Round\nM:4/4\nL:1/8\nQ:1/4=120\nK:G\n|:(3GAB [GB]2 f4:|\n");
        const auto exact = partita({"convert", "--input_dir=books", "--output_file=exact.tfrecord"});
        QVERIFY2(exact.status == 0 && exact.err.contains("Tune 7 was left out") && exact.out.contains("0 sequences from 1 files"), exact.err.constData());
        const auto folder = partita({"convert", "--for_people", "--input_dir=books", "--output_file=people.tfrecord"});
        QVERIFY2(folder.status == 0 && folder.out.contains("1 sequences from 1 files"), folder.err.constData());
        const auto heard = firstRecord(path("people.tfrecord"));
        QCOMPARE(pitches(heard), (std::vector<int>{67, 69, 71, 67, 71, 78, 67, 69, 71, 67, 71, 78})); // F is sharp in G
        QCOMPARE(heard.totalTime.value, 4.0); // 2 + 2 + 4 eighths, twice

        // One file is read so unless told otherwise.
        for (const QStringList& flags : {QStringList{}, QStringList{"--for_people"}}) {
            QCOMPARE(partita(QStringList{"convert", "books/tune.abc", "one.tfrecord"} + flags).status, 0);
            QCOMPARE(firstRecord(path("one.tfrecord")).notes, heard.notes);
        }
        const auto refused = partita({"convert", "--as_note_seq", "books/tune.abc", "tune.mid"});
        QVERIFY2(refused.status == 1 && refused.err.contains("tuplets are not supported"), refused.err.constData());
    }

    void renderingSounds()
    {
        writeMidi(path("tune.mid"), tune(1));
        const auto ran = partita({"render", "tune.mid", "tune.wav", "--json"});
        QVERIFY2(ran.status == 0, ran.err.constData());
        QVERIFY(ran.json().value("peak", 0.0) > 0.02);
        QVERIFY(ran.json().value("rms", 0.0) > 0.002);
        QVERIFY(ran.json().value("seconds", 0.0) >= 2.0);
        QCOMPARE(QFileInfo(path("tune.wav")).size() / 4, ran.json().value("frames", qint64(0)) + 44 / 4);
    }

    void regeneratingTouchesOnlyTheBarsAndRepeatsItself()
    {
        writeMidi(path("tune.mid"), tune(8));
        for (const QString folder : {"one", "two"}) {
            const auto ran = partita({"regenerate", "--input=tune.mid", "--bars=5-6", "--num_outputs=2", "--seed=7", "--device=cpu", "--output_dir=" + folder});
            QVERIFY2(ran.status == 0, ran.err.constData());
        }
        const auto files = QDir(path("one")).entryList(QDir::Files, QDir::Name);
        QCOMPARE(files, QDir(path("two")).entryList(QDir::Files, QDir::Name));
        QCOMPARE(files.size(), 2);
        const auto original = partita::test::readBytes(path("tune.mid").toStdString());
        for (const QString& file : files) {
            const auto take = partita::test::readBytes(path("one/" + file).toStdString());
            QCOMPARE(take, partita::test::readBytes(path("two/" + file).toStdString()));
            QVERIFY(take != original);
            const auto kept = outside(path("tune.mid"), 4 * 1920, 6 * 1920);
            QVERIFY(kept.size() > 8 * 6 * 2); // the six other bars' notes, at least
            QCOMPARE(outside(path("one/" + file), 4 * 1920, 6 * 1920), kept);
        }
    }

    void aSongGoesOnAndBegins()
    {
        writeMidi(path("tune.mid"), tune(8));
        const auto on = partita({"generate", "--input=tune.mid", "--num_bars=2", "--num_outputs=1", "--seed=7", "--device=cpu", "--output_dir=on", "--json"});
        QVERIFY2(on.status == 0, on.err.constData());
        QVERIFY(on.json()["takes"][0]["file"].get<std::string>().ends_with("tune_bars_9-10_take_1.mid"));
        QCOMPARE(outside(path("on/tune_bars_9-10_take_1.mid"), 8 * 1920, 10 * 1920), outside(path("tune.mid"), 8 * 1920, 10 * 1920));
        const auto begun = partita({"generate", "--num_bars=2", "--num_outputs=1", "--seed=7", "--device=cpu", "--output_dir=new"});
        QVERIFY2(begun.status == 0, begun.err.constData());
        QVERIFY(QFile::exists(path("new/new_bars_1-2_take_1.mid")));
    }

    void aCheckpointGoesToTensorFlowAndBack()
    {
        const QString model = PARTITA_SOURCE_DIR "/resources/models/folk.safetensors";
        QCOMPARE(partita({"convert-checkpoint", model, "tf/model.ckpt"}).status, 0);
        QCOMPARE(partita({"convert-checkpoint", "tf", "tf.tar"}).status, 0);
        QCOMPARE(partita({"convert-checkpoint", "tf.tar", "back.safetensors"}).status, 0);
        QCOMPARE(QDir(path("")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot, QDir::Name), (QStringList{"back.safetensors", "tf", "tf.tar"}));
        const auto before = bundle::openBundle(model.toStdString());
        const auto after = bundle::openBundle(path("back.safetensors").toStdString());
        QVERIFY(before && after);
        QVERIFY(before->tensors.size() > 4);
        QCOMPARE(after->tensors.size(), before->tensors.size() + 1);
        for (const auto& tensor : before->tensors) {
            const auto* same = after->find(tensor.name);
            QVERIFY2(same, tensor.name.c_str());
            QCOMPARE(same->shape, tensor.shape);
            QVERIFY(std::ranges::equal(same->bytes, tensor.bytes));
        }
        QVERIFY(after->find("global_step")); // which Magenta's MusicVAE wants
        // The bare tensors make the same music.
        const auto generated = [&](const QString& checkpoint, const QString& folder) {
            return partita({"generate", "--checkpoint_file=" + checkpoint, "--seed=3", "--num_outputs=1", "--num_steps=32", "--device=cpu", "--json", "--output_dir=" + folder});
        };
        const auto first = generated(model, "a"), second = generated("tf", "b");
        QVERIFY2(first.status == 0 && second.status == 0, second.err.constData());
        QCOMPARE(second.json()["outputs"][0]["log_likelihood"], first.json()["outputs"][0]["log_likelihood"]);
    }

    void magentasToolsWork_data()
    {
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QString>("checkpoint");
        QTest::addColumn<QStringList>("arguments");
        const QString recorded = "golden/tensorflow/rnn/generation/";
        QTest::newRow("melody") << "melody_rnn_generate" << "checkpoints/attention_rnn_tf_v2"
                                << QStringList{"--config=attention_rnn", "--hparams=batch_size=64,rnn_layer_sizes=[64,64]", "--primer_melody=[60, -2, 62]", "--num_steps=32"};
        QTest::newRow("drums") << "drums_rnn_generate" << recorded + "one_drum/checkpoint"
                               << QStringList{"--config=one_drum", "--primer_drums=[(36, 42), (), (42,)]", "--num_steps=32"};
        QTest::newRow("improv") << "improv_rnn_generate" << recorded + "basic_improv/checkpoint"
                                << QStringList{"--config=basic_improv", "--primer_melody=[60]", "--backing_chords=C Am F G", "--steps_per_chord=8", "--render_chords"};
        QTest::newRow("polyphony") << "polyphony_rnn_generate" << "checkpoints/polyphony_rnn_mag/18000_polyphony_rnn.mag"
                                   << QStringList{"--primer_pitches=[67, 64, 60]", "--condition_on_primer=true", "--inject_primer_during_generation=false", "--num_steps=16"};
        QTest::newRow("performance") << "performance_rnn_generate" << recorded + "density_conditioned_performance/checkpoint"
                                     << QStringList{"--config=density_conditioned_performance_with_dynamics", "--primer_melody=[60, 62, 64]", "--notes_per_second=[2, 16]",
                                                    "--num_steps=200"};
    }
    void magentasToolsWork()
    {
        SKIP_WITHOUT_SHARED("checkpoints");
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/generation");
        QFETCH(QString, tool);
        QFETCH(QString, checkpoint);
        QFETCH(QStringList, arguments);
        const auto ran = partita(QStringList{tool, "--checkpoint_file=" + QString::fromStdString(shared(checkpoint.toStdString()).string()), "--output_dir=out", "--num_outputs=2",
                                             "--seed=1", "--device=cpu", "--json"} + arguments);
        QVERIFY2(ran.status == 0, ran.err.constData());
        const auto report = ran.json();
        QCOMPARE(report["outputs"].size(), std::size_t(2));
        for (const auto& output : report["outputs"]) {
            QVERIFY(output.value("notes", 0) > 0);
            QVERIFY(output.value("log_likelihood", 1.0) < 0.0);
            const auto reading = midi::readFile(path(QString::fromStdString(output.value("file", ""))).toStdString());
            QVERIFY(reading && reading->verdict == midi::Verdict::kComplete);
        }
    }

    void trainingTellsWhatHappens()
    {
        writeTunes();
        TrainingRun run(m_dir->path(), {"--num_training_steps=3", "--eval_frequency=3"});
        const auto start = run.next("start");
        QVERIFY2(start.is_object(), run.remarks().constData());
        QCOMPARE(start.value("schema", 0), 1);
        QCOMPARE(start.value("config", ""), std::string("basic_rnn"));
        QCOMPARE(start.value("num_training_steps", 0), 3);
        QCOMPARE(run.next("data").value("files", 0), 8);
        for (int step = 1; step <= 3; ++step) {
            const auto event = run.next("train");
            QCOMPARE(event.value("step", 0), step);
            for (const char* key : {"loss", "perplexity", "accuracy", "event_accuracy", "no_event_accuracy", "epoch", "learning_rate", "steps_per_second"})
                QVERIFY2(event.contains(key) && event[key].is_number(), key);
        }
        const auto done = run.next("done");
        QCOMPARE(done.value("step", 0), 3);
        QCOMPARE(done.value("reason", ""), std::string("num_training_steps"));
        QCOMPARE(run.wait(), 0);
        const auto inspected = partita({"inspect", "--json", "run"});
        QVERIFY(inspected.json().value("usable", false));
        QCOMPARE(inspected.json().value("config", ""), std::string("basic_rnn"));

        const QStringList tutorial{"--run_dir=run", "--hparams={ 'batch_size':64, 'rnn_layer_sizes':[16] }", "--output_dir=out", "--num_outputs=1", "--num_steps=32", "--primer_melody=[60]"};
        const auto generated = partita(QStringList{"basic_rnn_generate"} + tutorial);
        QVERIFY2(generated.status == 0, generated.err.constData());
        const auto other = partita(QStringList{"lookback_rnn_generate"} + tutorial);
        QVERIFY2(other.status == 1 && other.err.contains("not lookback_rnn"), other.err.constData());
    }

    void aPausedRunLeavesTheProcessorAlone()
    {
        writeTunes();
        TrainingRun run(m_dir->path(), {"--num_training_steps=1000000"});
        QVERIFY2(run.next("train").is_object(), run.remarks().constData());
        run.say("pause");
        const auto paused = run.next("paused");
        QVERIFY(paused.is_object());
        const long before = run.processorTime();
        QTest::qWait(500); // time in which a busy run would use some
        const long used = run.processorTime() - before;
        QVERIFY2(before > 0 && used <= ::sysconf(_SC_CLK_TCK) / 20, qPrintable(QString("%1 ticks").arg(used)));

        run.say("resume");
        QCOMPARE(run.next("resumed").value("step", -1), paused.value("step", -2));
        QCOMPARE(run.next("train").value("step", -1), paused.value("step", -2) + 1);
        run.say("stop");
        QCOMPARE(run.next("done").value("reason", ""), std::string("stopped"));
        QCOMPARE(run.wait(), 0);
    }

private:
    QString path(const QString& name) const { return m_dir->filePath(name); }
    Ran partita(const QStringList& arguments) const { return partitaIn(m_dir->path(), arguments); }
    void writeTunes() const
    {
        QVERIFY(QDir(m_dir->path()).mkdir("tunes"));
        for (int i = 0; i < 8; ++i)
            writeMidi(path(QString("tunes/%1.mid").arg(i)), tune(8, i - 4));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_command_line.moc"
