#pragma once

#include "engine/core/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace partita::models {

/// The hyperparameters of a MusicVAE, spelled and defaulted as Magenta does.
/// Source:  Magenta base_model.py and lstm_models.py (get_default_hparams).
struct VaeHParams {
    int max_seq_len = 32; ///< steps; longer examples are cut
    int z_size = 32;
    double free_bits = 0.0; ///< bits taken off the whole KL divergence of an example
    double max_beta = 1.0;  ///< the KL cost's weight in the end
    double beta_rate = 0.0; ///< β at step s = max_beta · (1 − beta_rate^s)
    int batch_size = 512;
    double grad_clip = 1.0;
    std::string clip_mode = "global_norm"; ///< or "value"
    double grad_norm_clip_to_zero = 10000; ///< a gradient as long as this is dropped
    double learning_rate = 0.001;
    double decay_rate = 0.9999; ///< of the learning rate, per step
    double min_learning_rate = 0.00001;
    bool conditional = true; ///< read nowhere
    std::vector<int> dec_rnn_size{512};
    std::vector<int> enc_rnn_size{256};
    double dropout_keep_prob = 1.0; ///< of every LSTM layer's input, in training
    std::string sampling_schedule = "constant"; ///< or "exponential", "inverse_sigmoid"
    double sampling_rate = 0.0; ///< the schedule's parameter
    bool use_cudnn = false;     ///< accepted, without effect
    bool residual_encoder = false;
    bool residual_decoder = false;
    std::vector<int> control_preprocessing_rnn_size{256};
    int nade_num_hidden = 0; ///< NADE models only; 0 elsewhere

    friend bool operator==(const VaeHParams&, const VaeHParams&) = default;
};

/// As parseHParams does for event RNNs: `base` with the values that `text` names.
/// Errors: kInvalidArgument.
Result<VaeHParams> parseVaeHParams(std::string_view text, VaeHParams base = {});

/// As JSON, every value that means something for the model; `parseVaeHParams` reads it back unchanged.
std::string hparamsText(const VaeHParams& hparams);

} // namespace partita::models
