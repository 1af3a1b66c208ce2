#include "engine/encoding/note_performance_encoding.h"
#include "engine/encoding/performance_codes.h"
#include "engine/events/extract_performances.h"
#include "engine/generate/control_signal.h"
#include "engine/generate/request.h"

#include <algorithm>
#include <cmath>
#include <numeric>

/// Playing, with the timing of the hand.
/// Source: Magenta performance_sequence_generator.py, performance_model.py.
namespace partita::generate {
namespace {

using models::PerformanceControls;

constexpr Seconds kLongestNote(5.0);
constexpr double kEventsPerNote = 4.0; ///< Magenta's guess
constexpr std::int64_t kMostTimesGuess = 16; ///< more is a model that got stuck

/// Element i is made at the step that is reached after i events, so that there is one more of them than events.
ExtendControls extensionOf(const ControlSignal& signal, const encoding::EventEncoding& encoding)
{
    return [&signal, &encoding](std::span<const int> codes, encoding::Controls& controls) {
        while (controls.size() <= codes.size()) {
            const auto row = signal.at(encoding.labelsToNumSteps(codes.first(controls.size())));
            controls.width = row.width;
            controls.rows.insert(controls.rows.end(), row.rows.begin(), row.rows.end());
        }
    };
}

/// How many more events Magenta asks for when `steps` are missing.
std::int64_t eventsFor(std::int64_t steps, const GeneratorOptions& options, int stepsPerSecond)
{
    const auto& densities = options.notesPerSecond;
    const double mean = densities.empty() ? encoding::kDefaultDensity : std::accumulate(densities.begin(), densities.end(), 0.0) / static_cast<double>(densities.size());
    return static_cast<std::int64_t>(std::ceil(kEventsPerNote * std::max(1.0, mean) * static_cast<double>(steps) / stepsPerSecond));
}

/// Searches until the codes fill `total` steps, or once.
Result<std::vector<int>> fillSteps(const Model& model, std::vector<int> codes, std::int64_t total, const GeneratorOptions& options, const Draws& draws, std::stop_token stop,
                                   Continuation& continuation)
{
    const ControlSignal signal(model.config->controls, options.notesPerSecond, options.pitchClassHistogram, options.disableConditioning, total);
    const ExtendControls extend = model.config->controls == PerformanceControls::kNone ? ExtendControls() : extensionOf(signal, *model.encoding);
    const std::int64_t most = std::ssize(codes) + kMostTimesGuess * eventsFor(total, options, model.config->stepsPerSecond);
    for (std::int64_t missing; (missing = total - model.encoding->labelsToNumSteps(codes)) > 0;) {
        auto found = search(model, {.codes = std::move(codes)}, eventsFor(missing, options, model.config->stepsPerSecond), options.search, draws, stop, continuation, extend);
        if (!found)
            return fail(found);
        codes = std::move(found->codes);
        if (!options.fillSection)
            break;
        if (std::ssize(codes) > most)
            return fail(ErrorCode::kFailed, "The model writes notes without ever going on in time. Try a lower temperature or another seed.");
    }
    return codes;
}

Result<Continuation> continueEvents(const Model& model, const Request<NoteSequence::StepsPerSecond>& request, const GeneratorOptions& options, const Draws& draws, std::stop_token stop)
{
    const encoding::PerformanceRanges ranges{.numVelocityBins = model.config->numVelocityBins};
    auto extracted = extractPerformances(request.primer, {.start = request.inputStart, .numVelocityBins = ranges.numVelocityBins});
    if (!extracted)
        return primerFault(extracted.error());
    const bool empty = extracted->performances.empty() || extracted->performances.front().size() == 0;
    Performance performance = empty ? Performance(NoteSequence::StepsPerSecond{model.config->stepsPerSecond}, request.start, ranges.numVelocityBins)
                                    : std::move(extracted->performances.front());
    if (request.start < performance.startStep() || request.end <= request.start)
        return std::unexpected(checkSection(performance.startStep(), request.start, request.end).error());
    performance.setLength((request.start - performance.startStep()).value);
    const std::int64_t total = performance.numSteps() + (request.end - request.start).value;
    if (performance.size() == 0) // begin with silence
        performance.setLength(std::min<std::int64_t>(performance.maxShiftSteps(), total));

    auto codes = encoding::performanceCodes(performance.events(), ranges);
    if (!codes)
        return primerFault(codes.error());
    Continuation continuation;
    const auto filled = fillSteps(model, std::move(*codes), total, options, draws, stop, continuation);
    if (!filled)
        return fail(filled);
    Performance result(performance.timing(), performance.startStep(), ranges.numVelocityBins, performance.sound());
    for (const auto& event : encoding::performanceEvents(*filled, ranges))
        result.append(event);
    result.setLength(total);
    continuation.sequence = result.toNoteSequence({.maxNoteDuration = kLongestNote});
    return continuation;
}

Result<Continuation> continueNotes(const Model& model, const Request<NoteSequence::StepsPerSecond>& request, const GeneratorOptions& options, const Draws& draws, std::stop_token stop)
{
    auto extracted = extractNotePerformances(request.primer, {.start = request.inputStart, .numVelocityBins = model.config->numVelocityBins});
    if (!extracted)
        return primerFault(extracted.error());
    if (extracted->performances.empty() || extracted->performances.front().size() == 0)
        return fail(ErrorCode::kInvalidArgument, "This model needs a primer with notes of one program, none longer or further apart than 10 seconds. Give it one.");
    const NotePerformance& primer = extracted->performances.front();
    const std::int64_t total = primer.numSteps() + (request.end - request.start).value; // its length cannot be set
    if (request.end <= request.start)
        return std::unexpected(checkSection(primer.startStep(), request.start, request.end).error());
    Continuation continuation;
    const auto filled = fillSteps(model, encoding::notePerformanceCodes(primer.events()), total, options, draws, stop, continuation);
    if (!filled)
        return fail(filled);
    NotePerformance result(primer.stepsPerSecond(), primer.startStep(), primer.numVelocityBins(), primer.sound());
    for (const auto& event : encoding::notePerformanceEvents(*filled))
        result.append(event);
    continuation.sequence = result.toNoteSequence();
    return continuation;
}

} // namespace

Result<Continuation> continuePerformance(const Model& model, const NoteSequence& input, const GeneratorOptions& options, const Draws& draws, std::stop_token stop)
{
    if (auto checked = checkControls(options.notesPerSecond, options.pitchClassHistogram); !checked)
        return std::unexpected(checked.error());
    const auto request = readAbsoluteRequest(model, input, options);
    if (!request)
        return fail(request);
    const bool notes = model.config->encoding == models::EncodingKind::kNotePerformance;
    return (notes ? continueNotes : continueEvents)(model, *request, options, draws, stop);
}

} // namespace partita::generate
