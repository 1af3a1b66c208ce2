#include "engine/datasets/create.h"

#include "engine/datasets/example_record.h"
#include "engine/datasets/ledger.h"
#include "engine/formats/tfrecord.h"
#include "engine/models/config_encoding.h"

namespace partita::datasets {

Result<CreateReport> createDataSet(const CreateOptions& options, const std::function<void(const std::filesystem::path&, const std::string&)>& reject,
                                   const std::function<void(std::int64_t, std::int64_t)>& progress, std::stop_token stop)
{
    const auto& config = *options.gather.harvest.config;
    const auto encoding = models::makeEncoding(config);
    if (!encoding)
        return fail(encoding);
    const auto sources = findSources(options.gather.inputs); // before there are files that lie among them
    if (!sources)
        return fail(sources);
    if (auto made = makeFolder(options.outputDir); !made)
        return fail(made);
    const auto fileOf = [&](Part part) { return options.outputDir / (nameOf(part) + "_" + outputOf(config) + ".tfrecord"); };
    CreateReport report;
    report.trainingFile = fileOf(Part::kTraining);
    report.evalFile = fileOf(Part::kEval);
    auto training = formats::TfRecordWriter::open(report.trainingFile);
    if (!training)
        return fail(training);
    auto eval = formats::TfRecordWriter::open(report.evalFile);
    if (!eval)
        return fail(eval);

    const auto take = [&](Part part, const std::string&, std::vector<Sequence> sequences) -> Result<void> {
        auto& writer = part == Part::kTraining ? *training : *eval;
        for (const auto& sequence : sequences)
            if (auto written = writer.write(toRecord(sequence.encode(**encoding), config)); !written)
                return written;
        return {};
    };
    auto gathered = gather(*sources, options.gather, {.take = take, .reject = reject, .progress = progress}, stop);
    if (!gathered)
        return fail(gathered);
    report.gathered = std::move(*gathered);
    if (auto finished = training->finish(); !finished)
        return fail(finished);
    if (auto finished = eval->finish(); !finished)
        return fail(finished);
    return report;
}

} // namespace partita::datasets
