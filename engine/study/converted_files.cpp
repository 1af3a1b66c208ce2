// What MusicVAE's data converters make of files of music.
#include "engine/models/vae_config.h"
#include "engine/study/converted_text.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_text.h"
#include "engine/study/source_music.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace partita::study {
namespace {

using namespace converters;

struct TableConverter {
    std::string_view name;   ///< in the table
    std::string_view config;
    std::string_view parts;  ///< of an example that its line shows
    bool sorted;             ///< lines stand in the order of their bytes, since Python's order hangs on hashes
    bool inferred = false;   ///< chords come out of inference, where ties decide
};

constexpr TableConverter kConverters[] = {
    {"mel_2bar", "cat-mel_2bar_small", "o", true},
    {"mel_16bar", "flat-mel_16bar", "o", true},
    {"mel_2bar_chords", "cat-mel_2bar_med_chords", "oc", true, true},
    {"drums_2bar", "cat-drums_2bar_small", "o", true},
    {"drums_2bar_nade_reduced", "nade-drums_2bar_reduced", "i", true},
    {"drums_2bar_nade_full", "nade-drums_2bar_full", "io", true},
    {"trio_16bar", "hierdec-trio_16bar", "o", true},
    {"groovae_4bar", "groovae_4bar", "o", false},
    {"groovae_2bar_humanize", "groovae_2bar_humanize", "io", false},
    {"groovae_2bar_tap_fixed_velocity", "groovae_2bar_tap_fixed_velocity", "io", false},
    {"groovae_2bar_add_closed_hh", "groovae_2bar_add_closed_hh", "io", false},
    {"groovae_2bar_hits_control", "groovae_2bar_hits_control_tfds", "ioc", false},
    {"multiperf_1bar", "hier-multiperf_vel_1bar_med", "o", false},
    {"multiperf_1bar_chords", "hier-multiperf_vel_1bar_med_chords", "oc", false, true},
};

const TableConverter& converterOf(const std::string& name)
{
    const auto row = std::ranges::find(kConverters, name, &TableConverter::name);
    if (row == std::end(kConverters))
        throw GoldenFileError("\"" + name + "\" is a converter that this version does not know");
    return *row;
}

/// Files one after the other, each read once however many rows name it.
class Sources {
public:
    explicit Sources(const Examiner& examiner) : m_examiner(examiner) {}

    const NoteSequence& read(const std::string& path)
    {
        if (path != m_path) {
            auto sequence = readSourceMusic(m_examiner.music(path));
            if (!sequence)
                throw GoldenFileError(sequence.error().message);
            m_sequence = std::move(*sequence);
            m_path = path;
        }
        return m_sequence;
    }

private:
    const Examiner& m_examiner;
    std::string m_path;
    NoteSequence m_sequence;
};

std::vector<std::string> linesOf(const NoteSequence& sequence, const TableConverter& row, std::string_view parts)
{
    const auto config = models::findVaeConfig(row.config);
    if (!config)
        throw GoldenFileError(config.error().message);
    const auto spec = withoutLimit((*config)->converter);
    const auto converter = makeConverter(spec, Mode::kEval);
    Rng none;
    std::vector<std::string> lines;
    for (const LatentExample& example : converter->toTensors(sequence, none).examples)
        lines.push_back(exampleLine(example, spec, converter->shape(), parts) + "\n");
    if (row.sorted)
        std::ranges::sort(lines);
    return lines;
}

/// Without what follows the events, and each once.
void keepEvents(std::vector<std::string>& lines)
{
    for (std::string& line : lines)
        if (const auto at = line.find("|c="); at != std::string::npos)
            line = line.substr(0, at) + "\n";
    std::ranges::sort(lines);
    lines.erase(std::ranges::unique(lines).begin(), lines.end());
}

} // namespace

void checkConvertedFiles(const std::filesystem::path& file, Examiner& examiner)
{
    Sources sources(examiner);
    for (const Row& row : readTable(file))
        examiner.examine(row["path"] + ", " + row["converter"], [&](Comparison& comparison) {
            const TableConverter& converter = converterOf(row["converter"]);
            const auto lines = linesOf(sources.read(row["path"]), converter, converter.parts);
            comparison.equal("result", std::string("ok"), row["result"]);
            comparison.equal("tensors", std::to_string(lines.size()), row["tensors"]);
            if (!converter.inferred)
                comparison.equal("lines", hashOf(fmt::format("{}", fmt::join(lines, ""))), row["lines_sha256"]);
        });
}

void checkConvertedLines(const std::filesystem::path& file, Examiner& examiner)
{
    Sources sources(examiner);
    for (const auto& row : readJsonLines(file))
        examiner.examine(row.value("path", "") + ", " + row.value("kind", ""), [&](Comparison& comparison) {
            const TableConverter& converter = converterOf(row.at("kind"));
            auto lines = linesOf(sources.read(row.at("path")), converter, converter.parts);
            std::vector<std::string> expected;
            for (const auto& line : row.at("lines"))
                expected.push_back(line.get<std::string>() + "\n");
            if (converter.inferred) {
                keepEvents(lines);
                keepEvents(expected);
            }
            comparison.equal("lines", lines, expected);
        });
}

} // namespace partita::study
