#include "engine/study/golden_vae.h"

#include "engine/bundle/open.h"
#include "engine/bundle/safetensors.h"
#include "engine/neural/neural.h"
#include "engine/study/golden_file.h"
#include "engine/study/golden_tensors.h"

namespace partita::study {
namespace {

template <class T>
T found(Result<T> result)
{
    if (!result)
        throw GoldenFileError(result.error().message);
    return std::move(*result);
}

} // namespace

GoldenVae::GoldenVae(const std::filesystem::path& file)
    : m_folder(file.parent_path()), m_json(readJson(file)), m_config(found(models::findVaeConfig(m_json.at("config").get<std::string>()))),
      m_hparams(found(models::parseVaeHParams(m_json.value("hparams_override", ""), m_config->hparams))), m_spec(found(models::vaeSpec(*m_config, m_hparams))),
      m_arrays(byName(found(bundle::readSafetensors(m_folder / "values.safetensors"))))
{
}

training::Tensors GoldenVae::checkpoint(const std::string& name) const
{
    return byName(openGolden(m_folder / name));
}

bool GoldenVae::has(const std::string& array) const
{
    return m_arrays.contains(array) || m_arrays.contains(array + "_nonzero");
}

std::vector<std::int64_t> GoldenVae::shape(const std::string& array) const
{
    if (const auto dense = m_arrays.find(array); dense != m_arrays.end())
        return dense->second.shape;
    return m_json.at("tensors").at(array + "_nonzero").at("dense_shape").get<std::vector<std::int64_t>>();
}

std::vector<float> GoldenVae::values(const std::string& array) const
{
    if (const auto dense = m_arrays.find(array); dense != m_arrays.end())
        return bundle::floats(dense->second);
    const auto ones = m_arrays.find(array + "_nonzero");
    if (ones == m_arrays.end())
        throw GoldenFileError("values.safetensors has no \"" + array + "\"");
    const auto dimensions = shape(array);
    const auto count = bundle::elementCount(dimensions);
    if (!count)
        throw GoldenFileError("\"" + array + "\" is too large");
    std::vector<float> values(static_cast<std::size_t>(*count));
    const auto indices = bundle::integers(ones->second);
    for (std::size_t row = 0; row < indices.size(); row += dimensions.size()) {
        std::int64_t place = 0;
        for (std::size_t axis = 0; axis < dimensions.size(); ++axis)
            place = place * dimensions[axis] + indices[row + axis];
        values.at(static_cast<std::size_t>(place)) = 1.0f;
    }
    return values;
}

training::VaeBatch GoldenVae::batch() const
{
    training::VaeBatch batch;
    const auto inputs = shape("inputs");
    batch.size = static_cast<int>(inputs.at(0));
    batch.steps = static_cast<int>(inputs.at(1));
    batch.inputs = values("inputs");
    if (!m_json.value("outputs_same_as_inputs", false))
        batch.targets = values("outputs");
    if (has("controls"))
        batch.controls = values("controls");
    for (const float length : values("lengths"))
        batch.lengths.push_back(static_cast<int>(length));
    batch.numLengths = static_cast<int>(batch.lengths.size()) / batch.size;
    return batch;
}

training::VaeNoise GoldenVae::noise(std::size_t step) const
{
    training::VaeNoise noise{values("eps"), {}};
    if (const auto dimensions = shape("eps"); dimensions.size() == 3) { // each step has its own
        const auto count = static_cast<std::size_t>(dimensions[1] * dimensions[2]);
        const auto place = std::min(step, static_cast<std::size_t>(dimensions[0]) - 1) * count;
        noise.eps = std::vector<float>(noise.eps.begin() + static_cast<std::ptrdiff_t>(place), noise.eps.begin() + static_cast<std::ptrdiff_t>(place + count));
    }
    if (has("sched/v"))
        noise.draws.push_back({values("sched/v"), values("sched/u")});
    return noise;
}

std::unique_ptr<training::VaeTrainer> openGoldenTrainer(const GoldenVae& golden, const training::Tensors& weights, std::int64_t step)
{
    return found(found(neural::open())->resumeVaeTrainer({golden.spec(), golden.hparams(), 0, "cpu"}, weights, {}, step));
}

} // namespace partita::study
