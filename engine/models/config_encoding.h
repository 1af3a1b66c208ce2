#pragma once

#include "engine/encoding/event_encoding.h"
#include "engine/models/event_rnn_config.h"

#include <memory>

namespace partita::models {

/// The encoding of a config's row: its events as codes, codes as inputs and labels. Controls (chords, density, pitch
/// histogram) are not part of it; they go before its inputs as `encoding::Controls`.
/// Errors: kUnsupported for families whose events are no codes.
Result<std::unique_ptr<encoding::EventEncoding>> makeEncoding(const EventRnnConfig& config);

} // namespace partita::models
