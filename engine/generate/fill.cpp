#include "engine/generate/fill.h"

#include "engine/generate/event_search.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>

namespace partita::generate {
namespace {

bool finite(std::span<const float> logits)
{
    return std::ranges::all_of(logits, [](float logit) { return std::isfinite(logit); });
}

std::unexpected<Error> notANumber()
{
    return fail(ErrorCode::kFailed, "The network's output is not a number. Its weights are damaged or too large; choose another checkpoint.");
}

/// A filling under way.
struct Row {
    const Draws* draws = nullptr;
    NextSlot next;
    std::optional<Slot> slot;  ///< nothing: full
    std::vector<int> codes;    ///< primer and what is written
    std::vector<float> logits; ///< for the event after those that were fed
    std::size_t fed = 0;       ///< events
    std::unique_ptr<models::NetworkState> state; ///< of its own once it is full
    Filling filling;
};

class Filler {
public:
    Filler(models::EventNetwork& network, const encoding::EventEncoding& encoding, const Gap& gap, const Sampling& sampling)
        : m_network(network), m_encoding(encoding), m_gap(gap), m_sampling(sampling), m_controls(gap.controls),
          m_width(static_cast<std::size_t>(encoding.width())), m_classes(static_cast<std::size_t>(network.numClasses()))
    {
    }

    Result<std::vector<Filling>> run(std::span<const Draws> draws, std::stop_token stop, const Progress& progress)
    {
        begin(draws);
        while (!m_active.empty()) {
            if (stop.stop_requested())
                return fail(ErrorCode::kStopped, "Generating was stopped.");
            for (Row* row : m_active) {
                if (!finite(row->logits))
                    return notANumber();
                write(*row);
            }
            if (progress)
                progress(static_cast<int>(stepReached()), static_cast<int>(m_gap.steps));
            releaseFull();
            feed();
        }
        std::vector<Filling> fillings;
        for (Row& row : m_rows) {
            if (!score(row))
                return notANumber();
            fillings.push_back(std::move(row.filling));
        }
        return fillings;
    }

private:
    std::size_t length(const Row& row) const { return row.codes.size() / m_width; }
    std::span<const int> written(const Row& row) const { return std::span(row.codes).subspan(m_gap.primer.size()); }

    std::vector<float> inputs(const Row& row, std::size_t to)
    {
        if (m_controls.width > 0) // an input holds the control of the event after it
            while (m_controls.size() <= to) {
                const auto last = m_controls.row(m_controls.size() - 1);
                m_controls.rows.insert(m_controls.rows.end(), last.begin(), last.end());
            }
        return encoding::inputsOf(m_encoding, row.codes, m_controls, row.fed, to);
    }

    /// The primer is the same for all: one row, then as many copies of its state.
    void begin(std::span<const Draws> draws)
    {
        Row first{.next = m_gap.next, .codes = m_gap.primer};
        const std::size_t events = length(first);
        const auto single = m_network.initialState(1);
        const auto logits = m_network.run(*single, inputs(first, events), static_cast<int>(events), true);
        m_rows.resize(draws.size());
        for (std::size_t i = 0; i < draws.size(); ++i) {
            Row& row = m_rows[i];
            row.draws = &draws[i];
            row.next = m_gap.next;
            row.slot = row.next({});
            row.codes = m_gap.primer;
            row.logits.assign(logits.begin(), logits.end());
            row.fed = events;
            m_active.push_back(&row);
        }
        m_state = m_network.select(*single, std::vector<int>(draws.size(), 0));
    }

    /// The row's next event, and the slot after it.
    void write(Row& row)
    {
        const bool chosen = row.slot->fixed.empty();
        auto event = chosen ? choose(row) : row.slot->fixed;
        if (chosen && row.slot->amend)
            row.slot->amend(event);
        if (chosen && row.slot->isBehind && row.slot->isBehind(event)) {
            row.slot.reset();
            return;
        }
        row.codes.insert(row.codes.end(), event.begin(), event.end());
        row.filling.chosen.push_back(chosen);
        if (chosen)
            row.filling.logLikelihood += likelihood(row, length(row) - 1, row.logits);
        row.slot = row.next(written(row));
    }

