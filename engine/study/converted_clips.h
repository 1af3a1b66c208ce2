#pragma once

#include "engine/bundle/bundle.h"
#include "engine/converters/converter.h"
#include "engine/music/note_sequence.h"
#include "engine/study/comparison.h"

#include <nlohmann/json.hpp>

namespace partita::study {

/// The clips of a MusicVAE case through the data converter of its config, there and back. `values`: the case's tensors.
/// Clips that say nothing about tensors compare nothing. Throws GoldenFileError.
void compareClips(Comparison& comparison, const nlohmann::json& golden, const bundle::Bundle& values);

/// What a config's converter writes of `samples` in `mode`. `times`: how far notes of grooves may lie apart; others not at all.
void compareBack(Comparison& comparison, std::string_view what, const converters::ConverterSpec& spec, converters::Mode mode, std::span<const float> samples,
                 std::span<const float> controls, const NoteSequence& expected, Quantity times);

/// The same music: notes by instrument, time and pitch, tempos and chord symbols. `times`: how far notes may lie apart.
void compareMusic(Comparison& comparison, std::string_view what, const NoteSequence& actual, const NoteSequence& expected, Quantity times);

} // namespace partita::study
