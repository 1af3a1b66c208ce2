#pragma once

#include "engine/core/error.h"

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace partita::models {

/// A hyperparameter by its published name, where its value lies, and what it may be. Bounds keep a mistyped or hostile
/// value from asking for terabytes.
struct HParamField {
    std::string_view name;
    std::variant<int*, double*, bool*, std::vector<int>*, std::string*> value;
    double least = 0; ///< of numbers, and of each in a list
    double most = 1;
    std::vector<std::string_view> words{}; ///< of a text: the words it may be
};

/// Sets the fields that `text` names, in either form that Magenta's tutorials print; see parseHParams.
/// Also `name[index]=value` for one number of a list.      Errors: kInvalidArgument.
Result<void> readHParams(std::string_view text, std::span<const HParamField> fields);

/// As JSON, in the order of the fields.
std::string writeHParams(std::span<const HParamField> fields);

} // namespace partita::models
