// needs: neural, torch
// Training of event RNNs, one full batch again and again, dropout and clipping as configured: seconds a step, in the form
// that race.sh compares with a rival's. Beside it the same sizes in LibTorch's modules as they come.
//   bench_train [NAME …]
#include "engine/core/heap.h"
#include "engine/nn/device_report.h"
#include "engine/training/trainer.h"
#include "tests/bench/event_rnn_rows.h"

#include <torch/torch.h>

#include <cstdio>
#include <cstdlib>

using namespace partita;
using bench::EventRnnRow;

namespace {

constexpr int kRounds = 3;

std::vector<encoding::Example> randomExamples(const EventRnnRow& row)
{
    Rng rng(1);
    const auto spec = row.spec();
    std::vector<encoding::Example> examples(static_cast<std::size_t>(row.batch));
    for (auto& example : examples) {
        example.inputSize = spec.inputSize;
        const auto width = static_cast<std::size_t>(spec.inputSize);
        example.inputs.resize(static_cast<std::size_t>(row.steps) * width);
        for (std::size_t t = 0; t < static_cast<std::size_t>(row.steps); ++t) {
            bench::writeRandomInput(spec, rng, std::span(example.inputs).subspan(t * width, width));
            example.labels.push_back(static_cast<int>(rng.below(static_cast<std::uint64_t>(spec.numClasses.front()))));
        }
    }
    return examples;
}

double partitaStep(const EventRnnRow& row, const std::vector<encoding::Example>& examples)
{
    auto trainer = training::Trainer::start({row.spec(), row.hparams(), {0}, 1, "auto"}).value();
    return bench::shortestOf(kRounds, [&] { static_cast<void>(trainer->step(training::makeBatch(examples, row.batch * row.steps)).value()); });
}

struct PlainNet : torch::nn::Module {
    torch::nn::LSTM lstm = nullptr;
    torch::nn::Linear output = nullptr;

    PlainNet(const EventRnnRow& row, int inputs, int classes)
    {
        const auto layers = static_cast<std::int64_t>(row.rnn_layer_sizes.size());
        lstm = register_module("lstm", torch::nn::LSTM(torch::nn::LSTMOptions(inputs, row.rnn_layer_sizes.front()).num_layers(layers).dropout(0.5)));
        output = register_module("output", torch::nn::Linear(row.rnn_layer_sizes.back(), classes));
    }
};

/// The same batch through LibTorch's modules; attention is left out.
double plainStep(const EventRnnRow& row)
{
    const auto spec = row.spec();
    const int width = spec.oneHotDepth > 0 ? spec.oneHotDepth : spec.inputSize, classes = spec.numClasses.front();
    PlainNet net(row, width, classes);
    torch::optim::Adam adam(net.parameters(), torch::optim::AdamOptions(0.001));
    const auto inputs = torch::one_hot(torch::randint(width, {row.steps, row.batch}, torch::kLong), width).to(torch::kFloat);
    const auto labels = torch::randint(classes, {row.steps * row.batch}, torch::kLong);
    return bench::shortestOf(kRounds, [&] {
        adam.zero_grad();
        const auto out = torch::dropout(std::get<0>(net.lstm(inputs)), 0.5, true);
        torch::cross_entropy_loss(net.output(out).view({-1, classes}), labels).backward();
        for (auto& parameter : net.parameters())
            torch::nn::utils::clip_grad_norm_({parameter}, 5.0);
        adam.step();
    });
}

} // namespace

int main(int argc, char** argv)
{
    const std::span names(argv + 1, static_cast<std::size_t>(argc - 1));
    keepFreedMemory(); // as training does
    const auto report = nn::reportDevices();
    std::fprintf(stderr, "LibTorch %s, %s, %d threads; best of %d steps\n", report.libTorchVersion.c_str(), report.automatic.c_str(), report.threads, kRounds);
    for (const auto& row : bench::kEventRnnRows) {
        if (!bench::wanted(names, row.name))
            continue;
        const double own = partitaStep(row, randomExamples(row));
        std::printf("train\t%s\tbatch %d x %d\t%.4f s/step\tpeak %ld MB", row.name.data(), row.batch, row.steps, own, bench::peakMegabytes());
        if (row.spec().attention == models::Attention::kNone) {
            const double plain = plainStep(row);
            std::printf("\ttorch::nn::LSTM %.4f: %.2f times as fast", plain, plain / own);
        }
        std::printf("\n");
        std::fflush(stdout);
    }
    return 0;
}
