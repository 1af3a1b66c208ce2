#include "app/cli/magenta_tools.h"

#include <fmt/format.h>

namespace partita::cli {

const std::map<std::string, std::string> kEncoderConfigs{{"onehot", "basic_rnn"}, {"lookback", "lookback_rnn"}, {"key", "attention_rnn"}};

void addModelFlags(CLI::App& app, const MagentaTool& tool, ModelFlags& flags)
{
    flags.config = tool.config;
    auto* config = app.add_option("--config", flags.config, "Which model, a row of the table of models")->capture_default_str();
    if (!tool.family || *tool.family == models::EventRnnFamily::kMelody)
        app.add_option("--melody_encoder_decoder", flags.melodyEncoder, "In place of --config: onehot, lookback or key")->check(CLI::IsMember(kEncoderConfigs))->excludes(config);
}

Result<const models::EventRnnConfig*> configOf(const ModelFlags& flags, const MagentaTool& tool)
{
    const std::string id = flags.melodyEncoder.empty() ? flags.config : kEncoderConfigs.at(flags.melodyEncoder);
    if (id.empty())
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} needs --config: which model the examples are for.", tool.name));
    const auto config = models::findEventRnnConfig(id);
    if (config && tool.family && (*config)->family != *tool.family)
        return fail(ErrorCode::kMismatch, fmt::format("{} is a model of the family \"{}\"; {} is for \"{}\".", id, nameOf((*config)->family), tool.name, nameOf(*tool.family)));
    return config;
}

} // namespace partita::cli
