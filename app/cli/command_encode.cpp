#include "app/cli/command.h"
#include "app/cli/generation_options.h"
#include "app/cli/latent_options.h"
#include "app/cli/output.h"

#include "engine/core/file_io.h"
#include "engine/generate/latent_controls.h"

#include <fmt/ranges.h>

#include <iostream>
#include <iterator>
#include <memory>

namespace partita::cli {
namespace {

constexpr std::uint64_t kLargestJson = 256 << 20; ///< bytes

struct EncodeOptions {
    LatentOptions latent;
    std::vector<std::string> inputs;
    std::string input;
    std::string output;
    std::string outputDir;
    bool drawn = false;
    ClipFlags clip;
};

/// The clips of all files, and where they lie.
struct Encoded {
    std::vector<generate::Clip> clips;
    std::vector<generate::Latent> latents;
};

Result<Encoded> encodeAll(const generate::LatentModel& model, const EncodeOptions& options, std::stop_token stop)
{
    Encoded encoded;
    std::vector<converters::LatentExample> examples;
    for (std::size_t i = 0; i < options.inputs.size(); ++i) {
        const auto asked = clipOptions(options.clip, i);
        if (!asked)
            return fail(asked);
        auto clip = readClip(model, options.inputs[i], *asked);
        if (!clip)
            return fail(clip);
        examples.push_back(clip->example);
        encoded.clips.push_back(std::move(*clip));
    }
    auto latents = generate::encode(model, examples, stop);
    if (!latents)
        return fail(latents);
    encoded.latents = std::move(*latents);
    return encoded;
}

Result<void> runEncode(const EncodeOptions& options)
{
    const auto model = openLatentModel(options.latent);
    if (!model)
        return fail(model);
    const auto encoded = encodeAll(*model, options, {});
    if (!encoded)
        return fail(encoded);
    auto clips = nlohmann::json::array();
    for (std::size_t i = 0; i < options.inputs.size(); ++i)
        clips.push_back({{"file", options.inputs[i]}, {"clip", describe(encoded->clips[i])}, {"mu", encoded->latents[i].mu}, {"sigma", encoded->latents[i].sigma}});
    const nlohmann::json report{{"model", model->fileName}, {"config", model->config->id}, {"clips", clips}};
    if (options.output.empty()) {
        printJson(report);
        return {};
    }
    return writeFileAtomically(options.output, report.dump(1) + "\n");
}

/// The places in a JSON text: a list of numbers, a list of such lists, or what `encode` writes, whose mu is taken.
Result<std::vector<generate::Z>> placesFrom(const nlohmann::json& json, const std::string& name, std::size_t size)
{
    const auto& list = json.is_object() && json.contains("clips") ? json["clips"] : json;
    const bool single = list.is_array() && !list.empty() && list[0].is_number();
    std::vector<generate::Z> places;
    const auto add = [&](const nlohmann::json& item) {
        const auto& numbers = item.is_object() && item.contains("mu") ? item["mu"] : item;
        if (!numbers.is_array() || numbers.size() != size || !std::ranges::all_of(numbers, [](const auto& number) { return number.is_number(); }))
            return false;
        places.push_back(numbers.get<generate::Z>());
        return true;
    };
    bool good = list.is_array() && !list.empty() && list.size() <= 100'000;
    if (good && single)
        good = add(list);
    else if (good)
        good = std::ranges::all_of(list, add);
    if (!good)
        return fail(ErrorCode::kDamaged, fmt::format("{} holds no places in this model's space. Give a list of lists of {} numbers, or what \"partita encode\" writes.", name, size));
    return places;
}

Result<std::vector<generate::Z>> readPlaces(const std::string& input, std::size_t size)
{
    if (input == "-") {
        const std::string text(std::istreambuf_iterator<char>(std::cin), {});
        return placesFrom(nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false), "Standard input", size);
    }
    const auto bytes = readFile(input, kLargestJson);
    if (!bytes)
        return fail(bytes);
    return placesFrom(nlohmann::json::parse(bytes->begin(), bytes->end(), nullptr, /*allow_exceptions=*/false), partita::quoted(std::filesystem::path(input)), size);
}

Result<void> runDecode(const EncodeOptions& options)
{
    const auto model = openLatentModel(options.latent);
    if (!model)
        return fail(model);
    const auto places = readPlaces(options.input, static_cast<std::size_t>(model->zSize()));
    if (!places)
        return fail(places);
    auto decode = decodeOptions(*model, options.latent);
    if (!decode)
        return fail(decode);
    Interruption interruption;
    decode->stop = interruption.token();
    decode->progress = [&](int, int) { interruption.check(); };
    const auto music = generate::decode(*model, *places, *decode);
    if (!music)
        return fail(music);
    auto outputs = writeMusic(*music, options.outputDir, fmt::format("{}_decode", model->config->id));
    if (!outputs)
        return fail(outputs);
    reportMusic(*model, options.latent, std::move(*outputs));
    return {};
}

Result<void> runReconstruct(const EncodeOptions& options)
{
    const auto model = openLatentModel(options.latent);
    if (!model)
        return fail(model);
    Interruption interruption;
    const auto encoded = encodeAll(*model, options, interruption.token());
    if (!encoded)
        return fail(encoded);
    const auto asked = decodeOptions(*model, options.latent);
    if (!asked)
        return fail(asked);
    std::vector<generate::LatentMusic> all;
    for (std::size_t i = 0; i < encoded->clips.size(); ++i) {
        generate::DecodeOptions decode = *asked;
        decode.stop = interruption.token();
        decode.progress = [&](int, int) { interruption.check(); };
        if (decode.controls.empty())
            decode.controls = generate::controlsOf(*model, encoded->clips[i]);
        const auto& latent = encoded->latents[i];
        const auto z = options.drawn ? generate::drawn(latent, Rng::stream(options.latent.seed, fmt::format("z {}", i))) : latent.mu;
        auto music = generate::decode(*model, std::span(&z, 1), decode);
        if (!music)
            return fail(music);
        all.push_back(std::move(music->front()));
    }
    auto outputs = writeMusic(all, options.outputDir, fmt::format("{}_reconstruct", model->config->id));
    if (!outputs)
        return fail(outputs);
    const auto streams = generate::streamNames(*model);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto shares = generate::accuracy(*model, encoded->clips[i].example, all[i]);
        auto& output = (*outputs)[i];
        output["input"] = options.inputs[i];
        std::vector<std::string> words;
        for (std::size_t k = 0; k < shares.size(); ++k) {
            output["accuracy"][std::string(streams[k])] = shares[k];
            words.push_back(fmt::format("{} {:.1f} %", streams[k], 100.0 * shares[k]));
        }
        if (!options.latent.json)
            cli::print("{}: {} as before", options.inputs[i], fmt::join(words, ", "));
    }
    reportMusic(*model, options.latent, std::move(*outputs));
    return {};
}

} // namespace

