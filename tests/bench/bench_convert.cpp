// Music on its way to the networks: folders to NoteSequences, those to a data set, and to the tensors of MusicVAE.
//   bench_convert [DATA]      (../shared/data, with folk, wild, trio and groove in it)
// Lines are what, name, seconds, as race.sh takes them.
#include "engine/converters/converter.h"
#include "engine/core/heap.h"
#include "engine/core/ordered_work.h"
#include "engine/datasets/create.h"
#include "engine/doctor/convert_folder.h"
#include "engine/midi/note_sequence.h"
#include "engine/models/vae_config.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <vector>

#include <unistd.h>

using namespace partita;
namespace fs = std::filesystem;

namespace {

class Stopwatch {
public:
    double seconds() const { return std::chrono::duration<double>(Clock::now() - m_start).count(); }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point m_start = Clock::now();
};

void line(std::string_view what, std::string_view name, double seconds, const std::string& detail)
{
    fmt::print("{}\t{}\t{:.4f} s\t{}\n", what, name, seconds, detail);
}

void convert(const fs::path& folder, const fs::path& records)
{
    const Stopwatch watch;
    if (const auto report = doctor::convertFolder(folder, records, {.recursive = true}))
        line("convert", folder.filename().string(), watch.seconds(), fmt::format("{} sequences of {} files", report->sequences, report->files));
}

void makeDataSet(const char* config, const fs::path& records, const fs::path& folder)
{
    datasets::CreateOptions options;
    options.gather.harvest.config = *models::findEventRnnConfig(config);
    options.gather.inputs = {records};
    options.outputDir = folder;
    const Stopwatch watch;
    if (const auto report = datasets::createDataSet(options, {}, {}))
        line("dataset", config, watch.seconds(), fmt::format("{} examples of {} tunes", report->gathered.training.sequences + report->gathered.eval.sequences, report->gathered.tunes));
}

std::vector<NoteSequence> read(const fs::path& folder)
{
    std::vector<NoteSequence> sequences;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(folder, error); !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
        if (entry->path().extension() == ".mid")
            if (auto sequence = midi::readNoteSequence(entry->path()))
                sequences.push_back(std::move(*sequence));
    return sequences;
}

/// Piece by piece on all processors, as training reads them.
void toTensors(const std::vector<NoteSequence>& sequences, std::string_view config)
{
    const auto converter = converters::makeConverter((*models::findVaeConfig(config))->converter, converters::Mode::kEval);
    const Stopwatch watch;
    std::size_t examples = 0, at = 0;
    workInOrder([&] { return at < sequences.size() ? std::optional(&sequences[at++]) : std::nullopt; },
                [&](const NoteSequence* sequence) {
                    Rng rng;
                    return converter->toTensors(*sequence, rng).examples.size();
                },
                [&](std::size_t some) {
                    examples += some;
                    return true;
                });
    line("to_tensors", config, watch.seconds(), fmt::format("{} examples of {} sequences", examples, sequences.size()));
}

} // namespace

int main(int argc, char** argv)
{
    const fs::path data = argc > 1 ? argv[1] : "../shared/data";
    if (!fs::is_directory(data)) {
        fmt::print(stderr, "There is no folder {}; name one with folk, wild, trio and groove in it.\n", data.string());
        return 1;
    }
    const fs::path scratch = fs::temp_directory_path() / fmt::format("bench_convert-{}", ::getpid());
    fs::create_directories(scratch);
    for (const char* folder : {"folk", "wild", "trio", "groove"})
        convert(data / folder, scratch / fmt::format("{}.tfrecord", folder));
    makeDataSet("basic_rnn", scratch / "folk.tfrecord", scratch / "data");
    keepFreedMemory(); // as training does
    const auto songs = read(data / "trio"), beats = read(data / "groove");
    for (const char* config : {"hierdec-trio_16bar", "cat-mel_2bar_small", "hier-multiperf_vel_1bar_med"})
        toTensors(songs, config);
    for (const char* config : {"groovae_2bar_humanize", "groovae_4bar", "cat-drums_2bar_small", "nade-drums_2bar_full"})
        toTensors(beats, config);
    fs::remove_all(scratch);
    return 0;
}
