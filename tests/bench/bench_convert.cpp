// Every MIDI file of a folder through the data converters of MusicVAE: sequences and examples a second.
//   bench_convert [TRIOS [GROOVES]]      (../shared/data/trio ../shared/data/groove)
#include "engine/converters/converter.h"
#include "engine/midi/note_sequence.h"
#include "engine/models/vae_config.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <vector>

using namespace partita;
using Clock = std::chrono::steady_clock;

namespace {

std::vector<NoteSequence> read(const std::filesystem::path& folder)
{
    std::vector<NoteSequence> sequences;
    std::error_code error;
    for (auto entry = std::filesystem::recursive_directory_iterator(folder, error); entry != std::filesystem::recursive_directory_iterator();
         entry.increment(error)) {
        if (error)
            break;
        if (entry->path().extension() == ".mid")
            if (auto sequence = midi::readNoteSequence(entry->path()))
                sequences.push_back(std::move(*sequence));
    }
    return sequences;
}

void report(const std::vector<NoteSequence>& sequences, std::string_view config)
{
    const auto found = models::findVaeConfig(config);
    if (!found)
        return;
    const auto converter = converters::makeConverter((*found)->converter, converters::Mode::kEval);
    Rng rng;
    const auto start = Clock::now();
    std::size_t examples = 0;
    for (const NoteSequence& sequence : sequences)
        examples += converter->toTensors(sequence, rng).examples.size();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    fmt::print("{:<26} {:>5} sequences, {:>6} examples in {:7.3f} s  {:>8.0f} sequences/s\n", config, sequences.size(), examples, seconds,
               static_cast<double>(sequences.size()) / seconds);
}

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path trios = argc > 1 ? argv[1] : "../shared/data/trio";
    const std::filesystem::path grooves = argc > 2 ? argv[2] : "../shared/data/groove";
    const auto songs = read(trios);
    const auto beats = read(grooves);
    if (songs.empty() && beats.empty()) {
        fmt::print(stderr, "Neither {} nor {} holds a .mid file; name folders that do.\n", trios.string(), grooves.string());
        return 1;
    }
    for (const char* config : {"hierdec-trio_16bar", "cat-mel_2bar_small", "hier-multiperf_vel_1bar_med"})
        report(songs, config);
    for (const char* config : {"groovae_2bar_humanize", "groovae_4bar", "cat-drums_2bar_small", "nade-drums_2bar_full"})
        report(beats, config);
}
