// MusicVAE as its users meet it: a checkpoint in any container, two clips encoded, the way between them decoded.
#include "engine/bundle/open.h"
#include "engine/generate/latent_space.h"
#include "engine/models/vae_recognition.h"
#include "engine/neural/neural.h"
#include "engine/study/converted_clips.h"
#include "engine/study/golden_vae.h"
#include "engine/study/kinds.h"
#include "engine/study/latent_golden.h"
#include "engine/study/note_sequence_json.h"

namespace partita::study {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

/// The folder `checkpoint`, or the one archive of it.
fs::path checkpointIn(const fs::path& folder)
{
    for (const auto* name : {"checkpoint", "checkpoint.tar"})
        if (fs::exists(folder / name))
            return folder / name;
    throw GoldenFileError("the case has neither a folder \"checkpoint\" nor a file \"checkpoint.tar\"");
}

void compareTrained(Comparison& comparison, const fs::path& file)
{
    const GoldenVae golden(file);
    auto bundle = orThrow(bundle::openBundle(checkpointIn(file.parent_path())));
    bundle.metadata[models::metadata::kConfig] = golden.config().id;
    bundle.metadata[models::metadata::kHParams] = golden.json().value("hparams_override", "");
    const auto model = models::recognizeVae(bundle);
    comparison.holds("recognition", model.usable() && model.spec == golden.spec(), model.usable() ? "it found another architecture" : model.problems.front());
    const auto network = orThrow(orThrow(neural::open())->openLatentNetwork(model, "cpu"));
    const auto& spec = network->spec();

    const auto converter = converters::makeConverter(golden.config().converter, converters::Mode::kInfer);
    std::vector<float> mu, sigma;
    for (const auto& clip : golden.json().at("clips")) {
        const auto examples = converter->toTensors(noteSequenceFromJson(clip.at("note_sequence")), [] { return 0.0; }).examples;
        comparison.equal("examples of a clip", examples.size(), std::size_t{1});
        const auto& example = examples.at(0);
        const auto inputs = joinSteps(example.inputs, spec.inputDepth, example.controls, spec.controlDepth);
        const auto posterior = orThrow(network->encode({inputs, example.lengths, 1, static_cast<int>(example.steps)}));
        mu.insert(mu.end(), posterior.mu.begin(), posterior.mu.end());
        sigma.insert(sigma.end(), posterior.sigma.begin(), posterior.sigma.end());
    }
    comparison.near("mu", Quantity::kPosterior, mu, golden.values("mu"));
    comparison.near("sigma", Quantity::kPosterior, sigma, golden.values("sigma"));

    const auto expected = golden.values("interpolation_z");
    const auto size = static_cast<std::size_t>(spec.z_size), steps = expected.size() / size;
    std::vector<float> between;
    for (const auto& z : generate::walk(std::span(mu).first(size), std::span(mu).subspan(size, size), static_cast<int>(steps), generate::Path::kSpherical))
        between.insert(between.end(), z.begin(), z.end());
    comparison.near("interpolation", Quantity::kPosterior, between, expected);

    // Of what the original could not decode at once it kept the first rows.
    const json& decode = golden.json().at("decode");
    const int rows = static_cast<int>(decode.at("note_sequences").size());
    const auto controls = golden.has("c_input") ? golden.values("c_input") : std::vector<float>{};
    const auto decoded = orThrow(network->decode({.z = std::span(expected).first(static_cast<std::size_t>(rows) * size), .batch = rows, .steps = decode.at("length"), .controls = controls,
                                                  .temperature = decode.at("temperature"), .draw = drawsForRows(rows)}));
    compareSteps(comparison, spec, decoded.samples, rows, decode);
    compareDecodedMusic(comparison, golden.config(), decoded.samples, controls, rows, decode);
}

} // namespace

void checkTrainedVae(const fs::path& file, Examiner& examiner)
{
    examiner.examine("", [&](Comparison& comparison) { compareTrained(comparison, file); });
}

} // namespace partita::study