Run setupEncode(CLI::App& app)
{
    auto options = std::make_shared<EncodeOptions>();
    app.add_option("inputs", options->inputs, "Files of music, each with one clip")->required();
    addLatentModelOptions(app, options->latent);
    addClipFlags(app, options->clip);
    app.add_option("--output", options->output, "JSON file (default: standard output)");
    return [options] { return runEncode(*options); };
}

Run setupDecode(CLI::App& app)
{
    auto options = std::make_shared<EncodeOptions>();
    app.add_option("input", options->input, "JSON: a list of lists of numbers, or what \"partita encode\" writes; - for standard input")->required();
    addLatentModelOptions(app, options->latent);
    addDecodeOptions(app, options->latent);
    app.add_option("--output_dir", options->outputDir, "Folder for the results")->required();
    return [options] { return runDecode(*options); };
}

Run setupReconstruct(CLI::App& app)
{
    auto options = std::make_shared<EncodeOptions>();
    app.add_option("inputs", options->inputs, "Files of music, each with one clip")->required();
    addLatentModelOptions(app, options->latent);
    addDecodeOptions(app, options->latent);
    addClipFlags(app, options->clip);
    app.add_flag("--drawn_z", options->drawn, "Draw z around the clip's place, as training does, instead of taking the place itself");
    app.add_option("--output_dir", options->outputDir, "Folder for the results")->required();
    return [options] { return runReconstruct(*options); };
}

} // namespace partita::cli
