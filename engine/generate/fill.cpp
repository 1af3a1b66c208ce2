#include "engine/generate/fill.h"

#include "engine/generate/event_search.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace partita::generate {
namespace {

bool finite(std::span<const float> logits)
{
    return std::ranges::all_of(logits, [](float logit) { return std::isfinite(logit); });
}

Error notANumber()
{
    return {ErrorCode::kFailed, "The network's output is not a number. Its weights are damaged or too large; choose another checkpoint."};
}

/// The code of the slot after `codes`, given the logits for it.
int choose(const encoding::EventEncoding& encoding, const Slot& slot, std::span<const int> codes, std::span<const float> logits, const Sampling& sampling, const Draws& draws)
{
    std::vector<float> allowed(logits.begin(), logits.end());
    if (!slot.banned.empty()) // several classes may mean the same code ("as two bars ago"), so ask what each means
        for (std::size_t label = 0; label < allowed.size(); ++label)
            if (std::ranges::find(slot.banned, encoding.codeOf(static_cast<int>(label), codes)) != slot.banned.end())
                allowed[label] = -std::numeric_limits<float>::infinity();
    auto probabilities = softmax(allowed, sampling.temperature);
    truncate(probabilities, sampling);
    return encoding.codeOf(pick(probabilities, draws()), codes);
}

} // namespace

Result<std::vector<Filling>> fill(models::EventNetwork& network, const encoding::EventEncoding& encoding, const Gap& gap, const Sampling& sampling,
                                  std::span<const Draws> draws, std::stop_token stop, const Progress& progress)
{
    assert(encoding.width() == 1 && !gap.primer.empty() && !gap.slots.empty() && !draws.empty());
    const std::size_t rows = draws.size();
    const auto classes = static_cast<std::size_t>(network.numClasses());
    const std::size_t total = gap.slots.size();

    // The primer is the same for all: one row, then as many copies of its state.
    const auto single = network.initialState(1);
    const auto first = network.run(*single, encoding::inputsOf(encoding, gap.primer, {}, 0, gap.primer.size()), static_cast<int>(gap.primer.size()), true);
    std::vector<float> logits;
    for (std::size_t row = 0; row < rows; ++row)
        logits.insert(logits.end(), first.begin(), first.end());
    const auto state = network.select(*single, std::vector<int>(rows, 0));

    std::vector<std::vector<int>> codes(rows, gap.primer);
    std::vector<Filling> fillings(rows);
    std::vector<float> inputs;
    for (std::size_t step = 0; step < total; ++step) {
        if (stop.stop_requested())
            return fail(ErrorCode::kStopped, "Generating was stopped.");
        if (!finite(logits))
            return std::unexpected(notANumber());
        const Slot& slot = gap.slots[step];
        inputs.clear();
        for (std::size_t row = 0; row < rows; ++row) {
            auto& sequence = codes[row];
            const auto rowLogits = std::span<const float>(logits).subspan(row * classes, classes);
            sequence.push_back(slot.code ? *slot.code : choose(encoding, slot, sequence, rowLogits, sampling, draws[row]));
            if (!slot.code) {
                const int label = encoding.label(sequence, sequence.size() - 1);
                fillings[row].logLikelihood += logProbability(encoding, rowLogits, {&label, 1}, 1.0);
            }
            const auto input = encoding::inputsOf(encoding, sequence, {}, sequence.size() - 1, sequence.size());
            inputs.insert(inputs.end(), input.begin(), input.end());
        }
        if (progress)
            progress(static_cast<int>(step + 1), static_cast<int>(total));
        if (step + 1 < total) {
            const auto next = network.run(*state, inputs, 1, true);
            logits.assign(next.begin(), next.end());
        }
    }

    // How well each filling leads on: the last filled event and all following ones but the last are inputs.
    std::size_t steps = 0;
    inputs.clear();
    for (std::size_t row = 0; row < rows; ++row) {
        auto& sequence = codes[row];
        const std::size_t end = sequence.size();
        fillings[row].codes.assign(sequence.begin() + std::ssize(gap.primer), sequence.end());
        const auto following = gap.following ? gap.following(fillings[row].codes) : std::vector<int>();
        steps = following.size();
        sequence.insert(sequence.end(), following.begin(), following.end());
        const auto rowInputs = encoding::inputsOf(encoding, sequence, {}, end - 1, end - 1 + steps);
        inputs.insert(inputs.end(), rowInputs.begin(), rowInputs.end());
    }
    if (steps == 0)
        return fillings;
    const auto after = network.run(*state, inputs, static_cast<int>(steps), false);
    if (!finite(after))
        return std::unexpected(notANumber());
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t i = 0; i < steps; ++i) {
            const int label = encoding.label(codes[row], codes[row].size() - steps + i);
            fillings[row].followingLogLikelihood += logProbability(encoding, after.subspan((row * steps + i) * classes, classes), {&label, 1}, 1.0);
        }
    return fillings;
}

} // namespace partita::generate
