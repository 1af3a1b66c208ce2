#include "engine/encoding/drum_codes.h"
#include "engine/events/drum_track.h"
#include "engine/generate/request.h"
#include "engine/models/config_encoding.h"

#include <algorithm>

/// Drums: every note of the primer counts as one.
/// Source: Magenta drums_rnn_sequence_generator.py.
namespace partita::generate {
namespace {

Result<DrumTrack> drumsOf(const Request<NoteSequence::StepsPerQuarter>& request)
{
    auto extracted = extractDrumTracks(request.primer, DrumExtraction::primer(request.inputStart));
    if (!extracted)
        return primerFault(extracted.error());
    if (!extracted->tracks.empty())
        return std::move(extracted->tracks.front());
    const auto stepsPerBar = wholeStepsPerBar(request.primer);
    if (!stepsPerBar)
        return primerFault(stepsPerBar.error());
    return DrumTrack({.start = std::max(Steps(0), request.start - Steps(1)), .stepsPerBar = *stepsPerBar, .stepsPerQuarter = request.primer.resolution()});
}

} // namespace

Result<Continuation> continueDrums(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop)
{
    const auto request = readRequest(model, input, options);
    if (!request)
        return fail(request);
    auto drums = drumsOf(*request);
    if (!drums)
        return fail(drums);
    if (auto checked = checkSection(drums->startStep(), request->start, request->end); !checked)
        return std::unexpected(checked.error());
    drums->setLength(static_cast<std::size_t>((request->start - drums->startStep()).value));

    const auto& classes = models::drumClasses(*model.config);
    Continuation continuation;
    const auto found = search(model, {.codes = encoding::drumCodes(drums->events(), classes)}, (request->end - request->start).value, options.search, draws, stop, continuation);
    if (!found)
        return fail(found);
    // The primer's own hits stay; only what is new was ever a code.
    auto events = std::vector<DrumHits>(drums->events().begin(), drums->events().end());
    const auto fresh = encoding::drumEvents(std::span(found->codes).subspan(events.size()), classes);
    events.insert(events.end(), fresh.begin(), fresh.end());
    continuation.sequence = DrumTrack(std::move(events), drums->grid()).toNoteSequence({.qpm = request->qpm});
    return continuation;
}

} // namespace partita::generate
