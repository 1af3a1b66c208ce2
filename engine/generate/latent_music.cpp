#include "engine/generate/latent_music.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

namespace partita::generate {
namespace {

using converters::LatentExample;

/// Examples as one batch. Those of hierarchical encoders are as long as the model, the others as the longest of them.
struct Batch {
    std::vector<float> inputs;
    std::vector<int> lengths;
    int steps = 0;
};

Batch batchOf(const LatentModel& model, std::span<const LatentExample> examples)
{
    const auto& spec = model.network->spec();
    const int most = spec.max_seq_len;
    Batch batch;
    for (const auto& example : examples) {
        batch.steps = std::max(batch.steps, std::min(static_cast<int>(example.steps), most));
        for (const int length : example.lengths)
            batch.lengths.push_back(std::min(length, most));
    }
    if (spec.hierarchicalEncoder())
        batch.steps = most;
    const auto inputs = static_cast<std::size_t>(spec.inputDepth), controls = static_cast<std::size_t>(spec.controlDepth);
    const auto steps = static_cast<std::size_t>(batch.steps);
    batch.inputs.resize(examples.size() * steps * (inputs + controls));
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const auto& example = examples[i];
        for (std::size_t step = 0; step < std::min(example.steps, steps); ++step) {
            float* row = batch.inputs.data() + (i * steps + step) * (inputs + controls);
            std::copy_n(example.inputs.data() + step * inputs, inputs, row);
            if (!example.controls.empty())
                std::copy_n(example.controls.data() + step * controls, controls, row + inputs);
        }
    }
    return batch;
}

Result<void> checkControls(const LatentModel& model, std::size_t rows, const std::vector<float>& controls)
{
    const auto wanted = static_cast<std::size_t>(model.steps()) * static_cast<std::size_t>(model.network->spec().controlDepth);
    if (controls.size() == wanted || controls.size() == rows * wanted)
        return {};
    if (!model.takesControls())
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} is told nothing beside z: give it no chords and no hits.", model.config->id));
    if (controls.empty())
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} is conditioned: say over which chords, or which hits, it is to play.", model.config->id));
    return fail(ErrorCode::kInvalidArgument, fmt::format("{} is told {} numbers for each of its {} steps, not {} in all.", model.config->id, model.network->spec().controlDepth,
                                                         model.steps(), controls.size()));
}

/// A generator for each row, which does not depend on how many there are.
Rng rngOf(std::uint64_t seed, std::string_view what, std::size_t index)
{
    return Rng::stream(seed, fmt::format("{} {}", what, index));
}

/// What row `row` of `rows` is told.
std::span<const float> controlsOf(const DecodeOptions& options, std::size_t row, std::size_t rows, std::size_t ofOne)
{
    const std::span<const float> all = options.controls;
    return all.size() == rows * ofOne ? all.subspan(row * ofOne, ofOne) : all;
}

/// What became of one row: its samples up to the end. Rows of several segments keep them all, since the converter finds
/// the end of each.
LatentMusic musicOf(const LatentModel& model, Z z, std::span<const float> samples, std::span<const int> lengths, std::span<const float> controls)
{
    const auto depth = static_cast<std::size_t>(model.network->spec().outputDepth);
    if (lengths.size() == 1)
        samples = samples.first(static_cast<std::size_t>(lengths.front()) * depth);
    return {.sequence = model.converter->fromTensors(samples, controls), .z = std::move(z), .samples = {samples.begin(), samples.end()}};
}

/// A round of decoding: the places of its rows.
std::vector<std::vector<std::size_t>> roundsOf(std::size_t count, const DecodeOptions& options)
{
    std::vector<std::vector<std::size_t>> rounds;
    if (options.firstAlone && *options.firstAlone < count)
        rounds.push_back({*options.firstAlone});
    std::vector<std::size_t> round;
    for (std::size_t i = 0; i < count; ++i) {
        if (options.firstAlone == i)
            continue;
        round.push_back(i);
        if (round.size() == static_cast<std::size_t>(std::max(options.batchSize, 1)))
            rounds.push_back(std::exchange(round, {}));
    }
    if (!round.empty())
        rounds.push_back(std::move(round));
    return rounds;
}

/// Columns that are compared as one: a stream of a model's music.
struct Stream {
    std::size_t column;
    std::size_t width;
};

std::vector<Stream> streamsOf(const models::VaeSpec& spec)
{
    if (spec.head == models::VaeHead::kGroove) // hits alone
        return {{0, static_cast<std::size_t>(spec.outputDepth / 3)}};
    if (spec.head != models::VaeHead::kCategorical)
        return {{0, static_cast<std::size_t>(spec.outputDepth)}};
    std::vector<Stream> streams;
    std::size_t column = 0;
    for (const auto& core : spec.cores)
        for (const int width : core)
            streams.push_back({std::exchange(column, column + static_cast<std::size_t>(width)), static_cast<std::size_t>(width)});
    return streams;
}

} // namespace

Result<std::vector<Latent>> encode(const LatentModel& model, std::span<const LatentExample> examples, std::stop_token stop)
{
    constexpr std::size_t kMostAtOnce = 64;
    const auto size = static_cast<std::size_t>(model.zSize());
    std::vector<Latent> latents;
    for (std::size_t from = 0; from < examples.size(); from += kMostAtOnce) {
        const auto some = examples.subspan(from, std::min(kMostAtOnce, examples.size() - from));
        const Batch batch = batchOf(model, some);
        const auto posterior = model.network->encode(
            {.inputs = batch.inputs, .lengths = batch.lengths, .batch = static_cast<int>(some.size()), .steps = batch.steps, .stop = stop});
        if (!posterior)
            return fail(posterior);
        for (std::size_t i = 0; i < some.size(); ++i) {
            const auto row = [&](const std::vector<float>& values) { return Z(values.begin() + static_cast<std::ptrdiff_t>(i * size), values.begin() + static_cast<std::ptrdiff_t>((i + 1) * size)); };
            latents.push_back({row(posterior->mu), row(posterior->sigma)});
        }
    }
    return latents;
}

