// MusicVAE's training: losses, gradients and five updates from a checkpoint, with the original's noise and draws.
#include "engine/study/golden_file.h"
#include "engine/study/golden_vae.h"
#include "engine/study/kinds.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace partita::study {
namespace {

using training::Tensors;

/// In units of what the golden values' bound allows at each entry; 1 is the most.
double gradientDeviation(const std::vector<float>& actual, const std::vector<float>& expected, double globalNorm)
{
    double worst = actual.size() == expected.size() ? 0.0 : std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < std::min(actual.size(), expected.size()); ++i)
        worst = std::max(worst, std::abs(double{actual[i]} - expected[i]) / (1e-5 * globalNorm + 1e-4 * std::abs(expected[i])));
    return worst;
}

/// Variables after updates. Where a gradient is nearly zero Adam turns rounding noise into steps of full size: a thousandth
/// of the entries may be off by as much as two of these.
class Updated {
public:
    Updated(double largestStep, double bound) : m_largest(2.0 * largestStep), m_bound(bound) {}

    /// `gradient`: of the only update, which shows where it was nearly zero (at most `tiny`); empty where there were several.
    void add(const std::vector<float>& actual, const std::vector<float>& expected, const std::vector<float>& gradient = {}, double tiny = 0.0)
    {
        if (actual.size() != expected.size())
            throw GoldenFileError("a variable has another size");
        m_entries += expected.size();
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const double difference = std::abs(double{actual[i]} - expected[i]);
            if (difference > m_bound && difference <= m_largest && (gradient.empty() || std::abs(gradient[i]) <= tiny))
                ++m_excused;
            else
                m_worst = std::max(m_worst, difference);
        }
    }

    double worst() const { return m_worst; }
    bool fewExcused() const { return m_excused * 1000 <= m_entries; }

private:
    double m_largest, m_bound;
    std::size_t m_entries = 0, m_excused = 0;
    double m_worst = 0.0;
};

void compareUpdated(Comparison& comparison, std::string_view what, Quantity quantity, const Updated& updated)
{
    comparison.near(what, quantity, updated.worst(), 0.0);
    comparison.holds(what, updated.fewExcused(), "more than a thousandth of the entries are off");
}

std::vector<float> scaled(std::vector<float> values, double factor)
{
    for (float& value : values)
        value = static_cast<float>(value * factor);
    return values;
}

void compareFirstPass(Comparison& comparison, const GoldenVae& golden, const training::VaeTrainer& trainer, double globalNorm)
{
    training::VaeTrace trace;
    const auto batch = golden.batch();
    const auto noise = golden.noise();
    const auto gradients = trainer.gradients(batch, &noise, &trace);
    if (!gradients)
        throw GoldenFileError(gradients.error().message);
    comparison.near("mu", Quantity::kPosterior, trace.mu, golden.values("mu"));
    comparison.near("sigma", Quantity::kPosterior, trace.sigma, golden.values("sigma"));
    comparison.near("r_loss", Quantity::kLoss, trace.reconstruction, golden.values("r_loss_per_example"));
    comparison.near("KL", Quantity::kPosterior, scaled(trace.kl, 1.0 / std::numbers::ln2), golden.values("kl_bits_per_example"));
    if (golden.has("sched/rnn_input_step_0")) {
        comparison.near("inputs drawn", Quantity::kPosterior, trace.fed, golden.values("sched/rnn_input_step_0"));
        comparison.near("logits", Quantity::kLogit, trace.logits, golden.values("sched/logits_step_0"));
    }
    for (const auto& [name, gradient] : *gradients)
        comparison.near("gradients", Quantity::kGradient, gradientDeviation(bundle::floats(gradient), golden.values("grad/" + name), globalNorm), 0.0);
}

