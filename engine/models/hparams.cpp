#include "engine/models/hparams.h"

#include "engine/models/hparams_text.h"

namespace partita::models {
namespace {

std::vector<HParamField> fieldsOf(HParams& hparams)
{
    return {
        {"batch_size", &hparams.batch_size, 1, 65536},
        {"rnn_layer_sizes", &hparams.rnn_layer_sizes, 1, 65536},
        {"dropout_keep_prob", &hparams.dropout_keep_prob, 1e-6, 1},
        {"attn_length", &hparams.attn_length, 0, 65536},
        {"clip_norm", &hparams.clip_norm, 1e-12, 1e12},
        {"learning_rate", &hparams.learning_rate, 0, 1e6},
        {"residual_connections", &hparams.residual_connections},
        {"use_cudnn", &hparams.use_cudnn},
        {"nade_hidden_units", &hparams.nade_hidden_units, 0, 65536},
    };
}

} // namespace

Result<HParams> parseHParams(std::string_view text, HParams base)
{
    if (const auto read = readHParams(text, fieldsOf(base)); !read)
        return fail(read);
    return base;
}

std::string hparamsText(const HParams& hparams)
{
    auto shown = hparams;
    auto fields = fieldsOf(shown);
    if (hparams.nade_hidden_units == 0)
        fields.pop_back();
    return writeHParams(fields);
}

} // namespace partita::models
