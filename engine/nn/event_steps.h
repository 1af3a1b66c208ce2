#pragma once

#include "engine/models/event_network.h"
#include "engine/nn/event_rnn.h"

#include <memory>

/// An event RNN step by step. `joint` is what its NADE says, where it has one.
namespace partita::nn {

/// On the processor: weights are read once a step for the whole batch, by a team that meets after each layer. They may lie
/// in a mapped file, which they keep alive.
std::unique_ptr<models::EventNetwork> stepOnProcessor(const models::RnnSpec& spec, EventRnnWeights weights, std::unique_ptr<models::JointDistribution> joint);

/// On any device, by LibTorch's operations.
std::unique_ptr<models::EventNetwork> stepByTorch(const EventRnn& network, std::unique_ptr<models::JointDistribution> joint);

} // namespace partita::nn
