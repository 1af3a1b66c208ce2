#include "engine/study/latent_studies.h"

#include "engine/generate/latent_controls.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace partita::study {
namespace {

constexpr std::size_t kAtOnce = 32;
constexpr int kResamplings = 1000;
constexpr double kNoInformation = 1.0; ///< bits
constexpr double kGap = 0.25;

/// How the three columns of the table are decoded.
enum class Way { kTeacherForced, kSampled, kLikeliest };

Mean meanOf(const std::vector<double>& values, Rng rng)
{
    const auto mean = [](const auto& numbers) { return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size()); };
    std::vector<double> means(kResamplings), drawn(values.size());
    for (double& one : means) {
        std::ranges::generate(drawn, [&] { return values[rng.below(values.size())]; });
        one = mean(drawn);
    }
    std::ranges::sort(means);
    return {mean(values), means[kResamplings / 40], means[kResamplings - 1 - kResamplings / 40]};
}

double klBits(const generate::Latent& latent)
{
    double nats = 0.0;
    for (std::size_t i = 0; i < latent.mu.size(); ++i) {
        const double mu = latent.mu[i], sigma = latent.sigma[i];
        nats += 0.5 * (mu * mu + sigma * sigma - 1.0) - std::log(sigma);
    }
    return nats / std::numbers::ln2;
}

/// Some clips at once, and what they are told.
class Clips {
public:
    Clips(const generate::LatentModel& model, std::span<const LatentExample> clips) : m_model(model), m_clips(clips)
    {
        for (const auto& clip : clips) {
            const auto told = generate::controlsOf(model, {.example = clip});
            m_controls.insert(m_controls.end(), told.begin(), told.end());
        }
    }

    /// The samples that come of `places`.
    Result<std::vector<generate::LatentMusic>> decode(std::span<const generate::Z> places, Way way, std::uint64_t seed, std::stop_token stop) const
    {
        if (way != Way::kTeacherForced)
            return generate::decode(m_model, places, {.temperature = way == Way::kSampled ? 1.0 : 0.0, .seed = seed, .controls = m_controls, .stop = std::move(stop)});
        const auto depth = static_cast<std::size_t>(m_model.network->spec().outputDepth);
        const std::size_t size = static_cast<std::size_t>(m_model.steps()) * depth;
        std::vector<float> z, given(places.size() * size);
        std::vector<Rng> draws;
        for (std::size_t i = 0; i < places.size(); ++i) {
            z.insert(z.end(), places[i].begin(), places[i].end());
            const auto target = m_clips[i].targets(); // each step reads the one before it, the first one zeros
            std::ranges::copy(target.first(std::min(target.size(), size - depth)), given.begin() + static_cast<std::ptrdiff_t>(i * size + depth));
            draws.push_back(Rng::stream(seed, fmt::format("forced {}", i)));
        }
        const auto made = m_model.network->decode({.z = z, .batch = static_cast<int>(places.size()), .steps = m_model.steps(), .controls = m_controls, .temperature = 1.0,
                                                   .draw = [&](int row) { return draws[static_cast<std::size_t>(row)].uniform(); }, .given = given, .stop = std::move(stop)});
        if (!made)
            return fail(made);
        std::vector<generate::LatentMusic> all(places.size());
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i].samples.assign(made->samples.begin() + static_cast<std::ptrdiff_t>(i * size), made->samples.begin() + static_cast<std::ptrdiff_t>((i + 1) * size));
        return all;
    }

private:
    const generate::LatentModel& m_model;
    std::span<const LatentExample> m_clips;
    std::vector<float> m_controls;
};

CollapseSign signIn(const ReconstructionStudy& study)
{
    using Kind = CollapseSign::Kind;
    if (study.klBits < kNoInformation)
        return {.kind = Kind::kSilentPosterior};
    for (const auto& row : study.drawn)
        if (const double gap = row.teacherForced.value - row.sampled.value; gap > kGap)
            return {Kind::kOwnSteps, row.stream, gap};
    return {};
}

nlohmann::json toJson(const Mean& mean)
{
    return {{"mean", mean.value}, {"low", mean.low}, {"high", mean.high}};
}

