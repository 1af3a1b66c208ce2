#include "engine/training/vae_schedules.h"

#include <cmath>

namespace partita::training {

float klBeta(const models::VaeHParams& hparams, std::int64_t step)
{
    return (1.0f - std::pow(static_cast<float>(hparams.beta_rate), static_cast<float>(step))) * static_cast<float>(hparams.max_beta);
}

float learningRate(const models::VaeHParams& hparams, std::int64_t step)
{
    const auto falling = static_cast<float>(hparams.learning_rate - hparams.min_learning_rate);
    return falling * std::pow(static_cast<float>(hparams.decay_rate), static_cast<float>(step)) + static_cast<float>(hparams.min_learning_rate);
}

float samplingProbability(const models::VaeHParams& hparams, std::int64_t step, bool isTraining)
{
    const auto k = static_cast<float>(hparams.sampling_rate), s = static_cast<float>(step);
    if (hparams.sampling_schedule.empty() || (hparams.sampling_schedule == "constant" && hparams.sampling_rate == 0.0))
        return 0.0f;
    if (!isTraining)
        return 1.0f;
    if (hparams.sampling_schedule == "inverse_sigmoid")
        return 1.0f - k / (k + std::exp(s / k));
    if (hparams.sampling_schedule == "exponential")
        return 1.0f - std::pow(k, s);
    return k;
}

} // namespace partita::training