    std::vector<int> choose(const Row& row) const
    {
        if (const auto* joint = m_network.joint()) {
            std::vector<int> labels(m_width);
            joint->draw(row.logits, m_sampling.temperature, *row.draws, labels);
            return labels;
        }
        std::vector<int> event;
        std::span<const float> rest = row.logits;
        for (const int classes : m_encoding.labelClasses()) {
            std::vector<float> allowed(rest.begin(), rest.begin() + classes);
            rest = rest.subspan(static_cast<std::size_t>(classes));
            // Several labels may mean the same code ("as two bars ago"), so ask what each means.
            const auto codeOf = [&](int label) { return m_width == 1 ? m_encoding.codeOf(label, row.codes) : label; };
            event.push_back(0);
            if (row.slot->allows)
                for (int label = 0; label < classes; ++label) {
                    event.back() = codeOf(label);
                    if (!row.slot->allows(event))
                        allowed[static_cast<std::size_t>(label)] = -std::numeric_limits<float>::infinity();
                }
            auto probabilities = softmax(allowed, m_sampling.temperature);
            truncate(probabilities, m_sampling);
            event.back() = codeOf(pick(probabilities, (*row.draws)()));
        }
        return event;
    }

    double likelihood(const Row& row, std::size_t event, std::span<const float> logits) const
    {
        std::vector<int> labels(m_width);
        m_encoding.writeLabels(row.codes, event, labels);
        return logProbability(m_network, m_encoding, logits, labels, 1.0);
    }

    std::int64_t stepReached() const
    {
        std::int64_t step = m_gap.steps;
        for (const Row* row : m_active)
            if (row->slot)
                step = std::min(step, row->slot->step);
        return step;
    }

    /// Full rows leave the batch with their part of its state.
    void releaseFull()
    {
        std::vector<int> staying;
        for (std::size_t i = 0; i < m_active.size(); ++i) {
            if (m_active[i]->slot)
                staying.push_back(static_cast<int>(i));
            else
                m_active[i]->state = m_network.select(*m_state, std::vector<int>{static_cast<int>(i)});
        }
        if (staying.size() == m_active.size())
            return;
        std::erase_if(m_active, [](const Row* row) { return !row->slot; });
        if (!staying.empty())
            m_state = m_network.select(*m_state, staying);
    }

    void feed()
    {
        if (m_active.empty())
            return;
        std::vector<float> fed;
        for (Row* row : m_active) {
            const auto last = inputs(*row, length(*row));
            fed.insert(fed.end(), last.begin(), last.end());
            row->fed = length(*row);
        }
        const auto logits = m_network.run(*m_state, fed, 1, true);
        for (std::size_t i = 0; i < m_active.size(); ++i) {
            const auto own = logits.subspan(i * m_classes, m_classes);
            m_active[i]->logits.assign(own.begin(), own.end());
        }
    }

    /// How well a filling leads on. False: the output is no number.
    bool score(Row& row)
    {
        Filling& filling = row.filling;
        filling.codes.assign(written(row).begin(), written(row).end());
        const std::size_t filled = length(row);
        const auto following = m_gap.following ? m_gap.following(filling.codes) : std::vector<int>();
        row.codes.insert(row.codes.end(), following.begin(), following.end());
        const std::size_t all = length(row);
        filling.followingEvents = all - filled;
        if (all == filled)
            return true;
        std::size_t scored = filled;
        if (row.fed == filled)
            filling.followingLogLikelihood += likelihood(row, scored++, row.logits);
        if (row.fed + 1 >= all)
            return true;
        const auto after = m_network.run(*row.state, inputs(row, all - 1), static_cast<int>(all - 1 - row.fed), false);
        if (!finite(after))
            return false;
        for (; scored < all; ++scored)
            filling.followingLogLikelihood += likelihood(row, scored, after.subspan((scored - row.fed - 1) * m_classes, m_classes));
        return true;
    }

    models::EventNetwork& m_network;
    const encoding::EventEncoding& m_encoding;
    const Gap& m_gap;
    const Sampling& m_sampling;
    encoding::Controls m_controls;
    std::size_t m_width;
    std::size_t m_classes;
    std::vector<Row> m_rows;
    std::vector<Row*> m_active; ///< those that are not full, as they lie in `m_state`
    std::unique_ptr<models::NetworkState> m_state;
};

} // namespace

Result<std::vector<Filling>> fill(models::EventNetwork& network, const encoding::EventEncoding& encoding, const Gap& gap, const Sampling& sampling,
                                  std::span<const Draws> draws, std::stop_token stop, const Progress& progress)
{
    assert(!gap.primer.empty() && gap.next && !draws.empty());
    return Filler(network, encoding, gap, sampling).run(draws, stop, progress);
}

} // namespace partita::generate
