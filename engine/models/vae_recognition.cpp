#include "engine/models/vae_recognition.h"

#include "engine/core/file_io.h"
#include "engine/models/checkpoint_contents.h"
#include "engine/models/vae_variables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace partita::models {
namespace {

using nlohmann::json;

/// Reads an architecture from names and shapes. What no tensor tells (the lengths of segments, where a softmax ends) stays
/// as the rows of the table have it.
class Reader {
public:
    explicit Reader(const Weights& weights) : m_weights(weights) {}

    VaeSpec read()
    {
        VaeSpec spec;
        readEncoder(spec);
        int conductors = 0;
        while (conductors < static_cast<int>(kMostLayers) && has(fmt::format("decoder/hierarchical_level_{}/", conductors)))
            ++conductors;
        if (conductors > 0)
            spec.decoderLevels.assign(static_cast<std::size_t>(conductors) + 1, 0);
        readCores(spec);
        readConductor(spec);
        if (has("control_preprocessing/"))
            spec.control_preprocessing_rnn_size = bidirectional("control_preprocessing/");
        return spec;
    }

private:
    bool has(const std::string& scope) const
    {
        const auto at = m_weights.lower_bound(scope);
        return at != m_weights.end() && at->first.starts_with(scope);
    }
    int rows(const std::string& name) const
    {
        const auto found = matrix(m_weights, name);
        return found ? static_cast<int>(found->rows) : 0;
    }
    int columns(const std::string& name) const
    {
        const auto found = matrix(m_weights, name);
        return found ? static_cast<int>(found->columns) : 0;
    }
    /// Of the cell under `scope`, by its kernel or, where that is missing, its bias.
    int units(const std::string& scope) const
    {
        std::int64_t gates = columns(scope + "kernel");
        if (const auto bias = m_weights.find(scope + "bias"); gates == 0 && bias != m_weights.end() && bias->second.shape.size() == 1)
            gates = bias->second.shape.front();
        return gates >= 4 && gates / 4 <= kMostUnits ? static_cast<int>(gates / 4) : 0;
    }
    std::string cellScope(std::string scope) const
    {
        if (has(scope + "input_projection_wrapper/"))
            scope += "input_projection_wrapper/";
        return scope;
    }
    /// Units of the layers `prefix`0`suffix`, `prefix`1`suffix`, ….
    std::vector<int> stack(const std::string& prefix, const std::string& suffix) const
    {
        std::vector<int> sizes;
        for (std::size_t layer = 0; layer < kMostLayers; ++layer) {
            const int size = units(cellScope(fmt::format("{}{}/{}", prefix, layer, suffix)) + "lstm_cell/");
            if (size == 0)
                break;
            sizes.push_back(size);
        }
        return sizes;
    }
    std::vector<int> bidirectional(const std::string& scope) const { return stack(scope + "cell_", "bidirectional_rnn/fw/multi_rnn_cell/cell_0/"); }

    void readEncoder(VaeSpec& spec)
    {
        std::string scope = "encoder/";
        int levels = 0;
        while (levels < static_cast<int>(kMostLayers) && has(fmt::format("encoder/hierarchical_level_{}/", levels)))
            ++levels;
        if (levels > 0) {
            spec.encoderLevels.assign(static_cast<std::size_t>(levels), 0);
            scope += "hierarchical_level_0/";
        }
        spec.enc_rnn_size = bidirectional(scope);
        spec.z_size = columns("encoder/mu/kernel");
        if (spec.enc_rnn_size.empty())
            return;
        const std::string cell = scope + "cell_0/bidirectional_rnn/fw/multi_rnn_cell/cell_0/";
        spec.residual_encoder = has(cell + "input_projection_wrapper/");
        const int read = spec.residual_encoder ? rows(cell + "input_projection_wrapper/kernel") : rows(cell + "lstm_cell/kernel") - spec.enc_rnn_size.front();
        m_encoderInput = std::max(read, 0);
    }

