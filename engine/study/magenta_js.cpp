// Models of magenta-js: MusicVAE's posteriors, logits, samples and ways between; event RNNs' logits and continuations.
#include "engine/bundle/open.h"
#include "engine/generate/latent_space.h"
#include "engine/models/vae_recognition.h"
#include "engine/neural/neural.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"
#include "engine/study/latent_golden.h"

#include <algorithm>
#include <cmath>

namespace partita::study {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;
using Floats = std::vector<float>;

/// Two programs in float32: ten times what the original lies from float64 (golden/magenta-js/README.md).
constexpr Quantity kNumber = Quantity::kLogit;

Floats floats(const json& numbers)
{
    Floats values;
    for (const auto& number : numbers) {
        if (number.is_array()) {
            const auto part = floats(number);
            values.insert(values.end(), part.begin(), part.end());
        } else {
            values.push_back(number.get<float>());
        }
    }
    return values;
}

/// Rows with ones at the given places; −1: none.
Floats oneHot(const std::vector<const json*>& labels, const std::vector<int>& widths)
{
    Floats rows;
    for (std::size_t step = 0; step < labels.front()->size(); ++step)
        for (std::size_t part = 0; part < labels.size(); ++part) {
            Floats row(static_cast<std::size_t>(widths[part]));
            if (const int label = labels[part]->at(step); label >= 0)
                row.at(static_cast<std::size_t>(label)) = 1.0f;
            rows.insert(rows.end(), row.begin(), row.end());
        }
    return rows;
}

/// "labels", labels of three voices, or "rows".
Floats tensorOf(const json& said, const std::vector<int>& widths)
{
    if (said.contains("rows"))
        return floats(said.at("rows"));
    if (said.contains("labels"))
        return oneHot({&said.at("labels")}, widths);
    return oneHot({&said.at("melody"), &said.at("bass"), &said.at("drums")}, widths);
}

fs::path besideGolden(const fs::path& file, const json& named)
{
    return file.parent_path() / fs::path(named.get<std::string>()).filename();
}

// ---- MusicVAE

class VaeCase {
public:
    VaeCase(const json& golden, const fs::path& checkpoint) : m_golden(golden), m_model(models::recognizeVae(orThrow(bundle::openBundle(checkpoint))))
    {
        m_network = orThrow(orThrow(neural::open())->openLatentNetwork(m_model, "cpu"));
    }

    void compareAll(Comparison& comparison)
    {
        for (const json& item : m_golden.at("encode"))
            compareEncoded(comparison, item, item);
        for (const json& item : m_golden.at("decode"))
            compareDecoded(comparison, item);
        for (const json& item : m_golden.value("interpolate", json::array()))
            compareWay(comparison, item);
        for (const json& item : m_golden.value("interpolateBilinear", json::array()))
            compareSquare(comparison, item);
        for (const json& item : m_golden.value("sampleWithGivenUniforms", json::array()))
            compareSampled(comparison, item);
        const json variants = m_golden.value("converterVariants", json::object());
        for (const auto& [name, items] : variants.items())
            for (const json& item : items)
                compareEncoded(comparison, item, item);
    }

    void compareQuantized(Comparison& comparison, const json& item)
    {
        compareEncoded(comparison, encoded(item.at("input")), item);
        const json& decoded = named(m_golden.at("decode"), "id", item.at("z"));
        models::DecodeTrace trace;
        const auto samples = decode(floats(decoded.at("z")), 1, controlsOf(decoded), 0.0, {}, &trace);
        compareOutput(comparison, samples.samples, item.at("output"));
        std::size_t from = 0;
        for (std::size_t core = 0; core < item.at("logits").size(); ++core)
            from = compareLogits(comparison, trace, core, from, item.at("logitSteps"), item.at("logits")[core]);
    }

private:
    const models::VaeSpec& spec() const { return m_network->spec(); }

    static const json& named(const json& list, const char* key, const json& name)
    {
        const auto found = std::ranges::find_if(list, [&](const json& item) { return item.at(key) == name; });
        if (found == list.end())
            throw GoldenFileError("there is no " + name.dump());
        return *found;
    }
    const json& encoded(const json& id) const { return named(m_golden.at("encode"), "id", id); }

