#pragma once

#include "engine/bundle/bundle.h"
#include "engine/models/checkpoint_contents.h"
#include "engine/models/event_rnn_config.h"
#include "engine/models/rnn_variables.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace partita::models {

/// What the tensors of a bundle are, found by names and shapes: checked here, then trusted.
struct Recognition {
    const EventRnnConfig* config = nullptr; ///< null: no row of the table fits
    HParams hparams;                        ///< the config's, with what the file says and the tensors show
    RnnSpec spec;
    std::map<std::string, bundle::Tensor> weights; ///< by canonical name; of a usable bundle exactly the spec's variables
    std::vector<std::string> unused;   ///< names in the file that are no weights: optimizer slots, counters, strangers
    std::vector<std::string> problems; ///< sentences; empty: the model can run
    std::vector<std::string> remarks;  ///< sentences: what was assumed because no tensor says it
    std::optional<std::int64_t> step;

    bool usable() const { return config && problems.empty(); }
};

/// Finds out which event RNN `bundle` holds. Layer sizes, attention and input size come from the tensors, never from the config.
/// Source:  Magenta's variable scopes of 2016–2025; see rnn_variables.h.
Recognition recognize(const bundle::Bundle& bundle);

/// Takes from `text`, hparams in any of their spellings, what tensors cannot show (attn_length), and holds the rest against
/// them. Errors: those of parseHParams; kMismatch.
Result<void> applyHParams(const std::string& text, Recognition& recognition);

} // namespace partita::models
