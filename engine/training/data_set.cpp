#include "engine/training/data_set.h"

#include "engine/core/file_io.h"
#include "engine/core/rng.h"
#include "engine/core/digest.h"
#include "engine/encoding/melody_codes.h"
#include "engine/events/extract_melodies.h"
#include "engine/midi/note_sequence.h"
#include "engine/music/quantize.h"
#include "engine/music/split.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <map>

namespace partita::training {
namespace {

namespace fs = std::filesystem;

struct Source {
    fs::path file;
    std::string name; ///< below the folder that was given
};

bool isMidi(const fs::path& path)
{
    auto extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return std::tolower(c); });
    return extension == ".mid" || extension == ".midi" || extension == ".kar";
}

Result<std::vector<Source>> findSources(const std::vector<fs::path>& paths)
{
    std::vector<Source> sources;
    for (const auto& path : paths) {
        std::error_code error;
        if (fs::is_directory(path, error)) {
            constexpr auto kOptions = fs::directory_options::skip_permission_denied;
            for (fs::recursive_directory_iterator it(path, kOptions, error), end; !error && it != end; it.increment(error))
                if (isMidi(it->path()) && it->is_regular_file(error))
                    sources.push_back({it->path(), it->path().lexically_relative(path).generic_string()});
            if (error)
                return fail(ErrorCode::kUnreadable, "Cannot read the folder " + quoted(path) + ": " + error.message() + ".");
        } else if (fs::exists(path, error)) {
            sources.push_back({path, path.filename().string()});
        } else {
            return fail(ErrorCode::kNotFound, "There is no file or folder " + quoted(path) + ". Give --examples_path a folder of MIDI files.");
        }
    }
    std::ranges::sort(sources, {}, &Source::name);
    return sources;
}

/// Why a file gave no melody, from what extraction counted.
std::string whyNone(const Statistics& statistics, int minBars, int minUniquePitches)
{
    const std::pair<const char*, std::string> kReasons[] = {
        {"polyphonic_tracks_discarded", "its tracks play several notes at a time"},
        {"melodies_discarded_too_short", "its melodies are shorter than " + std::to_string(minBars) + " bars"},
        {"melodies_discarded_too_few_pitches", "its melodies use fewer than " + std::to_string(minUniquePitches) + " different pitches"},
    };
    std::string reasons;
    for (const auto& [counter, reason] : kReasons)
        if (const auto found = statistics.counters.find(counter); found != statistics.counters.end() && found->second > 0)
            reasons += (reasons.empty() ? "" : ", and ") + reason;
    return "No melody was found: " + (reasons.empty() ? "it has no notes on a melodic track" : reasons) + ".";
}

/// A file's melodies as codes, or why there are none.
Result<std::vector<DataSet::Codes>> melodiesOf(const fs::path& file, const models::EventRnnConfig& config, Statistics& statistics)
{
    const auto sequence = midi::readNoteSequence(file);
    if (!sequence)
        return fail(sequence);
    const std::string name = quoted(file);
    const auto pieces = splitOnTimeChanges(*sequence);
    if (!pieces)
        return std::unexpected(toError(pieces.error(), name));

    const encoding::PitchRange range{config.minNote, config.maxNote};
    const auto extraction = MelodyExtraction::dataset();
    std::vector<DataSet::Codes> found;
    std::optional<Error> fault;
    Statistics own;
    for (const auto& piece : *pieces) {
        const auto quantized = quantize(piece, config.stepsPerQuarter);
        auto extracted = quantized ? extractMelodies(*quantized, extraction) : std::unexpected(quantized.error());
        if (!extracted) {
            own.count("sequences_discarded_because_" + std::string(faultName(extracted.error())));
            fault = toError(extracted.error(), name);
            continue;
        }
        own.merge(extracted->statistics);
        for (auto& melody : extracted->melodies) {
            melody.squash(config.minNote, config.maxNote, config.transposeToKey);
            if (auto codes = encoding::melodyCodes(melody.events(), range); codes && codes->size() > 1)
                found.push_back(std::move(*codes));
        }
    }
    statistics.merge(own);
    if (found.empty())
        return fault ? std::unexpected(*fault) : fail(ErrorCode::kUnsupported, whyNone(own, extraction.minBars, extraction.minUniquePitches));
    return found;
}

std::string digestOf(const DataSet& data)
{
    Bytes bytes;
    for (const auto* sequences : {&data.training, &data.heldOut}) {
        for (const auto& codes : *sequences) {
            const auto* begin = reinterpret_cast<const std::uint8_t*>(codes.data());
            bytes.insert(bytes.end(), begin, begin + codes.size() * sizeof(int));
            bytes.push_back(0xff);
        }
        bytes.push_back(0xfe);
    }
    return sha256(bytes);
}

} // namespace

Result<DataSet> readDataSet(const DataSetOptions& options, const ReadingSink& reading, std::stop_token stop)
{
    if (options.config->family != models::EventRnnFamily::kMelody)
        return fail(ErrorCode::kUnsupported, "The config " + std::string(options.config->id) + " cannot be trained by this version of Partita: choose a melody config.");
    const auto sources = findSources(options.examples_path);
    if (!sources)
        return fail(sources);
    DataSet data;
    data.files = static_cast<std::int64_t>(sources->size());
    for (std::size_t i = 0; i < sources->size(); ++i) {
        if (stop.stop_requested())
            return fail(ErrorCode::kStopped, "Reading the examples was stopped.");
        const auto& source = (*sources)[i];
        auto found = melodiesOf(source.file, *options.config, data.statistics);
        if (!found) {
            data.rejected.push_back({source.file, found.error().message});
        } else {
            const bool held = Rng::stream(options.seed, "partition/" + source.name).uniform() < options.eval_ratio;
            ++(held ? data.heldOutFiles : data.trainingFiles);
            auto& into = held ? data.heldOut : data.training;
            std::ranges::move(*found, std::back_inserter(into));
        }
        if (reading && (i + 1) % 250 == 0)
            reading(static_cast<std::int64_t>(i) + 1, data.files);
    }
    if (data.training.empty() && data.heldOut.empty())
        return fail(ErrorCode::kInvalidArgument,
                    data.files == 0 ? "There are no MIDI files to learn from. Give --examples_path a folder that holds .mid files."
                                    : "None of the " + std::to_string(data.files) + " files holds anything that " + std::string(options.config->id) + " can learn from. The first: "
                                          + quoted(data.rejected.front().file) + ": " + data.rejected.front().reason);
    data.digest = digestOf(data);
    return data;
}

std::vector<encoding::Example> encodeAll(const encoding::EventEncoding& encoding, std::span<const DataSet::Codes> sequences)
{
    std::vector<encoding::Example> examples;
    examples.reserve(sequences.size());
    for (const auto& codes : sequences)
        examples.push_back(encoding::encode(encoding, codes));
    return examples;
}

} // namespace partita::training
