#include "engine/study/latent_studies.h"

#include "engine/generate/latent_controls.h"

#include <fmt/format.h>

#include <algorithm>

namespace partita::study {
namespace {

using Tokens = std::vector<NGram::Token>;

constexpr int kPoints = 9;
constexpr double kTemperature = 0.5;

double alphaOf(int point)
{
    return static_cast<double>(point) / (kPoints - 1);
}

/// What stands between two sequences, and how probable it is beside them.
class Between {
public:
    Between(const NGram& language, std::size_t pairs) : m_language(language), m_pairs(static_cast<double>(pairs)) {}

    /// `way[0]` and `way.back()` are the ends that costs are measured by.
    void add(const Tokens& a, const std::vector<Tokens>& way, double InterpolationPoint::*hammingOf, double InterpolationPoint::*costOf, std::vector<InterpolationPoint>& points) const
    {
        const double first = m_language.cost(way.front()), last = m_language.cost(way.back());
        for (std::size_t i = 0; i < way.size(); ++i) {
            const double alpha = points[i].alpha;
            points[i].*hammingOf += hamming(a, way[i]) / m_pairs;
            points[i].*costOf += m_language.cost(way[i]) / (alpha * last + (1.0 - alpha) * first) / m_pairs;
        }
    }

private:
    const NGram& m_language;
    double m_pairs;
};

/// Each step of B with probability α, else of A.
Tokens mixed(const Tokens& a, const Tokens& b, double alpha, Rng& rng)
{
    Tokens mix = a;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        if (rng.uniform() < alpha)
            mix[i] = b[i];
    return mix;
}

} // namespace

std::vector<NGram::Token> tokensOf(const generate::LatentModel& model, std::span<const float> samples)
{
    const auto& spec = model.network->spec();
    const auto depth = static_cast<std::size_t>(spec.outputDepth);
    const bool classes = spec.head == models::VaeHead::kCategorical;
    const auto width = static_cast<std::size_t>(classes ? spec.cores.front().front() : spec.head == models::VaeHead::kGroove ? spec.outputDepth / 3 : spec.outputDepth);
    Tokens tokens;
    for (std::size_t at = 0; at + depth <= samples.size(); at += depth) {
        NGram::Token token = 0;
        for (std::size_t i = 0; i < width; ++i)
            if (samples[at + i] > 0.5f)
                token = classes ? i : token | NGram::Token{1} << (i % 64);
        tokens.push_back(token);
    }
    return tokens;
}

double hamming(std::span<const NGram::Token> a, std::span<const NGram::Token> b)
{
    const std::size_t longest = std::max(a.size(), b.size()), both = std::min(a.size(), b.size());
    if (longest == 0)
        return 0.0;
    std::size_t differ = longest - both;
    for (std::size_t i = 0; i < both; ++i)
        differ += a[i] != b[i];
    return static_cast<double>(differ) / static_cast<double>(longest);
}

Result<InterpolationStudy> studyInterpolation(const generate::LatentModel& model, std::span<const LatentExample> clips, std::span<const LatentExample> language,
                                              std::uint64_t seed, const generate::Progress& progress, std::stop_token stop)
{
    const std::size_t pairs = clips.size() / 2;
    if (pairs == 0 || language.empty())
        return fail(ErrorCode::kMismatch, fmt::format("The study needs at least two clips to walk between and one to learn from; there are {} and {}. Choose a larger folder.", clips.size(), language.size()));
    NGram ngram;
    for (const auto& clip : language)
        ngram.add(tokensOf(model, clip.targets()));
    ngram.finish();

    InterpolationStudy study{.model = model.fileName, .config = std::string(model.config->id), .pairs = pairs, .trainedOn = language.size(), .points = {}};
    for (int i = 0; i < kPoints; ++i)
        study.points.push_back({.alpha = alphaOf(i)});
    const Between between(ngram, pairs);
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        const LatentExample& from = clips[pair];
        const LatentExample& to = clips[pairs + pair];
        const auto first = generate::encode(model, std::span(&from, 1), stop), last = generate::encode(model, std::span(&to, 1), stop);
        if (!first || !last)
            return std::unexpected(first ? last.error() : first.error());
        const auto made = generate::interpolate(model, first->front(), last->front(), kPoints, generate::Path::kSpherical,
                                                {.temperature = kTemperature, .seed = seed + pair, .controls = generate::controlsOf(model, {.example = from}), .stop = stop});
        if (!made)
            return fail(made);
        const Tokens a = tokensOf(model, from.targets()), b = tokensOf(model, to.targets());
        std::vector<Tokens> way, data;
        Rng rng = Rng::stream(seed, fmt::format("data {}", pair));
        for (int i = 0; i < kPoints; ++i) {
            way.push_back(tokensOf(model, (*made)[static_cast<std::size_t>(i)].samples));
            data.push_back(mixed(a, b, alphaOf(i), rng));
        }
        between.add(a, way, &InterpolationPoint::hamming, &InterpolationPoint::cost, study.points);
        between.add(a, data, &InterpolationPoint::dataHamming, &InterpolationPoint::dataCost, study.points);
        if (progress)
            progress(static_cast<int>(pair + 1), static_cast<int>(pairs));
    }
    return study;
}

nlohmann::json toJson(const InterpolationStudy& study)
{
    auto points = nlohmann::json::array();
    for (const auto& point : study.points)
        points.push_back({{"alpha", point.alpha}, {"hamming", point.hamming}, {"cost", point.cost}, {"data_hamming", point.dataHamming}, {"data_cost", point.dataCost}});
    return {{"model", study.model}, {"config", study.config}, {"pairs", study.pairs}, {"language_clips", study.trainedOn}, {"points", points}};
}

} // namespace partita::study
