#pragma once

#include "engine/converters/converter.h"

#include <string>
#include <string_view>
#include <vector>

/// Examples of data converters as golden tables spell them.
namespace partita::study {

/// The columns that are not 0, row by row.
std::vector<std::vector<int>> activeColumns(std::span<const float> rows, int depth);

/// `length|i=…|o=…|c=…` with the parts that `parts` names. How a row is spelled hangs on the kind of converter: a class, a
/// class each of melody, bass and drums, bits, or strokes.
std::string exampleLine(const converters::LatentExample& example, const converters::ConverterSpec& spec,
                        const converters::ConverterShape& shape, std::string_view parts);

/// The same specification without a limit to the examples of a sequence.
converters::ConverterSpec withoutLimit(converters::ConverterSpec spec);

} // namespace partita::study
