#include "engine/encoding/polyphony_codes.h"
#include "engine/events/polyphonic_sequence.h"
#include "engine/generate/request.h"

#include <algorithm>

/// Several voices. The primer can be heard by the network, be put into what it writes, or just be laid over it.
/// Source: Magenta polyphony_sequence_generator.py, polyphony_model.py.
namespace partita::generate {
namespace {

using Type = PolyphonicEvent::Type;

constexpr std::int64_t kMostEventsPerStep = 256; ///< on average; more is a model that got stuck
constexpr std::int64_t kEventsPerStep = 5; ///< Magenta's guess of how many events a step takes

/// At the beginning of a step, the primer's notes of that step.
Inject injectionOf(const PolyphonicSequence& melody, std::int64_t from)
{
    const auto stepEnd = encoding::polyphonyCode({Type::kStepEnd});
    return [melody = encoding::polyphonyCodes(melody.events()), from, stepEnd](std::vector<int>& codes) {
        if (codes.back() != stepEnd && codes.size() > 1)
            return;
        const auto step = std::ranges::count(codes, stepEnd);
        std::int64_t reached = from;
        for (std::size_t i = 0; i < melody.size(); ++i) {
            reached += melody[i] == stepEnd;
            if (reached != step)
                continue;
            for (std::size_t note = i + 1; note < melody.size() && melody[note] != stepEnd; ++note)
                codes.push_back(melody[note]);
            return;
        }
    };
}

} // namespace

Result<Continuation> continuePolyphony(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop)
{
    const auto request = readRequest(model, input, options);
    if (!request)
        return fail(request);
    auto extracted = extractPolyphony(request->primer, {.start = request->inputStart});
    if (!extracted)
        return primerFault(extracted.error());
    PolyphonicSequence primer = extracted->sequences.empty() ? PolyphonicSequence(model.config->stepsPerQuarter, request->start) : std::move(extracted->sequences.front());
    if (request->end <= request->start || (request->end - primer.startStep()).value > kMostEvents || request->start < primer.startStep())
        return std::unexpected(checkSection(primer.startStep(), request->start, request->end).error());
    primer.setLength((request->start - primer.startStep()).value);
    primer.trimTrailingEnds();
    const Inject inject = options.injectPrimer ? injectionOf(primer, options.conditionOnPrimer ? primer.numSteps() : 0) : Inject();

    // Unless the network hears the primer, it begins with START where the new music does.
    std::vector<int> codes = encoding::polyphonyCodes(primer.events());
    Steps from = primer.startStep();
    if (!options.conditionOnPrimer) {
        codes.resize(1);
        from = request->start;
    }
    const std::int64_t total = (request->end - from).value;
    const auto stepEnd = encoding::polyphonyCode({Type::kStepEnd});
    Continuation continuation;
    for (;;) {
        const std::int64_t missing = total - std::ranges::count(codes, stepEnd);
        if (missing <= 0)
            break;
        auto found = search(model, {.codes = std::move(codes)}, kEventsPerStep * missing, options.search, draws, stop, continuation, {}, inject);
        if (!found)
            return fail(found);
        codes = std::move(found->codes);
        if (std::ssize(codes) > kMostEventsPerStep * total + kMostEventsPerStep)
            return fail(ErrorCode::kFailed, "The model writes notes without ever going on in time. Try a lower temperature or another seed.");
    }

    PolyphonicSequence result(model.config->stepsPerQuarter, from, encoding::polyphonyEvents(codes));
    result.setLength(total);
    auto base = primerOf(input, options).value(); // readRequest has made it already
    if (base.tempos.empty())
        base.tempos = {{.qpm = request->qpm}};
    auto sequence = result.toNoteSequence({.qpm = request->qpm}, options.conditionOnPrimer ? nullptr : &base);
    if (!sequence)
        return std::unexpected(toError(sequence.error(), "The new music"));
    continuation.sequence = std::move(*sequence);
    return continuation;
}

} // namespace partita::generate
