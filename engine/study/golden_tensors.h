#pragma once

#include "engine/bundle/bundle.h"
#include "engine/training/tensors.h"

#include <filesystem>

/// The tensors in which golden values are kept.
namespace partita::study {

/// Any file or folder of tensors. Throws GoldenFileError.
bundle::Bundle openGolden(const std::filesystem::path& path);

training::Tensors byName(const bundle::Bundle& bundle);

} // namespace partita::study
