#pragma once

#include "engine/generate/fill.h"
#include "engine/generate/model.h"
#include "engine/generate/region_grid.h"
#include "engine/generate/surroundings.h"

#include <functional>
#include <vector>

/// Bars as the models of each family hear and write them; only write_bars.cpp and its sisters include this.
namespace partita::generate {

struct Passage {
    Gap gap;
    /// The new notes of a filling, within the bars.
    std::function<std::vector<project::Note>(const Filling& filling)> notes;
    int transposition = 0; ///< semitones up, from the song to the model's key and range
};

/// What the families have in common: notes that cross a bar line of the passage stay, and the network is led around them;
/// where nothing was heard before, it begins with a note. `around` outlives the passage.
/// Errors: kInvalidArgument, kUnsupported, kMismatch; sentences.
Result<Passage> melodyPassage(const Surroundings& around, const Model& model); ///< melodies, alone and over chords
Result<Passage> drumPassage(const Surroundings& around, const Model& model);
Result<Passage> polyphonyPassage(const Surroundings& around, const Model& model);
Result<Passage> pianorollPassage(const Surroundings& around, const Model& model);
Result<Passage> performancePassage(const Surroundings& around, const Model& model);

/// The grid of a model with steps of a quarter. Errors: kUnsupported where the song's ticks are too coarse for it.
Result<RegionGrid> gridOf(const Surroundings& around, const Model& model);

} // namespace partita::generate
