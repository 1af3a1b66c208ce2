#include "engine/midi/note_sequence.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

using namespace partita;

namespace {

/// What one pass over the files did.
struct Count {
    std::size_t files = 0;
    std::size_t refused = 0;
    std::size_t bytes = 0;
    std::size_t events = 0;
};

bool isMidi(const std::filesystem::path& path)
{
    std::string extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return std::tolower(c); });
    return extension == ".mid" || extension == ".midi" || extension == ".kar" || extension == ".rmi";
}

template <class Work>
void measure(const char* what, const std::vector<std::filesystem::path>& paths, Work work)
{
    Count count;
    const auto start = std::chrono::steady_clock::now();
    for (const auto& path : paths) {
        ++count.files;
        const auto reading = midi::readFile(path);
        if (!reading) {
            ++count.refused;
            continue;
        }
        count.bytes += std::filesystem::file_size(path);
        for (const auto& track : reading->file.tracks)
            count.events += track.events.size();
        work(*reading);
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    fmt::print("{:<24} {:>6} files ({} refused), {:.2f} s: {:.0f} files/s, {:.1f} MB/s, {:.0f} events/s\n", what, count.files,
               count.refused, seconds, count.files / seconds, count.bytes / 1e6 / seconds, count.events / seconds);
}

} // namespace

/// bench_midi FOLDER: imports every MIDI file below it, then the same with what follows import.
int main(int argc, char** argv)
{
    if (argc != 2 || !std::filesystem::is_directory(argv[1])) {
        fmt::print(stderr, "bench_midi FOLDER: name a folder of MIDI files.\n");
        return 2;
    }
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[1]))
        if (entry.is_regular_file() && isMidi(entry.path()))
            paths.push_back(entry.path());
    std::ranges::sort(paths);

    std::size_t notes = 0, bytes = 0;
    measure("warm up", paths, [](const midi::Reading&) {});
    measure("read", paths, [](const midi::Reading&) {});
    measure("read, toNoteSequence", paths, [&](const midi::Reading& reading) {
        if (const auto sequence = midi::toNoteSequence(reading))
            notes += sequence->notes.size();
    });
    measure("read, write", paths, [&](const midi::Reading& reading) { bytes += midi::write(reading.file).size(); });
    fmt::print("{} notes; {:.1f} MB written\n", notes, bytes / 1e6);
    return 0;
}
