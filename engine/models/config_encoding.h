#pragma once

#include "engine/encoding/chord_codes.h"
#include "engine/encoding/drum_codes.h"
#include "engine/encoding/event_encoding.h"
#include "engine/models/event_rnn_config.h"

#include <memory>

namespace partita::models {

/// The encoding of a config's row: its events as codes, codes as inputs and labels. Controls (chords, density, pitch
/// histogram) are not part of it; they go before its inputs as `encoding::Controls`.
/// A piano roll's codes are its keys, 0 or 1. Errors: kUnsupported for a kind that is not known.
Result<std::unique_ptr<encoding::EventEncoding>> makeEncoding(const EventRnnConfig& config);

/// Which drums a drums config can tell apart.
const encoding::DrumClasses& drumClasses(const EventRnnConfig& config);
/// How an improv config hears chords.
encoding::ChordKind chordKind(const EventRnnConfig& config);

} // namespace partita::models
