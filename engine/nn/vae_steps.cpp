#include "engine/nn/vae_steps.h"

namespace partita::nn {
namespace {

std::vector<ReadingLayer> layersOf(const std::vector<BidirectionalLayer>& weights, Reading reading)
{
    std::vector<ReadingLayer> layers;
    for (const auto& layer : weights)
        layers.emplace_back(layer, reading);
    return layers;
}

} // namespace

WritingStack::WritingStack(const DecoderStack& stack, Reading reading) : initial(stack.initial, Reading::kInPlace)
{
    for (const auto& cell : stack.cells)
        cells.emplace_back(cell, reading);
}

VaeSteps::VaeSteps(VaeWeights given, Reading reading) : weights(std::move(given)), controls(layersOf(weights.controls, reading))
{
    for (const auto& level : weights.encoder)
        encoder.push_back(layersOf(level, reading));
    for (const auto& stack : weights.conductor)
        conductor.emplace_back(stack, reading);
    for (const auto& core : weights.cores)
        cores.emplace_back(core, reading);
}

} // namespace partita::nn
