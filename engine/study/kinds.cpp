#include "engine/study/kinds.h"

namespace partita::study {
namespace {

constexpr Kind kKinds[] = {
    {"midi_events", "raw.tsv", "", checkMidiEvents},
    {"midi_events", "raw_lines.jsonl.gz", "", checkMidiEventLines},
    {"note_sequence", "digest.tsv", "", checkDigests},
    {"note_sequence", "notesequences.jsonl", "", checkNoteSequences},
    {"note_sequence", "notesequences.jsonl.gz", "", checkNoteSequences},
    {"quantized", "quantized.tsv", "", checkQuantized},
    {"extraction", "extract.tsv", "", checkExtracted},
    {"extraction", "event_lists.jsonl.gz", "", checkExtractedLines},
    {"extraction", "lead_sheets.jsonl.gz", "", checkExtractedLines},
    {"midi_writing", "midi_out.json.gz", "", checkWrittenMidi},
    {"abc", "tunes.json", "", checkAbcTunes},
    {"sequence_operation", "operations.json.gz", "", checkSequenceOperations},
    {"chord_symbol", "chord_symbols.json", "", checkChordSymbols},
    {"chord_inference", "inferred.jsonl", "", checkInferredChords},
    {"conversion", "convert.tsv", "", checkConvertedFiles},
    {"conversion", "tensors.jsonl.gz", "", checkConvertedLines},
    {"key_signature", "key_signatures.json", "", checkKeySignatures},
    {"js_conversion", "converters.json", "", checkJsConverters},
    {"js_sequence_operation", "sequence_ops.json", "", checkJsSequences},
    {"js_midi", "midi.json", "", checkJsMidi},
    {"js_midi", "notesequence_to_midi.json", "", checkJsMidi},
    {"js_step", "quantize_to_step.json", "", checkJsSteps},
    {"js_quantized", "quantize.json", "", checkJsQuantized},
    {"js_counter", "binary_counter.json", "", checkJsCounters},
    {"js_progression", "chord_progressions.json", "", checkJsProgressions},
    {"js_chord", "chords.json", "", checkJsChords},
    {"js_performance", "performance.json", "", checkJsPerformances},
    {"vae_converter", "case.json", "converter", checkConverter},
    {"magenta_js", "golden.json", "", checkMagentaJs},
    {"vae_model", "case.json", "model", checkVaeModel},
    {"trained_vae", "case.json", "trained_model", checkTrainedVae},
    {"rnn_graph", "case.json", "graph", checkRnnGraph},
    {"rnn_generation", "case.json", "generation", checkRnnGeneration},
    {"data_set", "case.json", "dataset", checkDataSet},
    {"data_set_input", "case.json", "dataset input", checkDataSetInput},
    {"checkpoint", "case.json", "checkpoint", checkCheckpoint},
    {"checkpoint_folder", "case.json", "checkpoint folder", checkCheckpointFolder},
    {"magenta_bundle", "case.json", "bundle", checkMagentaBundle},
    {"vae_training", "case.json", "train", checkVaeTraining},
    {"vae_scheduled_sampling", "case.json", "scheduled_sampling", checkVaeTraining},
};

} // namespace

std::span<const Kind> kinds()
{
    return kKinds;
}

} // namespace partita::study
