// Opening a checkpoint of half a gigabyte (cat-mel_2bar_big, random weights) in each format, checked as the programs check
// it: from the disk and from the page cache, beside the time it takes to read the same files in order, and what the program
// then holds in memory beyond them. The checksum that names the model in what it made is computed while networks load.
//   bench_open [FOLDER]      FOLDER: where to write the checkpoints, on the disk to be measured (default: the folder for temporary files)
#include "engine/bundle/safetensors.h"
#include "engine/bundle/tensorflow_tar.h"
#include "engine/bundle/tensorflow_v2.h"
#include "engine/core/file_io.h"
#include "engine/models/latent_file.h"
#include "tests/bench/event_rnn_rows.h"
#include "tests/bench/random_model.h"
#include "tests/support/resident.h"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

using namespace partita;
namespace fs = std::filesystem;

namespace {

/// As TensorFlow.js writes weights: one group in files of 4 MiB.
Result<void> writeTfjs(const fs::path& folder, const bundle::Bundle& bundle)
{
    constexpr std::size_t kShard = 4 << 20;
    Bytes all;
    auto weights = nlohmann::json::array(), paths = nlohmann::json::array();
    for (const auto& tensor : bundle.tensors) {
        weights.push_back({{"name", tensor.name}, {"shape", tensor.shape}, {"dtype", "float32"}});
        all.insert(all.end(), tensor.bytes.begin(), tensor.bytes.end());
    }
    for (std::size_t at = 0; at < all.size(); at += kShard) {
        paths.push_back("group1-shard" + std::to_string(at / kShard + 1));
        if (auto written = writeFileAtomically(folder / paths.back().get<std::string>(), std::span(all).subspan(at, std::min(kShard, all.size() - at))); !written)
            return written;
    }
    return writeFileAtomically(folder / "weights_manifest.json", nlohmann::json{{{"paths", paths}, {"weights", weights}}}.dump());
}

std::vector<fs::path> filesOf(const fs::path& path)
{
    std::vector<fs::path> files;
    if (!fs::is_directory(path))
        return {path};
    for (const auto& each : fs::directory_iterator(path))
        files.push_back(each.path());
    std::ranges::sort(files);
    return files;
}

/// Out of the page cache, so that the next reader waits for the disk.
void forget(const fs::path& path)
{
    for (const auto& name : filesOf(path)) {
        const int file = ::open(name.c_str(), O_RDONLY);
        ::fsync(file);
        ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        ::close(file);
    }
}

std::int64_t readThrough(const fs::path& path)
{
    std::vector<char> block(1 << 20);
    std::int64_t bytes = 0;
    for (const auto& name : filesOf(path)) {
        const int file = ::open(name.c_str(), O_RDONLY);
        while (const auto got = ::read(file, block.data(), block.size()))
            bytes += got;
        ::close(file);
    }
    return bytes;
}

double bestOf(int rounds, const fs::path& path, const auto& work)
{
    double best = 1e9;
    for (int i = 0; i < rounds; ++i) {
        forget(path);
        best = std::min(best, bench::secondsOf(work));
    }
    return best;
}

void run(const char* format, const fs::path& path)
{
    std::int64_t bytes = 0;
    const double disk = bestOf(3, path, [&] { bytes = readThrough(path); });
    const auto open = [&] {
        const auto file = models::openLatentFile(path);
        if (!file)
            std::fprintf(stderr, "%s\n", file.error().message.c_str());
    };
    const double cold = bestOf(3, path, open);
    const double warm = bench::shortestOf(3, open);
    const auto before = test::residentBytes();
    const auto file = models::openLatentFile(path).value();
    const auto held = test::residentBytes() - before;
    const double digest = bench::secondsOf([&] { static_cast<void>(models::sha256Of(file.bundle).value()); });
    std::printf("open\t%s\t%.3f s\treading the file %.3f (%.0f MB/s)\t%.2f times that\tfrom the page cache %.3f\tchecksum %.3f\tholds %+.0f MB beyond the file\n", format, cold, disk,
                static_cast<double>(bytes) / 1e6 / disk, cold / disk, warm, digest, static_cast<double>(held - bytes) / 1e6);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    const auto root = (argc > 1 ? fs::path(argv[1]) : fs::temp_directory_path()) / ("partita-bench-open-" + std::to_string(::getpid()));
    for (const char* folder : {"v2", "tfjs"})
        fs::create_directories(root / folder);
    {
        const auto bundle = bench::randomModel(*models::findVaeConfig("cat-mel_2bar_big").value());
        for (const auto& written : {bundle::writeSafetensors(root / "model.safetensors", bundle), bundle::writeTensorFlowV2(root / "v2/model.ckpt", bundle),
                                    bundle::writeTensorFlowTar(root / "model.tar", bundle), writeTfjs(root / "tfjs", bundle)})
            if (!written)
                std::fprintf(stderr, "%s\n", written.error().message.c_str());
    }
    run("safetensors", root / "model.safetensors");
    run("V2 checkpoint", root / "v2");
    run("V2 checkpoint in a tar", root / "model.tar");
    run("TensorFlow.js", root / "tfjs");
    fs::remove_all(root);
    return 0;
}
