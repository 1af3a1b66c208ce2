#pragma once

#include "engine/core/error.h"
#include "engine/generate/model.h"
#include "engine/generate/sampling.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <stop_token>
#include <string>

namespace partita::cli {

/// What every command that makes music with a model takes.
struct GenerationOptions {
    std::string checkpoint; ///< empty: the first model that ships
    std::string outputDir;
    std::string device = "auto";
    int numOutputs = 4;
    std::uint64_t seed = 0; ///< drawn and shown where the user gives none
    generate::Sampling sampling;
    bool json = false;
};

void addGenerationOptions(CLI::App& app, GenerationOptions& options);

/// Errors: as models::openModelFile and neural::open.
Result<generate::Model> openModel(const GenerationOptions& options);

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
