// needs: neural, torch
// Training steps a second: Partita's trainer, and the same arithmetic with LibTorch's modules as they come.
#include "engine/core/rng.h"
#include "engine/models/event_rnn_config.h"
#include "engine/nn/device_report.h"
#include "engine/training/trainer.h"

#include <torch/torch.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace partita;

namespace {

constexpr int kClasses = 38, kBatch = 128, kSteps = 128;

double secondsOf(const auto& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The shortest of `rounds` after one that warms up.
double best(int rounds, const auto& work)
{
    work();
    double shortest = 1e9;
    for (int i = 0; i < rounds; ++i)
        shortest = std::min(shortest, secondsOf(work));
    return shortest;
}

std::vector<encoding::Example> randomExamples()
{
    Rng rng(1);
    std::vector<encoding::Example> examples(kBatch);
    for (auto& example : examples) {
        example.inputSize = kClasses;
        example.inputs.resize(static_cast<std::size_t>(kSteps) * kClasses);
        for (int t = 0; t < kSteps; ++t) {
            example.inputs[static_cast<std::size_t>(t) * kClasses + rng.below(kClasses)] = 1.0f;
            example.labels.push_back(static_cast<int>(rng.below(kClasses)));
        }
    }
    return examples;
}

double partitaStep(const std::vector<encoding::Example>& examples, int units, int rounds)
{
    models::HParams hparams;
    hparams.rnn_layer_sizes = {units, units};
    hparams.dropout_keep_prob = 0.5;
    hparams.clip_norm = 5;
    const models::RnnSpec spec{.inputSize = kClasses, .numClasses = {kClasses}, .rnn_layer_sizes = hparams.rnn_layer_sizes};
    auto trainer = training::Trainer::start({spec, hparams, {0}, 1, "auto"}).value();
    return best(rounds, [&] { static_cast<void>(trainer.step(training::makeBatch(examples, kBatch * kSteps)).value()); });
}

struct PlainNet : torch::nn::Module {
    torch::nn::LSTM lstm = nullptr;
    torch::nn::Linear output = nullptr;

    explicit PlainNet(int units)
    {
        lstm = register_module("lstm", torch::nn::LSTM(torch::nn::LSTMOptions(kClasses, units).num_layers(2).dropout(0.5)));
        output = register_module("output", torch::nn::Linear(units, kClasses));
    }
};

double plainStep(const std::vector<encoding::Example>& examples, int units, int rounds)
{
    PlainNet net(units);
    torch::optim::Adam adam(net.parameters(), torch::optim::AdamOptions(0.001));
    auto inputs = torch::zeros({kSteps, kBatch, kClasses});
    auto labels = torch::zeros({kSteps, kBatch}, torch::kLong);
    for (int b = 0; b < kBatch; ++b)
        for (int t = 0; t < kSteps; ++t) {
            labels[t][b] = examples[static_cast<std::size_t>(b)].labels[static_cast<std::size_t>(t)];
            for (int k = 0; k < kClasses; ++k)
                if (examples[static_cast<std::size_t>(b)].inputs[static_cast<std::size_t>(t * kClasses + k)] != 0.0f)
                    inputs[t][b][k] = 1.0f;
        }
    return best(rounds, [&] {
        adam.zero_grad();
        const auto out = torch::dropout(std::get<0>(net.lstm(inputs)), 0.5, true);
        torch::cross_entropy_loss(net.output(out).view({-1, kClasses}), labels.view(-1)).backward();
        for (auto& parameter : net.parameters())
            torch::nn::utils::clip_grad_norm_({parameter}, 5.0);
        adam.step();
    });
}

} // namespace

int main(int argc, char** argv)
{
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 3;
    const auto report = nn::reportDevices();
    std::printf("basic_rnn, batch %d x %d steps, LibTorch %s, %s, %d threads; best of %d\n", kBatch, kSteps, report.libTorchVersion.c_str(), report.automatic.c_str(), report.threads, rounds);
    const auto examples = randomExamples();
    for (const int units : {128, 512}) {
        const double own = partitaStep(examples, units, rounds);
        const double plain = plainStep(examples, units, rounds);
        std::printf("  2 x %3d units: Partita %.3f s a step (%.2f steps/s), torch::nn::LSTM %.3f s (%.2f steps/s): %.2f times as fast\n", units, own, 1 / own, plain, 1 / plain, plain / own);
    }
    return 0;
}
