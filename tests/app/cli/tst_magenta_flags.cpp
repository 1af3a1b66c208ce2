// needs: neural, programs
#include "tests/support/program.h"

#include <QtTest/QtTest>

#include <QTemporaryDir>

#include <map>

using namespace partita::test;

namespace {

/// A flag of one of Magenta's tools.
struct Flag {
    const char* name;
    const char* standard = nullptr; ///< what it is without being given, where Magenta has it be anything
    enum Kind { kValue, kBoolean } kind = kValue;
};

struct Tool {
    const char* name;
    std::vector<Flag> flags;
};

constexpr Flag kOn(const char* name) { return {name, nullptr, Flag::kBoolean}; }

std::vector<Flag> operator+(std::vector<Flag> some, const std::vector<Flag>& more)
{
    some.insert(some.end(), more.begin(), more.end());
    return some;
}

const std::vector<Flag> kGenerate{{"run_dir"}, {"bundle_file"}, kOn("save_generator_bundle"), {"bundle_description"}, {"num_outputs", "10"}, {"beam_size", "1"}, {"branch_factor", "1"},
                                  {"primer_midi"}, {"config"}, {"hparams"}, {"log"}};
const std::vector<Flag> kSampled{{"temperature", "1"}, {"steps_per_iteration", "1"}};
const std::vector<Flag> kTrain{{"sequence_example_file"}, {"num_training_steps", "0"}, {"num_eval_examples", "0"}, {"summary_frequency", "10"}, {"num_checkpoints", "10"}, kOn("eval"), {"hparams"}, {"log"}};
const std::vector<Flag> kCreate{{"input"}, {"output_dir"}, {"eval_ratio", "0.1"}, {"log"}};
const std::vector<Flag> kMelodyModel{{"melody_encoder_decoder"}, {"generator_id"}, {"generator_description"}};
/// Arguments of Magenta's training functions that its command lines hide, and older ones showed.
const std::vector<Flag> kServers{{"master"}, {"task"}, {"num_ps_tasks"}};

/// Source: event-rnn.md §8, §10, musicvae.md §18, note-sequence.md §9, and Magenta's *_config_flags.py.
const Tool kTools[] = {
    {"melody_rnn_generate", kGenerate + kSampled + kMelodyModel + std::vector<Flag>{{"checkpoint_file"}, {"output_dir", "/tmp/melody_rnn/generated"}, {"num_steps"}, {"primer_melody"}, {"qpm", "120"}}},
    {"drums_rnn_generate", kGenerate + kSampled + std::vector<Flag>{{"checkpoint_file"}, {"output_dir", "/tmp/drums_rnn/generated"}, {"num_steps"}, {"primer_drums"}, {"qpm", "120"}}},
    {"improv_rnn_generate", kGenerate + kSampled + std::vector<Flag>{{"output_dir", "/tmp/improv_rnn/generated"}, {"primer_melody"}, {"backing_chords", "C G Am F C G F C"}, {"steps_per_chord", "16"},
                                                                      kOn("render_chords"), {"qpm", "120"}}},
    {"polyphony_rnn_generate", kGenerate + kSampled + std::vector<Flag>{{"output_dir", "/tmp/polyphony_rnn/generated"}, {"num_steps"}, {"primer_pitches"}, {"primer_melody"}, kOn("condition_on_primer"),
                                                                         kOn("inject_primer_during_generation"), {"qpm", "120"}}},
    {"performance_rnn_generate", kGenerate + kSampled + std::vector<Flag>{{"output_dir", "/tmp/performance_rnn/generated"}, {"num_steps"}, {"primer_pitches"}, {"primer_melody"}, {"notes_per_second"},
                                                                           {"pitch_class_histogram"}, {"disable_conditioning"}}},
    {"pianoroll_rnn_nade_generate", kGenerate + std::vector<Flag>{{"output_dir", "/tmp/pianoroll_rnn_nade/generated"}, {"num_steps"}, {"primer_pitches"}, {"primer_pianoroll"}, {"qpm", "120"}}},
    {"melody_rnn_train", kTrain + kServers + kMelodyModel + std::vector<Flag>{{"run_dir", "/tmp/melody_rnn/logdir/run1"}, {"config"}}},
    {"drums_rnn_train", kTrain + kServers + std::vector<Flag>{{"run_dir", "/tmp/drums_rnn/logdir/run1"}, {"config", "drum_kit"}}},
    {"improv_rnn_train", kTrain + kServers + std::vector<Flag>{{"run_dir", "/tmp/improv_rnn/logdir/run1"}, {"config"}}},
    {"polyphony_rnn_train", kTrain + kServers + std::vector<Flag>{{"run_dir", "/tmp/polyphony_rnn/logdir/run1"}, {"config", "polyphony"}}},
    {"performance_rnn_train", kTrain + kServers + std::vector<Flag>{{"run_dir", "/tmp/performance_rnn/logdir/run1"}, {"config", "performance"}, {"warm_start_bundle_file"}}},
    {"pianoroll_rnn_nade_train", kTrain + kServers + std::vector<Flag>{{"run_dir", "/tmp/rnn_nade/logdir/run1"}, {"config", "rnn-nade"}}},
    {"melody_rnn_create_dataset", kCreate + kMelodyModel + std::vector<Flag>{{"config"}, {"hparams"}}},
    {"drums_rnn_create_dataset", kCreate + std::vector<Flag>{{"config", "drum_kit"}, {"hparams"}}},
    {"improv_rnn_create_dataset", kCreate + std::vector<Flag>{{"config"}, {"hparams"}}},
    {"polyphony_rnn_create_dataset", kCreate},
    {"performance_rnn_create_dataset", kCreate + std::vector<Flag>{{"config", "performance"}}},
    {"pianoroll_rnn_nade_create_dataset", kCreate + std::vector<Flag>{{"config", "rnn-nade"}}},
    {"music_vae_generate",
     {{"run_dir"}, {"checkpoint_file"}, {"output_dir", "/tmp/music_vae/generated"}, {"config"}, {"mode", "sample"}, {"input_midi_1"}, {"input_midi_2"}, {"num_outputs", "5"}, {"max_batch_size", "8"},
      {"temperature", "0.5"}, {"log"}}},
    {"music_vae_train",
     {{"master"}, {"examples_path"}, {"tfds_name"}, {"run_dir"}, {"num_steps", "200000"}, {"eval_num_batches"}, {"checkpoints_to_keep", "100"}, {"keep_checkpoint_every_n_hours", "1"}, {"mode", "train"},
      {"config"}, {"hparams"}, kOn("cache_dataset"), {"task"}, {"num_ps_tasks"}, {"num_sync_workers", "0"}, {"eval_dir_suffix"}, {"log"}}},
    {"preprocess_tfrecord",
     {{"input_tfrecord"}, {"output_tfrecord"}, {"output_shards", "32"}, {"config"}, kOn("enable_filtering"), {"max_total_time", "1800"}, {"max_num_notes", "10000"}, {"min_velocities", "1"},
      {"min_metric_positions", "1"}, kOn("is_drum"), kOn("drums_only"), {"pipeline_options"}}},
    {"convert_dir_to_note_sequences", {{"input_dir"}, {"output_file"}, kOn("recursive"), {"log"}}},
};

/// What --help says of each flag, by each of its names: all its lines as one.
std::map<QString, QString> described(const QByteArray& help)
{
    std::map<QString, QString> texts;
    QStringList names;
    for (const QString& line : QString::fromUtf8(help).split('\n')) {
        static const QRegularExpression entry("^  (-[^ ]+)"), name("--[a-z_0-9]+");
        if (const auto match = entry.match(line); match.hasMatch()) {
            names.clear();
            for (auto found = name.globalMatch(match.captured(1)); found.hasNext();)
                names << found.next().captured();
        } else if (!line.startsWith("    ")) {
            names.clear();
        }
        for (const QString& each : names)
            texts[each] += ' ' + line.simplified();
    }
    return texts;
}

} // namespace

