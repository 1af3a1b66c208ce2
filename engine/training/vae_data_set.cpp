#include "engine/training/vae_data_set.h"

#include "engine/converters/augment.h"
#include "engine/converters/converter.h"
#include "engine/core/digest.h"
#include "engine/core/file_io.h"
#include "engine/core/ordered_work.h"
#include "engine/core/rng.h"
#include "engine/datasets/sources.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <unordered_map>

namespace partita::training {
namespace {

namespace fs = std::filesystem;
using converters::Mode;

/// A line of comma-separated values; quotes around a value keep its commas.
std::vector<std::string> cellsOf(const std::string& line)
{
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            cells.emplace_back();
        else if (c != '\r')
            cells.back() += c;
    }
    return cells;
}

/// Which file is for what, by its name below the folder, as the folder's info.csv says.
using OfficialSplit = std::unordered_map<std::string, Split>;

Result<void> readOfficialSplit(const fs::path& folder, OfficialSplit& split)
{
    constexpr std::size_t kMostBytes = 64 << 20;
    const auto path = folder / "info.csv";
    std::error_code error;
    if (!fs::is_regular_file(path, error))
        return {};
    const auto bytes = readFile(path, kMostBytes);
    if (!bytes)
        return fail(bytes);
    std::istringstream text(std::string(bytes->begin(), bytes->end()));
    std::string line;
    std::getline(text, line);
    const auto header = cellsOf(line);
    const auto file = std::ranges::find(header, "midi_filename"), part = std::ranges::find(header, "split");
    if (file == header.end() || part == header.end())
        return {}; // about something else
    while (std::getline(text, line)) {
        const auto cells = cellsOf(line);
        if (cells.size() != header.size())
            return fail(ErrorCode::kDamaged, "The table " + quoted(path) + " has a line with " + std::to_string(cells.size()) + " values instead of " + std::to_string(header.size()) + ". Mend it, or remove it to hold files out by chance.");
        const auto& name = cells[static_cast<std::size_t>(part - header.begin())];
        split[cells[static_cast<std::size_t>(file - header.begin())]] = name == "train" ? Split::kTraining : name == "validation" ? Split::kHeldOut : Split::kTest;
    }
    return {};
}

VaeExample compact(const converters::LatentExample& example, const converters::ConverterShape& shape)
{
    return {SparseRows(example.inputs, shape.inputDepth), shape.outputsAreInputs ? SparseRows() : SparseRows(example.outputs, shape.outputDepth),
            shape.controlDepth > 0 ? SparseRows(example.controls, shape.controlDepth) : SparseRows(), example.lengths};
}

/// What a piece gave.
struct Yield {
    struct Tune {
        Split split = Split::kTraining;
        std::vector<VaeExample> examples;
        std::vector<converters::Dropped> dropped;
        std::string whyNothing;
    };
    const datasets::Source* source = nullptr;
    std::vector<Tune> tunes;
    std::vector<std::string> rejections;
};

std::string whyNothing(const std::string& subject, const std::vector<converters::Dropped>& dropped)
{
    std::string reasons;
    for (const auto& entry : dropped)
        reasons += (reasons.empty() ? "" : "; ") + converters::describe(entry);
    return subject + " gives no example: " + (reasons.empty() ? "it holds nothing that fits" : reasons) + ".";
}

class Reader {
public:
    Reader(const VaeDataSetOptions& options, const OfficialSplit& official)
        : m_options(options), m_official(official), m_training(converters::makeConverter(options.config->converter, Mode::kTrain)),
          m_evaluation(converters::makeConverter(options.config->converter, Mode::kEval))
    {
    }

    Yield read(const datasets::Item& item) const
    {
        Yield yield{.source = item.source, .tunes = {}, .rejections = {}};
        auto tunes = datasets::readTunes(item, m_options.convention);
        yield.rejections = std::move(tunes.rejections);
        for (auto& tune : tunes.tunes) {
            const auto split = splitOf(tune.identity);
            if (m_options.pass > 0 && split != Split::kTraining)
                continue;
            yield.tunes.push_back(convert(std::move(tune), split));
        }
        return yield;
    }

private:
    Split splitOf(const std::string& identity) const
    {
        if (const auto known = m_official.find(identity); known != m_official.end())
            return known->second;
        return Rng::stream(m_options.seed, "partition/" + identity).uniform() < m_options.eval_ratio ? Split::kHeldOut : Split::kTraining;
    }

    Yield::Tune convert(datasets::Tune tune, Split split) const
    {
        Yield::Tune made{.split = split, .examples = {}, .dropped = {}, .whyNothing = {}};
        auto rng = Rng::stream(m_options.seed, "examples/" + std::to_string(m_options.pass) + "/" + tune.identity);
        auto sequence = std::move(tune.sequence);
        if (const auto& range = m_options.config->augment; split == Split::kTraining && range != models::TransposeRange{}) {
            auto moved = converters::augment(std::move(sequence), {.lowestTransposition = range.lowest, .highestTransposition = range.highest}, rng);
            if (!moved) {
                made.dropped = {{.reason = converters::DropReason::kFault, .instrument = {}, .fault = moved.error()}};
                made.whyNothing = whyNothing(tune.subject, made.dropped);
                return made;
            }
            sequence = std::move(*moved);
        }
        const auto& converter = split == Split::kTraining ? *m_training : *m_evaluation;
        auto conversion = converter.toTensors(sequence, rng);
        made.dropped = std::move(conversion.dropped);
        for (const auto& example : conversion.examples)
            made.examples.push_back(compact(example, converter.shape()));
        if (made.examples.empty())
            made.whyNothing = whyNothing(tune.subject, made.dropped);
        return made;
    }

