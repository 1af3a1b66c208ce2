// MusicVAE's networks: posterior, losses, and what the decoder says of given and of its own steps.
#include "engine/bundle/open.h"
#include "engine/core/rng.h"
#include "engine/models/vae_recognition.h"
#include "engine/neural/neural.h"
#include "engine/study/converted_clips.h"
#include "engine/study/golden_file.h"
#include "engine/study/golden_vae.h"
#include "engine/study/kinds.h"
#include "engine/study/latent_golden.h"
#include "engine/study/note_sequence_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace partita::study {
namespace {

using models::DecodeRequest;
using nlohmann::json;

/// Steps that the batch reached in each segment, one after the other: where in a trace the original's row `i` lies.
std::vector<int> placesOf(const std::vector<int>& lengths, int batch, int segmentSteps)
{
    const int segments = static_cast<int>(lengths.size()) / batch;
    std::vector<int> places;
    for (int segment = 0; segment < segments; ++segment) {
        int longest = 0;
        for (int row = 0; row < batch; ++row)
            longest = std::max(longest, lengths[static_cast<std::size_t>(row * segments + segment)]);
        for (int step = 0; step < longest; ++step)
            places.push_back(segment * segmentSteps + step);
    }
    return places;
}

/// The logits of a trace that the case keeps: those of `listed` rows, within each row's own lengths.
void compareLogits(Comparison& comparison, Quantity quantity, const std::vector<float>& logits, const std::vector<float>& expected, const json& listed, const std::vector<int>& lengths,
                   int batch, int steps, int segmentSteps)
{
    const auto places = placesOf(lengths, batch, segmentSteps);
    std::vector<int> kept;
    if (listed.is_array())
        kept = listed.get<std::vector<int>>();
    else
        for (int i = 0; i < static_cast<int>(places.size()); ++i)
            kept.push_back(i);
    const std::size_t width = logits.size() / static_cast<std::size_t>(batch * steps);
    if (expected.size() != width * kept.size() * static_cast<std::size_t>(batch))
        return comparison.fails(fmt::format("there are logits of {} steps, not of {}", expected.size() / (width * static_cast<std::size_t>(batch)), kept.size()));
    const int segments = static_cast<int>(lengths.size()) / batch;
    for (int row = 0; row < batch; ++row)
        for (std::size_t i = 0; i < kept.size(); ++i) {
            const int place = places.at(static_cast<std::size_t>(kept[i]));
            if (place % segmentSteps >= lengths[static_cast<std::size_t>(row * segments + place / segmentSteps)])
                continue;
            const std::span actual(logits.data() + static_cast<std::size_t>(row * steps + place) * width, width);
            const std::span wanted(expected.data() + (static_cast<std::size_t>(row) * kept.size() + i) * width, width);
            comparison.near("logits", quantity, actual, wanted);
        }
}

/// Whether rounding has many steps to grow.
Quantity freeRunning(const models::VaeSpec& spec)
{
    return spec.max_seq_len >= 256 ? Quantity::kLongLogit : Quantity::kLogit;
}

struct Case {
    const GoldenVae& golden;
    models::LatentNetwork& network;
    training::VaeBatch batch;
    int steps; ///< of the batch, cut to max_seq_len
    int segmentSteps, segments;
    std::vector<int> lengths; ///< cut too; of each segment where the decoder has several

    Case(const GoldenVae& g, models::LatentNetwork& n) : golden(g), network(n), batch(g.batch())
    {
        const auto& spec = golden.spec();
        steps = std::min(batch.steps, spec.max_seq_len);
        segmentSteps = spec.hierarchicalDecoder() ? spec.decoderLevels.back() : steps;
        segments = steps / segmentSteps;
        for (const int length : batch.lengths)
            for (int i = 0, parts = segments / batch.numLengths; i < parts; ++i)
                lengths.push_back(std::min(length, steps) / parts);
    }

    /// Rows of `width` a step, cut to `steps`.
    std::vector<float> cut(const std::vector<float>& rows, int width) const { return cutSteps(rows, batch.size, batch.steps, steps, width); }