    void readCores(VaeSpec& spec)
    {
        const std::string root = spec.hierarchicalDecoder() ? "core_decoder/" : "";
        std::vector<std::string> scopes;
        for (std::size_t i = 0; i < kMostLayers && has(fmt::format("{}core_decoder_{}/decoder/", root, i)); ++i)
            scopes.push_back(fmt::format("{}core_decoder_{}/decoder/", root, i));
        if (scopes.empty())
            scopes.push_back(root + "decoder/");
        spec.dec_rnn_size = stack(scopes.front() + "multi_rnn_cell/cell_", "");
        for (const auto& scope : scopes) {
            int depth = columns(scope + "output_projection/kernel");
            if (const auto nade = m_weights.find(scope + "nade/w_enc"); nade != m_weights.end() && nade->second.shape.size() == 3) {
                spec.head = VaeHead::kNade;
                const auto& shape = nade->second.shape; // [bits, 1, hidden]
                if (shape[0] > 0 && shape[0] <= kMostInputs && shape[2] > 0 && shape[2] <= kMostUnits) {
                    depth = static_cast<int>(shape[0]);
                    spec.nade_num_hidden = static_cast<int>(shape[2]);
                }
            }
            spec.cores.push_back({depth});
            spec.outputDepth += depth;
        }
        if (spec.outputDepth == 1)
            spec.head = VaeHead::kBoolean;
        if (spec.dec_rnn_size.empty())
            return;
        const std::string first = scopes.front() + "multi_rnn_cell/cell_0/";
        spec.residual_decoder = has(first + "input_projection_wrapper/");
        const int read = spec.residual_decoder ? rows(first + "input_projection_wrapper/kernel") : rows(first + "lstm_cell/kernel") - spec.dec_rnn_size.front();
        if (spec.z_size == 0 && !spec.hierarchicalDecoder())
            spec.z_size = rows(scopes.front() + "z_to_initial_state/kernel");
        m_decoderControls = std::max(0, read - spec.coreDepth(0) - rows(scopes.front() + "z_to_initial_state/kernel"));
        spec.controlDepth = m_decoderControls;
        if (has("control_preprocessing/")) {
            const auto sizes = bidirectional("control_preprocessing/");
            const int kernel = rows("control_preprocessing/cell_0/bidirectional_rnn/fw/multi_rnn_cell/cell_0/lstm_cell/kernel");
            spec.controlDepth = sizes.empty() ? 0 : std::max(0, kernel - sizes.front());
        }
        spec.inputDepth = std::max(0, m_encoderInput - spec.controlDepth);
    }

    void readConductor(VaeSpec& spec)
    {
        if (!spec.hierarchicalDecoder() || spec.dec_rnn_size.empty())
            return;
        if (spec.z_size == 0)
            spec.z_size = rows("decoder/hierarchical_level_0/initial_state/kernel");
        const std::string first = "decoder/hierarchical_level_0/cell_0/";
        const int read = has(first + "input_projection_wrapper/") ? rows(first + "input_projection_wrapper/kernel") : rows(first + "lstm_cell/kernel") - spec.dec_rnn_size.front();
        spec.conductorReadsBack = read > 1;
    }