    const VaeDataSetOptions& m_options;
    const OfficialSplit& m_official;
    std::unique_ptr<converters::DataConverter> m_training, m_evaluation;
};

void addTo(Sha256& digest, Split split, const VaeExample& example)
{
    const auto number = static_cast<std::uint8_t>(split);
    digest.add({&number, 1});
    for (const auto* rows : {&example.inputs, &example.targets, &example.controls})
        rows->addTo(digest);
}

} // namespace

Result<VaeDataSet> readVaeDataSet(const VaeDataSetOptions& options, const ReadingSink& reading, std::stop_token stop)
{
    const auto sources = datasets::findSources(options.examples_path);
    if (!sources)
        return fail(sources);
    for (const auto& source : *sources)
        if (source.kind == datasets::Source::Kind::kSequenceExamples)
            return fail(ErrorCode::kInvalidArgument, quoted(source.file) + " holds SequenceExamples of an event RNN. A MusicVAE learns from the music they were made of, or from NoteSequences.");
    OfficialSplit official;
    for (const auto& path : options.examples_path)
        if (const auto read = readOfficialSplit(path, official); !read)
            return fail(read);

    VaeDataSet data;
    data.files = static_cast<std::int64_t>(sources->size());
    data.officialSplit = !official.empty();
    const Reader reader(options, official);
    datasets::ItemReader items(*sources);
    Sha256 digest;
    workInOrder([&] { return items.next(); }, [&](const datasets::Item& item) { return reader.read(item); }, [&](Yield yield) {
        if (stop.stop_requested())
            return false;
        for (auto& reason : yield.rejections)
            data.rejected.push_back({yield.source->file, std::move(reason)});
        for (auto& tune : yield.tunes) {
            for (const auto& dropped : tune.dropped)
                data.statistics[converters::nameOf(dropped.reason)] += dropped.count;
            if (tune.examples.empty()) {
                data.rejected.push_back({yield.source->file, std::move(tune.whyNothing)});
                continue;
            }
            const auto split = static_cast<std::size_t>(tune.split);
            ++data.tunes[split];
            for (auto& example : tune.examples) {
                addTo(digest, tune.split, example);
                data.examples[split].push_back(std::move(example));
            }
        }
        if (reading && yield.source)
            reading(yield.source - sources->data() + 1, data.files);
        return true;
    });
    if (stop.stop_requested())
        return fail(ErrorCode::kStopped, "Reading the examples was stopped.");
    if (std::ranges::all_of(data.examples, [](const auto& examples) { return examples.empty(); }))
        return fail(ErrorCode::kInvalidArgument, "None of the " + std::to_string(data.files) + " files gives an example of " + std::string(options.config->id) + "."
                                                     + (data.rejected.empty() ? "" : " The first: " + data.rejected.front().reason));
    data.digest = digest.hex();
    return data;
}

Result<void> checkVaeReading(const datasets::MusicOptions& chosen)
{
    if (chosen.keepHighest || chosen.transpose)
        return fail(ErrorCode::kInvalidArgument, "--keep_highest and --transpose are for event-sequence RNNs; what a MusicVAE takes of a piece, and in which keys, its config says. Leave them out.");
    return {};
}

bool passesDiffer(const models::VaeConfig& config)
{
    const bool limited = converters::makeConverter(config.converter, Mode::kTrain)->shape().maxExamples.has_value();
    const auto* groove = std::get_if<converters::GrooveSpec>(&config.converter);
    return config.augment != models::TransposeRange{} || (groove ? groove->maxNoteDropoutProbability.has_value() : limited);
}

VaeBatch makeVaeBatch(const models::VaeSpec& spec, std::span<const VaeExample> examples, std::span<const std::uint32_t> places, int steps)
{
    VaeBatch batch;
    batch.size = static_cast<int>(places.size());
    batch.steps = steps;
    for (const auto place : places)
        batch.steps = std::max(batch.steps, static_cast<int>(examples[place].inputs.rows()));
    const auto size = [&](int depth) { return static_cast<std::size_t>(batch.size) * static_cast<std::size_t>(batch.steps) * static_cast<std::size_t>(depth); };
    const bool ownTargets = !places.empty() && !examples[places.front()].targets.empty();
    batch.inputs.resize(size(spec.inputDepth));
    batch.targets.resize(ownTargets ? size(spec.outputDepth) : 0);
    batch.controls.resize(size(spec.controlDepth));
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto& example = examples[places[i]];
        const auto write = [&](const SparseRows& rows, std::vector<float>& out, int depth) {
            rows.writeTo(std::span(out).subspan(i * static_cast<std::size_t>(batch.steps) * static_cast<std::size_t>(depth)), depth);
        };
        write(example.inputs, batch.inputs, spec.inputDepth);
        write(example.targets, batch.targets, spec.outputDepth);
        write(example.controls, batch.controls, spec.controlDepth);
        batch.numLengths = static_cast<int>(example.lengths.size());
        batch.lengths.insert(batch.lengths.end(), example.lengths.begin(), example.lengths.end());
    }
    return batch;
}

} // namespace partita::training