void compareTraining(Comparison& comparison, const std::filesystem::path& file)
{
    const GoldenVae golden(file);
    const auto& json = golden.json();
    const auto& steps = json.at("steps");
    const auto trainer = openGoldenTrainer(golden, golden.checkpoint(json.at("checkpoint")), json.at("first_global_step"));
    const double globalNorm = json.at("global_norm_first");
    compareFirstPass(comparison, golden, *trainer, globalNorm);

    const auto batch = golden.batch();
    double largestStep = 0.0;
    for (std::size_t k = 0; k < steps.size(); ++k) {
        const auto& expected = steps[k];
        const auto noise = golden.noise(k);
        const auto report = trainer->step(batch, &noise);
        if (!report)
            throw GoldenFileError(report.error().message);
        const auto ratio = [&](const char* what, double actual) {
            const double value = expected.at(what);
            comparison.near(what, Quantity::kRate, value == 0.0 ? 1.0 + actual : actual / value, 1.0);
        };
        ratio("learning_rate", report->learningRate);
        ratio("beta", report->beta);
        if (expected.contains("sampling_probability"))
            ratio("sampling_probability", report->samplingProbability);
        largestStep += expected.at("learning_rate").get<double>();
        const auto metrics = trainer->metrics(report->tally);
        const auto quantity = k == 0 ? Quantity::kLoss : Quantity::kLossAfterUpdates;
        comparison.near("loss", quantity, metrics.at("loss"), expected.at("loss").get<double>());
        comparison.near("r_loss", quantity, metrics.at("r_loss"), expected.at("r_loss_mean").get<double>());
        comparison.near("KL cost", k == 0 ? Quantity::kPosterior : Quantity::kLossAfterUpdates, metrics.at("kl_loss"), expected.at("kl_cost_mean").get<double>());
        if (k == 0) {
            comparison.near("global norm", Quantity::kLossAfterUpdates, report->globalNorm, expected.at("global_norm").get<double>());
            Updated updated(largestStep, boundOf(Quantity::kWeightAfterOne).value);
            for (const auto& [name, weight] : trainer->weights())
                updated.add(bundle::floats(weight), golden.values("after_1_step/" + name), golden.values("grad/" + name), 1e-6 * globalNorm);
            compareUpdated(comparison, "variables after 1 step", Quantity::kWeightAfterOne, updated);
        }
    }
    const auto after = golden.checkpoint(json.at("checkpoint_after_5"));
    Updated updated(largestStep, boundOf(Quantity::kWeightAfterFive).value);
    for (const auto& [name, weight] : trainer->weights())
        updated.add(bundle::floats(weight), bundle::floats(after.at(name)));
    compareUpdated(comparison, "variables after 5 steps", Quantity::kWeightAfterFive, updated);
    const double clipped = golden.hparams().grad_clip, applied = golden.hparams().clip_mode == "value" ? clipped : std::min(globalNorm, clipped);
    for (const auto& [name, moment] : trainer->optimizer())
        if (name.ends_with("/Adam"))
            comparison.near("first moments", Quantity::kGradient, gradientDeviation(bundle::floats(moment), bundle::floats(after.at(name)), applied), 0.0);
    for (const auto* power : {"beta1_power", "beta2_power"})
        comparison.near(power, Quantity::kRate, bundle::floats(trainer->optimizer().at(power)), bundle::floats(after.at(power)));
    comparison.equal("global step", trainer->steps(), bundle::integers(after.at("global_step")).at(0));
    const auto noise = golden.noise(steps.size());
    const auto last = trainer->step(batch, &noise);
    if (!last)
        throw GoldenFileError(last.error().message);
    comparison.near("loss after the last step", Quantity::kLossAfterUpdates, trainer->metrics(last->tally).at("loss"), json.at("loss_after_last_step").get<double>());
}

} // namespace

void checkVaeTraining(const std::filesystem::path& file, Examiner& examiner)
{
    examiner.examine("", [&](Comparison& comparison) { compareTraining(comparison, file); });
}

} // namespace partita::study
