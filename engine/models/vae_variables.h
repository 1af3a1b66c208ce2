#pragma once

#include "engine/models/rnn_variables.h"
#include "engine/models/vae_spec.h"

#include <vector>

namespace partita::models {

/// The variables of a MusicVAE, named and shaped as Magenta's TensorFlow graphs have them
/// (`encoder/cell_0/bidirectional_rnn/fw/multi_rnn_cell/cell_0/lstm_cell/kernel`, …). What recognises a checkpoint, runs
/// it and writes it goes by this one list; its order is the order of nn::assignRoles:
///   encoder: for each level, layer and direction (forward first) kernel and bias; then mu, then sigma;
///   control preprocessing, where there is one: as an encoder level;
///   conductor, where there is one: for each level initial_state, then its cells;
///   for each core decoder: z_to_initial_state, cells, output_projection, NADE's two.
/// A cell is an optional input projection (kernel, bias), then kernel and bias.
/// Source:  Magenta lstm_models.py, lstm_utils.py (scopes); magenta-js, which looks them up by these names.
std::vector<Variable> vaeVariables(const VaeSpec& spec);

/// Whether layer `i` of a residual stack has an input projection.
bool hasInputProjection(const std::vector<int>& sizes, std::size_t i, bool residual);

/// Floats that the conductor of `level` reads a step: one constant zero, or what it reads back.
int conductorInput(const VaeSpec& spec, std::size_t level);

} // namespace partita::models
