// needs: neural, torch
// Time of one 16th step of a melody, which is one step of the network: Partita's, and LibTorch's lstm_cell as it comes.
#include "engine/core/rng.h"
#include "engine/models/recognition.h"
#include "engine/neural/neural.h"
#include "engine/training/trainer.h"

#include <torch/torch.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace partita;

namespace {

constexpr int kClasses = 38;

double millisecondsAStep(int steps, const auto& step)
{
    for (int i = 0; i < steps / 4; ++i)
        step();
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < steps; ++i)
        step();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count() / steps;
}

double partitaStep(int units, int batch, int steps)
{
    models::Recognition model;
    model.config = models::findEventRnnConfig("basic_rnn").value();
    model.spec = {.inputSize = kClasses, .numClasses = {kClasses}, .rnn_layer_sizes = {units, units}};
    model.weights = training::Trainer::start({model.spec, {}, {0}, 1, "auto"}).value().weights();
    const auto network = neural::open().value()->openEventNetwork(model).value();
    const auto state = network->initialState(batch);
    std::vector<float> inputs(static_cast<std::size_t>(batch) * kClasses);
    for (int row = 0; row < batch; ++row)
        inputs[static_cast<std::size_t>(row * kClasses + row % kClasses)] = 1.0f;
    return millisecondsAStep(steps, [&] { network->run(*state, inputs, 1, true); });
}

double plainStep(int units, int batch, int steps)
{
    const torch::InferenceMode inference;
    torch::nn::LSTMCell first(kClasses, units), second(units, units);
    torch::nn::Linear output(units, kClasses);
    const auto zero = torch::zeros({batch, units});
    std::tuple<torch::Tensor, torch::Tensor> a{zero, zero}, b{zero, zero};
    const auto inputs = torch::eye(kClasses).index_select(0, torch::arange(batch).remainder(kClasses));
    return millisecondsAStep(steps, [&] {
        a = first(inputs, a);
        b = second(std::get<0>(a), b);
        static_cast<void>(output(std::get<0>(b)).data_ptr<float>());
    });
}

} // namespace

int main(int argc, char** argv)
{
    const int steps = argc > 1 ? std::atoi(argv[1]) : 400;
    const auto report = neural::open().value()->devices();
    std::printf("basic_rnn, LibTorch %s, %s, %d threads; mean of %d steps\n", report.libTorchVersion.c_str(), report.automatic.c_str(), report.threads, steps);
    for (const int units : {128, 512})
        for (const int batch : {1, 4, 16}) {
            const double own = partitaStep(units, batch, steps), theirs = plainStep(units, batch, steps);
            std::printf("  2 x %3d units, batch %2d: Partita %.3f ms a step (%.3f ms a melody), torch::nn::LSTMCell %.3f ms: %.2f times as fast\n", units, batch, own, own / batch, theirs, theirs / own);
        }
    return 0;
}
