#include "app/cli/command.h"
#include "app/cli/output.h"

#include <algorithm>
#include <csignal>
#include <exception>
#include <map>
#include <new>
#include <string>
#include <string_view>
#include <vector>

namespace partita::cli {
namespace {

constexpr int kOk = 0, kFailed = 1, kUsage = 2;

const Command kCommands[] = {
    {"import-report", "Say what each MIDI file holds, and what is wrong with it",
     "partita import-report song.mid\n"
     "partita import-report --json folder/*.mid",
     setupImportReport},
    {"convert", "Convert a file of music into another kind; MIDI to MIDI loses nothing",
     "partita convert damaged.mid mended.mid\n"
     "partita convert score.mxl score.mid\n"
     "partita convert --input_dir=tunes --output_file=tunes.tfrecord --recursive",
     setupConvert},
    {"dataset", "Make a data set: music becomes the records that networks learn from",
     "partita dataset --config=basic_rnn --input=tunes --output_dir=data --eval_ratio=0.1\n"
     "partita dataset --config=drum_kit --input=notesequences.tfrecord --output_dir=data --json",
     setupDataset},
    {"train", "Train a network on music",
     "partita train --config=basic_rnn --examples_path=tunes --run_dir=run --num_training_steps=2000 --seed=1\n"
     "partita train --run_dir=run --num_training_steps=4000     (goes on where the run stopped)",
     setupTrain},
    {"evaluate", "Measure loss, perplexity and accuracy of a model on music",
     "partita evaluate --checkpoint_file=folk.safetensors --examples_path=tunes\n"
     "partita evaluate --checkpoint_file=folk.safetensors --examples_path=tune.mid --log_likelihood",
     setupEvaluate},
    {"generate", "Continue a primer, or begin from nothing",
     "partita generate --primer_melody='[60, -2, 62, -2]' --num_outputs=4 --num_steps=128 --seed=1 --output_dir=out\n"
     "partita generate --primer_midi=start.mid --temperature=0.9 --output_dir=out\n"
     "partita generate --input=song.mid --num_bars=8 --seed=1 --output_dir=out\n"
     "partita generate --checkpoint_file=drum_kit_rnn.mag --primer_drums='[(36, 42), (), (42,)]' --output_dir=out",
     setupGenerate},
    {"regenerate", "Write bars of a tune anew, in several takes; all else stays byte for byte",
     "partita regenerate --input=tune.mid --bars=5-8 --num_outputs=4 --seed=1 --output_dir=out",
     setupRegenerate},
    {"sample", "Make music with a MusicVAE from nothing, or like a clip",
     "partita sample --config=cat-mel_2bar_big --checkpoint_file=cat-mel_2bar_big.tar --num_outputs=5 --seed=1 --output_dir=out\n"
     "partita sample --like=tune.mid --bars=1-2 --amount=0.8 --output_dir=out",
     setupSample},
    {"interpolate", "Walk from one clip to another in a MusicVAE's latent space, or fill a square between four",
     "partita interpolate start.mid end.mid --num_outputs=7 --seed=1 --output_dir=out\n"
     "partita interpolate start.mid end.mid --align --method=linear --output_dir=out\n"
     "partita interpolate a.mid b.mid c.mid d.mid --columns=5 --rows=5 --output_dir=out",
     setupInterpolate},
    {"encode", "Say where clips lie in a MusicVAE's latent space: mu and sigma as JSON",
     "partita encode tune.mid --bars=1-2 > z.json",
     setupEncode},
    {"decode", "Make music of places in a MusicVAE's latent space",
     "partita decode z.json --temperature=0.5 --seed=1 --output_dir=out",
     setupDecode},
    {"reconstruct", "Encode clips, decode them again, and say how much came back",
     "partita reconstruct tune.mid --bars=1-2 --seed=1 --output_dir=out",
     setupReconstruct},
    {"attributes", "Learn directions in latent space along which music grows denser, more syncopated, …, and move clips along them",
     "partita attributes learn tunes --output=attributes.json\n"
     "partita attributes apply attributes.json tune.mid --bars=1-2 --note_density=1 --output_dir=out",
     setupAttributes},
    {"groove", "Play drums as a drummer would, with a GrooVAE",
     "partita groove beat.mid --config=groovae_2bar_humanize --seed=1 --output_dir=out\n"
     "partita groove taps.mid --config=groovae_2bar_tap_fixed_velocity --output_dir=out",
     setupGroove},
    {"study", "The experiments of the MusicVAE paper, on any model and any music",
     "partita study table1 --checkpoint_file=melodies.safetensors --examples_path=tunes\n"
     "partita study interpolation --checkpoint_file=melodies.safetensors --examples_path=tunes --clips=256\n"
     "partita study attributes --checkpoint_file=melodies.safetensors --examples_path=tunes\n"
     "partita study examples --config=hierdec-trio_16bar --examples_path=songs",
     setupStudy},
    {"render", "Play a file into a WAV file",
     "partita render song.mid song.wav",
     setupRender},
    {"inspect", "Show what a checkpoint holds and which model it is",
     "partita inspect folk.safetensors\n"
     "partita inspect --brief models/*",
     setupInspect},
    {"convert-checkpoint", "Write a model's weights in another format",
     "partita convert-checkpoint attention_rnn.mag attention_rnn.safetensors\n"
     "partita convert-checkpoint folk.safetensors run/model.ckpt",
     setupConvertCheckpoint},
    {"exactness", "Compute recorded cases of the original programs, and say how far the results lie from theirs",
     "partita exactness golden/tensorflow/core\n"
     "partita exactness --json --data=music cases",
     setupExactness},
    {"devices", "List processors, audio drivers, MIDI ports and SoundFonts",
     "partita devices --json",
     setupDevices},
    // Magenta's names for the same.
    {"melody_rnn_generate", "Continue a melody (generate, for melody models)",
     "partita melody_rnn_generate --config=attention_rnn --bundle_file=attention_rnn.mag --output_dir=out --num_outputs=10 --num_steps=128 --primer_melody='[60]'",
     setupGenerate},
    {"drums_rnn_generate", "Continue drums (generate, for drums models)",
     "partita drums_rnn_generate --config=drum_kit --bundle_file=drum_kit_rnn.mag --output_dir=out --num_outputs=10 --num_steps=128 --primer_drums='[(36,)]'",
     setupGenerate},
    {"improv_rnn_generate", "Play a melody over chords (generate, for improv models)",
     "partita improv_rnn_generate --config=chord_pitches_improv --bundle_file=chord_pitches_improv.mag --output_dir=out --primer_melody='[60]' "
     "--backing_chords='C G Am F C G Am F' --steps_per_chord=16 --render_chords",
     setupGenerate},
    {"polyphony_rnn_generate", "Continue music of several voices (generate, for polyphony models)",
     "partita polyphony_rnn_generate --bundle_file=polyphony_rnn.mag --output_dir=out --num_outputs=10 --num_steps=128 --primer_pitches='[67, 64, 60]' "
     "--condition_on_primer=true --inject_primer_during_generation=false",
     setupGenerate},
    {"performance_rnn_generate", "Play with the timing of the hand (generate, for performance models)",
     "partita performance_rnn_generate --bundle_file=performance_with_dynamics.mag --output_dir=out --num_outputs=10 --num_steps=3000 --primer_melody='[60, 62, 64]'",
     setupGenerate},
    {"pianoroll_rnn_nade_generate", "Continue a piano roll (generate, for piano-roll models)",
     "partita pianoroll_rnn_nade_generate --bundle_file=pianoroll_rnn_nade.mag --output_dir=out --num_outputs=10 --num_steps=128 --primer_pitches='[67, 64, 60]'",
     setupGenerate},
    {"basic_rnn_generate", "Continue a melody with a basic_rnn model",
     "partita basic_rnn_generate --run_dir=run --output_dir=out --num_outputs=10 --num_steps=128 --primer_midi=start.mid",
     setupGenerate},
    {"lookback_rnn_generate", "Continue a melody with a lookback_rnn model",
     "partita lookback_rnn_generate --run_dir=run --output_dir=out --num_outputs=10 --num_steps=128 --primer_melody='[60]'",
     setupGenerate},
    {"attention_rnn_generate", "Continue a melody with an attention_rnn model",
     "partita attention_rnn_generate --run_dir=run --output_dir=out --num_outputs=10 --num_steps=128 --primer_melody='[60]'",
     setupGenerate},
    {"melody_rnn_create_dataset", "Make a data set of melodies (dataset, for melody models)",
     "partita melody_rnn_create_dataset --config=attention_rnn --input=notesequences.tfrecord --output_dir=sequence_examples --eval_ratio=0.10",
     setupDataset},
    {"drums_rnn_create_dataset", "Make a data set of drum tracks (dataset, for drums models)",
     "partita drums_rnn_create_dataset --config=drum_kit --input=notesequences.tfrecord --output_dir=sequence_examples --eval_ratio=0.10",
     setupDataset},
    {"improv_rnn_create_dataset", "Make a data set of lead sheets (dataset, for improv models)",
     "partita improv_rnn_create_dataset --config=chord_pitches_improv --input=notesequences.tfrecord --output_dir=sequence_examples --eval_ratio=0.10",
     setupDataset},
    {"polyphony_rnn_create_dataset", "Make a data set of music of several voices (dataset, for polyphony models)",
     "partita polyphony_rnn_create_dataset --input=notesequences.tfrecord --output_dir=sequence_examples --eval_ratio=0.10",
     setupDataset},
    {"performance_rnn_create_dataset", "Make a data set of performances (dataset, for performance models)",
     "partita performance_rnn_create_dataset --config=performance_with_dynamics --input=notesequences.tfrecord --output_dir=sequence_examples --eval_ratio=0.10",
     setupDataset},
    {"pianoroll_rnn_nade_create_dataset", "Make a data set of piano rolls (dataset, for piano-roll models)",
     "partita pianoroll_rnn_nade_create_dataset --input=notesequences.tfrecord --output_dir=sequence_examples --eval_ratio=0.10",
     setupDataset},
    {"melody_rnn_train", "Train a melody model (train, with Magenta's flags)",
     "partita melody_rnn_train --config=attention_rnn --run_dir=run --sequence_example_file=sequence_examples/training_melodies.tfrecord "
     "--hparams=\"batch_size=64,rnn_layer_sizes=[64,64]\" --num_training_steps=20000\n"
     "partita melody_rnn_train --config=attention_rnn --run_dir=run --sequence_example_file=sequence_examples/eval_melodies.tfrecord --eval",
     setupTrain},
    {"drums_rnn_train", "Train a drums model (train, with Magenta's flags)",
     "partita drums_rnn_train --config=drum_kit --run_dir=run --sequence_example_file=sequence_examples/training_drum_tracks.tfrecord --num_training_steps=20000",
     setupTrain},
    {"improv_rnn_train", "Train an improv model (train, with Magenta's flags)",
     "partita improv_rnn_train --config=chord_pitches_improv --run_dir=run --sequence_example_file=sequence_examples/training_lead_sheets.tfrecord",
     setupTrain},
    {"polyphony_rnn_train", "Train a polyphony model (train, with Magenta's flags)",
     "partita polyphony_rnn_train --run_dir=run --sequence_example_file=sequence_examples/training_poly_tracks.tfrecord --num_training_steps=20000",
     setupTrain},
    {"performance_rnn_train", "Train a performance model (train, with Magenta's flags)",
     "partita performance_rnn_train --config=performance_with_dynamics --run_dir=run --sequence_example_file=sequence_examples/training_performances.tfrecord",
     setupTrain},
    {"pianoroll_rnn_nade_train", "Train a piano-roll model (train, with Magenta's flags)",
     "partita pianoroll_rnn_nade_train --run_dir=run --sequence_example_file=sequence_examples/training_pianoroll_tracks.tfrecord",
     setupTrain},
    {"music_vae_generate", "Sample and interpolate with a MusicVAE (sample and interpolate, as Magenta's tool)",
     "partita music_vae_generate --config=cat-mel_2bar_big --checkpoint_file=cat-mel_2bar_big.tar --mode=sample --num_outputs=5 --output_dir=out\n"
     "partita music_vae_generate --config=cat-mel_2bar_big --checkpoint_file=cat-mel_2bar_big.tar --mode=interpolate --input_midi_1=a.mid --input_midi_2=b.mid --num_outputs=5 --output_dir=out",
     setupMusicVaeGenerate},
    {"music_vae_train", "Train a MusicVAE (train, for its configs), or watch a run",
     "partita music_vae_train --config=cat-mel_2bar_small --run_dir=run --mode=train --examples_path=tunes.tfrecord\n"
     "partita music_vae_train --config=cat-mel_2bar_small --run_dir=run --mode=eval --examples_path=tunes.tfrecord",
     setupMusicVaeTrain},
    {"preprocess_tfrecord", "Make a MusicVAE's examples of music, each only once, as NoteSequences that it trains on",
     "partita preprocess_tfrecord --config=cat-mel_2bar_small --input_tfrecord=tunes.tfrecord --output_tfrecord=examples.tfrecord --output_shards=4",
     setupPreprocessTfRecord},
    {"convert_dir_to_note_sequences", "Convert a folder of music into a TFRecord of NoteSequences (convert, of a folder)",
     "partita convert_dir_to_note_sequences --input_dir=tunes --output_file=tunes.tfrecord --recursive",
     setupConvert},
};

int report(const Error& error)
{
    note("partita: {}", error.message);
    return error.code == ErrorCode::kInvalidArgument ? kUsage : kFailed;
}

/// The command line, the last word first, as CLI11 wants it. An empty value, as in `--primer_midi=`, is one that is not
/// given, as for Magenta's tools; CLI11 would take the next word for it.
std::vector<std::string> argumentsOf(int argc, char** argv, const std::map<const CLI::App*, Run>& commands)
{
    const auto isEmpty = [&](std::string_view word) {
        if (!word.starts_with("--") || !word.ends_with('='))
            return false;
        word.remove_suffix(1);
        return std::ranges::any_of(commands, [&](const auto& command) { return command.first->get_name() == argv[1] && command.first->get_option_no_throw(std::string(word)); });
    };
    std::vector<std::string> words(argv + 1, argv + argc);
    std::erase_if(words, isEmpty);
    std::ranges::reverse(words);
    return words;
}

int run(int argc, char** argv)
{
    CLI::App app{"Partita: a studio for symbolic music, from the command line"};
    app.name("partita");
    app.set_version_flag("--version", "partita " PARTITA_VERSION);
    app.require_subcommand(1);
    app.footer("partita COMMAND --help shows a command's options and examples.\n");

    std::map<const CLI::App*, Run> runs;
    for (const Command& command : kCommands) {
        CLI::App* sub = app.add_subcommand(command.name, command.summary);
        sub->footer("Examples:\n" + std::string(command.examples) + "\n");
        runs[sub] = command.setup(*sub);
    }

    const auto isNamed = [&](const Command& command) { return std::string_view(command.name) == argv[1]; };
    if (argc > 1 && argv[1][0] != '-' && std::ranges::none_of(kCommands, isNamed)) {
        note("partita: There is no command \"{}\". \"partita --help\" lists those there are.", argv[1]);
        return kUsage;
    }
    try {
        app.parse(argumentsOf(argc, argv, runs));
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kOk : kUsage; // --help and --version arrive here too
    }

    auto result = runs.at(app.get_subcommands().front())();
    if (result)
        result = finishOutput();
    return result ? kOk : report(result.error());
}

} // namespace
} // namespace partita::cli

int main(int argc, char** argv)
{
    using namespace partita;
    // A full disk and a closed pipe are errors to report, not reasons to be killed.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    try {
        return cli::run(argc, argv);
    } catch (const std::bad_alloc&) {
        cli::note("partita: There is not enough memory for this. Close other programs, or try a smaller input.");
    } catch (const std::exception& error) {
        cli::note("partita: Something went wrong that should not: {}", error.what());
    }
    return cli::kFailed;
}
