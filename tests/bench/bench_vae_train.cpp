// needs: neural
// Training of MusicVAEs, one full batch of random music again and again: seconds a step, in the form that race.sh compares
// with a rival's.
//   bench_vae_train [NAME BATCH]
#include "engine/core/heap.h"
#include "engine/models/vae_config.h"
#include "engine/neural/neural.h"

#include "tests/bench/event_rnn_rows.h"

#include <cstdio>
#include <cstdlib>

using namespace partita;

namespace {

constexpr int kRounds = 3;

training::VaeBatch randomBatch(const models::VaeSpec& spec, int size)
{
    Rng rng(1);
    training::VaeBatch batch{.size = size, .steps = spec.max_seq_len};
    const auto oneHots = [&](int depth) {
        std::vector<float> values(static_cast<std::size_t>(size) * static_cast<std::size_t>(spec.max_seq_len) * static_cast<std::size_t>(depth));
        for (std::size_t row = 0; row < values.size(); row += static_cast<std::size_t>(depth))
            values[row + rng.below(static_cast<std::uint64_t>(depth))] = 1.0f;
        return values;
    };
    batch.inputs = oneHots(spec.inputDepth);
    batch.targets = oneHots(spec.outputDepth);
    batch.lengths.assign(static_cast<std::size_t>(size), spec.max_seq_len);
    return batch;
}

} // namespace

int main(int argc, char** argv)
{
    const std::string name = argc > 1 ? argv[1] : "cat-mel_2bar_small";
    const int size = argc > 2 ? std::atoi(argv[2]) : 512;
    keepFreedMemory(); // as training does
    const auto networks = neural::open();
    const auto config = models::findVaeConfig(name);
    if (!networks || !config || size < 1) {
        std::fprintf(stderr, "%s\n", !networks ? networks.error().message.c_str() : !config ? config.error().message.c_str() : "The batch has no examples.");
        return 1;
    }
    const auto spec = models::vaeSpec(**config, (*config)->hparams);
    auto trainer = (*networks)->startVaeTrainer({spec.value(), (*config)->hparams, 1, "auto"});
    if (!trainer) {
        std::fprintf(stderr, "%s\n", trainer.error().message.c_str());
        return 1;
    }
    const auto batch = randomBatch(*spec, size);
    const double seconds = bench::shortestOf(kRounds, [&] { static_cast<void>((*trainer)->step(batch).value()); });
    std::printf("train\t%s\tbatch %d\t%.4f s/step\tpeak %ld MB\n", name.c_str(), size, seconds, bench::peakMegabytes());
    return 0;
}
