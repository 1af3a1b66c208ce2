#include "app/cli/command.h"
#include "app/cli/generation_options.h"
#include "app/cli/latent_options.h"
#include "app/cli/output.h"

#include "engine/study/clip_corpus.h"
#include "engine/study/latent_studies.h"
#include "engine/study/learn_attributes.h"

#include <memory>

/// The experiments of the MusicVAE paper on one's own models and music.
namespace partita::cli {
namespace {

struct StudyOptions {
    LatentOptions latent;
    std::vector<std::string> checkpoints; ///< of table1
    std::string music;
    std::size_t clips = 1024;
    std::string vectors;
    int samples = 256;
};

std::string column(const study::Mean& mean)
{
    return fmt::format("{:.3f} ({:.3f}–{:.3f})", mean.value, mean.low, mean.high);
}

void printRows(const std::vector<study::ReconstructionRow>& rows, std::string_view z)
{
    for (const auto& row : rows)
        print("  {:8} {:6}  {:>20} {:>20} {:>20}", row.stream, z, column(row.teacherForced), column(row.sampled), column(row.likeliest));
}

Result<void> table1(const StudyOptions& options)
{
    Interruption interruption;
    auto all = nlohmann::json::array();
    auto checkpoints = options.checkpoints;
    if (checkpoints.empty())
        checkpoints.emplace_back();
    for (const auto& checkpoint : checkpoints) {
        LatentOptions latent = options.latent;
        latent.checkpoint = checkpoint;
        const auto model = openLatentModel(latent);
        if (!model)
            return fail(model);
        const auto clips = study::readClips(*model, options.music, {.most = options.clips, .seed = latent.seed}, [&](int, int) { interruption.check(); }, interruption.token());
        if (!clips)
            return fail(clips);
        const auto table = study::studyReconstruction(*model, *clips, latent.seed, [&](int, int) { interruption.check(); }, interruption.token());
        if (!table)
            return fail(table);
        all.push_back(toJson(*table));
        if (latent.json)
            continue;
        print("{} ({}), {} clips, KL {:.1f} bits", table->model, table->config, table->clips, table->klBits);
        print("  {:8} {:6}  {:>20} {:>20} {:>20}", "stream", "z", "teacher forcing", "sampling", "likeliest");
        printRows(table->drawn, "drawn");
        printRows(table->mean, "mean");
        print("  {}", study::verdictOf(*table));
    }
    if (options.latent.json)
        printJson(all);
    return {};
}

Result<void> interpolation(const StudyOptions& options)
{
    const auto model = openLatentModel(options.latent);
    if (!model)
        return fail(model);
    Interruption interruption;
    const auto clips = study::readClips(*model, options.music, {.most = 2 * options.clips, .seed = options.latent.seed}, [&](int, int) { interruption.check(); }, interruption.token());
    if (!clips)
        return fail(clips);
    // Half of the music for the language, half for the pairs, so that no walk leads over what the language was learnt from.
    const std::span all = *clips;
    const auto study = study::studyInterpolation(*model, all.first(all.size() / 2), all.subspan(all.size() / 2), options.latent.seed, [&](int, int) { interruption.check(); }, interruption.token());
    if (!study)
        return fail(study);
    if (options.latent.json) {
        printJson(toJson(*study));
        return {};
    }
    print("{} ({}), {} pairs of clips, 5-gram of {} clips", study->model, study->config, study->pairs, study->trainedOn);
    print("{:>6} {:>10} {:>12} {:>10} {:>12}", "alpha", "Hamming", "its data's", "cost", "its data's");
    for (const auto& point : study->points)
        print("{:6.3f} {:10.3f} {:12.3f} {:10.3f} {:12.3f}", point.alpha, point.hamming, point.dataHamming, point.cost, point.dataCost);
    return {};
}

void printChanges(const study::AttributeStudy::Row& row, const char* sign, const std::array<study::AttributeChange, generate::kAttributes.size()>& changes)
{
    std::string line;
    for (const auto& change : changes)
        line += change.samples ? fmt::format(" {:+9.0f} ({:3})", change.percent, change.samples) : fmt::format(" {:>15}", "undefined");
    print("{} {:16} {}", sign, nameOf(row.vector), line);
}

Result<void> attributes(const StudyOptions& options)
{
    const auto model = openLatentModel(options.latent);
    if (!model)
        return fail(model);
    Interruption interruption;
    const auto vectors = options.vectors.empty() ? study::learnAttributes(*model, options.music, {.most = options.clips, .seed = options.latent.seed}, [&](int, int) { interruption.check(); }, interruption.token())
                                                 : generate::loadAttributes(options.vectors, *model);
    if (!vectors)
        return fail(vectors);
    auto decode = decodeOptions(*model, options.latent);
    if (!decode)
        return fail(decode);
    decode->stop = interruption.token();
    decode->progress = [&](int, int) { interruption.check(); };
    const auto study = study::studyAttributes(*model, *vectors, options.samples, *decode);
    if (!study)
        return fail(study);
    if (options.latent.json) {
        printJson(toJson(*study));
        return {};
    }
    std::string heads;
    for (const auto attribute : generate::kAttributes)
        heads += fmt::format(" {:>15.15}", nameOf(attribute));
    print("{} ({}), {} samples, vectors of {} clips: change in per cent (samples that have one)", study->model, study->config, study->samples, vectors->clips);
    print("  {:16} {}", "vector", heads);
    for (const auto& row : study->rows)
        printChanges(row, "+", row.added);
    for (const auto& row : study->rows)
        printChanges(row, "-", row.subtracted);
    return {};
}

Result<void> examples(const StudyOptions& options)
{
    const auto config = models::findVaeConfig(options.latent.config);
    if (!config)
        return fail(config);
    Interruption interruption;
    const auto count = study::countExamples(**config, options.music, [&](int, int) { interruption.check(); }, interruption.token());
    if (!count)
        return fail(count);
    const auto& corpus = count->corpus;
    nlohmann::json dropped = nlohmann::json::object();
    for (std::size_t i = 0; i < corpus.dropped.size(); ++i)
        if (corpus.dropped[i] > 0)
            dropped[nameOf(static_cast<converters::DropReason>(i))] = corpus.dropped[i];
    if (options.latent.json) {
        printJson({{"config", (*config)->id}, {"files", corpus.files}, {"unreadable", corpus.unreadable.size()}, {"examples", corpus.clips}, {"different", count->different}, {"dropped", dropped}});
        return {};
    }
    print("{}: {} examples, {} of them different, from {} files; {} files could not be read", (*config)->id, corpus.clips, count->different, corpus.files, corpus.unreadable.size());
    for (const auto& [reason, times] : dropped.items())
        print("  {:20} {}", reason, times.get<std::int64_t>());
    return {};
}

} // namespace

Run setupStudy(CLI::App& app)
{
    auto options = std::make_shared<StudyOptions>();
    app.require_subcommand(1);
    const auto declare = [&](const char* name, const char* summary, const char* clips) {
        auto* sub = app.add_subcommand(name, summary);
        sub->add_option("--examples_path", options->music, "Folder of music, or a TFRecord of NoteSequences");
        sub->add_option("--clips", options->clips, clips)->check(CLI::Range(2, 1'000'000))->capture_default_str();
        return sub;
    };
    auto* table = declare("table1", "How much of clips comes back: teacher forced, sampled, and at its likeliest (the paper's Table 1)", "Clips to reconstruct");
    table->get_option("--examples_path")->required();
    table->add_option("--checkpoint_files", options->checkpoints, "Several models, one under the other")->delimiter(',');
    table->add_option("--seed", options->latent.seed);
    addLatentModelOptions(*table, options->latent);

    auto* walk = declare("interpolation", "How far and how probable music is between two clips (the paper's figure 3)", "Half of them become pairs, as many again teach the 5-gram");
    walk->get_option("--examples_path")->required();
    walk->add_option("--seed", options->latent.seed);
    addLatentModelOptions(*walk, options->latent);

    auto* counted = app.add_subcommand("examples", "How many examples music gives a configuration, and what is left out and why (the paper's appendix A)");
    counted->add_option("--examples_path", options->music, "Folder of music, or a TFRecord of NoteSequences")->required();
    counted->add_option("--config", options->latent.config, "A row of the table of configurations")->required();
    counted->add_flag("--json", options->latent.json, "Report as one JSON object");

    auto* change = declare("attributes", "What adding and subtracting attribute vectors changes (the paper's figure 4)", "Learn the vectors from at most so many clips");
    auto* vectors = change->add_option("--vectors", options->vectors, "Vectors that \"partita attributes learn\" wrote (default: learnt from --examples_path)");
    change->get_option("--examples_path")->excludes(vectors);
    change->add_option("--samples", options->samples, "Places drawn from the prior")->check(CLI::Range(1, 100'000))->capture_default_str();
    addLatentModelOptions(*change, options->latent);
    addDecodeOptions(*change, options->latent);
    // An experiment gives the same figures to everybody: unlike music, it does not begin with a new seed each time.
    for (CLI::App* sub : {table, walk, change})
        sub->get_option("--seed")->description("Which clips and draws")->default_val(1);
    return [=]() -> Result<void> {
        if (table->parsed()) {
            if (options->checkpoints.empty() && !options->latent.checkpoint.empty())
                options->checkpoints = {options->latent.checkpoint};
            return table1(*options);
        }
        if (walk->parsed())
            return interpolation(*options);
        if (counted->parsed())
            return examples(*options);
        if (options->music.empty() && options->vectors.empty())
            return fail(ErrorCode::kInvalidArgument, "Name music with --examples_path, or vectors with --vectors.");
        return attributes(*options);
    };
}

} // namespace partita::cli
