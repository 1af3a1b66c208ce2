#include "engine/datasets/gather.h"

#include "engine/core/ordered_work.h"
#include "engine/core/rng.h"
#include "engine/datasets/ledger.h"

namespace partita::datasets {
namespace {

/// What a worker makes of an item.
struct Yield {
    struct Tune {
        Part part;
        std::string subject;
        Harvest harvest;
        std::string whyNothing; ///< empty: it gave something
    };
    const Source* source = nullptr;
    std::vector<Tune> tunes;
    std::vector<std::string> rejections;
};

Part partOf(const Item& item, const Tune& tune, const GatherOptions& options)
{
    const double draw = options.draw ? options.draw(item.number) : Rng::stream(options.seed, "partition/" + tune.identity).uniform();
    return draw < options.evalRatio ? Part::kEval : Part::kTraining;
}

Yield work(const Item& item, const GatherOptions& options)
{
    Yield yield{.source = item.source, .tunes = {}, .rejections = {}};
    auto tunes = readTunes(item, options.harvest.music.convention);
    yield.rejections = std::move(tunes.rejections);
    for (Tune& tune : tunes.tunes) {
        const Part part = partOf(item, tune, options);
        auto found = harvest(tune.sequence, part, options.harvest);
        std::string why = found.sequences.empty() ? whyNothing(found, options.harvest, tune.subject) : "";
        yield.tunes.push_back({part, std::move(tune.subject), std::move(found), std::move(why)});
    }
    return yield;
}

} // namespace

Result<GatherReport> gather(const std::vector<Source>& sources, const GatherOptions& options, const Gatherer& gatherer, std::stop_token stop)
{
    if (auto checked = check(options.harvest); !checked)
        return fail(checked);
    for (const Source& source : sources)
        if (source.named && source.kind == Source::Kind::kSequenceExamples)
            return fail(ErrorCode::kInvalidArgument, quoted(source.file) + " holds SequenceExamples, which are encoded already. Name the music they were made of.");

    GatherReport report{.files = static_cast<std::int64_t>(sources.size())};
    Ledger ledger(outputOf(*options.harvest.config));
    ItemReader items(sources);
    Result<void> going;
    const auto reject = [&](const Source& source, const std::string& reason) {
        ++report.rejected;
        if (gatherer.reject)
            gatherer.reject(source.file, reason);
    };
    const auto use = [&](Yield yield) -> bool {
        if (stop.stop_requested()) {
            going = fail(ErrorCode::kStopped, "Reading the music was stopped.");
            return false;
        }
        report.tunes += static_cast<std::int64_t>(yield.tunes.size() + yield.rejections.size());
        for (const auto& reason : yield.rejections)
            reject(*yield.source, reason);
        for (auto& [part, subject, found, why] : yield.tunes) {
            ledger.add(part, found);
            report.totals.merge(found.remarks);
            for (const auto& [unit, statistics] : found.units)
                report.totals.merge(statistics);
            if (!why.empty()) {
                reject(*yield.source, why);
                continue;
            }
            report.reduced += found.reduced();
            auto& half = part == Part::kTraining ? report.training : report.eval;
            ++half.tunes;
            half.sequences += static_cast<std::int64_t>(found.sequences.size());
            if (going = gatherer.take(part, subject, std::move(found.sequences)); !going)
                return false;
        }
        if (gatherer.progress)
            gatherer.progress(yield.source - sources.data() + 1, report.files);
        return true;
    };
    workInOrder([&] { return items.next(); }, [&](const Item& item) { return work(item, options); }, use);
    if (!going)
        return fail(going);
    report.statistics = ledger.statistics();
    return report;
}

Result<GatherReport> gather(const GatherOptions& options, const Gatherer& gatherer, std::stop_token stop)
{
    const auto sources = findSources(options.inputs);
    if (!sources)
        return fail(sources);
    return gather(*sources, options, gatherer, stop);
}

} // namespace partita::datasets
