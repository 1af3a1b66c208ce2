#include "engine/generate/request.h"

#include "engine/generate/primer.h"
#include "engine/music/trim.h"

#include <fmt/format.h>

namespace partita::generate {
namespace {

template <class Resolution>
void place(Request<Resolution>& request, const GeneratorOptions& options, double stepsPerSecond)
{
    if (options.inputSection)
        request.inputStart = Steps(quantizeToStep(options.inputSection->start.value, stepsPerSecond, 0.0));
    request.start = Steps(quantizeToStep(options.generateSection.start.value, stepsPerSecond, 0.0));
    request.end = Steps(quantizeToStep(options.generateSection.end.value, stepsPerSecond, 1.0));
}

} // namespace

Result<NoteSequence> primerOf(const NoteSequence& input, const GeneratorOptions& options)
{
    if (!options.inputSection)
        return input;
    auto trimmed = trim(input, options.inputSection->start, options.inputSection->end);
    if (!trimmed)
        return primerFault(trimmed.error());
    return std::move(*trimmed);
}

Result<void> checkBefore(const NoteSequence& primer, Seconds start, bool strictly)
{
    for (const auto& note : primer.notes)
        if (strictly ? note.endTime >= start : note.endTime > start)
            return fail(ErrorCode::kInvalidArgument, fmt::format("A note of the primer ends at {:.3f} seconds, and the new music is to begin at {:.3f}. Begin later, or shorten the primer.",
                                                                 note.endTime.value, start.value));
    return {};
}

Result<Request<NoteSequence::StepsPerQuarter>> readRequest(const Model& model, const NoteSequence& input, const GeneratorOptions& options)
{
    auto primer = primerOf(input, options);
    if (!primer)
        return fail(primer);
    if (auto checked = checkBefore(*primer, options.generateSection.start); !checked)
        return std::unexpected(checked.error());
    auto quantized = quantize(std::move(*primer), model.config->stepsPerQuarter);
    if (!quantized)
        return primerFault(quantized.error());
    Request<NoteSequence::StepsPerQuarter> request{.primer = std::move(*quantized), .qpm = primerQpm(input)};
    place(request, options, stepsPerQuarterToStepsPerSecond(model.config->stepsPerQuarter, request.qpm));
    return request;
}

Result<Request<NoteSequence::StepsPerSecond>> readAbsoluteRequest(const Model& model, const NoteSequence& input, const GeneratorOptions& options)
{
    auto primer = primerOf(input, options);
    if (!primer)
        return fail(primer);
    if (auto checked = checkBefore(*primer, options.generateSection.start); !checked)
        return std::unexpected(checked.error());
    auto quantized = quantizeAbsolute(std::move(*primer), model.config->stepsPerSecond);
    if (!quantized)
        return primerFault(quantized.error());
    Request<NoteSequence::StepsPerSecond> request{.primer = std::move(*quantized)};
    place(request, options, model.config->stepsPerSecond);
    return request;
}

Result<void> checkSection(Steps sequenceStart, Steps start, Steps end)
{
    if (start <= sequenceStart || end <= start || (end - sequenceStart).value > kMostEvents)
        return fail(ErrorCode::kInvalidArgument, fmt::format("From step {} to step {} there is nothing to generate, or too much. Ask for another section.", start.value, end.value));
    return {};
}

Result<ScoredEvents> search(const Model& model, ScoredEvents primer, std::int64_t events, const SearchOptions& options, const Draws& draws,
                            std::stop_token stop, Continuation& continuation, const ExtendControls& extendControls, const Inject& inject)
{
    if (events > kMostEvents)
        return fail(ErrorCode::kTooLarge, fmt::format("The section would take {} events, and {} are the most at once. Ask for a shorter one.", events, kMostEvents));
    const std::size_t primerEvents = primer.codes.size() / static_cast<std::size_t>(model.encoding->width());
    auto found = searchEvents(*model.network, *model.encoding, std::move(primer), static_cast<int>(events), options, draws, stop, extendControls, inject);
    if (found)
        continuation.searches.push_back({primerEvents, static_cast<int>(events), *found});
    return found;
}

} // namespace partita::generate
