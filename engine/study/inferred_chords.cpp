// Chords and keys found in files of music.
#include "engine/music/chord_inference.h"
#include "engine/music/quantize.h"
#include "engine/music/split.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_text.h"
#include "engine/study/source_music.h"

#include <fmt/format.h>

namespace partita::study {
namespace {

using nlohmann::json;

/// Where ties decide in the original, only the likelihood of the path is compared: every best path has it.
void compareInferred(Comparison& comparison, const QuantizedSequence& piece, const json& golden)
{
    const auto found = inferChords(piece, {.addKeySignatures = true});
    if (golden.contains("error") || !found) {
        comparison.equal("error", found ? std::string() : std::string(faultName(found.error())), golden.value("error", std::string()));
        return;
    }
    comparison.equal("frames", found->frames, golden.at("frames").get<int>());
    comparison.near("path log-likelihood", Quantity::kChordPath, found->logLikelihood, golden.at("path_log_likelihood").get<double>());
    if (golden.at("chords_stable").get<bool>()) {
        json chords = json::array();
        for (const auto& annotation : found->sequence.textAnnotations)
            chords.push_back({annotation.quantizedStep.value, timeText(annotation.time.value), annotation.text});
        comparison.equal("chords", chords, golden.at("chords"));
    }
    if (golden.at("keys_stable").get<bool>()) {
        json keys = json::array();
        for (const auto& signature : found->sequence.keySignatures)
            keys.push_back({timeText(signature.time.value), signature.key, static_cast<int>(signature.mode)});
        comparison.equal("keys", keys, golden.at("keys"));
    }
}

void compareDense(Comparison& comparison, const QuantizedSequence& piece, const json& golden)
{
    const auto dense = inferDenseChords(*piece);
    if (!dense) {
        comparison.fails(faultName(dense.error()));
        return;
    }
    std::string lines;
    json first = json::array();
    for (const auto& annotation : dense->textAnnotations) {
        lines += fmt::format("{} {} {}\n", annotation.quantizedStep.value, timeText(annotation.time.value), annotation.text);
        if (first.size() < golden.at("first_60").size())
            first.push_back({annotation.quantizedStep.value, timeText(annotation.time.value), annotation.text});
    }
    comparison.equal("number of dense chords", dense->textAnnotations.size(), golden.at("n").get<std::size_t>());
    comparison.equal("first dense chords", first, golden.at("first_60"));
    comparison.equal("dense chords", hashOf(lines), golden.at("sha256").get<std::string>());
}

} // namespace

void checkInferredChords(const std::filesystem::path& file, Examiner& examiner)
{
    for (const auto& row : readJsonLines(file))
        examiner.examine(row.value("path", ""), [&](Comparison& comparison) {
            const auto sequence = readSourceMusic(examiner.music(row.at("path")));
            if (!sequence)
                throw GoldenFileError(sequence.error().message);
            const auto pieces = splitOnTimeChanges(*sequence);
            for (const auto& golden : row.at("pieces")) {
                const auto index = golden.at("piece").get<std::size_t>();
                if (!pieces || index >= pieces->size())
                    throw GoldenFileError("the file has no such piece");
                const auto quantized = quantize((*pieces)[index]);
                if (!golden.contains("dense")) // too long for whoever made the table
                    comparison.holds("piece", true, "");
                else if (!quantized)
                    comparison.fails(faultName(quantized.error()));
                else {
                    compareInferred(comparison, *quantized, golden);
                    compareDense(comparison, *quantized, golden.at("dense"));
                }
            }
        });
}

} // namespace partita::study
