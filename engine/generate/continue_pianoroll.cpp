#include "engine/encoding/pianoroll_encoding.h"
#include "engine/events/pianoroll_sequence.h"
#include "engine/generate/request.h"

#include <algorithm>

/// Frames of keys. The network learnt with an empty frame before each piece, so it hears one before the primer too, unless
/// frames come one late as in Magenta, which leaves it out.
/// Source: Magenta pianoroll_rnn_nade_sequence_generator.py, pianoroll_rnn_nade_model.py.
namespace partita::generate {

Result<Continuation> continuePianoroll(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop)
{
    const auto request = readRequest(model, input, options);
    if (!request)
        return fail(request);
    auto extracted = extractPianorolls(request->primer, {.start = request->inputStart});
    if (!extracted)
        return primerFault(extracted.error());
    const bool heard = !extracted->sequences.empty() && extracted->sequences.front().size() > 0;
    PianorollSequence roll = heard ? std::move(extracted->sequences.front()) : PianorollSequence(model.config->stepsPerQuarter, std::max(Steps(0), request->start - Steps(1)));
    if (auto checked = checkSection(roll.startStep(), request->start, request->end); !checked)
        return std::unexpected(checked.error());
    roll.setLength(static_cast<std::size_t>((request->start - roll.startStep()).value));

    const int keys = roll.keys().count();
    auto codes = encoding::pianorollCodes(roll.frames(), keys);
    const auto silence = options.search.oneEventLate ? std::vector<int>() : model.encoding->defaultCodes();
    codes.insert(codes.begin(), silence.begin(), silence.end());
    Continuation continuation;
    const auto found = search(model, {.codes = std::move(codes)}, (request->end - request->start).value, options.search, draws, stop, continuation);
    if (!found)
        return fail(found);
    const auto frames = encoding::pianorollFrames(std::span(found->codes).subspan(silence.size()), keys);
    for (const auto& frame : std::span(frames).subspan(roll.size()))
        roll.append(frame);
    auto sequence = roll.toNoteSequence({.qpm = request->qpm});
    if (!sequence)
        return std::unexpected(toError(sequence.error(), "The new music"));
    continuation.sequence = std::move(*sequence);
    return continuation;
}

} // namespace partita::generate
