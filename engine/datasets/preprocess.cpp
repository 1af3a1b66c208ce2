#include "engine/datasets/preprocess.h"

#include "engine/converters/converter.h"
#include "engine/core/ordered_work.h"
#include "engine/datasets/sources.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/formats/tfrecord.h"
#include "engine/music/quantize.h"
#include "engine/music/split.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

namespace partita::datasets {
namespace {

using converters::LatentExample;
using Counters = std::map<std::string, std::int64_t>;

constexpr int kStepsPerQuarter = 16; ///< of the grid that metric positions are counted on
constexpr std::size_t kMostPieces = 100;

struct TuneYield {
    const Source* source = nullptr;
    std::vector<std::string> rejections;
    Counters counters;
    std::vector<std::pair<std::string, Bytes>> examples; ///< the id of the piece, and the example as a NoteSequence without one
};

/// The counter of what keeps the piece out; none lets it in.
const char* keptOutBy(const NoteSequence& piece, const PieceFilter& filter)
{
    if (piece.totalTime.value > filter.maxTotalTime)
        return "filtered-too-long";
    if (std::ssize(piece.notes) > filter.maxNumNotes)
        return "filtered-too-many-notes";
    const auto quantized = quantize(piece, kStepsPerQuarter);
    if (!quantized)
        return "quantize-failed";
    std::set<int> velocities;
    std::set<std::int64_t> positions;
    bool onlyDrums = true;
    for (const auto& note : (*quantized)->notes) {
        onlyDrums = onlyDrums && note.isDrum;
        if (note.velocity > 0 && note.isDrum == filter.isDrum.value_or(note.isDrum)) {
            velocities.insert(note.velocity);
            positions.insert(note.quantizedStartStep.value % kStepsPerQuarter);
        }
    }
    if (std::ssize(velocities) < filter.minVelocities)
        return "filtered-min-velocities";
    if (std::ssize(positions) < filter.minMetricPositions)
        return "filtered-min-metric-positions";
    return filter.drumsOnly && !onlyDrums ? "filtered-drums-only" : nullptr;
}

class Extraction {
public:
    explicit Extraction(const PreprocessOptions& options) : m_filter(options.filter), m_converter(converters::makeConverter(options.config->converter, converters::Mode::kEval)) {}

    TuneYield run(const Item& item) const
    {
        TuneYield yield{.source = item.source, .rejections = {}, .counters = {}, .examples = {}};
        auto tunes = readTunes(item, doctor::Convention::kAsNoteSeq);
        yield.rejections = std::move(tunes.rejections);
        for (const Tune& tune : tunes.tunes) {
            const auto pieces = splitOnTimeChanges(tune.sequence);
            if (!pieces) {
                yield.rejections.push_back(toError(pieces.error(), tune.subject).message);
                continue;
            }
            if (pieces->size() > kMostPieces) {
                ++yield.counters["filtered-too-many-sequence-time-splits"];
                continue;
            }
            yield.counters["sequence-time-splits"] += std::ssize(*pieces);
            for (const NoteSequence& piece : *pieces)
                add(piece, yield);
        }
        return yield;
    }

private:
    void add(const NoteSequence& piece, TuneYield& yield) const
    {
        if (const char* counter = m_filter ? keptOutBy(piece, *m_filter) : nullptr) {
            ++yield.counters[counter];
            return;
        }
        ++yield.counters["unfiltered-sequences"];
        const auto found = examplesOf(piece);
        if (found.empty()) {
            ++yield.counters["empty-extractions"];
            return;
        }
        yield.counters["extracted-examples"] += std::ssize(found);
        for (const LatentExample& example : found) {
            auto music = m_converter->fromTensors(rows(example), example.controls);
            if (!comesBack(example, music, yield.counters))
                continue;
            ++yield.counters["all-examples"];
            music.id.clear();
            yield.examples.emplace_back(piece.id, formats::serialize(music));
        }
    }

    std::vector<LatentExample> examplesOf(const NoteSequence& music) const
    {
        Rng rng;
        return m_converter->toTensors(music, rng).examples;
    }

    /// What the decoder would say of it, without padding; of several tracks all rows.
    std::span<const float> rows(const LatentExample& example) const
    {
        const auto depth = static_cast<std::size_t>(m_converter->shape().outputDepth);
        const auto steps = m_converter->shape().numLengths > 1 ? example.steps : static_cast<std::size_t>(example.lengths.front());
        return example.targets().first(std::min(example.targets().size(), steps * depth));
    }

