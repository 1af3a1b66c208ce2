#pragma once

#include "engine/bundle/tensor.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace partita::bundle {

/// What a checkpoint file holds, whatever its format: tensors and a few words about them. It knows no model;
/// `models/` finds out which one it is.
struct Bundle {
    std::string format; ///< for people: "safetensors", "TensorFlow V2 checkpoint", …
    std::vector<Tensor> tensors; ///< sorted by name; names are unique
    std::map<std::string, std::string> metadata;
    std::string graph; ///< of a Magenta bundle: TensorFlow's graph as it lies there, for writing such a bundle again
    std::vector<std::filesystem::path> files; ///< what was read, in reading order; of an archive the archive

    const Tensor* find(std::string_view name) const;
    /// The metadata under `key`, or "".
    std::string about(const std::string& key) const;
    /// Keeps `tensors` sorted; replaces a tensor of the same name.
    void add(Tensor tensor);
};

} // namespace partita::bundle
