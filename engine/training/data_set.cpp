#include "engine/training/data_set.h"

#include "engine/core/digest.h"
#include "engine/core/file_io.h"
#include "engine/models/config_encoding.h"

#include <algorithm>
#include <set>

namespace partita::training {
namespace {

namespace fs = std::filesystem;
using datasets::Part;
using datasets::Source;

constexpr std::string_view kEvalPrefix = "eval_", kTrainingPrefix = "training_";

std::string digestOf(const datasets::SequenceSet& training, const datasets::SequenceSet& heldOut)
{
    Sha256 digest;
    for (const auto* set : {&training, &heldOut}) {
        for (const auto& sequence : set->sequences())
            sequence.addTo(digest);
        constexpr std::uint8_t kEnd = 0xfe;
        digest.add({&kEnd, 1});
    }
    return digest.hex();
}

Result<DataSet> readMusic(const std::vector<Source>& sources, const datasets::GatherOptions& options, const ReadingSink& reading, std::stop_token stop)
{
    auto made = models::makeEncoding(*options.harvest.config);
    if (!made)
        return fail(made);
    const std::shared_ptr<const encoding::EventEncoding> encoding = std::move(*made);
    auto training = std::make_unique<datasets::SequenceSet>(encoding), heldOut = std::make_unique<datasets::SequenceSet>(encoding);
    DataSet data;
    const datasets::Gatherer gatherer{
        .take = [&](Part part, const std::string&, std::vector<datasets::Sequence> sequences) -> Result<void> {
            (part == Part::kEval ? heldOut : training)->add(std::move(sequences));
            return {};
        },
        .reject = [&](const fs::path& file, const std::string& reason) { data.rejected.push_back({file, reason}); },
        .progress = [&](std::int64_t files, std::int64_t of) {
            if (reading)
                reading(files, of);
        },
    };
    const auto report = datasets::gather(sources, options, gatherer, stop);
    if (!report)
        return fail(report);
    data.files = report->tunes;
    data.heldOutFiles = report->eval.tunes;
    data.trainingFiles = report->training.tunes;
    data.statistics = report->totals;
    data.digest = digestOf(*training, *heldOut);
    data.training = std::move(training);
    data.heldOut = std::move(heldOut);
    return data;
}

/// Record files of SequenceExamples, with the held-out ones that Magenta's tools write beside those to train on.
std::vector<fs::path> recordFiles(const std::vector<Source>& sources)
{
    std::set<fs::path> files;
    for (const Source& source : sources) {
        if (source.kind != Source::Kind::kSequenceExamples)
            continue;
        files.insert(source.file);
        const std::string name = source.file.filename().string();
        std::error_code error;
        if (!name.starts_with(kTrainingPrefix))
            continue;
        const auto beside = source.file.parent_path() / (std::string(kEvalPrefix) + name.substr(kTrainingPrefix.size()));
        if (fs::exists(beside, error))
            files.insert(beside);
    }
    return {files.begin(), files.end()};
}

Result<DataSet> readRecords(const std::vector<fs::path>& files, const datasets::GatherOptions& options, const ReadingSink& reading, std::stop_token stop)
{
    auto training = std::make_unique<datasets::RecordSet>(), heldOut = std::make_unique<datasets::RecordSet>();
    DataSet data{.encoded = true};
    for (const auto& file : files) {
        const bool held = file.filename().string().starts_with(kEvalPrefix);
        if (auto added = (held ? heldOut : training)->add(file, *options.harvest.config, stop); !added)
            return fail(added);
        ++(held ? data.heldOutFiles : data.trainingFiles);
        if (++data.files; reading)
            reading(data.files, static_cast<std::int64_t>(files.size()));
    }
    data.digest = sha256(training->digest() + heldOut->digest());
    data.training = std::move(training);
    data.heldOut = std::move(heldOut);
    return data;
}

} // namespace

Result<DataSet> readDataSet(const datasets::GatherOptions& options, const ReadingSink& reading, std::stop_token stop)
{
    const auto sources = datasets::findSources(options.inputs);
    if (!sources)
        return fail(sources);
    const auto isExamples = [](const Source& source) { return source.kind == Source::Kind::kSequenceExamples; };
    const bool records = std::ranges::any_of(*sources, [&](const Source& source) { return isExamples(source) && source.named; })
                         || (!sources->empty() && std::ranges::all_of(*sources, isExamples));
    if (records && std::ranges::any_of(*sources, [&](const Source& source) { return !isExamples(source) && source.named; }))
        return fail(ErrorCode::kInvalidArgument, "Music and SequenceExamples cannot be learned from together. Name one or the other, or make SequenceExamples of all of it.");

    auto data = records ? readRecords(recordFiles(*sources), options, reading, stop) : readMusic(*sources, options, reading, stop);
    if (!data)
        return data;
    if (data->training->empty() && data->heldOut->empty()) {
        if (data->files == 0)
            return fail(ErrorCode::kInvalidArgument, "There is no music to learn from. Give --examples_path a folder that holds .mid, .xml, .mxl or .abc files.");
        const std::string nothing = "None of the " + std::to_string(data->files) + " files holds anything that " + std::string(options.harvest.config->id) + " can learn from.";
        return fail(ErrorCode::kInvalidArgument, data->rejected.empty() ? nothing : nothing + " The first: " + data->rejected.front().reason);
    }
    return data;
}

Result<void> checkReading(const datasets::MusicOptions& chosen, const DataSet& data)
{
    if (data.encoded && chosen != datasets::MusicOptions{})
        return fail(ErrorCode::kInvalidArgument, "--keep_highest, --transpose and --for_people say how music is read; SequenceExamples are encoded already. Leave them out, or name the music.");
    return {};
}

} // namespace partita::training
