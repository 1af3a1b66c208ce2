// needs: neural, torch
// One step of event RNNs in generation (of melodies: a 16th): milliseconds, in the form that race.sh compares with a
// rival's. Beside it the bounds: the time it takes two threads (or as many as there are) to read the weights once from
// wherever they lie after the last step, and from memory; and to do the multiply-adds of all rows, the input's left out,
// which is one-hot. At last LibTorch's cells as they come.
//   bench_generate [--checkpoints=FOLDER] [NAME …]      with weights from FOLDER/NAME, where a rival saved them; else random
#include "engine/models/model_file.h"
#include "engine/models/recognition.h"
#include "engine/neural/neural.h"
#include "engine/training/trainer.h"
#include "tests/bench/bounds.h"
#include "tests/bench/event_rnn_rows.h"

#include <torch/torch.h>

#include <cstdio>
#include <cstdlib>

using namespace partita;
using bench::EventRnnRow;

namespace {

constexpr int kRounds = 4, kSteps = 64;

double millisecondsAStep(const auto& step)
{
    return 1e3 / kSteps * bench::shortestOf(kRounds, [&] {
        for (int i = 0; i < kSteps; ++i)
            step();
    });
}

double partitaStep(const EventRnnRow& row, const training::Tensors& weights, int batch)
{
    models::Recognition model;
    model.config = models::findEventRnnConfig(row.config).value();
    model.hparams = row.hparams();
    model.spec = row.spec();
    model.weights = weights;
    const auto network = neural::open().value()->openEventNetwork(model).value();
    const auto state = network->initialState(batch);
    const auto width = static_cast<std::size_t>(model.spec.inputSize);
    std::vector<float> inputs(static_cast<std::size_t>(batch) * width);
    Rng rng(1);
    for (std::size_t i = 0; i < static_cast<std::size_t>(batch); ++i)
        bench::writeRandomInput(model.spec, rng, std::span(inputs).subspan(i * width, width));
    return millisecondsAStep([&] { network->run(*state, inputs, 1, true); });
}

/// Attention is left out.
double plainStep(const EventRnnRow& row, int batch)
{
    const torch::InferenceMode inference;
    const auto spec = row.spec();
    int width = spec.oneHotDepth > 0 ? spec.oneHotDepth : spec.inputSize;
    const auto inputs = torch::eye(width).index_select(0, torch::arange(batch).remainder(width));
    std::vector<torch::nn::LSTMCell> cells;
    std::vector<std::tuple<torch::Tensor, torch::Tensor>> states;
    for (const int units : row.rnn_layer_sizes) {
        cells.emplace_back(width, units);
        states.emplace_back(torch::zeros({batch, units}), torch::zeros({batch, units}));
        width = units;
    }
    torch::nn::Linear output(width, spec.numClasses.front());
    return millisecondsAStep([&] {
        auto x = inputs;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            states[i] = cells[i](x, states[i]);
            x = std::get<0>(states[i]);
        }
        static_cast<void>(output(x).data_ptr<float>());
    });
}

/// Weights as they lie in memory, and the multiply-adds that a step of one row takes with them.
struct Cost {
    std::vector<std::vector<std::uint8_t>> weights;
    std::vector<bench::Memory> parts;
    std::int64_t bytes = 0, products = 0;

    Cost(const EventRnnRow& row, const training::Tensors& tensors)
    {
        for (const auto& [name, tensor] : tensors) {
            weights.emplace_back(tensor.bytes.begin(), tensor.bytes.end());
            parts.emplace_back(weights.back());
            bytes += std::ssize(weights.back());
            if (tensor.shape.size() == 2)
                products += tensor.size();
        }
        const auto spec = row.spec(); // of the first layer only h is multiplied
        const std::int64_t width = spec.oneHotDepth > 0 ? spec.oneHotDepth : spec.inputSize;
        products -= width * (spec.attention == models::Attention::kNone ? 4 * row.rnn_layer_sizes.front() : width);
    }
};

training::Tensors weightsOf(const EventRnnRow& row, const std::string& folder)
{
    if (folder.empty())
        return training::Trainer::start({row.spec(), row.hparams(), {0}, 1, "auto"}).value()->weights();
    return models::openModelFile(folder + "/" + std::string(row.name)).value().recognition.weights;
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
    const double bandwidth = bench::memoryBandwidth(report.threads);
    std::fprintf(stderr, "LibTorch %s, %s, %d threads; best of %d rounds of %d steps; memory %.1f GB/s\n", report.libTorchVersion.c_str(), report.automatic.c_str(), report.threads, kRounds,
                 kSteps, bandwidth / 1e9);
    for (const auto& row : bench::kEventRnnRows) {
        if (!bench::wanted(names, row.name))
            continue;
        const auto weights = weightsOf(row, folder);
        const Cost cost(row, weights);
        const double reading = 1e3 * bench::secondsToRead(cost.parts, report.threads);
        for (const int batch : {1, 16}) {
            const double own = partitaStep(row, weights, batch);
            const double multiplying = 1e3 * bench::secondsToMultiply(cost.products * batch, report.threads);
            std::printf("generate\t%s\tbatch %d\t%.4f ms/step\t%.1f MB: reading them %.4f, from memory %.4f; multiplying %.4f\t%.2f times the larger of reading and multiplying", row.name.data(),
                        batch, own, static_cast<double>(cost.bytes) / 1e6, reading, 1e3 * static_cast<double>(cost.bytes) / bandwidth, multiplying, own / std::max(reading, multiplying));
            if (row.spec().attention == models::Attention::kNone)
                std::printf("\ttorch::nn::LSTMCell %.3f", plainStep(row, batch));
            std::printf("\n");
            std::fflush(stdout);
        }
    }
    return 0;
}