    std::vector<int> inputWidths() const
    {
        return spec().cores.size() == 3 ? std::vector<int>{spec().coreDepth(0), spec().coreDepth(1), spec().coreDepth(2)} : std::vector<int>{spec().inputDepth};
    }
    std::vector<int> outputWidths() const
    {
        return spec().cores.size() == 3 ? inputWidths() : std::vector<int>{spec().outputDepth};
    }

    /// [steps, controlDepth]
    Floats controlsOf(const json& item) const
    {
        if (spec().controlDepth == 0)
            return {};
        if (item.contains("controlTensor")) {
            Floats rows;
            for (const json& ones : item.at("controlTensor").at("onesPerStep")) {
                Floats row(static_cast<std::size_t>(spec().controlDepth));
                for (const std::size_t one : ones)
                    row.at(one) = 1.0f;
                rows.insert(rows.end(), row.begin(), row.end());
            }
            return rows;
        }
        const json& args = item.at("controlArgs");
        if (args.contains("sameAsInput"))
            return controlsOf(encoded(args.at("sameAsInput")));
        Floats joined;
        int width = 0;
        for (const json& control : m_golden.at("config").at("extraControls")) {
            const json& said = args.at("extraControls").at(control.at("name").get<std::string>());
            const int depth = control.at("depth");
            const auto rows = floats(said.contains("rows") ? said.at("rows") : said);
            joined = width == 0 ? rows : joinSteps(joined, width, rows, depth);
            width += depth;
        }
        return joined;
    }

    models::Posterior encode(const json& item, const Floats& controls)
    {
        const auto tensor = tensorOf(item.at("tensor"), inputWidths());
        const int steps = item.at("tensor").at("shape").at(0);
        const auto inputs = joinSteps(tensor, spec().inputDepth, controls, spec().controlDepth);
        const std::vector<int> lengths = item.contains("segmentLengths") ? item.at("segmentLengths").get<std::vector<int>>() : std::vector{steps};
        return orThrow(m_network->encode({inputs, lengths, 1, steps}));
    }

    models::Decoded decode(const Floats& z, int batch, const Floats& controls, double temperature, std::function<double(int)> draw, models::DecodeTrace* trace = nullptr)
    {
        return orThrow(m_network->decode({.z = z, .batch = batch, .steps = spec().max_seq_len, .controls = controls, .temperature = temperature, .draw = std::move(draw), .trace = trace}));
    }

    void compareEncoded(Comparison& comparison, const json& item, const json& expected)
    {
        const auto posterior = encode(item, controlsOf(item));
        comparison.near("mu", kNumber, posterior.mu, floats(expected.at("mu")));
        if (expected.contains("sigma"))
            comparison.near("sigma", kNumber, posterior.sigma, floats(expected.at("sigma")));
    }

    /// Classes and bits are the same; what a groove says of loudness and time is near, since it is fed back.
    void compareOutput(Comparison& comparison, std::span<const float> samples, const json& expected)
    {
        const auto wanted = tensorOf(expected, outputWidths());
        if (spec().head == models::VaeHead::kGroove)
            comparison.near("output", Quantity::kLongLogit, samples, wanted);
        else
            comparison.holds("output", std::ranges::equal(samples, wanted), "it says something else");
    }

    /// Of one row; returns where the next core's logits begin.
    std::size_t compareLogits(Comparison& comparison, const models::DecodeTrace& trace, std::size_t core, std::size_t from, const json& steps, const json& expected)
    {
        const auto width = trace.logits.size() / static_cast<std::size_t>(spec().max_seq_len), own = static_cast<std::size_t>(spec().logitDepth(core));
        const auto quantity = spec().head == models::VaeHead::kGroove || spec().max_seq_len >= 256 ? Quantity::kLongLogit : Quantity::kLogit;
        for (std::size_t i = 0; i < steps.size(); ++i)
            comparison.near("logits", quantity, std::span(trace.logits).subspan(steps[i].get<std::size_t>() * width + from, own), floats(expected.at(i)));
        return from + own;
    }

