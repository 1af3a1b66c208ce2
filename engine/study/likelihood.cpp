#include "engine/study/likelihood.h"

#include "engine/core/file_io.h"
#include "engine/datasets/example_set.h"
#include "engine/datasets/gather.h"
#include "engine/generate/event_search.h"

#include <fmt/format.h>

#include <algorithm>

namespace partita::study {
namespace {

using datasets::Source;

class Measurement {
public:
    Measurement(const generate::Model& model, const LikelihoodSink& sink, std::stop_token stop) : m_model(model), m_sink(sink), m_stop(std::move(stop)) {}

    bool empty() const { return m_measured == 0; }

    Result<void> music(const std::vector<Source>& sources, const datasets::MusicOptions& music)
    {
        const datasets::GatherOptions options{.harvest = {m_model.config, music, /*asGiven=*/true}, .inputs = {}, .evalRatio = 1.0, .draw = {}};
        const auto take = [&](datasets::Part, const std::string& subject, std::vector<datasets::Sequence> sequences) -> Result<void> {
            for (std::size_t i = 0; i < sequences.size(); ++i)
                if (auto measured = measure(subject, i + 1, sequences[i].encode(*m_model.encoding)); !measured)
                    return measured;
            return {};
        };
        const auto report = datasets::gather(sources, options, {.take = take, .reject = m_sink.reject, .progress = {}}, m_stop);
        return report ? Result<void>() : fail(report);
    }

    Result<void> records(const Source& source)
    {
        datasets::RecordSet set;
        if (auto added = set.add(source.file, *m_model.config, m_stop); !added)
            return added;
        for (std::size_t i = 0; i < set.size(); ++i) {
            const auto example = set.at(i);
            if (!example)
                return fail(example);
            if (auto measured = measure(quoted(source.file), i + 1, *example); !measured)
                return measured;
        }
        return {};
    }

private:
    Result<void> measure(const std::string& subject, std::size_t number, const encoding::Example& example)
    {
        if (m_stop.stop_requested())
            return fail(ErrorCode::kStopped, "Measuring was stopped.");
        const auto likelihood = generate::logLikelihood(*m_model.network, *m_model.encoding, example);
        if (!likelihood)
            return fail(likelihood);
        ++m_measured;
        m_sink.take({subject, number, example.length(), *likelihood});
        return {};
    }

    const generate::Model& m_model;
    const LikelihoodSink& m_sink;
    std::stop_token m_stop;
    std::size_t m_measured = 0;
};

} // namespace

Result<void> measureLikelihoods(const generate::Model& model, const std::vector<std::filesystem::path>& inputs, const datasets::MusicOptions& music, const LikelihoodSink& sink,
                                std::stop_token stop)
{
    auto sources = datasets::findSources(inputs);
    if (!sources)
        return fail(sources);
    const auto encoded = std::ranges::stable_partition(*sources, [](const Source& source) { return source.kind != Source::Kind::kSequenceExamples; });
    const std::vector<Source> records(encoded.begin(), encoded.end());
    sources->erase(encoded.begin(), encoded.end());

    Measurement measurement(model, sink, std::move(stop));
    if (!sources->empty())
        if (auto measured = measurement.music(*sources, music); !measured)
            return measured;
    for (const Source& source : records)
        if (auto measured = measurement.records(source); !measured)
            return measured;
    if (measurement.empty())
        return fail(ErrorCode::kInvalidArgument, fmt::format("Nothing there is music that {} can read.", model.config->id));
    return {};
}

} // namespace partita::study
