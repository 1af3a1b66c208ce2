#include "app/cli/command.h"
#include "app/cli/output.h"

#include "engine/neural/neural.h"

#include <memory>

namespace partita::cli {
namespace {

struct Options {
    training::EvaluateOptions evaluate;
    bool json = false;
};

void printPart(const training::Json& report, const char* part, const char* title)
{
    if (!report.contains(part) || report[part].is_null())
        return;
    print("{}", title);
    for (const auto& [name, value] : report[part].items())
        if (value.is_number_integer())
            print("  {:22} {}", name, value.get<std::int64_t>());
        else if (value.is_number())
            print("  {:22} {:.6f}", name, value.get<double>());
}

Result<void> run(const Options& options)
{
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
    print("{}: {}", report->value("checkpoint", ""), report->value("config", ""));
    printPart(*report, "train", "on the tunes it learned from");
    printPart(*report, "eval", report->value("same_data", false) ? "on held-out tunes" : "on these tunes");
    return {};
}

} // namespace

Run setupEvaluate(CLI::App& app)
{
    auto options = std::make_shared<Options>();
    app.add_option("--checkpoint_file,--bundle_file,--run_dir", options->evaluate.checkpoint, "A model, or the folder of a run")->required();
    app.add_option("--examples_path", options->evaluate.examples_path, "MIDI files, or folders of them")->required();
    app.add_option("--device", options->evaluate.device, "auto, cpu, cuda or cuda:N")->capture_default_str();
    app.add_option("--threads", options->evaluate.threads, "Threads of network operations; 0: all cores")->check(CLI::NonNegativeNumber)->capture_default_str();
    app.add_flag("--json", options->json, "As one JSON object");
    return [options] { return run(*options); };
}

} // namespace partita::cli