/// Every flag of every tool of Magenta's: it works, or is accepted or refused with a sentence.
class tst_MagentaFlags : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFlagIsKnown_data() { toolRows(); }
    void everyFlagIsKnown()
    {
        QFETCH(const Tool*, tool);
        const auto help = partitaIn(m_dir.path(), {tool->name, "--help"});
        QCOMPARE(help.status, 0);
        auto texts = described(help.out);
        for (const Flag& flag : tool->flags) {
            const QString name = QString("--") + flag.name;
            const QString text = texts[name];
            QVERIFY2(!text.isEmpty(), qPrintable(name));
            const bool foreign = text.contains(" Accepted. ") || text.contains(" Refused. ");
            QVERIFY2(foreign || !flag.standard || text.contains(QString("=%1 ").arg(flag.standard)), qPrintable(name + ":" + text));
            QVERIFY2(flag.kind == Flag::kValue || !texts["--no" + QString(flag.name)].isEmpty() || text.contains("--no" + QString(flag.name)), qPrintable(name + ":" + text));
        }
    }

    /// A flag that no tool knows is complained of last: all others have had their say by then.
    void noFlagIsSilentlyIgnored_data() { toolRows(); }
    void noFlagIsSilentlyIgnored()
    {
        QFETCH(const Tool*, tool);
        auto texts = described(partitaIn(m_dir.path(), {tool->name, "--help"}).out);
        for (const Flag& flag : tool->flags) {
            const QString name = QString("--") + flag.name, text = texts[name];
            static const QRegularExpression sentence(" (Accepted|Refused)\\. (.*)$");
            const auto match = sentence.match(text);
            if (!match.hasMatch())
                continue;
            const auto ran = partitaIn(m_dir.path(), {tool->name, name + "=1", "--no_such_flag"});
            QCOMPARE(ran.status, 2);
            QVERIFY2(QString::fromUtf8(ran.err).simplified().contains(match.captured(2).simplified()), ran.err.constData());
        }
    }

    /// Scripts hand on what they were not told as nothing.
    void anEmptyValueIsNone()
    {
        const auto ran = partitaIn(m_dir.path(), {"melody_rnn_generate", "--primer_midi=", "--hparams=", "--config=", "--primer_melody=[60]", "--num_outputs=1", "--num_steps=8", "--output_dir=out"});
        QVERIFY2(ran.status == 0, ran.err.constData());
        QCOMPARE(partitaIn(m_dir.path(), {"melody_rnn_generate", "--no_such_flag="}).status, 2);
    }

private:
    static void toolRows()
    {
        QTest::addColumn<const Tool*>("tool");
        for (const Tool& tool : kTools)
            QTest::newRow(tool.name) << &tool;
    }

    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(tst_MagentaFlags)
#include "tst_magenta_flags.moc"
