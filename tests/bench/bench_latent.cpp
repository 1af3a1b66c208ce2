// needs: neural
// MusicVAEs of published size: sample 4, encode 4, interpolate 5 (encode 2, decode 5), in the form that race.sh compares with
// a rival's. Beside each the bounds, the time it takes two threads (or as many as there are) to read once a step what a step
// reads, from wherever it lies after the step before, and from memory; and to do the multiply-adds of all rows. At the end of
// a model's lines what the program holds in memory beyond the checkpoint.
//   bench_latent [--checkpoints=FOLDER] [NAME …]      with the weights in FOLDER/NAME, where a rival saved them; else random
#include "engine/bundle/open.h"
#include "engine/bundle/safetensors.h"
#include "engine/core/rng.h"
#include "engine/models/vae_recognition.h"
#include "engine/neural/neural.h"
#include "tests/bench/bounds.h"
#include "tests/bench/event_rnn_rows.h"
#include "tests/bench/random_model.h"
#include "tests/support/resident.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>

using namespace partita;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kConfigs[] = {"cat-mel_2bar_small", "cat-mel_2bar_big", "hierdec-trio_16bar", "hier-trio_16bar"};
constexpr int kRounds = 3;

/// A checkpoint of random weights, to be read as any other.
fs::path writeCheckpoint(const models::VaeConfig& config)
{
    const auto path = fs::temp_directory_path() / ("partita-bench-" + std::to_string(::getpid()) + ".safetensors");
    if (const auto written = bundle::writeSafetensors(path, bench::randomModel(config)); !written)
        std::fprintf(stderr, "%s\n", written.error().message.c_str());
    return path;
}

/// What some steps cost.
struct Cost {
    double reading = 0.0, fromMemory = 0.0, multiplying = 0.0; ///< seconds

    Cost operator+(const Cost& other) const { return {reading + other.reading, fromMemory + other.fromMemory, multiplying + other.multiplying}; }
};

struct Machine {
    int threads = 1;
    double bandwidth = 0.0; ///< bytes a second, from memory
};

/// `steps` that read the last `rowsOf(kernel)` rows of each kernel that it says, for `batch` rows.
Cost costOf(const models::VaeRecognition& model, const Machine& machine, int steps, int batch, const auto& rowsOf)
{
    std::vector<bench::Memory> parts;
    std::int64_t bytes = 0;
    for (const auto& [name, tensor] : model.weights)
        if (const std::int64_t rows = tensor.shape.size() == 2 ? rowsOf(std::string_view(name), tensor) : 0; rows > 0) {
            parts.push_back(tensor.bytes.last(static_cast<std::size_t>(rows * tensor.shape[1]) * sizeof(float)));
            bytes += std::ssize(parts.back());
        }
    return {steps * bench::secondsToRead(parts, machine.threads), steps * static_cast<double>(bytes) / machine.bandwidth,
            bench::secondsToMultiply(static_cast<std::int64_t>(steps) * batch * bytes / 4, machine.threads)};
}

