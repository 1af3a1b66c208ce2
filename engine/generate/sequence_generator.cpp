#include "engine/generate/sequence_generator.h"

#include "engine/generate/request.h"

#include <fmt/format.h>

namespace partita::generate {

Result<Continuation> continueSequence(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop)
{
    using enum models::EventRnnFamily;
    switch (model.config->family) {
    case kMelody: return continueMelody(model, input, options, draws, stop);
    case kDrums: return continueDrums(model, input, options, draws, stop);
    case kImprov: return continueImprov(model, input, options, draws, stop);
    case kPolyphony: return continuePolyphony(model, input, options, draws, stop);
    case kPerformance: return continuePerformance(model, input, options, draws, stop);
    case kPianoroll: return continuePianoroll(model, input, options, draws, stop);
    }
    return fail(ErrorCode::kUnsupported, fmt::format("{} is of no family that can continue music.", model.config->id));
}

} // namespace partita::generate
