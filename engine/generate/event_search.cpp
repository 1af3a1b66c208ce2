#include "engine/generate/event_search.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

namespace partita::generate {
namespace {

constexpr std::int64_t kMostSequences = 4096; ///< at once: more would ask for gigabytes of states

/// One sequence of the beam. `fed` events are already in its recurrent state.
struct Branch {
    ScoredEvents events;
    std::size_t fed = 0;
    std::vector<float> said; ///< where events come one late: what the next one is drawn from
};

/// Runs a set of branches in step. Branches share one batched state; where events may be injected their inputs differ in
/// length, so each has a state of its own.
class Beam {
public:
    Beam(models::EventNetwork& network, const encoding::EventEncoding& encoding, const SearchOptions& options, const Draws& draws,
         const ExtendControls& extendControls, const Inject& inject)
        : m_network(network), m_encoding(encoding), m_options(options), m_draws(draws), m_extendControls(extendControls), m_inject(inject)
    {
    }

    void start(ScoredEvents primer)
    {
        m_branches = {Branch{std::move(primer)}};
        m_states.clear();
        m_states.push_back(m_network.initialState(1));
        keep(std::vector<int>(static_cast<std::size_t>(m_options.beamSize), 0));
    }

    /// The branches `rows`, in that order, take the place of all.
    void keep(const std::vector<int>& rows)
    {
        std::vector<Branch> branches;
        for (const int row : rows)
            branches.push_back(m_branches[static_cast<std::size_t>(row)]);
        std::vector<std::unique_ptr<models::NetworkState>> states;
        if (m_inject) {
            for (const int row : rows)
                states.push_back(m_network.select(*m_states[m_states.size() == 1 ? 0 : static_cast<std::size_t>(row)], std::vector<int>{0}));
        } else {
            states.push_back(m_network.select(*m_states.front(), rows));
        }
        m_branches = std::move(branches);
        m_states = std::move(states);
    }

    void branch()
    {
        if (m_options.branchFactor == 1)
            return;
        std::vector<int> rows;
        for (int copy = 0; copy < m_options.branchFactor; ++copy)
            for (std::size_t row = 0; row < m_branches.size(); ++row)
                rows.push_back(static_cast<int>(row));
        keep(rows);
    }

    void prune()
    {
        const auto rows = byScore();
        keep({rows.begin(), rows.begin() + std::min<std::ptrdiff_t>(m_options.beamSize, std::ssize(rows))});
    }

    ScoredEvents best() { return std::move(m_branches[static_cast<std::size_t>(byScore().front())].events); }

    /// Appends an event to every branch.
    Result<void> step()
    {
        if (m_extendControls)
            for (auto& branch : m_branches)
                m_extendControls(branch.events.codes, branch.events.controls);
        const std::size_t rowsPerState = m_inject ? 1 : m_branches.size();
        for (std::size_t i = 0; i < m_states.size(); ++i)
            if (auto ran = run(*m_states[i], std::span(m_branches).subspan(i * rowsPerState, rowsPerState)); !ran)
                return ran;
        drawForPadding();
        return {};
    }

private:
    std::vector<int> byScore() const
    {
        std::vector<int> rows(m_branches.size());
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i] = static_cast<int>(i);
        std::ranges::stable_sort(rows, std::greater(), [&](int row) { return m_branches[static_cast<std::size_t>(row)].events.score; });
        return rows;
    }

    std::size_t length(const Branch& branch) const { return branch.events.codes.size() / static_cast<std::size_t>(m_encoding.width()); }

    Result<void> run(models::NetworkState& state, std::span<Branch> branches)
    {
        const std::size_t events = length(branches.front());
        const std::size_t steps = events - branches.front().fed;
        std::vector<float> inputs;
        for (const auto& branch : branches) {
            const auto rows = encoding::inputsOf(m_encoding, branch.events.codes, branch.events.controls, branch.fed, events);
            inputs.insert(inputs.end(), rows.begin(), rows.end());
        }
        const auto logits = m_network.run(state, inputs, static_cast<int>(steps), steps == 1);
        const auto classes = static_cast<std::size_t>(m_network.numClasses());
        for (std::size_t i = 0; i < branches.size(); ++i)
            if (!extend(branches[i], logits.subspan(i * steps * classes, steps * classes), steps))
                return fail(ErrorCode::kFailed, "The network's output is not a number. Its weights are damaged or too large; choose another checkpoint.");
        return {};
    }

    /// Scores what was fed, then draws and appends the next event. False: the logits are no numbers.
    bool extend(Branch& branch, std::span<const float> logits, std::size_t steps)
    {
        const auto classes = static_cast<std::size_t>(m_network.numClasses());
        const auto width = static_cast<std::size_t>(m_encoding.width());
        const std::size_t events = length(branch);
        auto& codes = branch.events.codes;
        std::vector<int> labels(width);
        for (std::size_t i = 0; i + 1 < steps && !m_options.oneEventLate; ++i) {
            m_encoding.writeLabels(codes, branch.fed + i + 1, labels);
            branch.events.score += logProbability(m_network, m_encoding, logits.subspan(i * classes, classes), labels, m_options.sampling.temperature);
        }
        branch.fed = events;

        auto last = logits.last(classes);
        if (!std::ranges::all_of(last, [](float logit) { return std::isfinite(logit); }))
            return false;
        std::vector<float> late;
        if (m_options.oneEventLate) {
            late = std::exchange(branch.said, {logits.begin(), logits.begin() + static_cast<std::ptrdiff_t>(classes)});
            late.resize(classes);
            last = late;
        }
        branch.events.score += draw(last, labels);
        std::vector<int> event(width);
        m_encoding.decode(labels, codes, event);
        codes.insert(codes.end(), event.begin(), event.end());
        if (m_inject)
            m_inject(codes);
        return true;
    }

