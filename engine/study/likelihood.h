#pragma once

#include "engine/core/error.h"
#include "engine/datasets/music_options.h"
#include "engine/generate/model.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace partita::study {

/// How likely a model holds a sequence to be.
struct Likelihood {
    std::string subject;     ///< for sentences: "file", and which tune or record of it
    std::size_t number = 0;  ///< among what that gives, from 1
    std::size_t events = 0;  ///< that were scored: all but the first
    double logLikelihood = 0.0; ///< Σ log p of them, natural, at temperature 1
};

/// Who takes what is measured, in the music's order.
struct LikelihoodSink {
    std::function<void(const Likelihood&)> take;
    /// A file, tune or record that the model cannot read, and why.
    std::function<void(const std::filesystem::path&, const std::string& reason)> reject;
};

/// Scores music as it is given, of any length and in its own key, melody by melody (drum track by drum track, …), or
/// the records of SequenceExamples. Memory is flat.
/// Errors:  those of datasets::findSources, datasets::gather and datasets::RecordSet; kInvalidArgument where there is
///          nothing to score; kStopped.
/// Threads: the inference thread.
/// Source:  Magenta events_rnn_model.py (_batch_log_likelihood), *_model.py (*_log_likelihood).
Result<void> measureLikelihoods(const generate::Model& model, const std::vector<std::filesystem::path>& inputs, const datasets::MusicOptions& music, const LikelihoodSink& sink,
                                std::stop_token stop = {});

} // namespace partita::study
