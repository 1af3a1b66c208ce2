#pragma once

#include "engine/converters/converter_spec.h"
#include "engine/core/error.h"
#include "engine/models/vae_hparams.h"
#include "engine/models/vae_spec.h"

#include <span>
#include <string_view>

namespace partita::models {

/// Semitones by which training moves a piece, drawn evenly, both ends included.
struct TransposeRange {
    int lowest = 0;
    int highest = 0;
    friend bool operator==(const TransposeRange&, const TransposeRange&) = default;
};

/// One row of the table of MusicVAE and GrooVAE configurations: all that distinguishes a model, as data.
/// Source:  Magenta configs.py (CONFIG_MAP), with its names and defaults; rows of our own say so in their description.
struct VaeConfig {
    std::string_view id;          ///< what --config takes
    std::string_view description; ///< one line, for people
    VaeHParams hparams;
    VaeSpec shape; ///< the architecture; its sizes are those of `hparams`: see vaeSpec
    converters::ConverterSpec converter;
    TransposeRange augment{};
    std::string_view tfdsName{}; ///< the TensorFlow data set that Magenta trains it on; empty: none
};

/// All rows, in the order in which people should meet them.
std::span<const VaeConfig> vaeConfigs();

/// By id, or by a name that README files, released files or Magenta before 2018 give the same row.
/// Errors: kNotFound; the sentence lists the known ids.
Result<const VaeConfig*> findVaeConfig(std::string_view name);

/// The architecture that `config` with `hparams` describes.
/// Errors: kInvalidArgument where max_seq_len is not what the segments of a hierarchical model add up to.
Result<VaeSpec> vaeSpec(const VaeConfig& config, const VaeHParams& hparams);

/// What a converter's music is, for sentences: "melodies", "drum patterns", "trios of melody, bass and drums", ….
std::string_view musicOf(const converters::ConverterSpec& converter);

} // namespace partita::models
