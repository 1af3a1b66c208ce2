#pragma once

#include "engine/generate/sequence_generator.h"
#include "engine/music/fault.h"
#include "engine/music/quantize.h"

/// What the generators of all families share; no one else includes it.
namespace partita::generate {

/// Events of one request are bounded: a section is given in seconds, and a mistyped one must not run for days.
inline constexpr std::int64_t kMostEvents = 1 << 18;

/// A request on a model's grid. Resolution is NoteSequence::StepsPerQuarter or StepsPerSecond.
template <class Resolution>
struct Request {
    Quantized<Resolution> primer;
    double qpm = kDefaultQuartersPerMinute;
    Steps inputStart; ///< where the primer begins
    Steps start;      ///< the first step to generate
    Steps end;
};

/// "The primer …" for a fault.
inline std::unexpected<Error> primerFault(Fault fault)
{
    return std::unexpected(toError(fault, "The primer"));
}

/// The part of the input that is the primer: the input section's, else all.
Result<NoteSequence> primerOf(const NoteSequence& input, const GeneratorOptions& options);

/// Errors: kInvalidArgument where a note of the primer ends after the section's start, or (`strictly`) at it.
Result<void> checkBefore(const NoteSequence& primer, Seconds start, bool strictly = false);

/// Checks, quantises and places a request. A start on an exact step moves to the next one, an end stays where it is.
Result<Request<NoteSequence::StepsPerQuarter>> readRequest(const Model& model, const NoteSequence& input, const GeneratorOptions& options);
Result<Request<NoteSequence::StepsPerSecond>> readAbsoluteRequest(const Model& model, const NoteSequence& input, const GeneratorOptions& options);

/// `step` as the first and `end` as the last step of what is generated, from where `sequenceStart` is.
/// Errors: kInvalidArgument where that is nothing or too much.
Result<void> checkSection(Steps sequenceStart, Steps start, Steps end);

/// Runs the search and notes it in `continuation`.
Result<ScoredEvents> search(const Model& model, ScoredEvents primer, std::int64_t events, const SearchOptions& options, const Draws& draws,
                            std::stop_token stop, Continuation& continuation, const ExtendControls& extendControls = {}, const Inject& inject = {});

Result<Continuation> continueMelody(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop);
Result<Continuation> continueDrums(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop);
Result<Continuation> continueImprov(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop);
Result<Continuation> continuePolyphony(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop);
Result<Continuation> continuePianoroll(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop);
Result<Continuation> continuePerformance(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop);

} // namespace partita::generate
