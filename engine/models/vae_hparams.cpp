#include "engine/models/vae_hparams.h"

#include "engine/models/hparams_text.h"

namespace partita::models {
namespace {

std::vector<HParamField> fieldsOf(VaeHParams& hparams)
{
    return {
        {"max_seq_len", &hparams.max_seq_len, 1, 65536},
        {"z_size", &hparams.z_size, 1, 65536},
        {"free_bits", &hparams.free_bits, 0, 1e9},
        {"max_beta", &hparams.max_beta, 0, 1e9},
        {"beta_rate", &hparams.beta_rate, 0, 1},
        {"batch_size", &hparams.batch_size, 1, 65536},
        {"grad_clip", &hparams.grad_clip, 1e-12, 1e12},
        {"clip_mode", &hparams.clip_mode, 0, 0, {"global_norm", "value"}},
        {"grad_norm_clip_to_zero", &hparams.grad_norm_clip_to_zero, 0, 1e12},
        {"learning_rate", &hparams.learning_rate, 0, 1e6},
        {"decay_rate", &hparams.decay_rate, 0, 1},
        {"min_learning_rate", &hparams.min_learning_rate, 0, 1e6},
        {"conditional", &hparams.conditional},
        {"dec_rnn_size", &hparams.dec_rnn_size, 1, 65536},
        {"enc_rnn_size", &hparams.enc_rnn_size, 1, 65536},
        {"dropout_keep_prob", &hparams.dropout_keep_prob, 1e-6, 1},
        {"sampling_schedule", &hparams.sampling_schedule, 0, 0, {"constant", "exponential", "inverse_sigmoid"}},
        {"sampling_rate", &hparams.sampling_rate, 0, 1e9},
        {"use_cudnn", &hparams.use_cudnn},
        {"residual_encoder", &hparams.residual_encoder},
        {"residual_decoder", &hparams.residual_decoder},
        {"control_preprocessing_rnn_size", &hparams.control_preprocessing_rnn_size, 1, 65536},
        {"nade_num_hidden", &hparams.nade_num_hidden, 0, 65536},
    };
}

} // namespace

Result<VaeHParams> parseVaeHParams(std::string_view text, VaeHParams base)
{
    if (const auto read = readHParams(text, fieldsOf(base)); !read)
        return fail(read);
    return base;
}

std::string hparamsText(const VaeHParams& hparams)
{
    auto shown = hparams;
    auto fields = fieldsOf(shown);
    if (hparams.nade_num_hidden == 0)
        fields.pop_back();
    return writeHParams(fields);
}

} // namespace partita::models
