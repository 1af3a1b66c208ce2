#include "engine/study/latent_studies.h"

#include <fmt/format.h>

namespace partita::study {
namespace {

using Values = std::vector<generate::AttributeValues>;

Result<Values> measured(const generate::LatentModel& model, std::span<const generate::Z> places, const generate::DecodeOptions& options)
{
    const auto music = generate::decode(model, places, options);
    if (!music)
        return fail(music);
    Values values;
    for (const auto& one : *music)
        values.push_back(generate::measure(one.sequence, model.steps()));
    return values;
}

std::array<AttributeChange, generate::kAttributes.size()> changes(const Values& before, const Values& after)
{
    std::array<AttributeChange, generate::kAttributes.size()> all;
    for (std::size_t k = 0; k < all.size(); ++k) {
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (!before[i][k] || *before[i][k] <= 0.0 || !after[i][k])
                continue;
            all[k].percent += 100.0 * (*after[i][k] / *before[i][k] - 1.0);
            ++all[k].samples;
        }
        if (all[k].samples > 0)
            all[k].percent /= static_cast<double>(all[k].samples);
    }
    return all;
}

nlohmann::json toJson(const std::array<AttributeChange, generate::kAttributes.size()>& all)
{
    nlohmann::json json = nlohmann::json::object();
    for (std::size_t k = 0; k < all.size(); ++k)
        json[std::string(nameOf(generate::kAttributes[k]))] = {{"percent", all[k].samples ? nlohmann::json(all[k].percent) : nlohmann::json()}, {"samples", all[k].samples}};
    return json;
}

} // namespace

Result<AttributeStudy> studyAttributes(const generate::LatentModel& model, const generate::AttributeVectors& vectors, int samples, const generate::DecodeOptions& options)
{
    std::vector<generate::Z> places;
    for (int i = 0; i < samples; ++i)
        places.push_back(generate::anywhere(model.zSize(), Rng::stream(options.seed, fmt::format("z {}", i))));
    const auto before = measured(model, places, options);
    if (!before)
        return fail(before);
    AttributeStudy study{.model = model.fileName, .config = std::string(model.config->id), .samples = places.size(), .rows = {}};
    for (const auto& [attribute, vector] : vectors.vectors) {
        AttributeStudy::Row row{.vector = attribute, .added = {}, .subtracted = {}};
        for (const double amount : {1.0, -1.0}) {
            auto moved = places;
            for (auto& z : moved)
                z = generate::moved(z, vector, amount);
            const auto after = measured(model, moved, options); // the same draws for each sample
            if (!after)
                return fail(after);
            (amount > 0 ? row.added : row.subtracted) = changes(*before, *after);
        }
        study.rows.push_back(row);
    }
    return study;
}

nlohmann::json toJson(const AttributeStudy& study)
{
    auto rows = nlohmann::json::array();
    for (const auto& row : study.rows)
        rows.push_back({{"vector", nameOf(row.vector)}, {"added", toJson(row.added)}, {"subtracted", toJson(row.subtracted)}});
    return {{"model", study.model}, {"config", study.config}, {"samples", study.samples}, {"rows", rows}};
}

} // namespace partita::study