    const Weights& m_weights;
    int m_encoderInput = 0;
    int m_decoderControls = 0;
};

/// Whether a row's architecture is `found`'s, sizes and segments aside. An encoder whose kernel is missing fits any input.
bool fits(const VaeConfig& row, const VaeSpec& found)
{
    const auto& shape = row.shape;
    if (shape.cores.size() != found.cores.size() || shape.controlDepth != found.controlDepth || (found.inputDepth > 0 && shape.inputDepth != found.inputDepth) ||
        shape.encoderLevels.size() != found.encoderLevels.size() || shape.decoderLevels.size() != found.decoderLevels.size() ||
        (shape.head == VaeHead::kNade) != (found.head == VaeHead::kNade) || shape.conductorReadsBack != found.conductorReadsBack)
        return false;
    for (std::size_t i = 0; i < shape.cores.size(); ++i)
        if (shape.coreDepth(i) != found.coreDepth(i))
            return false;
    return true;
}

std::vector<const VaeConfig*> rowsThatFit(const VaeSpec& found)
{
    std::vector<const VaeConfig*> rows;
    for (const auto& row : vaeConfigs())
        if (fits(row, found))
            rows.push_back(&row);
    // Those of the very sizes first.
    std::ranges::stable_partition(rows, [&](const VaeConfig* row) {
        return row->shape.enc_rnn_size == found.enc_rnn_size && row->shape.dec_rnn_size == found.dec_rnn_size && row->shape.z_size == found.z_size;
    });
    return rows;
}

/// Names that Magenta's notebooks and magenta-js give published files.
constexpr std::pair<std::string_view, std::string_view> kFileNames[] = {
    {"mel_2bar_big", "cat-mel_2bar_big"},       {"mel_2bar_small", "cat-mel_2bar_small"},
    {"mel_chords", "cat-mel_2bar_med_chords"},  {"mel_16bar_hierdec", "hierdec-mel_16bar"},
    {"mel_16bar_flat", "flat-mel_16bar"},       {"trio_16bar_hierdec", "hierdec-trio_16bar"},
    {"trio_16bar_flat", "flat-trio_16bar"},     {"drums_2bar_nade.full", "nade-drums_2bar_full"},
    {"drums_2bar_nade", "nade-drums_2bar_reduced"}, {"tap2drum", "groovae_2bar_tap_fixed_velocity"},
    {"groovae_2bar_hits_control", "groovae_2bar_hits_control_tfds"},
};

/// The row that the names of the bundle's files and folders speak of; the longest name counts.
const VaeConfig* namedByFile(const bundle::Bundle& bundle)
{
    std::string path;
    for (const auto& file : bundle.files)
        path += file.string() + "/";
    const VaeConfig* best = nullptr;
    std::size_t longest = 0;
    const auto consider = [&](std::string_view name, std::string_view id) {
        if (name.size() > longest && path.find(name) != std::string::npos) {
            best = findVaeConfig(id).value();
            longest = name.size();
        }
    };
    for (const auto& row : vaeConfigs())
        consider(row.id, row.id);
    for (const auto& [name, id] : kFileNames)
        consider(name, id);
    return best;
}

/// A model of magenta-js as its config.json describes it.
struct Described {
    std::string converter; ///< "MelodyConverter", …
    int steps = 0;
    int segments = 0;
    bool humanize = false, tapify = false, boolean = false, key = false;
    std::optional<encoding::ChordKind> chords;
    std::optional<int> minPitch, maxPitch;
};

std::optional<Described> description(const bundle::Bundle& bundle)
{
    const json config = json::parse(bundle.about("tfjs_config"), nullptr, /*allow_exceptions=*/false);
    if (!config.is_object() || !config.contains("dataConverter") || !config["dataConverter"].is_object())
        return std::nullopt;
    const json& converter = config["dataConverter"];
    const json args = converter.value("args", json::object());
    const auto number = [&](const char* name) { return args.is_object() && args.contains(name) && args[name].is_number_integer() ? std::optional(std::clamp<std::int64_t>(args[name].get<std::int64_t>(), 0, kMostUnits)) : std::nullopt; };
    const auto flag = [](const json& object, const char* name) { return object.is_object() && object.contains(name) && object[name] == true; };
    Described described;
    if (converter.contains("type") && converter["type"].is_string())
        described.converter = converter["type"];
    described.steps = static_cast<int>(number("numSteps").value_or(0));
    described.segments = static_cast<int>(number("numSegments").value_or(0));
    described.minPitch = number("minPitch");
    described.maxPitch = number("maxPitch");
    described.humanize = flag(args, "humanize");
    described.tapify = flag(args, "tapify");
    described.boolean = flag(config, "useBooleanDecoder");
    described.key = flag(config, "conditionOnKey");
    const json chords = config.value("chordEncoder", json());
    if (chords == "PitchChordEncoder")
        described.chords = encoding::ChordKind::kPitches;
    else if (chords == "TriadChordEncoder")
        described.chords = encoding::ChordKind::kTriad;
    else if (chords == "MajorMinorChordEncoder")
        described.chords = encoding::ChordKind::kMajorMinor;
    return described;
}

/// The alternative of ConverterSpec that a converter of magenta-js is; nothing for those that Partita has not.
std::optional<std::size_t> alternative(std::string_view converter)
{
    constexpr std::pair<std::string_view, std::size_t> kinds[] = {
        {"MelodyConverter", 0}, {"DrumsConverter", 1}, {"DrumRollConverter", 1}, {"TrioConverter", 2}, {"GrooveConverter", 3}, {"MultitrackConverter", 4}};
    const auto found = std::ranges::find(kinds, converter, &std::pair<std::string_view, std::size_t>::first);
    return found == std::end(kinds) ? std::nullopt : std::optional(found->second);
}

/// Bends `config`, a copy of a row, to what magenta-js says of the file.
void apply(const Described& described, VaeConfig& config)
{
    constexpr int kStepsPerBar = 16;
    const bool wholeBars = described.steps > 0 && described.steps % kStepsPerBar == 0;
    const int bars = described.steps / kStepsPerBar;
    if (auto* melody = std::get_if<converters::MelodySpec>(&config.converter)) {
        if (wholeBars)
            melody->windows.sliceBars = bars;
        melody->minPitch = described.minPitch.value_or(melody->minPitch);
        melody->maxPitch = described.maxPitch.value_or(melody->maxPitch);
        melody->condition = {described.chords, described.key};
    } else if (auto* drums = std::get_if<converters::DrumsSpec>(&config.converter)) {
        if (wholeBars)
            drums->windows.sliceBars = bars;
    } else if (auto* trio = std::get_if<converters::TrioSpec>(&config.converter)) {
        if (wholeBars)
            trio->sliceBars = bars;
        trio->condition = {described.chords, described.key};
    } else if (auto* groove = std::get_if<converters::GrooveSpec>(&config.converter)) {
        if (wholeBars)
            groove->splitBars = bars;
        groove->humanize = described.humanize;
        groove->tapify = described.tapify;
        groove->fixedVelocities = described.tapify;
    } else if (auto* multitrack = std::get_if<converters::MultitrackSpec>(&config.converter)) {
        multitrack->chords = described.chords;
    }
    if (described.steps > 0)
        config.hparams.max_seq_len = described.steps;
}

/// How long the segments are: as `row` has them, or as magenta-js says.
void settleLevels(VaeSpec& spec, const VaeConfig* row, const std::optional<Described>& described, std::vector<std::string>& problems)
{
    if (described && described->steps > 0 && described->segments > 0 && described->steps % described->segments == 0) {
        const int steps = described->steps / described->segments;
        if (spec.decoderLevels.size() == 2)
            spec.decoderLevels = {described->segments, steps};
        if (spec.encoderLevels.size() == 2)
            spec.encoderLevels = {steps, described->segments};
    } else if (row) {
        if (row->shape.encoderLevels.size() == spec.encoderLevels.size())
            spec.encoderLevels = row->shape.encoderLevels;
        if (row->shape.decoderLevels.size() == spec.decoderLevels.size())
            spec.decoderLevels = row->shape.decoderLevels;
    }
    for (const auto* levels : {&spec.encoderLevels, &spec.decoderLevels}) {
        std::int64_t product = 1;
        for (const int length : *levels)
            product *= length > 0 && product <= kMostInputs ? length : 0;
        if (!levels->empty() && product != spec.max_seq_len)
            problems.push_back("How long the segments of its hierarchy are is stored in no tensor, and no known configuration has such levels.");
    }
}

struct Chosen {
    const VaeConfig* row = nullptr;
    bool sure = true;
};

/// The row among `rows` (those that fit) by what is said of the file.
Chosen choose(const bundle::Bundle& bundle, const std::vector<const VaeConfig*>& rows, const std::optional<Described>& described, VaeRecognition& result)
{
    const auto among = [&](const VaeConfig* row) { return std::ranges::find(rows, row) != rows.end(); };
    if (const std::string named = bundle.about(metadata::kConfig); !named.empty()) {
        const auto row = findVaeConfig(named);
        if (row && among(*row))
            return {*row};
        if (!rows.empty())
            result.remarks.push_back(fmt::format("The file calls itself \"{}\", but its tensors are those of {}.", named, rows.front()->id));
    }
    if (described) {
        const auto kind = alternative(described->converter);
        const auto agrees = [&](const VaeConfig* row) {
            const auto* groove = std::get_if<converters::GrooveSpec>(&row->converter);
            return row->converter.index() == kind && (!groove || (groove->humanize == described->humanize && groove->tapify == described->tapify && groove->addInstruments.empty() &&
                                                                  16 * *groove->splitBars == (described->humanize || described->tapify ? 32 : described->steps)));
        };
        if (const auto found = std::ranges::find_if(rows, agrees); found != rows.end())
            return {*found};
        for (const auto& row : vaeConfigs()) // the music is known, the architecture is the file's own
            if (row.converter.index() == kind)
                return {&row};
        return {};
    }
    if (const auto* row = namedByFile(bundle); row && among(row))
        return {row};
    if (rows.empty())
        return {};
    const auto sizes = [](const VaeConfig* row) { return std::tie(row->shape.enc_rnn_size, row->shape.dec_rnn_size, row->shape.z_size); };
    return {rows.front(), rows.size() == 1 || sizes(rows[0]) != sizes(rows[1]) || rows[0]->converter == rows[1]->converter};
}

VaeRecognition recognizeFrom(const bundle::Bundle& bundle, const VaeConfig* asked)
{
    auto contents = readContents(bundle);
    VaeRecognition result;
    result.unused = std::move(contents.unused);
    result.problems = std::move(contents.problems);
    result.step = contents.step;
    auto& spec = result.spec = Reader(contents.weights).read();
    if (spec.enc_rnn_size.empty() || spec.dec_rnn_size.empty() || spec.z_size == 0 || spec.outputDepth == 0) {
        result.problems.push_back("Its encoder or decoder is not complete enough to tell what it is.");
        for (const auto& [name, tensor] : contents.weights)
            result.unused.push_back(name);
        return result;
    }
    const auto described = description(bundle);
    const auto rows = rowsThatFit(spec);
    for (const auto* row : rows)
        result.alike.push_back(row->id);
    const Chosen chosen = asked ? Chosen{asked} : choose(bundle, rows, described, result);
    if (!chosen.sure)
        result.remarks.push_back(fmt::format("Its tensors fit {} alike; {} was assumed. Name another with --config.", fmt::join(result.alike, ", "), chosen.row->id));

    std::shared_ptr<VaeConfig> config;
    if (chosen.row) {
        config = std::make_shared<VaeConfig>(*chosen.row);
        if (described && !asked)
            apply(*described, *config);
        if (const std::string text = bundle.about(metadata::kHParams); !text.empty()) {
            if (const auto parsed = parseVaeHParams(text, config->hparams))
                config->hparams = *parsed;
            else
                result.remarks.push_back("What the file says of its hyperparameters was left aside. " + parsed.error().message);
        }
        result.hparams = config->hparams;
        if (spec.inputDepth == 0)
            spec.inputDepth = config->shape.inputDepth;
        if (fits(*config, spec))
            spec.cores = config->shape.cores;
        if (spec.head != VaeHead::kNade && spec.head != VaeHead::kBoolean)
            spec.head = config->shape.head;
    } else if (described && described->steps > 0) {
        result.hparams.max_seq_len = described->steps;
    } else {
        result.problems.push_back(fmt::format("A MusicVAE whose steps have {} numbers to read and {} to make fits none of the known configurations.", spec.inputDepth, spec.outputDepth));
    }
    spec.max_seq_len = result.hparams.max_seq_len;
    settleLevels(spec, chosen.row, described, result.problems);
    result.hparams.z_size = spec.z_size;
    result.hparams.enc_rnn_size = spec.enc_rnn_size;
    result.hparams.dec_rnn_size = spec.dec_rnn_size;
    result.hparams.nade_num_hidden = spec.nade_num_hidden;
    result.hparams.residual_encoder = spec.residual_encoder;
    result.hparams.residual_decoder = spec.residual_decoder;
    if (!spec.control_preprocessing_rnn_size.empty())
        result.hparams.control_preprocessing_rnn_size = spec.control_preprocessing_rnn_size;
    if (config) {
        config->shape = spec;
        config->hparams = result.hparams;
        result.config = std::move(config);
    }
    result.weights = std::move(contents.weights);
    keepVariables(vaeVariables(spec), result.weights, result.unused, result.problems);
    return result;
}

/// Why music of one kind cannot be another, in a clause.
std::string whyNot(const VaeConfig& asked, const VaeRecognition& found)
{
    const auto& shape = asked.shape;
    if (found.config && asked.converter.index() != found.config->converter.index())
        return fmt::format("it knows {}, whose steps have {} numbers, and cannot take {}, whose steps have {}", musicOf(found.config->converter), found.spec.inputDepth,
                           musicOf(asked.converter), shape.inputDepth);
    if (shape.inputDepth != found.spec.inputDepth || shape.outputDepth != found.spec.outputDepth)
        return fmt::format("its steps have {} numbers to read and {} to make, those of {} have {} and {}", found.spec.inputDepth, found.spec.outputDepth, asked.id, shape.inputDepth, shape.outputDepth);
    if (shape.controlDepth != found.spec.controlDepth)
        return fmt::format("it is told {} numbers of chords, keys or hits a step, {} is told {}", found.spec.controlDepth, asked.id, shape.controlDepth);
    return "its layers are built in another way";
}

} // namespace

