#include "engine/encoding/chord_codes.h"
#include "engine/encoding/melody_codes.h"
#include "engine/events/extract_melodies.h"
#include "engine/events/lead_sheet.h"
#include "engine/generate/primer.h"
#include "engine/generate/request.h"
#include "engine/models/config_encoding.h"
#include "engine/music/trim.h"

#include <fmt/format.h>

#include <algorithm>

/// Melodies, alone and over chords.
/// Source: Magenta melody_rnn_sequence_generator.py, improv_rnn_sequence_generator.py.
namespace partita::generate {
namespace {

encoding::PitchRange rangeOf(const Model& model)
{
    return {model.config->minNote, model.config->maxNote};
}

/// The primer's melody, or an empty one a step before the section's start.
Result<Melody> melodyOf(const QuantizedSequence& primer, Steps inputStart, Steps start)
{
    auto extracted = extractMelodies(primer, MelodyExtraction::primer(inputStart));
    if (!extracted)
        return primerFault(extracted.error());
    if (extracted->melodies.size() > 1)
        return fail(ErrorCode::kInvalidArgument, fmt::format("The primer holds {} melodies, and the model continues one. Keep one instrument in it.", extracted->melodies.size()));
    if (!extracted->melodies.empty())
        return std::move(extracted->melodies.front());
    const auto stepsPerBar = wholeStepsPerBar(primer);
    if (!stepsPerBar)
        return primerFault(stepsPerBar.error());
    return Melody({.start = std::max(Steps(0), start - Steps(1)), .stepsPerBar = *stepsPerBar, .stepsPerQuarter = primer.resolution()});
}

/// The found codes as a melody where the primer was, moved back by `squashedBy`.
Result<Melody> melodyFrom(const Model& model, const ScoredEvents& found, const StepGrid& grid, int squashedBy)
{
    auto melody = Melody::fromEvents(encoding::melodyEvents(found.codes, rangeOf(model)), grid);
    if (!melody)
        return std::unexpected(toError(melody.error(), "The new melody"));
    melody->transpose(-squashedBy);
    return std::move(*melody);
}

} // namespace

Result<Continuation> continueMelody(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop)
{
    const auto request = readRequest(model, input, options);
    if (!request)
        return fail(request);
    auto melody = melodyOf(request->primer, request->inputStart, request->start);
    if (!melody)
        return fail(melody);
    if (auto checked = checkSection(melody->startStep(), request->start, request->end); !checked)
        return std::unexpected(checked.error());
    melody->setLength(static_cast<std::size_t>((request->start - melody->startStep()).value));

    const auto range = rangeOf(model);
    Melody squashed = *melody;
    const int moved = squashed.squash(range.low, range.high, model.config->transposeToKey);
    auto codes = encoding::melodyCodes(squashed.events(), range);
    if (!codes)
        return primerFault(codes.error());
    Continuation continuation;
    const auto found = search(model, {.codes = std::move(*codes)}, (request->end - request->start).value, options.search, draws, stop, continuation);
    if (!found)
        return fail(found);
    const auto result = melodyFrom(model, *found, melody->grid(), moved);
    if (!result)
        return fail(result);
    continuation.sequence = result->toNoteSequence({.qpm = request->qpm});
    return continuation;
}

Result<Continuation> continueImprov(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop)
{
    // Melody up to the section's start, chords up to its end.
    const Seconds from = options.inputSection ? options.inputSection->start : Seconds(0.0);
    auto primer = trim(input, from, options.generateSection.start);
    auto backing = trim(input, from, options.generateSection.end);
    if (!primer || !backing)
        return primerFault(primer ? backing.error() : primer.error());
    if (auto checked = checkBefore(*primer, options.generateSection.start, /*strictly=*/true); !checked)
        return std::unexpected(checked.error());
    const auto quantizedPrimer = quantize(std::move(*primer), model.config->stepsPerQuarter);
    const auto quantizedBacking = quantize(std::move(*backing), model.config->stepsPerQuarter);
    if (!quantizedPrimer || !quantizedBacking)
        return primerFault(quantizedPrimer ? quantizedBacking.error() : quantizedPrimer.error());
    const double qpm = primerQpm(input);
    const double stepsPerSecond = stepsPerQuarterToStepsPerSecond(model.config->stepsPerQuarter, qpm);
    const Steps inputStart(options.inputSection ? quantizeToStep(from.value, stepsPerSecond, 0.0) : 0);
    const Steps start(quantizeToStep(options.generateSection.start.value, stepsPerSecond, 0.0));
    const Steps end(quantizeToStep(options.generateSection.end.value, stepsPerSecond, 1.0));

    auto melody = melodyOf(*quantizedPrimer, inputStart, start);
    if (!melody)
        return fail(melody);
    if (auto checked = checkSection(melody->startStep(), start, end); !checked)
        return std::unexpected(checked.error());
    auto extracted = extractChords(*quantizedBacking);
    if (!extracted)
        return std::unexpected(toError(extracted.error(), "The chords"));
    ChordProgression chords = extracted->progressions.empty() ? ChordProgression() : std::move(extracted->progressions.front());
    if (chords.startStep() < melody->startStep()) // as Magenta: cut at the wrong end, so that what follows refuses it
        chords.setLength(chords.size() - std::min(chords.size(), static_cast<std::size_t>((melody->startStep() - chords.startStep()).value)));
    if (chords.endStep() != end || chords.startStep() > melody->startStep())
        return fail(ErrorCode::kInvalidArgument, fmt::format("The chords end at step {}, the section at step {}. Give chords from the melody's first bar to the section's end, and begin the melody in the first bar.",
                                                             chords.endStep().value, end.value));
    melody->setLength(static_cast<std::size_t>((start - melody->startStep()).value));

    const auto range = rangeOf(model);
    Melody squashed = *melody;
    const int moved = squashed.squash(range.low, range.high, model.config->transposeToKey);
    ChordProgression heard = chords;
    if (auto transposed = heard.transpose(moved); !transposed)
        return std::unexpected(toError(transposed.error(), "The chords"));
    auto controls = encoding::chordControls(heard.events(), models::chordKind(*model.config));
    if (!controls)
        return std::unexpected(toError(controls.error(), "The chords"));
    auto codes = encoding::melodyCodes(squashed.events(), range);
    if (!codes)
        return primerFault(codes.error());
    const auto events = static_cast<std::int64_t>(chords.size()) - static_cast<std::int64_t>(squashed.size());
    Continuation continuation;
    const auto found = search(model, {.codes = std::move(*codes), .controls = std::move(*controls)}, events, options.search, draws, stop, continuation);
    if (!found)
        return fail(found);
    auto result = melodyFrom(model, *found, melody->grid(), moved);
    if (!result)
        return fail(result);
    const auto sheet = LeadSheet::make(std::move(*result), std::move(chords));
    if (!sheet)
        return std::unexpected(toError(sheet.error(), "The new lead sheet"));
    continuation.sequence = sheet->toNoteSequence({.qpm = qpm});
    return continuation;
}

} // namespace partita::generate
