#include "app/cli/command.h"
#include "app/cli/foreign_flags.h"
#include "app/cli/generation_options.h"
#include "app/cli/output.h"
#include "app/cli/rejections.h"

#include "engine/datasets/preprocess.h"

#include <functional>
#include <memory>

/// Magenta's preprocess_tfrecord for MusicVAE, flag for flag.
/// Source: magenta models/music_vae/preprocess_tfrecord.py.
namespace partita::cli {
namespace {

struct PreprocessTfrecordOptions {
    datasets::PreprocessOptions preprocess;
    datasets::PieceFilter filter;
    std::string config;
    bool filtering = true;
    bool json = false;
};

Result<void> run(PreprocessTfrecordOptions options)
{
    const auto config = models::findVaeConfig(options.config);
    if (!config)
        return fail(config);
    options.preprocess.config = *config;
    options.preprocess.filter = options.filtering ? std::optional(options.filter) : std::nullopt;
    Interruption interruption;
    Rejections rejected(options.json);
    const auto report = datasets::preprocess(options.preprocess, std::ref(rejected), [&](std::int64_t, std::int64_t) { interruption.check(); }, interruption.token());
    if (!report)
        return fail(report);
    if (options.json) {
        auto files = nlohmann::json::array();
        for (const auto& file : report->files)
            files.push_back(file.string());
        printJson({{"config", (*config)->id}, {"files", files}, {"counters", report->counters}, {"rejected", rejected.json()}});
        return {};
    }
    print("{} to {}, {} files", report->files.front().string(), report->files.back().string(), report->files.size());
    for (const auto& [name, count] : report->counters)
        print("  {}: {}", name, count);
    return {};
}

} // namespace

Run setupPreprocessTfRecord(CLI::App& app)
{
    auto options = std::make_shared<PreprocessTfrecordOptions>();
    auto& filter = options->filter;
    app.add_option("--input_tfrecord", options->preprocess.inputs, "NoteSequences (files, patterns with * and ?), or folders of music")->required();
    app.add_option("--output_tfrecord", options->preprocess.output, "What the names of the files to write begin with")->required();
    app.add_option("--config", options->config, "A row of the table of MusicVAE models")->required();
    app.add_option("--output_shards", options->preprocess.shards, "How many files")->check(CLI::Range(1, 512))->capture_default_str();
    app.add_flag("--enable_filtering,!--noenable_filtering", options->filtering, "Leave pieces out by the flags below; =false takes all")->capture_default_str();
    app.add_option("--max_total_time", filter.maxTotalTime, "Seconds that a piece lasts at most")->check(CLI::NonNegativeNumber)->capture_default_str();
    app.add_option("--max_num_notes", filter.maxNumNotes, "Notes that it has at most")->check(CLI::NonNegativeNumber)->capture_default_str();
    app.add_option("--min_velocities", filter.minVelocities, "Different velocities that it has at least")->check(CLI::NonNegativeNumber)->capture_default_str();
    app.add_option("--min_metric_positions", filter.minMetricPositions, "Different places in a quarter, of sixteen, that its notes begin at, at least")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    app.add_flag_function("--is_drum,!--nois_drum", [&filter](std::int64_t drums) { filter.isDrum = drums > 0; }, "Count only drums for those two; --nois_drum: only other notes");
    app.add_flag("--drums_only,!--nodrums_only", filter.drumsOnly, "Leave out pieces that have other notes than drums");
    acceptFlag(app, "--pipeline_options", "It changes nothing: there is no Beam here. All processors work on the files of this machine.");
    app.add_flag("--json", options->json, "Report as one JSON object");
    return [options] { return run(*options); };
}

} // namespace partita::cli
