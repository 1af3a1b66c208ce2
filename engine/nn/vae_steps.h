#pragma once

#include "engine/nn/affine.h"
#include "engine/nn/cell_stack.h"
#include "engine/nn/vae_weights.h"

#include <optional>
#include <vector>

/// A MusicVAE's weights as its steps read them on the processor.
namespace partita::nn {

/// Both directions of an encoder's layer.
struct ReadingLayer {
    BidirectionalLayer weights;
    StepCell forward, backward;

    ReadingLayer(const BidirectionalLayer& layer, Reading reading) : weights(layer), forward(layer.forward.lstm, reading), backward(layer.backward.lstm, reading) {}
};

/// A decoder's stack, which begins with tanh(initial).
struct WritingStack {
    Affine initial; ///< read once a segment, in place
    std::vector<StackCell> cells;

    WritingStack(const DecoderStack& stack, Reading reading);
};

struct WritingCore {
    WritingStack stack;
    Affine output;
    std::optional<NadeWeights> nade;

    WritingCore(const CoreWeights& core, Reading reading) : stack(core.stack, reading), output(core.output, reading), nade(core.nade) {}
};

struct VaeSteps {
    VaeWeights weights;
    std::vector<std::vector<ReadingLayer>> encoder; ///< a stack for each level, from the steps upwards
    std::vector<ReadingLayer> controls;
    std::vector<WritingStack> conductor;
    std::vector<WritingCore> cores;

    VaeSteps(VaeWeights given, Reading reading);
};

} // namespace partita::nn
