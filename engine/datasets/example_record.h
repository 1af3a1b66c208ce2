#pragma once

#include "engine/core/error.h"
#include "engine/core/file_io.h"
#include "engine/encoding/event_encoding.h"
#include "engine/models/event_rnn_config.h"

#include <span>

namespace partita::datasets {

/// An example as the record of Magenta's data sets.
/// A frame of a piano roll has all its keys in one label, key k as bit k; keys above 63 find no room there, so that
/// only the inputs hold the whole frame, which is what the network learns from.
Bytes toRecord(const encoding::Example& example, const models::EventRnnConfig& config);

/// The inverse, checked: an example that comes back is safe to train on.
/// Errors: kDamaged; kMismatch for one of another config. The message speaks of "the SequenceExample".
Result<encoding::Example> fromRecord(std::span<const std::uint8_t> record, const models::EventRnnConfig& config);

} // namespace partita::datasets
