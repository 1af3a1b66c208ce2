// needs: neural
// MusicVAEs of published size with random weights: sample 4, encode 4, interpolate 5 (encode 2, decode 5), in the form that
// race.sh compares with a rival's. Beside each the bound, the time it takes to read the weights once a step from memory (or
// cache, where they fit), and at the end of a model's lines what the program holds in memory beyond the checkpoint.
//   bench_latent [NAME …]
#include "engine/bundle/open.h"
#include "engine/bundle/safetensors.h"
#include "engine/core/rng.h"
#include "engine/models/vae_recognition.h"
#include "engine/models/vae_variables.h"
#include "engine/neural/neural.h"
#include "tests/bench/event_rnn_rows.h"

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace partita;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kConfigs[] = {"cat-mel_2bar_small", "cat-mel_2bar_big", "hierdec-trio_16bar", "hier-trio_16bar"};
constexpr int kRounds = 3;

/// A checkpoint of random weights, to be read as any other.
fs::path writeCheckpoint(const models::VaeConfig& config)
{
    bundle::Bundle bundle;
    for (const auto& [name, shape] : models::vaeVariables(config.shape)) {
        Rng rng = Rng::stream(1, name);
        std::vector<float> values(static_cast<std::size_t>(*bundle::elementCount(shape)));
        for (float& value : values)
            value = static_cast<float>((rng.uniform() - 0.5) * 0.1);
        bundle.add(bundle::makeTensor(name, shape, values));
    }
    const auto path = fs::temp_directory_path() / ("partita-bench-" + std::to_string(::getpid()) + ".safetensors");
    if (const auto written = bundle::writeSafetensors(path, bundle); !written)
        std::fprintf(stderr, "%s\n", written.error().message.c_str());
    return path;
}

/// What of the program, mapped files included, is in memory.
std::int64_t residentBytes()
{
    std::ifstream status("/proc/self/statm");
    std::int64_t size = 0, resident = 0;
    status >> size >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

/// Seconds to read the weights whose names `belongs` takes, by as many threads as a network uses.
double secondsToRead(const models::VaeRecognition& model, int threads, const auto& belongs)
{
    std::vector<std::span<const std::uint8_t>> parts;
    for (const auto& [name, tensor] : model.weights)
        if (belongs(std::string_view(name)))
            parts.push_back(tensor.bytes);
    static std::atomic<std::uint64_t> sink; // so that nothing is optimised away
    return bench::shortestOf(kRounds, [&] {
        std::vector<std::jthread> readers;
        for (int i = 0; i < threads; ++i)
            readers.emplace_back([&, i] {
                std::uint64_t sums[8] = {};
                for (const auto part : parts) {
                    const auto share = part.size() / static_cast<std::size_t>(threads) / 64 * 64;
                    for (std::size_t at = share * static_cast<std::size_t>(i), end = at + share; at < end; at += 64) {
                        std::uint64_t words[8];
                        std::memcpy(words, part.data() + at, sizeof words);
                        for (int w = 0; w < 8; ++w)
                            sums[w] += words[w];
                    }
                }
                std::uint64_t sum = 0;
                for (const auto each : sums)
                    sum += each;
                sink = sum;
            });
    });
}

void run(std::string_view name, int threads)
{
    const auto& config = *models::findVaeConfig(name).value();
    const auto path = writeCheckpoint(config);
    const auto fileSize = static_cast<std::int64_t>(fs::file_size(path));
    const auto model = models::recognizeVae(bundle::openBundle(path).value());
    fs::remove(path); // it stays mapped
    const auto network = neural::open().value()->openLatentNetwork(model).value();
    const auto& spec = network->spec();
    const int steps = spec.max_seq_len;

    Rng rng(3);
    std::vector<float> z(static_cast<std::size_t>(5 * spec.z_size));
    for (float& value : z)
        value = static_cast<float>(rng.normal());
    std::vector<float> inputs(static_cast<std::size_t>(4 * steps * spec.inputDepth));
    for (std::size_t row = 0; row < inputs.size(); row += static_cast<std::size_t>(spec.inputDepth)) {
        std::size_t from = row; // a class of each stream
        for (const auto& core : spec.cores)
            for (const int width : core) {
                inputs[from + rng.below(static_cast<std::uint64_t>(width))] = 1.0f;
                from += static_cast<std::size_t>(width);
            }
    }
    const auto decode = [&](int rows, double temperature) {
        static_cast<void>(network->decode({.z = std::span(z).first(static_cast<std::size_t>(rows * spec.z_size)), .batch = rows, .steps = steps, .temperature = temperature,
                                           .draw = [&](int) { return rng.uniform(); }}).value());
    };
    const auto encode = [&](int rows) {
        const std::vector<int> lengths(static_cast<std::size_t>(rows), steps);
        static_cast<void>(network->encode({std::span(inputs).first(static_cast<std::size_t>(rows * steps * spec.inputDepth)), lengths, rows, steps}).value());
    };

    const int conductorSteps = spec.hierarchicalDecoder() ? spec.decoderLevels.front() : 0;
    const auto isCore = [&](std::string_view variable) {
        return !variable.starts_with("encoder/") && !variable.starts_with("decoder/hierarchical") && (variable.find("lstm_cell") != variable.npos || variable.find("output_projection") != variable.npos);
    };
    const double decoding = steps * secondsToRead(model, threads, isCore)
                            + conductorSteps * secondsToRead(model, threads, [](std::string_view variable) { return variable.starts_with("decoder/hierarchical"); });
    // Of the encoder's kernels only the part of h is read at every step: the input's part is one product for all steps.
    const double all = secondsToRead(model, threads, [](std::string_view variable) { return variable.starts_with("encoder/") && variable.ends_with("lstm_cell/kernel"); });
    double kernelRows = 0.0, hiddenRows = 0.0;
    for (const auto& [variable, tensor] : model.weights)
        if (variable.starts_with("encoder/") && variable.ends_with("lstm_cell/kernel")) {
            kernelRows += static_cast<double>(tensor.size());
            hiddenRows += static_cast<double>(tensor.shape[1]) * static_cast<double>(tensor.shape[1]) / 4;
        }
    const int encoderSteps = spec.hierarchicalEncoder() ? spec.encoderLevels.front() : steps;
    const double encoding = encoderSteps * all * hiddenRows / kernelRows;

    const auto line = [&](const char* what, double seconds, double bound) {
        std::printf("%s\t%s\t%.4f s\treading the weights %.4f\t%.2f times that\n", what, name.data(), seconds, bound, seconds / bound);
        std::fflush(stdout);
    };
    line("sample 4", bench::shortestOf(kRounds, [&] { decode(4, 0.5); }), decoding);
    line("encode 4", bench::shortestOf(kRounds, [&] { encode(4); }), encoding);
    line("interpolate 5", bench::shortestOf(kRounds, [&] { encode(2); decode(5, 0.5); }), decoding + encoding);
    std::printf("resident\t%s\t%.0f MB, %.0f more than the checkpoint\n", name.data(), static_cast<double>(residentBytes()) / 1e6, static_cast<double>(residentBytes() - fileSize) / 1e6);
}

} // namespace

int main(int argc, char** argv)
{
    const std::span names(argv + 1, static_cast<std::size_t>(argc - 1));
    const auto report = neural::open().value()->devices();
    std::fprintf(stderr, "LibTorch %s, %d threads; best of %d\n", report.libTorchVersion.c_str(), report.threads, kRounds);
    for (const auto name : kConfigs)
        if (bench::wanted(names, name))
            run(name, report.threads);
    return 0;
}
