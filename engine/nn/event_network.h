#pragma once

#include "engine/models/event_network.h"
#include "engine/nn/event_rnn.h"

namespace partita::nn {

/// An EventRnn for generation, step by step: no dropout, no graph, working memory kept between steps. The weights are
/// copied into the order in which steps read them.
std::unique_ptr<models::EventNetwork> makeEventNetwork(const EventRnn& network);

} // namespace partita::nn