    bool comesBack(const LatentExample& example, const NoteSequence& music, Counters& counters) const
    {
        const auto again = examplesOf(music);
        if (again.size() != 1) {
            ++counters[again.empty() ? "empty-reextraction" : "different-reextraction-count"];
            return false;
        }
        if (!std::ranges::equal(example.targets(), again.front().targets()))
            ++counters["different-reextraction"];
        return true;
    }

    std::optional<PieceFilter> m_filter;
    std::unique_ptr<converters::DataConverter> m_converter;
};

/// Every different example in the order of its first appearance, with the ids of all pieces that gave it.
class UniqueExamples {
public:
    void add(const std::string& id, Bytes bytes)
    {
        const auto [found, isNew] = m_places.try_emplace(std::string(bytes.begin(), bytes.end()), m_ids.size());
        if (isNew)
            m_ids.emplace_back();
        auto& ids = m_ids[found->second];
        ids += (ids.empty() ? "" : ",") + id;
    }
    std::size_t size() const { return m_ids.size(); }

    template <class Use>
    Result<void> forEach(Use use) const
    {
        std::vector<const std::string*> inOrder(m_ids.size());
        for (const auto& [bytes, place] : m_places)
            inOrder[place] = &bytes;
        for (std::size_t i = 0; i < inOrder.size(); ++i)
            if (auto used = use(i, std::span(reinterpret_cast<const std::uint8_t*>(inOrder[i]->data()), inOrder[i]->size()), m_ids[i]); !used)
                return used;
        return {};
    }

private:
    std::unordered_map<std::string, std::size_t> m_places;
    std::vector<std::string> m_ids;
};

Result<std::vector<std::filesystem::path>> write(const UniqueExamples& examples, const PreprocessOptions& options)
{
    std::vector<std::filesystem::path> files;
    std::vector<formats::TfRecordWriter> writers;
    for (int shard = 0; shard < options.shards; ++shard) {
        files.push_back(fmt::format("{}-{:05}-of-{:05}", options.output.string(), shard, options.shards));
        auto writer = formats::TfRecordWriter::open(files.back());
        if (!writer)
            return fail(writer);
        writers.push_back(std::move(*writer));
    }
    const auto written = examples.forEach([&](std::size_t i, std::span<const std::uint8_t> bytes, const std::string& ids) -> Result<void> {
        auto music = formats::parseNoteSequence(bytes);
        if (!music)
            return fail(music);
        music->id = ids;
        return writers[i % writers.size()].write(formats::serialize(*music));
    });
    if (!written)
        return fail(written);
    for (auto& writer : writers)
        if (auto finished = writer.finish(); !finished)
            return fail(finished);
    return files;
}

} // namespace

Result<PreprocessReport> preprocess(const PreprocessOptions& options, const std::function<void(const std::filesystem::path&, const std::string&)>& reject,
                                    const std::function<void(std::int64_t, std::int64_t)>& progress, std::stop_token stop)
{
    const auto sources = findSources(options.inputs);
    if (!sources)
        return fail(sources);
    for (const Source& source : *sources)
        if (source.kind == Source::Kind::kSequenceExamples)
            return fail(ErrorCode::kInvalidArgument, quoted(source.file) + " holds SequenceExamples of an event RNN. Name the music they were made of, or its NoteSequences.");
    PreprocessReport report;
    UniqueExamples unique;
    const Extraction extraction(options);
    ItemReader items(*sources);
    workInOrder([&] { return items.next(); }, [&](const Item& item) { return extraction.run(item); }, [&](TuneYield yield) {
        for (const auto& reason : yield.rejections)
            reject(yield.source->file, reason);
        for (const auto& [name, count] : yield.counters)
            report.counters[name] += count;
        for (auto& [id, bytes] : yield.examples)
            unique.add(id, std::move(bytes));
        progress(yield.source - sources->data() + 1, std::ssize(*sources));
        return !stop.stop_requested();
    });
    if (stop.stop_requested())
        return fail(ErrorCode::kStopped, "Preprocessing was stopped.");
    report.counters["unique-examples"] = static_cast<std::int64_t>(unique.size());
    auto files = write(unique, options);
    if (!files)
        return fail(files);
    report.files = std::move(*files);
    return report;
}

} // namespace partita::datasets
