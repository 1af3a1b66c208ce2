#include "engine/generate/sequence_generator.h"

#include "engine/encoding/melody_codes.h"
#include "engine/events/extract_melodies.h"
#include "engine/generate/primer.h"
#include "engine/music/quantize.h"
#include "engine/music/trim.h"

#include <fmt/format.h>

#include <algorithm>

namespace partita::generate {
namespace {

constexpr std::int64_t kMostEvents = 1 << 20;

std::unexpected<Error> invalid(std::string message)
{
    return fail(ErrorCode::kInvalidArgument, std::move(message));
}

/// A request on the model's grid.
struct Request {
    QuantizedSequence primer;
    double qpm = 0.0;
    Steps inputStart; ///< where the primer begins
    Steps start;      ///< the first step to generate
    Steps end;
};

Result<Request> readRequest(const Model& model, const NoteSequence& input, const GeneratorOptions& options)
{
    const double qpm = primerQpm(input);
    const double stepsPerSecond = stepsPerQuarterToStepsPerSecond(model.config->stepsPerQuarter, qpm);
    NoteSequence primer = input;
    Steps inputStart;
    if (options.inputSection) {
        auto trimmed = trim(input, options.inputSection->start, options.inputSection->end);
        if (!trimmed)
            return std::unexpected(toError(trimmed.error(), "The primer"));
        primer = std::move(*trimmed);
        inputStart = Steps(quantizeToStep(options.inputSection->start.value, stepsPerSecond, 0.0));
    }
    for (const auto& note : primer.notes)
        if (note.endTime > options.generateSection.start)
            return invalid(fmt::format("A note of the primer ends after {:.3f} seconds, where the new music is to begin. Begin later, or shorten the primer.", options.generateSection.start.value));
    auto quantized = quantize(std::move(primer), model.config->stepsPerQuarter);
    if (!quantized)
        return std::unexpected(toError(quantized.error(), "The primer"));
    Request request{std::move(*quantized), qpm, inputStart};
    // A start on an exact step moves to the next, an end stays where it is.
    request.start = Steps(quantizeToStep(options.generateSection.start.value, stepsPerSecond, 0.0));
    request.end = Steps(quantizeToStep(options.generateSection.end.value, stepsPerSecond, 1.0));
    return request;
}

Result<Melody> primerMelody(const Request& request)
{
    auto extracted = extractMelodies(request.primer, MelodyExtraction::primer(request.inputStart));
    if (!extracted)
        return std::unexpected(toError(extracted.error(), "The primer"));
    if (extracted->melodies.size() > 1)
        return invalid(fmt::format("The primer holds {} melodies, and the model continues one. Keep one instrument in it.", extracted->melodies.size()));
    if (!extracted->melodies.empty())
        return std::move(extracted->melodies.front());
    const auto stepsPerBar = wholeStepsPerBar(request.primer);
    if (!stepsPerBar)
        return std::unexpected(toError(stepsPerBar.error(), "The primer"));
    return Melody({.start = std::max(Steps(0), request.start - Steps(1)), .stepsPerBar = *stepsPerBar, .stepsPerQuarter = request.primer.resolution()});
}

Result<Continuation> continueMelody(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop)
{
    const auto request = readRequest(model, input, options);
    if (!request)
        return fail(request);
    auto melody = primerMelody(*request);
    if (!melody)
        return fail(melody);
    const std::int64_t before = (request->start - melody->startStep()).value;
    const std::int64_t total = (request->end - melody->startStep()).value;
    if (before < 1 || total <= before || total > kMostEvents)
        return invalid(fmt::format("From step {} to step {} there is nothing to generate, or too much. Ask for a later end.", request->start.value, request->end.value));
    melody->setLength(static_cast<std::size_t>(before));

    const encoding::PitchRange range{model.config->minNote, model.config->maxNote};
    Melody squashed = *melody;
    const int moved = squashed.squash(range.low, range.high, model.config->transposeToKey);
    auto codes = encoding::melodyCodes(squashed.events(), range);
    if (!codes)
        return std::unexpected(toError(codes.error(), "The primer"));
    auto found = searchEvents(*model.network, *model.encoding, {.codes = std::move(*codes)}, static_cast<int>(total - before), options.search, draws, stop);
    if (!found)
        return fail(found);

    const auto events = encoding::melodyEvents(found->codes, range);
    auto result = Melody::fromEvents(events, melody->grid());
    if (!result)
        return std::unexpected(toError(result.error(), "The new melody"));
    result->transpose(-moved);
    Continuation continuation{.sequence = result->toNoteSequence({.qpm = request->qpm})};
    continuation.searches.push_back({static_cast<std::size_t>(before), static_cast<int>(total - before), std::move(*found)});
    return continuation;
}

} // namespace

Result<Continuation> continueSequence(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop)
{
    switch (model.config->family) {
    case models::EventRnnFamily::kMelody: return continueMelody(model, input, options, draws, stop);
    default: return fail(ErrorCode::kUnsupported, fmt::format("{} is a model of {}, which cannot continue a melody. Choose a melody model such as basic_rnn.", model.config->id, models::nameOf(model.config->family)));
    }
}

} // namespace partita::generate
