#pragma once

#include "engine/converters/js_converter.h"
#include "engine/study/comparison.h"

#include <nlohmann/json.hpp>

/// magenta-js's data converters and sequences in golden cases.
namespace partita::study {

/// `{"type": "MelodyConverter", "args": {…}}`, as config.json of a checkpoint has it too. Throws GoldenFileError.
converters::JsConverterSpec jsConverterSpec(const nlohmann::json& converter);

/// A tensor given as `rows`, `onesPerRow` or `labels` (−1 for a row of zeros) with its width. Throws GoldenFileError.
converters::JsTensor jsTensor(const nlohmann::json& golden, int depth);

/// Notes in list order with times and steps, tempos, meters, lengths, grid, annotations: all that magenta-js writes.
nlohmann::json sequenceFields(const NoteSequence& sequence);

/// Whether `outcome` failed as `error` says: with note_seq's class of that name, or with any where magenta-js throws a bare Error.
template <class T>
void compareError(Comparison& comparison, const Outcome<T>& outcome, const nlohmann::json& error)
{
    std::string expected = error.at("type").get<std::string>();
    if (expected == "Error")
        return comparison.holds("error", !outcome, "magenta-js refuses this");
    if (const auto end = expected.rfind("Exception"); end != std::string::npos)
        expected.replace(end, std::string::npos, "Error");
    comparison.equal("error", outcome ? std::string("none") : std::string(faultName(outcome.error())), expected);
}

} // namespace partita::study
