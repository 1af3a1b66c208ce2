#include "app/cli/command.h"
#include "app/cli/generation_options.h"
#include "app/cli/latent_options.h"
#include "app/cli/output.h"

#include "engine/generate/latent_attributes.h"
#include "engine/generate/latent_controls.h"
#include "engine/study/learn_attributes.h"

#include <fmt/ranges.h>

#include <map>
#include <memory>

namespace partita::cli {
namespace {

struct AttributesOptions {
    LatentOptions latent;
    std::string folder;
    std::string vectors;
    std::size_t clips = 4096;
    std::string input;
    std::string outputDir;
    std::map<generate::Attribute, double> amounts;
    bool orthogonal = false;
    ClipFlags clip;
};

nlohmann::json toJson(const generate::AttributeValues& values)
{
    nlohmann::json json = nlohmann::json::object();
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i])
            json[std::string(nameOf(generate::kAttributes[i]))] = *values[i];
    return json;
}

Result<void> learn(const AttributesOptions& options)
{
    const auto model = openLatentModel(options.latent);
    if (!model)
        return fail(model);
    Interruption interruption;
    const auto learnt = study::learnAttributes(*model, options.folder, {.most = options.clips, .seed = options.latent.seed}, [&](int, int) { interruption.check(); }, interruption.token());
    if (!learnt)
        return fail(learnt);
    if (auto saved = saveAttributes(*learnt, options.vectors); !saved)
        return saved;
    std::vector<std::string> names;
    for (const auto& [attribute, vector] : learnt->vectors)
        names.emplace_back(nameOf(attribute));
    if (options.latent.json)
        printJson({{"file", options.vectors}, {"clips", learnt->clips}, {"attributes", names}});
    else
        cli::print("{}: {} learnt from {} clips", options.vectors, fmt::join(names, ", "), learnt->clips);
    return {};
}

Result<void> apply(const AttributesOptions& options)
{
    const auto model = openLatentModel(options.latent);
    if (!model)
        return fail(model);
    auto vectors = generate::loadAttributes(options.vectors, *model);
    if (!vectors)
        return fail(vectors);
    for (const auto& [attribute, amount] : options.amounts)
        if (amount != 0.0 && !vectors->vectors.contains(attribute))
            return fail(ErrorCode::kMismatch, fmt::format("{} has no vector for {}: it could not be measured of the clips it was learnt from.", options.vectors, nameOf(attribute)));
    if (options.orthogonal)
        vectors = generate::orthogonal(std::move(*vectors));
    const auto asked = clipOptions(options.clip, 0);
    if (!asked)
        return fail(asked);
    const auto clip = readClip(*model, options.input, *asked);
    if (!clip)
        return fail(clip);
    const auto latent = generate::encode(*model, *clip);
    if (!latent)
        return fail(latent);
    auto decode = decodeOptions(*model, options.latent);
    if (!decode)
        return fail(decode);
    decode->sameDraws = true;
    if (decode->controls.empty())
        decode->controls = generate::controlsOf(*model, *clip);
    const std::vector<generate::Z> places{latent->mu, generate::withAttributes(latent->mu, *vectors, options.amounts)};
    const auto music = generate::decode(*model, places, *decode);
    if (!music)
        return fail(music);
    auto outputs = writeMusic({music->back()}, options.outputDir, fmt::format("{}_attributes", model->config->id));
    if (!outputs)
        return fail(outputs);
    const auto before = toJson(generate::measure(music->front().sequence, model->steps())), after = toJson(generate::measure(music->back().sequence, model->steps()));
    if (!options.latent.json)
        for (const auto& [name, value] : after.items())
            print("{:18} {:.3f}  (without the change {})", name, value.get<double>(), before.contains(name) ? fmt::format("{:.3f}", before[name].get<double>()) : "undefined");
    reportMusic(*model, options.latent, std::move(*outputs), {{"before", before}, {"after", after}});
    return {};
}

} // namespace

Run setupAttributes(CLI::App& app)
{
    auto options = std::make_shared<AttributesOptions>();
    app.require_subcommand(1);
    auto* learning = app.add_subcommand("learn", "Learn the directions in which attributes grow from a folder of music");
    learning->add_option("folder", options->folder, "Folder of music, or a TFRecord of NoteSequences")->required();
    learning->add_option("--output", options->vectors, "JSON file for the vectors")->required();
    learning->add_option("--clips", options->clips, "Learn from at most so many clips")->check(CLI::Range(16, 1'000'000))->capture_default_str();
    learning->add_option("--seed", options->latent.seed, "Which clips, of more than that")->default_val(1);
    addLatentModelOptions(*learning, options->latent);

    auto* applying = app.add_subcommand("apply", "Move a clip along them, and measure what came of it");
    applying->add_option("vectors", options->vectors, "What \"partita attributes learn\" wrote")->required();
    applying->add_option("input", options->input, "File with the clip")->required();
    applying->add_option("--output_dir", options->outputDir, "Folder for the result")->required();
    for (const auto attribute : generate::kAttributes)
        applying->add_option("--" + std::string(nameOf(attribute)), options->amounts[attribute], "How far along its vector; 1 is the way from the lowest quarter of clips to the highest")
            ->check(CLI::Range(-10.0, 10.0));
    applying->add_flag("--orthogonal", options->orthogonal, "Of each vector only what the others do not have");
    addLatentModelOptions(*applying, options->latent);
    addDecodeOptions(*applying, options->latent);
    addClipFlags(*applying, options->clip);
    return [options, learning] { return learning->parsed() ? learn(*options) : apply(*options); };
}

} // namespace partita::cli