    /// Draws an event's labels; returns the log of their probability.
    double draw(std::span<const float> outputs, std::span<int> labels)
    {
        if (const auto* joint = m_network.joint())
            return joint->draw(outputs, m_options.sampling.temperature, m_draws, labels);
        double score = 0.0;
        const auto parts = m_encoding.labelClasses();
        for (std::size_t part = 0; part < parts.size(); ++part) {
            auto probabilities = softmax(outputs.first(static_cast<std::size_t>(parts[part])), m_options.sampling.temperature);
            outputs = outputs.subspan(static_cast<std::size_t>(parts[part]));
            auto drawn = probabilities;
            truncate(drawn, m_options.sampling);
            labels[part] = pick(drawn, m_draws());
            score += std::log(probabilities[static_cast<std::size_t>(labels[part])]);
        }
        return score;
    }

    void drawForPadding()
    {
        if (m_options.drawsPerBatch < 1)
            return;
        const int over = static_cast<int>(m_branches.size()) % m_options.drawsPerBatch;
        for (int i = 0; over > 0 && i < (m_options.drawsPerBatch - over) * m_encoding.width(); ++i)
            m_draws();
    }

    models::EventNetwork& m_network;
    const encoding::EventEncoding& m_encoding;
    const SearchOptions& m_options;
    const Draws& m_draws;
    const ExtendControls& m_extendControls;
    const Inject& m_inject;
    std::vector<Branch> m_branches;
    std::vector<std::unique_ptr<models::NetworkState>> m_states; ///< one for all branches, or one each
};

} // namespace

Result<ScoredEvents> searchEvents(models::EventNetwork& network, const encoding::EventEncoding& encoding, ScoredEvents primer, int events,
                                  const SearchOptions& options, const Draws& draws, std::stop_token stop, const ExtendControls& extendControls,
                                  const Inject& inject)
{
    if (primer.codes.empty())
        return fail(ErrorCode::kInvalidArgument, "There is nothing to continue: a primer needs at least one event.");
    if (events < 1)
        return fail(ErrorCode::kInvalidArgument, "There is nothing to generate: ask for more events than the primer has.");
    if (options.beamSize < 1 || options.branchFactor < 1 || options.stepsPerIteration < 1)
        return fail(ErrorCode::kInvalidArgument, "Beam size, branch factor and steps per iteration must be 1 or more.");

    if (std::int64_t{options.beamSize} * options.branchFactor > kMostSequences)
        return fail(ErrorCode::kTooLarge, "A beam of " + std::to_string(options.beamSize) + " with " + std::to_string(options.branchFactor) + " branches each is too wide; their product may be " +
                                              std::to_string(kMostSequences) + " at most.");
    if (inject)
        inject(primer.codes);
    Beam beam(network, encoding, options, draws, extendControls, inject);
    beam.start(std::move(primer));
    // The first iteration takes what the others leave over, so that the last one is whole.
    const int first = (events - 1) % options.stepsPerIteration + 1;
    for (int done = 0, iteration = first; done < events; done += iteration, iteration = options.stepsPerIteration) {
        if (done > 0)
            beam.prune();
        beam.branch();
        for (int i = 0; i < iteration; ++i) {
            if (stop.stop_requested())
                return fail(ErrorCode::kStopped, "Generating was stopped.");
            if (auto stepped = beam.step(); !stepped)
                return std::unexpected(stepped.error());
        }
    }
    return beam.best();
}

Result<double> logLikelihood(models::EventNetwork& network, const encoding::EventEncoding& encoding, std::span<const int> codes,
                             const encoding::Controls& controls)
{
    return logLikelihood(network, encoding, encoding::encode(encoding, codes, controls));
}

Result<double> logLikelihood(models::EventNetwork& network, const encoding::EventEncoding& encoding, const encoding::Example& example)
{
    const auto steps = example.length();
    const auto width = static_cast<std::size_t>(example.width), classes = static_cast<std::size_t>(network.numClasses());
    if (steps == 0)
        return 0.0;
    const auto state = network.initialState(1);
    const auto logits = network.run(*state, example.inputs, static_cast<int>(steps), false);
    double sum = 0.0;
    for (std::size_t i = 0; i < steps; ++i)
        sum += logProbability(network, encoding, logits.subspan(i * classes, classes), std::span(example.labels).subspan(i * width, width), 1.0);
    if (std::isnan(sum))
        return fail(ErrorCode::kFailed, "The network's output is not a number. Its weights are damaged or too large; choose another checkpoint.");
    return sum;
}

double logProbability(const models::EventNetwork& network, const encoding::EventEncoding& encoding, std::span<const float> logits, std::span<const int> labels, double temperature)
{
    if (const auto* joint = network.joint())
        return joint->logProbability(logits, labels);
    const auto parts = encoding.labelClasses();
    double sum = 0.0;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        const auto probabilities = softmax(logits.first(static_cast<std::size_t>(parts[part])), temperature);
        sum += std::log(probabilities[static_cast<std::size_t>(labels[part])]);
        logits = logits.subspan(static_cast<std::size_t>(parts[part]));
    }
    return sum;
}

} // namespace partita::generate
