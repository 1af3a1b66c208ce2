#pragma once

#include "engine/core/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace partita::models {

/// The hyperparameters of an event RNN, spelled as the published configs spell them.
/// Source:  Magenta events_rnn_model.py (EventSequenceRnnConfig), pianoroll_rnn_nade_model.py.
struct HParams {
    int batch_size = 64;
    std::vector<int> rnn_layer_sizes{128, 128};
    double dropout_keep_prob = 1.0;
    int attn_length = 0;   ///< steps; 0 without attention
    double clip_norm = 3;  ///< of each gradient tensor by itself
    double learning_rate = 0.001;
    bool residual_connections = false;
    bool use_cudnn = false;
    int nade_hidden_units = 0; ///< piano-roll models only; 0 elsewhere

    friend bool operator==(const HParams&, const HParams&) = default;
};

/// `base` with the values that `text` names, in either form that Magenta's tutorials print:
///   batch_size=64,rnn_layer_sizes=[64,64]
///   {'batch_size': 64, 'rnn_layer_sizes': [64, 64]}      (Python), and the same as JSON
/// Blank text changes nothing.
/// Errors: kInvalidArgument for an unknown name (the sentence lists the known ones), a repeated one, a value that is
/// not of the name's kind or outside its range.
Result<HParams> parseHParams(std::string_view text, HParams base = {});

/// As JSON, every value that means something for the model; `parseHParams` reads it back unchanged.
std::string hparamsText(const HParams& hparams);

} // namespace partita::models
