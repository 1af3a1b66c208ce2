#pragma once

#include "engine/bundle/bundle.h"
#include "engine/models/rnn_variables.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace partita::models {

/// Keys of a bundle's metadata that mean something here.
namespace metadata {
inline constexpr const char* kConfig = "config";         ///< id of a row of the table
inline constexpr const char* kHParams = "hparams";       ///< text for parseHParams
inline constexpr const char* kStep = "step";             ///< training steps, decimal
inline constexpr const char* kMetrics = "metrics";       ///< JSON object of numbers
inline constexpr const char* kLicence = "licence";       ///< of the weights, for people
inline constexpr const char* kData = "data";             ///< what it was trained on, for people
inline constexpr const char* kDescription = "description"; ///< one line, for people
inline constexpr const char* kInputWidth = "input_width"; ///< of a stored graph's inputs: 1 betrays an index
inline constexpr const char* kStateWidths = "state_widths"; ///< of a stored graph's states, "24,24,20,20"
}

using Weights = std::map<std::string, bundle::Tensor>; ///< by canonical name

// Limits of what a checkpoint may ask for.
inline constexpr std::int64_t kMostUnits = 65536;
inline constexpr std::int64_t kMostInputs = 1 << 20;
inline constexpr std::size_t kMostLayers = 64;

/// A checkpoint's tensors by what their names say they are for.
struct CheckpointContents {
    Weights weights;
    std::vector<std::string> unused;   ///< names that are no weights: optimizer slots, counters, cuDNN's opaque kernels
    std::vector<std::string> problems; ///< sentences: two spellings of one weight
    std::optional<std::int64_t> step;  ///< training steps
    bool cudnn = false;                ///< written by the cuDNN variant of an event RNN, whose biases hold the forget bias
};

CheckpointContents readContents(const bundle::Bundle& bundle);

/// A tensor as a matrix, where it is one of sensible size.
struct Matrix {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
};
std::optional<Matrix> matrix(const Weights& weights, const std::string& name);

/// Keeps of `weights` exactly `variables`: what is missing or has another shape goes to `problems`, the others to `unused`.
void keepVariables(const std::vector<Variable>& variables, Weights& weights, std::vector<std::string>& unused, std::vector<std::string>& problems);

/// The name of the first weight with a value that is not a finite number; reads them all.
std::optional<std::string> firstNotFinite(const Weights& weights);

} // namespace partita::models