    std::vector<float> targets() const { return cut(batch.targets.empty() ? batch.inputs : batch.targets, golden.spec().outputDepth); }
};

void compareEncoder(Comparison& comparison, const Case& at)
{
    const auto& spec = at.golden.spec();
    const auto inputs = joinSteps(at.cut(at.batch.inputs, spec.inputDepth), spec.inputDepth, at.cut(at.batch.controls, spec.controlDepth), spec.controlDepth);
    std::vector<int> lengths = at.batch.lengths;
    for (int& length : lengths)
        length = std::min(length, at.steps);
    const auto posterior = orThrow(at.network.encode({inputs, lengths, at.batch.size, at.steps}));
    comparison.near("mu", Quantity::kPosterior, posterior.mu, at.golden.values("mu"));
    comparison.near("sigma", Quantity::kPosterior, posterior.sigma, at.golden.values("sigma"));
}

/// The decoder reads the targets: its logits.
void compareForced(Comparison& comparison, const Case& at)
{
    const auto& spec = at.golden.spec();
    const auto targets = at.targets();
    const auto depth = static_cast<std::size_t>(spec.outputDepth), row = static_cast<std::size_t>(at.steps) * depth;
    std::vector<float> given(targets.size());
    for (std::size_t i = 0; i < targets.size(); i += row)
        std::copy(targets.begin() + static_cast<std::ptrdiff_t>(i), targets.begin() + static_cast<std::ptrdiff_t>(i + row - depth), given.begin() + static_cast<std::ptrdiff_t>(i + depth));
    models::DecodeTrace trace;
    orThrow(at.network.decode({.z = at.golden.values("z"), .batch = at.batch.size, .steps = at.steps, .controls = at.cut(at.batch.controls, spec.controlDepth), .temperature = 0.0,
                               .given = given, .trace = &trace}));
    compareLogits(comparison, Quantity::kLogit, trace.logits, at.golden.values("logits"), at.golden.json().at("evaluation").at("logits_steps"), at.lengths, at.batch.size, at.steps,
                  at.segmentSteps);
}

/// Losses and metrics, by the graph that training and evaluation use.
void compareLosses(Comparison& comparison, const Case& at)
{
    const auto& json = at.golden.json();
    const auto trainer = openGoldenTrainer(at.golden, at.golden.checkpoint(json.at("checkpoint")), json.at("global_step"));
    const auto noise = at.golden.noise();
    training::VaeTrace trace;
    const auto tally = orThrow(trainer->evaluate(at.batch, {.input = training::DecoderInput::kTeacher, .noise = &noise, .trace = &trace}));
    comparison.near("z", Quantity::kPosterior, trace.z, at.golden.values("z"));
    comparison.near("r_loss of each example", Quantity::kLoss, trace.reconstruction, at.golden.values("r_loss_per_example"));
    const auto metrics = trainer->metrics(tally, /*segments=*/true);
    for (const auto& [name, expected] : json.at("evaluation").at("metrics_after_one_batch").items()) {
        std::string own = name;
        for (const std::string_view word : {"metrics/", "losses/"})
            if (const auto place = own.find(word); place != std::string::npos)
                own.erase(place, word.size());
        const auto found = metrics.find(own);
        if (found == metrics.end()) {
            if (own != "kl_beta") // says nothing about the batch; training compares it
                comparison.holds(own, false, "it is not among the metrics");
            continue;
        }
        const bool posterior = own.starts_with("kl_");
        comparison.near(own, posterior ? Quantity::kPosterior : Quantity::kLoss, found->second, expected.get<double>());
    }
}

/// One of the case's samplings: all but argmax at its temperature.
void compareSample(Comparison& comparison, const Case& at, const std::string& name)
{
    const auto& spec = at.golden.spec();
    const json& sample = at.golden.json().at(name);
    const int steps = sample.at("max_length"), batch = static_cast<int>(at.golden.shape(name + "/z").at(0));
    std::vector<float> controls;
    if (spec.controlDepth > 0) {
        controls = at.golden.values("controls");
        controls.resize(static_cast<std::size_t>(at.batch.steps * spec.controlDepth)); // of the first clip
        controls.resize(static_cast<std::size_t>(steps * spec.controlDepth));
    }
    models::DecodeTrace trace;
    const auto z = at.golden.values(name + "/z");
    DecodeRequest request{.z = z, .batch = batch, .steps = steps, .controls = controls, .temperature = sample.at("temperature"), .draw = drawsForRows(batch), .trace = &trace};
    if (sample.contains("end_token"))
        request.endToken = sample.at("end_token").get<int>();
    const auto decoded = orThrow(at.network.decode(request));
    compareSteps(comparison, spec, decoded.samples, batch, sample);
    const auto quantity = freeRunning(spec);
    if (at.golden.has(name + "/samples"))
        comparison.near("samples", quantity, decoded.samples, at.golden.values(name + "/samples"));
    compareLogits(comparison, quantity, trace.logits, at.golden.values(name + "/logits"), sample.at("logits_steps"), decoded.lengths, batch, steps,
                  spec.hierarchicalDecoder() ? spec.decoderLevels.back() : steps);
    comparison.near("final state", quantity, trace.finalState, at.golden.values(name + "/final_state"));
    compareDecodedMusic(comparison, at.golden.config(), at.golden.has(name + "/samples") ? at.golden.values(name + "/samples") : decoded.samples, controls, batch, sample);
}

void compareModel(Comparison& comparison, const std::filesystem::path& file)
{
    const GoldenVae golden(file);
    auto bundle = orThrow(bundle::openBundle(file.parent_path() / golden.json().at("checkpoint").get<std::string>()));
    bundle.metadata[models::metadata::kConfig] = golden.config().id;
    bundle.metadata[models::metadata::kHParams] = golden.json().value("hparams_override", "");
    const auto model = models::recognizeVae(bundle);
    comparison.holds("recognition", model.usable() && model.spec == golden.spec(), model.usable() ? "it found another architecture" : model.problems.front());
    const auto network = orThrow(orThrow(neural::open())->openLatentNetwork(model, "cpu"));
    compareClips(comparison, golden.json(), orThrow(bundle::openBundle(file.parent_path() / "values.safetensors")));
    const Case at(golden, *network);
    compareEncoder(comparison, at);
    compareForced(comparison, at);
    compareLosses(comparison, at);
    for (const auto* name : {"sample", "sample_end"})
        if (golden.json().contains(name))
            compareSample(comparison, at, name);
}

} // namespace

void checkVaeModel(const std::filesystem::path& file, Examiner& examiner)
{
    examiner.examine("", [&](Comparison& comparison) { compareModel(comparison, file); });
}

} // namespace partita::study