std::string VaeRecognition::summary() const
{
    std::string text = config ? fmt::format("{}: {}", config->id, musicOf(config->converter)) : "a MusicVAE";
    text += fmt::format(", encoder of {} units, decoder of {}, {} latent numbers", fmt::join(spec.enc_rnn_size, ", "), fmt::join(spec.dec_rnn_size, ", "), spec.z_size);
    if (step)
        text += fmt::format(", trained for {} steps", *step);
    return text;
}

bool looksLikeVae(const bundle::Bundle& bundle)
{
    constexpr std::string_view kMarks[] = {"encoder/mu/", "z_to_initial_state/", "decoder/hierarchical_level_0/"};
    return std::ranges::any_of(bundle.tensors, [&](const bundle::Tensor& tensor) {
        return std::ranges::any_of(kMarks, [&](std::string_view mark) { return tensor.name.find(mark) != std::string::npos; });
    });
}

VaeRecognition recognizeVae(const bundle::Bundle& bundle)
{
    return recognizeFrom(bundle, nullptr);
}

Result<VaeRecognition> recognizeVaeAs(const bundle::Bundle& bundle, std::string_view name)
{
    const auto asked = findVaeConfig(name);
    if (!asked)
        return fail(asked);
    auto found = recognizeFrom(bundle, nullptr);
    if (found.config && found.config->id == (*asked)->id)
        return found;
    if (std::ranges::find(found.alike, (*asked)->id) != found.alike.end())
        return recognizeFrom(bundle, *asked);
    const std::string file = bundle.files.empty() ? "The checkpoint" : quoted(bundle.files.front());
    const std::string holds = found.config ? std::string(found.config->id) : std::string("a model of no known configuration");
    return fail(ErrorCode::kMismatch, fmt::format("{} holds {}, not {}: {}.{}", file, holds, (*asked)->id, whyNot(**asked, found),
                                                  found.config ? fmt::format(" Use --config={}, or choose a checkpoint of {}.", holds, (*asked)->id) : ""));
}

} // namespace partita::models
