#pragma once

#include "engine/nn/simd.h"

namespace partita::nn::simd {

/// What an LSTM cell makes of its four sums.
struct Gates {
    Floats i, j, f, o; ///< activated
    Floats c, h;

    /// Source:  TensorFlow rnn_cell.BasicLSTMCell:  c' = c σ(f + forgetBias) + σ(i) tanh(j),  h' = tanh(c') σ(o).
    static PARTITA_INLINE Gates of(Floats i, Floats j, Floats f, Floats o, Floats cBefore, float forgetBias)
    {
        Gates gates;
        gates.i = sigmoid(i);
        gates.j = tanh(j);
        gates.f = sigmoid(f + forgetBias);
        gates.o = sigmoid(o);
        gates.c = cBefore * gates.f + gates.i * gates.j;
        gates.h = tanh(gates.c) * gates.o;
        return gates;
    }
};

} // namespace partita::nn::simd
