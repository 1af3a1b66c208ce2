#pragma once

#include <CLI/CLI.hpp>

#include <string>

/// Flags of Magenta's tools that have no work to do here. None is silently ignored.
namespace partita::cli {

/// What --master, --task and --num_ps_tasks come to.
inline constexpr const char* kNoParameterServers = "There are no parameter servers here. Processes that train together are told by RANK and WORLD_SIZE (docs/training-together.md).";

/// `flag` is taken, with or without a value; where it is given, `sentence` says what it comes to.
void acceptFlag(CLI::App& app, const std::string& flag, const std::string& sentence);
/// Where `flag` is given, the program ends with `sentence`, as for any wrong use.
void refuseFlag(CLI::App& app, const std::string& flag, const std::string& sentence);

} // namespace partita::cli
