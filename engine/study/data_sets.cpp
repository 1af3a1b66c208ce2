// Data sets: what the folder converter makes of files, and what the create_dataset pipelines make of its records.
#include "engine/core/digest.h"
#include "engine/datasets/example_record.h"
#include "engine/datasets/gather.h"
#include "engine/datasets/ledger.h"
#include "engine/doctor/music_file.h"
#include "engine/doctor/music_folder.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/formats/sequence_example.h"
#include "engine/formats/tfrecord.h"
#include "engine/models/config_encoding.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_json.h"
#include "engine/study/statistics_json.h"

#include <cstring>
#include <map>
#include <numeric>

namespace partita::study {
namespace {

using formats::SequenceExample;
using nlohmann::json;

template <class T>
T orThrow(Result<T> result)
{
    if (!result)
        throw GoldenFileError(result.error().message);
    return std::move(*result);
}

/// The records of a file that may be stored compressed.
std::vector<Bytes> recordsOf(const std::filesystem::path& path)
{
    const std::string text = readText(path);
    const std::span all(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    constexpr auto kAround = formats::TfRecordReader::kBytesBeforePayload + formats::TfRecordReader::kBytesAfterPayload;
    std::vector<Bytes> records;
    for (std::size_t at = 0; at < all.size();) {
        std::uint64_t size = 0;
        if (all.size() - at < kAround)
            throw GoldenFileError(path.string() + " ends within a record");
        std::memcpy(&size, all.data() + at, sizeof size);
        if (size > all.size() - at - kAround)
            throw GoldenFileError(path.string() + " ends within a record");
        const auto payload = all.subspan(at + formats::TfRecordReader::kBytesBeforePayload, static_cast<std::size_t>(size));
        records.emplace_back(payload.begin(), payload.end());
        at += kAround + static_cast<std::size_t>(size);
    }
    return records;
}

/// The sum that zip files use, of the labels as 32-bit numbers.
std::uint32_t sumOf(const std::vector<std::int64_t>& labels)
{
    std::uint32_t sum = ~0u;
    for (const std::int64_t label : labels)
        for (int byte = 0; byte < 4; ++byte) {
            sum ^= static_cast<std::uint32_t>(label >> (8 * byte)) & 0xff;
            for (int bit = 0; bit < 8; ++bit)
                sum = (sum >> 1) ^ (sum & 1 ? 0xedb88320u : 0);
        }
    return ~sum;
}

/// Labels as the case lists them: a number a step, or several.
json listed(const SequenceExample& example)
{
    if (example.width == 1)
        return example.labels;
    auto steps = json::array();
    for (std::size_t step = 0; step < example.steps(); ++step) {
        const auto own = std::span(example.labels).subspan(step * static_cast<std::size_t>(example.width), static_cast<std::size_t>(example.width));
        steps.push_back(std::vector<std::int64_t>(own.begin(), own.end()));
    }
    return steps;
}

/// What the case's file says of each example, beside the examples themselves.
void compareFigures(Comparison& comparison, const std::vector<SequenceExample>& examples, const json& golden, int inputSize)
{
    comparison.equal("examples", examples.size(), golden.at("examples").get<std::size_t>());
    comparison.equal("input_size", inputSize, golden.at("input_size").get<int>());
    std::vector<std::size_t> steps;
    std::vector<std::uint32_t> sums;
    auto labels = json::array();
    for (const auto& example : examples) {
        steps.push_back(example.steps());
        sums.push_back(sumOf(example.labels));
        labels.push_back(listed(example));
    }
    comparison.equal("steps", steps, golden.at("steps").get<std::vector<std::size_t>>());
    for (const auto& [key, value] : golden.items()) {
        if (key == "crc32_of_labels_as_int32_little_endian")
            comparison.equal("labels' sums", sums, value.get<std::vector<std::uint32_t>>());
        else if (key == "labels")
            comparison.equal("labels", labels, value);
        else if (key.starts_with("labels_of_first"))
            for (std::size_t i = 0; i < value.size(); ++i)
                comparison.equal("labels", i < labels.size() ? labels[i] : json(), value[i]);
        else if (key == "input_sums" || key == "labels_sum")
            for (std::size_t i = 0; i < examples.size() && i < value.size(); ++i) {
                const auto& [inputs, numbers] = std::tie(examples[i].inputs, examples[i].labels);
                const double sum = key == "input_sums" ? std::accumulate(inputs.begin(), inputs.end(), 0.0) : std::accumulate(numbers.begin(), numbers.end(), 0.0);
                comparison.near(key, Quantity::kEncodedInput, sum, value[i].get<double>());
            }
    }
}

/// Only these inputs come out of a division or a cosine; all others are whole numbers.
bool computesInputs(const models::EventRnnConfig& config)
{
    using enum models::PerformanceControls;
    return config.encoding == models::EncodingKind::kPerformanceModulo || (config.controls != kNone && config.controls != kDensity);
}

/// Counters that are zero and histograms without entries say nothing.
json withoutZeros(const json& statistics)
{
    auto kept = json::object();
    for (const auto& [name, value] : statistics.items())
        if (value != json(0) && !(value.is_object() && value.empty()))
            kept[name] = value;
    return kept;
}

/// A data set as its two files would hold it.
struct Made {
    std::map<datasets::Part, std::vector<Bytes>> records;
    datasets::GatherReport report;
};

Made make(const std::filesystem::path& input, const json& golden, const models::EventRnnConfig& config)
{
    const auto draws = golden.at("partition_draws").get<std::vector<double>>();
    const datasets::GatherOptions options{.harvest = {.config = &config}, .inputs = {input}, .evalRatio = golden.at("eval_ratio"), .draw = [&](std::uint64_t item) { return draws.at(item); }};
    const auto encoding = orThrow(models::makeEncoding(config));
    Made made;
    const datasets::Gatherer gatherer{.take = [&](datasets::Part part, const std::string&, std::vector<datasets::Sequence> sequences) -> Result<void> {
        for (const auto& sequence : sequences)
            made.records[part].push_back(datasets::toRecord(sequence.encode(*encoding), config));
        return {};
    }};
    made.report = orThrow(datasets::gather(options, gatherer));
    return made;
}

void compare(Comparison& comparison, const std::filesystem::path& folder)
{
    const auto golden = readJson(folder / "case.json");
    const auto& config = *orThrow(models::findEventRnnConfig(golden.at("config").get<std::string>()));
    auto made = make(folder / golden.at("input").get<std::string>(), golden, config);
    comparison.equal("input_records", made.report.tunes, golden.at("input_records").get<std::int64_t>());
    comparison.equal("statistics", asJson(made.report.statistics), withoutZeros(golden.at("statistics")));

    for (const auto part : {datasets::Part::kEval, datasets::Part::kTraining}) {
        const std::string name = datasets::nameOf(part) + "_" + datasets::outputOf(config) + ".tfrecord";
        const auto& file = golden.at("files").at(name);
        const auto expected = recordsOf(folder / file.value("stored_as", name));
        std::size_t bytes = 0;
        std::vector<SequenceExample> examples;
        for (const auto& record : made.records[part]) {
            examples.push_back(orThrow(formats::parseSequenceExample(record)));
            bytes += formats::TfRecordReader::kBytesBeforePayload + record.size() + formats::TfRecordReader::kBytesAfterPayload;
        }
        comparison.equal("bytes", bytes, file.at("bytes").get<std::size_t>());
        compareFigures(comparison, examples, file, config.inputSize);
        comparison.equal(name, examples.size(), expected.size());
        for (std::size_t i = 0; i < std::min(examples.size(), expected.size()); ++i) {
            const auto recorded = orThrow(formats::parseSequenceExample(expected[i]));
            comparison.equal("labels", examples[i].labels, recorded.labels);
            comparison.equal("inputs a step", examples[i].inputSize, recorded.inputSize);
            if (computesInputs(config))
                comparison.near("inputs", Quantity::kEncodedInput, examples[i].inputs, recorded.inputs);
            else
                comparison.holds("inputs", examples[i].inputs == recorded.inputs, "those of example " + std::to_string(i) + " differ");
        }
    }
}

} // namespace

void checkDataSet(const std::filesystem::path& file, Examiner& examiner)
{
    examiner.examine("", [&](Comparison& comparison) { compare(comparison, file.parent_path()); });
}

void checkDataSetInput(const std::filesystem::path& file, Examiner& examiner)
{
    const auto golden = readJson(file);
    const auto records = recordsOf(file.parent_path() / "notesequences.tfrecord");
    for (std::size_t i = 0; i < golden.at("records").size(); ++i) {
        const auto& row = golden["records"][i];
        examiner.examine(row.value("filename", ""), [&](Comparison& comparison) {
            auto music = orThrow(doctor::readMusic(examiner.music(row.at("source")), doctor::Convention::kAsNoteSeq));
            doctor::nameTunes(music, row.at("filename"), golden.at("collection_name"));
            NoteSequence& sequence = music.tunes.at(0).sequence;
            // note-seq 0.0.5, which made these records, does not know the title and composers of a score.
            if (music.kind == doctor::MusicKind::kMusicXml)
                sequence.sequenceMetadata.reset();
            comparison.equal("id", sequence.id, row.at("id").get<std::string>());
            comparison.equal("notes", sequence.notes.size(), row.at("notes").get<std::size_t>());
            comparison.equal("total_time", sequence.totalTime.value, row.at("total_time").get<double>());
            comparison.equal("tempos", sequence.tempos.size(), row.at("tempos").get<std::size_t>());
            comparison.equal("time_signatures", sequence.timeSignatures.size(), row.at("time_signatures").get<std::size_t>());
            comparison.equal("text_annotations", sequence.textAnnotations.size(), row.at("text_annotations").get<std::size_t>());
            const Bytes record = formats::serialize(sequence);
            comparison.equal("record", sha256(record), row.at("sha256_of_record").get<std::string>());
            comparison.holds("record in the file", record == records.at(i), "it differs");
            if (i == 0)
                comparison.holds("as JSON", sequence == noteSequenceFromJson(readJson(file.parent_path() / "first_notesequence.json").at(0)), "it differs");
        });
    }
}

} // namespace partita::study
