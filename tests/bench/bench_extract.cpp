// Quantise every MIDI file of a folder and extract its melodies, as melody_rnn's data set does: tunes a second.
//   bench_extract [FOLDER]      (../shared/data/folk)
#include "engine/events/extract_melodies.h"
#include "engine/midi/note_sequence.h"
#include "engine/music/split.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <vector>

using namespace partita;
using Clock = std::chrono::steady_clock;

namespace {

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void report(const char* what, std::size_t count, double seconds)
{
    fmt::print("{:<28} {:>8} in {:7.3f} s  {:>10.0f} /s\n", what, count, seconds, static_cast<double>(count) / seconds);
}

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path folder = argc > 1 ? argv[1] : "../shared/data/folk";
    std::error_code error;
    std::vector<std::filesystem::path> paths;
    for (auto entry = std::filesystem::recursive_directory_iterator(folder, error); entry != std::filesystem::recursive_directory_iterator();
         entry.increment(error)) {
        if (error)
            break;
        if (entry->path().extension() == ".mid")
            paths.push_back(entry->path());
    }
    if (paths.empty()) {
        fmt::print(stderr, "{} holds no .mid file; name a folder that does.\n", folder.string());
        return 1;
    }

    const auto reading = Clock::now();
    std::vector<NoteSequence> tunes;
    for (const auto& path : paths)
        if (auto tune = midi::readNoteSequence(path))
            tunes.push_back(std::move(*tune));
    report("files read", paths.size(), secondsSince(reading));

    const auto extracting = Clock::now();
    std::size_t melodies = 0;
    for (const NoteSequence& tune : tunes) {
        const auto pieces = splitOnTimeChanges(tune);
        for (const NoteSequence& piece : *pieces)
            if (const auto quantized = quantize(piece))
                if (const auto found = extractMelodies(*quantized, MelodyExtraction::dataset()))
                    melodies += found->melodies.size();
    }
    const double seconds = secondsSince(extracting);
    report("tunes quantised, extracted", tunes.size(), seconds);
    report("melodies found", melodies, seconds);
}
