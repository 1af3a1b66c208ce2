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
    case kPianoroll: break;
    }
    return fail(ErrorCode::kUnsupported, fmt::format("{} is a piano-roll model, which Magenta itself cannot generate with. Choose a polyphony or performance model.", model.config->id));
}

} // namespace partita::generate