    /// c and h of each layer of a core, out of all cores' states.
    void compareState(Comparison& comparison, std::string_view what, const Floats& states, std::size_t core, const json& expected)
    {
        Floats wanted;
        for (const json& layer : expected)
            for (const auto* part : {"c", "h"}) {
                const auto values = floats(layer.at(part));
                wanted.insert(wanted.end(), values.begin(), values.end());
            }
        comparison.near(what, Quantity::kLongLogit, std::span(states).subspan(core * wanted.size(), wanted.size()), wanted);
    }

    void compareDecoded(Comparison& comparison, const json& item)
    {
        models::DecodeTrace trace;
        const auto decoded = decode(floats(item.at("z")), 1, controlsOf(item), 0.0, {}, &trace);
        compareOutput(comparison, decoded.samples, item.at("output"));
        if (item.contains("conductor"))
            comparison.near("conductor", Quantity::kLogit, trace.embeddings, floats(item.at("conductor").at("outputs")));
        std::size_t from = 0;
        for (std::size_t core = 0; core < item.at("cores").size(); ++core) {
            const json& expected = item.at("cores")[core];
            from = compareLogits(comparison, trace, core, from, expected.at("logitSteps"), expected.at("logits"));
            compareState(comparison, "initial state", trace.initialState, core, expected.at("initialState"));
            compareState(comparison, "final state", trace.finalState, core, expected.at("finalState"));
        }
    }

    void comparePlaces(Comparison& comparison, const std::vector<generate::Z>& places, const json& item)
    {
        const auto expected = floats(item.at("zs"));
        Floats found;
        for (const auto& place : places)
            found.insert(found.end(), place.begin(), place.end());
        comparison.near("places between", kNumber, found, expected);
        if (!item.contains("outputs"))
            return;
        const int rows = static_cast<int>(places.size());
        const auto decoded = decode(expected, rows, controlsOf(item), 0.0, {});
        const auto row = decoded.samples.size() / places.size();
        for (std::size_t i = 0; i < places.size(); ++i)
            compareOutput(comparison, std::span(decoded.samples).subspan(i * row, row), item.at("outputs").at(i));
    }

    /// mu of the inputs of an item, encoded under the item's own controls.
    std::vector<Floats> ends(const json& item)
    {
        std::vector<Floats> mus;
        for (const json& id : item.at("inputs"))
            mus.push_back(encode(encoded(id), controlsOf(item)).mu);
        return mus;
    }

    void compareWay(Comparison& comparison, const json& item)
    {
        const auto mus = ends(item);
        comparePlaces(comparison, generate::walk(mus.at(0), mus.at(1), item.at("steps"), generate::Path::kLinear), item);
    }

    void compareSquare(Comparison& comparison, const json& item)
    {
        const auto mus = ends(item);
        const json& size = item.at("numInterps");
        comparePlaces(comparison, generate::square({mus.at(0), mus.at(1), mus.at(2), mus.at(3)}, size.at(0), size.at(size.size() - 1), generate::Path::kLinear), item);
    }

    void compareSampled(Comparison& comparison, const json& item)
    {
        const auto uniforms = floats(item.at("uniforms"));
        std::size_t used = 0;
        const json& decoded = named(m_golden.at("decode"), "id", item.at("z"));
        const auto samples = decode(floats(decoded.at("z")), 1, controlsOf(decoded), item.at("temperature"), [&](int) { return double{uniforms.at(used++)}; });
        compareOutput(comparison, samples.samples, item.at("output"));
        comparison.equal("draws used", used, uniforms.size());
    }