nlohmann::json toJson(const std::vector<ReconstructionRow>& rows)
{
    auto json = nlohmann::json::array();
    for (const auto& row : rows)
        json.push_back({{"stream", row.stream}, {"teacher_forced", toJson(row.teacherForced)}, {"sampled", toJson(row.sampled)}, {"likeliest", toJson(row.likeliest)}});
    return json;
}

} // namespace

Result<ReconstructionStudy> studyReconstruction(const generate::LatentModel& model, std::span<const LatentExample> clips, std::uint64_t seed, const generate::Progress& progress,
                                                std::stop_token stop)
{
    if (clips.empty())
        return fail(ErrorCode::kMismatch, "There are no clips to reconstruct.");
    constexpr Way kWays[] = {Way::kTeacherForced, Way::kSampled, Way::kLikeliest};
    const auto streams = generate::streamNames(model);
    ReconstructionStudy study{.model = model.fileName, .config = std::string(model.config->id), .clips = clips.size()};
    // [drawn or mean][way][stream][clip]
    std::vector<std::vector<std::vector<double>>> shares[2];
    for (auto& of : shares)
        of.assign(std::size(kWays), std::vector<std::vector<double>>(streams.size()));
    for (std::size_t from = 0; from < clips.size(); from += kAtOnce) {
        const auto some = clips.subspan(from, std::min(kAtOnce, clips.size() - from));
        const auto latents = generate::encode(model, some, stop);
        if (!latents)
            return fail(latents);
        std::vector<generate::Z> places[2];
        for (std::size_t i = 0; i < some.size(); ++i) {
            study.klBits += klBits((*latents)[i]) / static_cast<double>(clips.size());
            places[0].push_back(generate::drawn((*latents)[i], Rng::stream(seed, fmt::format("z {}", from + i))));
            places[1].push_back((*latents)[i].mu);
        }
        const Clips batch(model, some);
        for (std::size_t of = 0; of < 2; ++of)
            for (std::size_t way = 0; way < std::size(kWays); ++way) {
                const auto made = batch.decode(places[of], kWays[way], seed + from, stop);
                if (!made)
                    return fail(made);
                for (std::size_t i = 0; i < some.size(); ++i) {
                    const auto share = generate::accuracy(model, some[i], (*made)[i]);
                    for (std::size_t stream = 0; stream < streams.size(); ++stream)
                        shares[of][way][stream].push_back(share[stream]);
                }
            }
        if (progress)
            progress(static_cast<int>(from + some.size()), static_cast<int>(clips.size()));
    }
    for (std::size_t of = 0; of < 2; ++of)
        for (std::size_t stream = 0; stream < streams.size(); ++stream) {
            const auto mean = [&](std::size_t way) { return meanOf(shares[of][way][stream], Rng::stream(seed, "bootstrap")); };
            (of == 0 ? study.drawn : study.mean).push_back({std::string(streams[stream]), mean(0), mean(1), mean(2)});
        }
    study.collapse = signIn(study);
    return study;
}

std::string verdictOf(const ReconstructionStudy& study)
{
    const CollapseSign& sign = study.collapse;
    switch (sign.kind) {
    case CollapseSign::Kind::kSilentPosterior:
        return fmt::format("The posterior has collapsed: z holds {:.2f} bits of a clip, so that the decoder makes music without heeding it. Train with more free bits or a smaller max_beta.", study.klBits);
    case CollapseSign::Kind::kOwnSteps:
        return fmt::format("A sign of posterior collapse: left to itself the decoder ({}) falls {:.2f} behind what it does when it is told each step, so it follows its own steps rather than z. "
                           "A hierarchical decoder, or scheduled sampling in training, helps.",
                           sign.stream, sign.gap);
    case CollapseSign::Kind::kNone:
        break;
    }
    return fmt::format("No sign of posterior collapse: z holds {:.0f} bits of a clip, and the decoder keeps to it when left to itself.", study.klBits);
}

nlohmann::json toJson(const ReconstructionStudy& study)
{
    return {{"model", study.model}, {"config", study.config}, {"clips", study.clips}, {"kl_bits", study.klBits}, {"z_drawn", toJson(study.drawn)}, {"z_mean", toJson(study.mean)}, {"verdict", verdictOf(study)}};
}

} // namespace partita::study
