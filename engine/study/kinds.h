#pragma once

#include "engine/study/examiner.h"

#include <filesystem>
#include <span>
#include <string_view>

namespace partita::study {

/// A kind of golden case: how its file or folder is told from others, and what computes it. The computing is done by
/// the folders of the engine that users' commands call; here values are only read, spelled and compared.
struct Kind {
    std::string_view name;
    std::string_view file; ///< the name of its file
    std::string_view says; ///< what the file's "kind" has to say where the name alone does not tell; empty: it does
    void (*run)(const std::filesystem::path& file, Examiner& examiner);
};

std::span<const Kind> kinds();

// One function a kind; `file` is the file by which it was recognised.
void checkMidiEvents(const std::filesystem::path& file, Examiner& examiner);     // raw.tsv
void checkMidiEventLines(const std::filesystem::path& file, Examiner& examiner); // raw_lines.jsonl.gz
void checkDigests(const std::filesystem::path& file, Examiner& examiner);        // digest.tsv
void checkNoteSequences(const std::filesystem::path& file, Examiner& examiner);  // notesequences.jsonl
void checkQuantized(const std::filesystem::path& file, Examiner& examiner);      // quantized.tsv
void checkExtracted(const std::filesystem::path& file, Examiner& examiner);      // extract.tsv
void checkExtractedLines(const std::filesystem::path& file, Examiner& examiner); // event_lists.jsonl.gz, lead_sheets.jsonl.gz
void checkWrittenMidi(const std::filesystem::path& file, Examiner& examiner);    // midi_out.json.gz
void checkAbcTunes(const std::filesystem::path& file, Examiner& examiner);       // tunes.json
void checkSequenceOperations(const std::filesystem::path& file, Examiner& examiner);  // operations.json.gz
void checkChordSymbols(const std::filesystem::path& file, Examiner& examiner);   // chord_symbols.json
void checkInferredChords(const std::filesystem::path& file, Examiner& examiner); // inferred.jsonl
void checkConvertedFiles(const std::filesystem::path& file, Examiner& examiner); // convert.tsv
void checkConvertedLines(const std::filesystem::path& file, Examiner& examiner); // tensors.jsonl.gz
void checkKeySignatures(const std::filesystem::path& file, Examiner& examiner);  // key_signatures.json
void checkJsConverters(const std::filesystem::path& file, Examiner& examiner);   // converters.json
void checkJsSequences(const std::filesystem::path& file, Examiner& examiner);    // sequence_ops.json
void checkJsMidi(const std::filesystem::path& file, Examiner& examiner);         // midi.json, notesequence_to_midi.json
void checkJsSteps(const std::filesystem::path& file, Examiner& examiner);        // quantize_to_step.json
void checkJsQuantized(const std::filesystem::path& file, Examiner& examiner);    // quantize.json
void checkJsCounters(const std::filesystem::path& file, Examiner& examiner);     // binary_counter.json
void checkJsProgressions(const std::filesystem::path& file, Examiner& examiner); // chord_progressions.json
void checkJsChords(const std::filesystem::path& file, Examiner& examiner);       // chords.json
void checkJsPerformances(const std::filesystem::path& file, Examiner& examiner); // performance.json
void checkConverter(const std::filesystem::path& file, Examiner& examiner);      // case.json, all below too
void checkRnnGraph(const std::filesystem::path& file, Examiner& examiner);
void checkRnnGeneration(const std::filesystem::path& file, Examiner& examiner);
void checkDataSet(const std::filesystem::path& file, Examiner& examiner);
void checkDataSetInput(const std::filesystem::path& file, Examiner& examiner);
void checkCheckpoint(const std::filesystem::path& file, Examiner& examiner);
void checkCheckpointFolder(const std::filesystem::path& file, Examiner& examiner);
void checkMagentaJs(const std::filesystem::path& file, Examiner& examiner); // golden.json
void checkVaeModel(const std::filesystem::path& file, Examiner& examiner);
void checkTrainedVae(const std::filesystem::path& file, Examiner& examiner);
void checkVaeTraining(const std::filesystem::path& file, Examiner& examiner);
void checkMagentaBundle(const std::filesystem::path& file, Examiner& examiner);

} // namespace partita::study
