#pragma once

#include "engine/generate/latent_attributes.h"
#include "engine/study/clip_corpus.h"

namespace partita::study {

/// Learns a model's attribute vectors from the clips of a folder: mu of each, and what is measured of it.
/// Errors:  as forEachClip and generate::encode; kMismatch where the clips are too few or too alike for any vector.
/// Threads: the inference thread.      Source: the MusicVAE paper, section 5.5.
Result<generate::AttributeVectors> learnAttributes(const generate::LatentModel& model, const std::filesystem::path& folder, const ClipCorpusOptions& options,
                                                   const generate::Progress& progress = {}, std::stop_token stop = {});

} // namespace partita::study
