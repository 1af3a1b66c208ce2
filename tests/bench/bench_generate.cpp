// needs: neural, torch
// One step of event RNNs in generation (of melodies: a 16th): milliseconds, in the form that race.sh compares with a
// rival's. Beside it LibTorch's cells as they come, and the bound: the time it takes to read the weights once from memory
// (or cache, where they fit).
//   bench_generate [NAME …]
#include "engine/models/recognition.h"
#include "engine/neural/neural.h"
#include "engine/training/trainer.h"
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

double readOnce(const training::Tensors& weights)
{
    std::int64_t floats = 0;
    for (const auto& [name, tensor] : weights)
        floats += tensor.size();
    const auto buffer = torch::ones({floats});
    return millisecondsAStep([&] { static_cast<void>(buffer.sum().data_ptr<float>()); });
}

} // namespace

int main(int argc, char** argv)
{
    const std::span names(argv + 1, static_cast<std::size_t>(argc - 1));
    const auto report = neural::open().value()->devices();
    std::fprintf(stderr, "LibTorch %s, %s, %d threads; best of %d rounds of %d steps\n", report.libTorchVersion.c_str(), report.automatic.c_str(), report.threads, kRounds, kSteps);
    for (const auto& row : bench::kEventRnnRows) {
        if (!bench::wanted(names, row.name))
            continue;
        const auto weights = training::Trainer::start({row.spec(), row.hparams(), {0}, 1, "auto"}).value()->weights();
        const double bound = readOnce(weights);
        for (const int batch : {1, 16}) {
            const double own = partitaStep(row, weights, batch);
            std::printf("generate\t%s\tbatch %d\t%.3f ms/step\treading the weights %.3f", row.name.data(), batch, own, bound);
            if (row.spec().attention == models::Attention::kNone)
                std::printf("\ttorch::nn::LSTMCell %.3f", plainStep(row, batch));
            std::printf("\n");
            std::fflush(stdout);
        }
    }
    return 0;
}
