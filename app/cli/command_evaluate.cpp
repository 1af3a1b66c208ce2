#include "app/cli/command.h"
#include "app/cli/evaluation.h"
#include "app/cli/output.h"

#include "engine/neural/neural.h"

#include <memory>

namespace partita::cli {
namespace {

struct Options {
    training::EvaluateOptions evaluate;
    bool json = false;
    bool continuous = false;
};

Result<void> run(const Options& options)
{
    if (options.continuous)
        return watchRun(options.evaluate);
    const auto networks = neural::open();
    if (!networks)
        return fail(networks);
    const auto report = (*networks)->evaluate(options.evaluate);
    if (!report)
        return fail(report);
    if (options.json) {
        printJson(*report);
        return {};
    }
    printEvaluation(*report);
    return {};
}

} // namespace

Run setupEvaluate(CLI::App& app)
{
    auto options = std::make_shared<Options>();
    app.add_option("--checkpoint_file,--bundle_file,--run_dir", options->evaluate.checkpoint, "A model, or the folder of a run")->required();
    app.add_option("--config", options->evaluate.config, "MusicVAE: the config to read the model as; else what the file says");
    app.add_option("--examples_path,--sequence_example_file", options->evaluate.examples_path,
                   "Music (folders, MIDI, MusicXML, ABC), or TFRecords of NoteSequences or SequenceExamples")->required();
    app.add_option("--num_eval_examples", options->evaluate.num_eval_examples, "Measure on so many examples of each half; 0: on all")->check(CLI::NonNegativeNumber)->capture_default_str();
    app.add_flag("--dropout_in_eval", options->evaluate.dropout_in_eval, "Measure with dropout, too, as Magenta does: metrics named …_with_dropout");
    app.add_option("--device", options->evaluate.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    app.add_option("--threads", options->evaluate.threads, "Threads of network operations; 0: all cores")->check(CLI::NonNegativeNumber)->capture_default_str();
    auto* continuous = app.add_flag("--continuous", options->continuous, "Measure each new checkpoint of a run as it trains");
    app.add_flag("--json", options->json, "As one JSON object")->excludes(continuous);
    return [options] { return run(*options); };
}

} // namespace partita::cli