Result<Latent> encode(const LatentModel& model, const Clip& clip, std::stop_token stop)
{
    auto latents = encode(model, std::span(&clip.example, 1), stop);
    if (!latents)
        return fail(latents);
    return std::move(latents->front());
}

Z drawn(const Latent& latent, Rng rng, double spread)
{
    Z z = latent.mu;
    for (std::size_t i = 0; i < z.size(); ++i)
        z[i] += static_cast<float>(spread * latent.sigma[i] * rng.normal());
    return z;
}

Result<std::vector<LatentMusic>> decode(const LatentModel& model, std::span<const Z> places, const DecodeOptions& options)
{
    if (auto checked = checkControls(model, places.size(), options.controls); !checked)
        return std::unexpected(checked.error());
    const auto size = static_cast<std::size_t>(model.zSize());
    for (const Z& z : places)
        if (z.size() != size)
            return fail(ErrorCode::kInvalidArgument, fmt::format("A place in the space of {} has {} numbers, not {}.", model.config->id, size, z.size()));

    const auto& spec = model.network->spec();
    const auto depth = static_cast<std::size_t>(spec.outputDepth), steps = static_cast<std::size_t>(model.steps());
    const std::size_t controlsOfOne = steps * static_cast<std::size_t>(spec.controlDepth);
    std::vector<LatentMusic> all(places.size());
    int done = 0;
    for (const auto& round : roundsOf(places.size(), options)) {
        std::vector<float> z, controls;
        std::vector<Rng> draws;
        for (const std::size_t i : round) {
            z.insert(z.end(), places[i].begin(), places[i].end());
            const auto told = controlsOf(options, i, places.size(), controlsOfOne);
            controls.insert(controls.end(), told.begin(), told.end());
            draws.push_back(rngOf(options.seed, "notes", options.sameDraws ? 0 : i));
        }
        const int rows = static_cast<int>(round.size());
        const auto made = model.network->decode({
            .z = z,
            .batch = rows,
            .steps = model.steps(),
            .controls = controls,
            .temperature = options.temperature,
            .draw = [&](int row) { return draws[static_cast<std::size_t>(row)].uniform(); },
            .endToken = model.converter->shape().endToken,
            .progress = [&](int step) {
                if (options.progress)
                    options.progress(done + rows * step, static_cast<int>(places.size() * steps));
            },
            .stop = options.stop,
        });
        if (!made)
            return fail(made);
        done += rows * model.steps();
        const std::size_t segments = made->lengths.size() / round.size();
        for (std::size_t row = 0; row < round.size(); ++row) {
            LatentMusic& music = all[round[row]];
            music = musicOf(model, places[round[row]], std::span(made->samples).subspan(row * steps * depth, steps * depth),
                            std::span(made->lengths).subspan(row * segments, segments), std::span(controls).subspan(row * controlsOfOne, controlsOfOne));
            if (options.each)
                options.each(round[row], music);
        }
    }
    return all;
}

Result<std::vector<LatentMusic>> sample(const LatentModel& model, int count, bool sameZ, const DecodeOptions& options)
{
    std::vector<Z> places;
    for (int i = 0; i < count; ++i)
        places.push_back(anywhere(model.zSize(), rngOf(options.seed, "z", sameZ ? 0 : static_cast<std::size_t>(i))));
    return decode(model, places, options);
}

Result<std::vector<LatentMusic>> interpolate(const LatentModel& model, const Latent& start, const Latent& end, int steps, Path path,
                                             const DecodeOptions& options)
{
    return decode(model, walk(start.mu, end.mu, steps, path), options);
}

std::vector<std::string_view> streamNames(const LatentModel& model)
{
    if (streamsOf(model.network->spec()).size() == 3)
        return {"melody", "bass", "drums"};
    constexpr std::string_view names[] = {"melody", "drums", "trio", "hits", "events"};
    return {names[model.config->converter.index()]};
}

std::vector<double> accuracy(const LatentModel& model, const LatentExample& example, const LatentMusic& music)
{
    const auto& spec = model.network->spec();
    const auto depth = static_cast<std::size_t>(spec.outputDepth);
    const auto target = example.targets();
    const std::size_t tracks = example.lengths.size(); // multitrack: stretches of equal size, one after the other
    const std::size_t block = example.steps / tracks;
    const bool byHit = spec.head == models::VaeHead::kGroove;
    std::vector<double> shares;
    for (const auto& [column, width] : streamsOf(spec)) {
        std::size_t equal = 0, counted = 0;
        for (std::size_t step = 0; step < std::min(example.steps, static_cast<std::size_t>(spec.max_seq_len)); ++step) {
            if (step % block >= static_cast<std::size_t>(example.lengths[step / block]))
                continue;
            const std::size_t at = step * depth + column;
            const auto isOn = [](float value) { return value > 0.5f; };
            std::size_t same = 0;
            for (std::size_t i = 0; i < width && at + i < music.samples.size(); ++i)
                same += isOn(target[at + i]) == isOn(music.samples[at + i]);
            counted += byHit ? width : 1;
            equal += byHit ? same : same == width;
        }
        shares.push_back(counted ? static_cast<double>(equal) / static_cast<double>(counted) : 0.0);
    }
    return shares;
}

} // namespace partita::generate
