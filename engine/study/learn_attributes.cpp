#include "engine/study/learn_attributes.h"

#include "engine/core/file_io.h"
#include "engine/generate/latent_music.h"

#include <fmt/format.h>

#include <iterator>

namespace partita::study {

Result<generate::AttributeVectors> learnAttributes(const generate::LatentModel& model, const std::filesystem::path& folder, const ClipCorpusOptions& options,
                                                   const generate::Progress& progress, std::stop_token stop)
{
    constexpr std::size_t kAtOnce = 64;
    std::vector<converters::LatentExample> waiting; // clips are large, places are small
    std::vector<generate::Z> places;
    std::vector<generate::AttributeValues> values;
    const auto encodeWaiting = [&]() -> Result<void> {
        const auto latents = generate::encode(model, waiting, stop);
        if (!latents)
            return fail(latents);
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            places.push_back((*latents)[i].mu);
            values.push_back(generate::measure(model.converter->fromTensors(waiting[i].targets()), model.steps()));
        }
        waiting.clear();
        return {};
    };
    const auto read = forEachClip(*model.config, *model.converter, folder, options, [&](converters::LatentExample clip) -> Result<void> {
        waiting.push_back(std::move(clip));
        return waiting.size() < kAtOnce ? Result<void>() : encodeWaiting();
    }, progress, stop);
    if (!read)
        return fail(read);
    if (auto encoded = encodeWaiting(); !encoded)
        return fail(encoded.error().code, encoded.error().message);
    auto learnt = generate::learnAttributes(model, places, values);
    if (learnt.vectors.empty())
        return fail(ErrorCode::kMismatch, fmt::format("The {} clips of {} are too few or too alike to learn an attribute from. Choose a larger folder.", places.size(), quoted(folder)));
    return learnt;
}

} // namespace partita::study
