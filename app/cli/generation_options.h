#pragma once

#include "engine/core/error.h"
#include "engine/generate/model.h"
#include "engine/generate/sampling.h"
#include "engine/models/event_rnn_config.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace partita::cli {

/// What every command that makes music with a model takes.
struct GenerationOptions {
    std::string checkpoint; ///< empty: the bundle's, the run's, else the first model at hand that fits
    std::string bundle;     ///< Magenta's word for a model in one file
    std::string runDir;     ///< Partita's or Magenta's
    std::string config;     ///< empty: what the checkpoint says
    std::string hparams;    ///< what the checkpoint does not show
    std::string outputDir;
    std::string device = "auto";
    int numOutputs = 4;
    std::uint64_t seed = 0; ///< drawn and shown where the user gives none
    generate::Sampling sampling;
    bool json = false;
};

void addGenerationOptions(CLI::App& app, GenerationOptions& options, int mostOutputs);

/// The checkpoint named, the run's, or the first model at hand that fits. Errors: kNotFound; kInvalidArgument for two.
Result<std::filesystem::path> checkpointOf(const GenerationOptions& options, std::optional<models::EventRnnFamily> family = {});

/// The model asked for, of the family that the command is for.
/// Errors: as models::openModelFile and neural::open; kMismatch where it is another model than asked for.
Result<generate::Model> openModel(const GenerationOptions& options, std::optional<models::EventRnnFamily> family = {});

/// Ctrl+C as a stop token; `check` is called where the work reports progress.
class Interruption {
public:
    Interruption();
    std::stop_token token() const { return m_source.get_token(); }
    void check();

private:
    std::stop_source m_source;
};

} // namespace partita::cli