void run(std::string_view name, const Machine& machine, const std::string& folder)
{
    const auto& config = *models::findVaeConfig(name).value();
    const auto path = folder.empty() ? writeCheckpoint(config) : fs::path(folder) / name;
    const auto bundle = bundle::openBundle(path).value();
    const auto model = models::recognizeVaeAs(bundle, name).value();
    std::int64_t fileSize = 0;
    for (const auto& file : bundle.files)
        fileSize += static_cast<std::int64_t>(fs::file_size(file));
    if (folder.empty())
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

    // What a segment's z or embedding adds to a decoder's first layer is computed once, and the output before it is one-hot; so
    // is what an encoder reads, or one product for all its steps: of these kernels a step reads the rows of h.
    const auto hidden = [](const bundle::Tensor& kernel) { return kernel.shape[1] / 4; };
    const auto isCell = [](std::string_view variable) { return variable.ends_with("lstm_cell/kernel"); };
    const auto decoding = [&](int batch) {
        const auto core = costOf(model, machine, steps, batch, [&](std::string_view variable, const bundle::Tensor& kernel) -> std::int64_t {
            if (variable.starts_with("encoder/") || variable.starts_with("decoder/hierarchical"))
                return 0;
            if (isCell(variable))
                return variable.find("cell_0") != variable.npos ? hidden(kernel) : kernel.shape[0];
            return variable.find("output_projection") != variable.npos ? kernel.shape[0] : 0;
        });
        const auto conductor = costOf(model, machine, spec.hierarchicalDecoder() ? spec.decoderLevels.front() : 0, batch, [&](std::string_view variable, const bundle::Tensor& kernel) {
            return variable.starts_with("decoder/hierarchical") && isCell(variable) ? (variable.find("cell_0") != variable.npos ? hidden(kernel) : kernel.shape[0]) : 0;
        });
        return core + conductor;
    };
    const auto encoding = [&](int batch) {
        Cost cost;
        int reads = batch * spec.encoderSegments(); // sequences of the lowest level
        const auto levels = std::max<std::size_t>(1, spec.encoderLevels.size());
        for (std::size_t level = 0; level < levels; ++level) {
            const auto prefix = spec.hierarchicalEncoder() ? "encoder/hierarchical_level_" + std::to_string(level) + "/" : std::string("encoder/");
            const int length = spec.hierarchicalEncoder() ? spec.encoderLevels[level] : steps;
            cost = cost + costOf(model, machine, length, reads, [&](std::string_view variable, const bundle::Tensor& kernel) {
                       return variable.starts_with(prefix) && isCell(variable) ? hidden(kernel) : 0;
                   });
            // The layers above the first read both directions of the one below.
            cost.multiplying += costOf(model, machine, length, reads, [&](std::string_view variable, const bundle::Tensor& kernel) {
                                    return variable.starts_with(prefix + "cell_") && !variable.starts_with(prefix + "cell_0") && isCell(variable) ? kernel.shape[0] - hidden(kernel) : 0;
                                }).multiplying;
            if (level + 1 < levels)
                reads /= spec.encoderLevels[level + 1];
        }
        return cost;
    };

    const auto line = [&](const char* what, double seconds, const Cost& cost) {
        std::printf("%s\t%s\t%.4f s\treading the weights %.4f, from memory %.4f; multiplying %.4f\t%.2f times reading, %.2f times the larger of reading and multiplying\n", what, name.data(), seconds,
                    cost.reading, cost.fromMemory, cost.multiplying, seconds / cost.reading, seconds / std::max(cost.reading, cost.multiplying));
        std::fflush(stdout);
    };
    line("sample 4", bench::shortestOf(kRounds, [&] { decode(4, 0.5); }), decoding(4));
    line("encode 4", bench::shortestOf(kRounds, [&] { encode(4); }), encoding(4));
    line("interpolate 5", bench::shortestOf(kRounds, [&] { encode(2); decode(5, 0.5); }), encoding(2) + decoding(5));
    const auto resident = test::residentBytes();
    std::printf("resident\t%s\t%.0f MB, %.0f more than the checkpoint\n", name.data(), static_cast<double>(resident) / 1e6, static_cast<double>(resident - fileSize) / 1e6);
}

} // namespace

int main(int argc, char** argv)
{
    std::span names(argv + 1, static_cast<std::size_t>(argc - 1));
    std::string folder;
    if (constexpr std::string_view kFolder = "--checkpoints="; !names.empty() && std::string_view(names.front()).starts_with(kFolder)) {
        folder = names.front() + kFolder.size();
        names = names.subspan(1);
    }
    const auto report = neural::open().value()->devices();
    const Machine machine{report.threads, bench::memoryBandwidth(report.threads)};
    std::fprintf(stderr, "LibTorch %s, %d threads; best of %d; memory %.1f GB/s\n", report.libTorchVersion.c_str(), report.threads, kRounds, machine.bandwidth / 1e9);
    for (const auto name : kConfigs)
        if (bench::wanted(names, name))
            run(name, machine, folder);
    return 0;
}