    const json& m_golden;
    models::VaeRecognition m_model;
    std::unique_ptr<models::LatentNetwork> m_network;
};

void compareVae(Comparison& comparison, const json& golden, const fs::path& file)
{
    VaeCase(golden, besideGolden(file, golden.at("checkpoint"))).compareAll(comparison);
    VaeCase quantized(golden, besideGolden(file, golden.at("quantizedCheckpoint")));
    for (const json& item : golden.at("quantized"))
        quantized.compareQuantized(comparison, item);
}

// ---- Event RNNs

/// An item's inputs: chord row of the step to be predicted, one-hot, counter row.
Floats rnnInputs(const json& item, const std::vector<int>& labels, int classes, int inputSize)
{
    Floats inputs;
    const json chords = item.value("controlLabels", json::array()), counters = item.value("auxRows", json::array());
    for (std::size_t step = 0; step < labels.size(); ++step) {
        const std::size_t counter = counters.empty() ? 0 : counters.at(step).size();
        Floats row(static_cast<std::size_t>(inputSize));
        const std::size_t chordWidth = row.size() - static_cast<std::size_t>(classes) - counter;
        if (chordWidth > 0)
            for (const std::size_t one : chords.at(step + 1))
                row.at(one) = 1.0f;
        row.at(chordWidth + static_cast<std::size_t>(labels[step])) = 1.0f;
        for (std::size_t i = 0; i < counter; ++i)
            row.at(chordWidth + static_cast<std::size_t>(classes) + i) = counters.at(step).at(i).get<float>();
        inputs.insert(inputs.end(), row.begin(), row.end());
    }
    return inputs;
}

std::unique_ptr<models::EventNetwork> openRnn(const json& golden, const fs::path& checkpoint)
{
    auto bundle = orThrow(bundle::openBundle(checkpoint));
    auto model = models::recognize(bundle);
    if (const int length = golden.at("config").value("attentionLength", 0); length > 0)
        model.spec.attn_length = length;
    // The network is what is compared; sizes that no config of Magenta has are no fault here.
    if (!model.config) {
        model.config = &models::eventRnnConfigs().front();
        model.problems.clear();
    }
    return orThrow(orThrow(neural::open())->openEventNetwork(model, "cpu"));
}

void compareRnnItem(Comparison& comparison, models::EventNetwork& network, const json& source, const json& item)
{
    auto labels = source.at("primerLabels").get<std::vector<int>>();
    const auto primer = labels.size();
    const auto continuation = item.at("continuation").get<std::vector<int>>();
    labels.insert(labels.end(), continuation.begin(), continuation.end());
    labels.pop_back(); // what the last one would say is not asked
    const int classes = network.numClasses();
    const auto state = network.initialState(1);
    const auto logits = network.run(*state, rnnInputs(source, labels, classes, network.inputSize()), static_cast<int>(labels.size()), false);
    const auto at = [&](std::size_t position) { return logits.subspan(position * static_cast<std::size_t>(classes), static_cast<std::size_t>(classes)); };
    std::vector<int> likeliest;
    for (std::size_t position = primer - 1; position < labels.size(); ++position)
        likeliest.push_back(static_cast<int>(std::ranges::max_element(at(position)) - at(position).begin()));
    comparison.equal("continuation", likeliest, continuation);
    const json& positions = item.at("logitPositions");
    for (std::size_t i = 0; i < positions.size(); ++i)
        if (const auto position = positions[i].get<std::size_t>(); position < labels.size())
            comparison.near("logits", Quantity::kLogit, at(position), floats(item.at("logits").at(i)));
}

void compareRnn(Comparison& comparison, const json& golden, const fs::path& file)
{
    const auto network = openRnn(golden, besideGolden(file, golden.at("checkpoint")));
    for (const json& item : golden.at("continue"))
        compareRnnItem(comparison, *network, item, item);
    const auto quantized = openRnn(golden, besideGolden(file, golden.at("quantizedCheckpoint")));
    for (const json& item : golden.at("quantized")) {
        const auto source = std::ranges::find_if(golden.at("continue"), [&](const json& each) { return each.at("id") == item.at("id"); });
        compareRnnItem(comparison, *quantized, *source, item);
    }
}

} // namespace

void checkMagentaJs(const fs::path& file, Examiner& examiner)
{
    examiner.examine("", [&](Comparison& comparison) {
        const json golden = readJson(file);
        (golden.at("config").at("type") == "MusicVAE" ? compareVae : compareRnn)(comparison, golden, file);
    });
}

} // namespace partita::study
