#pragma once

#include "engine/core/error.h"
#include "engine/generate/latent_attributes.h"
#include "engine/generate/latent_music.h"
#include "engine/study/ngram.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

/// The experiments of the MusicVAE paper, on any model and any music.
/// Threads: the inference thread.      Errors (all): kStopped; those of generate::encode and decode.
namespace partita::study {

using converters::LatentExample;

/// A mean and its 95 % interval, by 1000 resamplings.
struct Mean {
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
};

/// One row of the paper's Table 1: shares of steps repeated, sampled at temperature 1, the mean over clips.
struct ReconstructionRow {
    std::string stream;
    Mean teacherForced; ///< each step is told the true one before it
    Mean sampled;       ///< each step hears what was sampled before it
    Mean likeliest;     ///< as `sampled`, but at temperature 0
};

/// What the numbers say of posterior collapse.
struct CollapseSign {
    enum class Kind {
        kNone,
        kSilentPosterior, ///< z says nothing: KL near 0
        kOwnSteps,        ///< the decoder follows its own steps instead of z: sampling falls more than 0.25 behind teacher forcing
    };
    Kind kind = Kind::kNone;
    std::string stream; ///< kOwnSteps: the first that does
    double gap = 0.0;   ///< kOwnSteps: how far it falls behind, 0–1
};

struct ReconstructionStudy {
    std::string model;
    std::string config;
    std::size_t clips = 0;
    double klBits = 0.0; ///< mean KL divergence from the prior, in bits
    std::vector<ReconstructionRow> drawn; ///< z = mu + sigma · N(0, I)
    std::vector<ReconstructionRow> mean;  ///< z = mu
    CollapseSign collapse;
};

/// The sign of posterior collapse in a sentence.
std::string verdictOf(const ReconstructionStudy& study);

/// Source: the MusicVAE paper, section 5.2 (Table 1).
Result<ReconstructionStudy> studyReconstruction(const generate::LatentModel& model, std::span<const LatentExample> clips, std::uint64_t seed,
                                                const generate::Progress& progress = {}, std::stop_token stop = {});

/// Means over pairs of clips (A, B) at a point between them; α 0 is A.
struct InterpolationPoint {
    double alpha = 0.0;
    double hamming = 0.0;     ///< share of steps that differ from A
    double cost = 0.0;        ///< of the 5-gram, over the mean of the two ends' costs
    double dataHamming = 0.0; ///< the same of a baseline: each step B's with probability α, else A's
    double dataCost = 0.0;
};

struct InterpolationStudy {
    std::string model;
    std::string config;
    std::size_t pairs = 0;
    std::size_t trainedOn = 0; ///< clips of the 5-gram
    std::vector<InterpolationPoint> points;
};

/// Nine points between the first half of `clips` and the second, and a 5-gram of `language`. Of models with several
/// streams the first is compared.
/// Errors:  also kMismatch for fewer than two clips, or none to learn the language from.
/// Source:  the MusicVAE paper, section 5.4 (figure 3): slerp, temperature 0.5.
Result<InterpolationStudy> studyInterpolation(const generate::LatentModel& model, std::span<const LatentExample> clips, std::span<const LatentExample> language,
                                              std::uint64_t seed, const generate::Progress& progress = {}, std::stop_token stop = {});

/// By how many per cent an attribute changes, the mean over samples.
struct AttributeChange {
    double percent = 0.0;
    std::size_t samples = 0; ///< those whose attribute is above 0 before and defined after; the others have no percentage
};

struct AttributeStudy {
    std::string model;
    std::string config;
    std::size_t samples = 0;
    /// Of each vector that was learnt: the change of each attribute where it is added, and where it is subtracted.
    struct Row {
        generate::Attribute vector;
        std::array<AttributeChange, generate::kAttributes.size()> added, subtracted;
    };
    std::vector<Row> rows;
};

/// Source: the MusicVAE paper, section 5.5 (figure 4): z from the prior, z + v and z − v.
Result<AttributeStudy> studyAttributes(const generate::LatentModel& model, const generate::AttributeVectors& vectors, int samples, const generate::DecodeOptions& options);

nlohmann::json toJson(const ReconstructionStudy& study);
nlohmann::json toJson(const InterpolationStudy& study);
nlohmann::json toJson(const AttributeStudy& study);

/// The tokens of the first stream, one a step.
std::vector<NGram::Token> tokensOf(const generate::LatentModel& model, std::span<const float> samples);

/// Share of places that differ; those that only one has do.
double hamming(std::span<const NGram::Token> a, std::span<const NGram::Token> b);

} // namespace partita::study
