#include "app/cli/command.h"
#include "app/cli/foreign_flags.h"
#include "app/cli/generation_options.h"
#include "app/cli/magenta_tools.h"
#include "app/cli/music_flags.h"
#include "app/cli/output.h"
#include "app/cli/rejections.h"

#include "engine/datasets/create.h"
#include "engine/datasets/ledger.h"

#include <algorithm>
#include <functional>
#include <memory>

namespace partita::cli {
namespace {

using enum models::EventRnnFamily;

constexpr MagentaTool kDatasetTools[] = {
    {"dataset", {}, "", ""},
    {"melody_rnn_create_dataset", kMelody, "", ""},
    {"drums_rnn_create_dataset", kDrums, "drum_kit", ""},
    {"improv_rnn_create_dataset", kImprov, "", ""},
    {"polyphony_rnn_create_dataset", kPolyphony, "polyphony", ""},
    {"performance_rnn_create_dataset", kPerformance, "performance", ""},
    {"pianoroll_rnn_nade_create_dataset", kPianoroll, "rnn-nade", ""},
};

struct DatasetOptions {
    const MagentaTool* tool = nullptr;
    ModelFlags model;
    datasets::CreateOptions create;
    bool json = false;
};

/// "[-inf,5)": a bucket of a histogram.
std::string bucketName(const std::vector<double>& bounds, std::size_t bucket)
{
    return fmt::format("[{},{})", bounds[bucket], bucket + 1 < bounds.size() ? fmt::format("{}", bounds[bucket + 1]) : "inf");
}

nlohmann::json asJson(const Statistics& statistics)
{
    nlohmann::json json = statistics.counters;
    for (const auto& [name, histogram] : statistics.histograms) {
        json[name] = nlohmann::json::object();
        for (std::size_t i = 0; i < histogram.counts().size(); ++i)
            if (histogram.counts()[i] > 0)
                json[name][bucketName(histogram.bounds(), i)] = histogram.counts()[i];
    }
    return json;
}

void printStatistics(const Statistics& statistics)
{
    const auto json = asJson(statistics);
    for (const auto& [name, value] : json.items()) {
        if (!value.is_object()) {
            print("  {}: {}", name, value.get<std::int64_t>());
            continue;
        }
        print("  {}:", name);
        for (const auto& [bucket, count] : value.items())
            print("    {}: {}", bucket, count.get<std::int64_t>());
    }
}

/// What became of polyphonic tracks: the reader of the report must know which melodies these are.
std::string polyphonyRemark(const datasets::GatherReport& report, bool keepHighest)
{
    const auto found = report.totals.counters.find("polyphonic_tracks_discarded");
    if (keepHighest)
        return report.reduced == 0 ? "" : fmt::format("Of {} tunes with polyphonic tracks only the highest notes were kept (--keep_highest).", report.reduced);
    if (found == report.totals.counters.end() || found->second == 0)
        return "";
    return fmt::format("{} polyphonic tracks were left out, as Magenta does. --keep_highest would take their highest notes.", found->second);
}

void printReport(const datasets::CreateReport& report, const DatasetOptions& options)
{
    const auto& gathered = report.gathered;
    print("{}: {} examples of {} tunes", report.trainingFile.string(), gathered.training.sequences, gathered.training.tunes);
    print("{}: {} examples of {} tunes", report.evalFile.string(), gathered.eval.sequences, gathered.eval.tunes);
    print("{} files, {} tunes in them; {} gave nothing", gathered.files, gathered.tunes, gathered.rejected);
    if (const auto remark = polyphonyRemark(gathered, options.create.gather.harvest.music.keepHighest); !remark.empty())
        print("{}", remark);
    print("Statistics, under Magenta's names:");
    printStatistics(gathered.statistics);
}

nlohmann::json toJson(const datasets::CreateReport& report, const DatasetOptions& options, nlohmann::json rejected)
{
    const auto& gathered = report.gathered;
    const auto half = [](const std::filesystem::path& file, const datasets::GatherReport::Half& own) {
        return nlohmann::json{{"file", file.string()}, {"tunes", own.tunes}, {"examples", own.sequences}};
    };
    return {{"config", options.create.gather.harvest.config->id},
            {"seed", options.create.gather.seed},
            {"training", half(report.trainingFile, gathered.training)},
            {"eval", half(report.evalFile, gathered.eval)},
            {"files", gathered.files},
            {"tunes", gathered.tunes},
            {"tunes_reduced_to_highest_notes", gathered.reduced},
            {"statistics", asJson(gathered.statistics)},
            {"rejected", rejected}};
}

Result<void> run(DatasetOptions options)
{
    const auto config = configOf(options.model, *options.tool);
    if (!config)
        return fail(config);
    options.create.gather.harvest.config = *config;

    Interruption interruption;
    Rejections rejected(options.json);
    const auto report = datasets::createDataSet(options.create, std::ref(rejected), [&](std::int64_t, std::int64_t) { interruption.check(); }, interruption.token());
    if (!report)
        return fail(report);
    if (options.json)
        printJson(toJson(*report, options, rejected.json()));
    else
        printReport(*report, options);
    return {};
}

} // namespace

Run setupDataset(CLI::App& app)
{
    auto options = std::make_shared<DatasetOptions>();
    options->tool = std::ranges::find(kDatasetTools, app.get_name(), &MagentaTool::name);
    auto& gather = options->create.gather;
    app.add_option("--input", gather.inputs, "Music: folders, files (MIDI, MusicXML, ABC) or TFRecords of NoteSequences; may be given several times")->required();
    app.add_option("--output_dir", options->create.outputDir, "Folder for training_….tfrecord and eval_….tfrecord")->required();
    addModelFlags(app, *options->tool, options->model);
    app.add_option("--eval_ratio", gather.evalRatio, "Share of the tunes that is held out")->check(CLI::Range(0.0, 1.0))->capture_default_str();
    app.add_option("--seed", gather.seed, "Which tunes those are; the same as train's for the same seed")->capture_default_str();
    addMusicFlags(app, gather.harvest.music);
    acceptFlag(app, "--log", "It changes nothing: results go to standard output, remarks to standard error.");
    if (options->tool->family)
        acceptFlag(app, "--hparams", "It changes nothing: a network's settings have no part in a data set.");
    if (options->tool->family == kMelody) {
        acceptFlag(app, "--generator_id", "It changes nothing: it names a bundle, and a data set has none.");
        acceptFlag(app, "--generator_description", "It changes nothing: it describes a bundle, and a data set has none.");
    }
    app.add_flag("--json", options->json, "Report as one JSON object");
    return [options] { return run(*options); };
}

} // namespace partita::cli
