#include "engine/training/checkpoint.h"

#include "engine/bundle/safetensors.h"
#include "engine/models/recognition.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace partita::training {
namespace {

namespace key {
constexpr const char* kSeed = "seed";
constexpr const char* kEvalRatio = "eval_ratio";
constexpr const char* kMusic = "music";
constexpr const char* kDataDigest = "data_digest";
constexpr const char* kStep = models::metadata::kStep;
} // namespace key

template <class T>
std::optional<T> numberFrom(const std::string& text)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

void addAll(bundle::Bundle& bundle, Tensors tensors)
{
    for (auto& [name, tensor] : tensors)
        bundle.add(std::move(tensor));
}

Tensors tensorsOf(const bundle::Bundle& bundle)
{
    Tensors tensors;
    for (const auto& tensor : bundle.tensors)
        tensors.emplace(tensor.name, tensor);
    return tensors;
}

} // namespace

Result<runs::Checkpoint> saveCheckpoint(const std::filesystem::path& folder, TrainingState state, const Identity& identity, const Provenance& provenance, const std::map<std::string, double>& evalMetrics)
{
    namespace meta = models::metadata;
    const std::string step = std::to_string(state.step);
    const std::string stem = "checkpoints/step-" + std::string(std::max<std::size_t>(7, step.size()) - step.size(), '0') + step;
    runs::Checkpoint checkpoint{state.step, stem + ".safetensors", stem + ".state.safetensors", evalMetrics};

    bundle::Bundle model;
    addAll(model, std::move(state.weights));
    model.metadata = {
        {meta::kConfig, identity.config},
        {meta::kDescription, identity.description},
        {meta::kHParams, identity.hparams},
        {meta::kStep, step},
        {meta::kMetrics, nlohmann::json(evalMetrics).dump()},
        {meta::kLicence, provenance.licence},
        {meta::kData, provenance.data},
        {key::kSeed, std::to_string(provenance.seed)},
        {key::kEvalRatio, nlohmann::json(provenance.eval_ratio).dump()},
        {key::kMusic, datasets::textOf(provenance.music)},
        {key::kDataDigest, provenance.dataDigest},
    };
    if (const auto written = bundle::writeSafetensors(folder / checkpoint.model, model); !written)
        return fail(written);

    // Dropout, the order of the data and the position in it follow from seed and step: nothing else has a state.
    bundle::Bundle rest;
    addAll(rest, std::move(state.optimizer));
    rest.metadata = {{key::kStep, step}, {key::kSeed, std::to_string(provenance.seed)}};
    if (const auto written = bundle::writeSafetensors(folder / checkpoint.state, rest); !written)
        return fail(written);
    return checkpoint;
}

Result<TrainingState> loadCheckpoint(const std::filesystem::path& folder, const runs::Checkpoint& checkpoint)
{
    const auto model = bundle::readSafetensors(folder / checkpoint.model);
    if (!model)
        return fail(model);
    const auto rest = bundle::readSafetensors(folder / checkpoint.state);
    if (!rest)
        return fail(rest);
    const auto step = numberFrom<std::int64_t>(model->about(key::kStep));
    if (!step || *step != checkpoint.step || rest->about(key::kStep) != model->about(key::kStep))
        return fail(ErrorCode::kDamaged, "The checkpoint " + quoted(folder / checkpoint.model) + " and the training state beside it are not of the same step. Remove the newest entry of checkpoint.json, or train in another folder.");
    return TrainingState{*step, tensorsOf(*model), tensorsOf(*rest)};
}

std::optional<Provenance> readProvenance(const bundle::Bundle& bundle)
{
    const auto seed = numberFrom<std::uint64_t>(bundle.about(key::kSeed));
    const auto ratio = numberFrom<double>(bundle.about(key::kEvalRatio));
    if (!seed || !ratio)
        return std::nullopt;
    const auto music = datasets::musicOptionsFrom(bundle.about(key::kMusic));
    return Provenance{*seed, *ratio, music.value_or(datasets::MusicOptions{}), bundle.about(key::kDataDigest), bundle.about(models::metadata::kData), bundle.about(models::metadata::kLicence)};
}

} // namespace partita::training
