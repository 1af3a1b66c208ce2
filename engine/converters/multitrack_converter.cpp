#include "engine/converters/multitrack_converter.h"

#include "engine/converters/one_hot.h"
#include "engine/converters/performance_chunks.h"
#include "engine/events/extract_performances.h"
#include "engine/music/split.h"
#include "engine/music/times.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace partita::converters {
namespace {

constexpr int kPrograms = kMaxMidiProgram + 1;

encoding::PerformanceRanges rangesOf(const MultitrackSpec& spec)
{
    return {.numVelocityBins = spec.numVelocityBins, .maxShiftSteps = kMaxShiftQuarters * spec.stepsPerQuarter};
}

ConverterShape shapeOf(const MultitrackSpec& spec)
{
    const int end = encoding::performanceVocabulary(rangesOf(spec)).size + kPrograms + 1;
    return {.inputDepth = end + 1,
            .outputDepth = end + 1,
            .controlDepth = controlDepth({.chords = spec.chords}),
            .endToken = end,
            .numLengths = spec.numChunks() * spec.maxInstruments,
            .outputsAreInputs = true,
            .maxExamples = spec.maxExamples};
}

bool isDrums(const Performance& track)
{
    return track.sound().isDrum.value_or(false);
}

/// By program, drums last.
auto place(const Performance& track)
{
    return std::tuple(isDrums(track), track.sound().program.value_or(0));
}

} // namespace

MultitrackConverter::MultitrackConverter(const MultitrackSpec& spec, Mode mode)
    : DataConverter(shapeOf(spec), mode), m_spec(spec), m_condition{.chords = spec.chords}, m_ranges(rangesOf(spec))
{
}

int MultitrackConverter::firstProgram() const
{
    return *shape().endToken - kPrograms - 1;
}

Conversion MultitrackConverter::toTensors(const NoteSequence& sequence, const Draw& draw) const
{
    const Sampling sampling{m_spec.maxExamples, mode(), draw};
    return convertPieces(sequence, m_spec.presplit, sampling, [&](Piece piece, Conversion& out) { convert(std::move(piece), draw, out); });
}

void MultitrackConverter::convert(Piece piece, const Draw& draw, Conversion& out) const
{
    const auto fail = [&](Fault fault) { drop(out.dropped, {.reason = DropReason::kFault, .fault = fault}); };
    auto sustained = applySustain(std::move(piece.sequence));
    if (!sustained)
        return fail(sustained.error());
    if (m_spec.chords) {
        auto grid = onGrid(*sustained, m_spec.stepsPerQuarter, m_spec.stepsPerBar(), out.dropped);
        if (!grid)
            return;
        const auto completed = Conditions::completed(std::move(*grid), m_condition);
        if (!completed)
            return drop(out.dropped, {.reason = DropReason::kNoChords, .fault = completed.error()});
        sustained->textAnnotations = (*completed)->textAnnotations; // splitting keeps them by their times
    }
    const double qpm = sustained->tempos.empty() ? kDefaultQuartersPerMinute : sustained->tempos.front().qpm;
    const Seconds hop(60.0 * (m_spec.quartersPerBar * m_spec.hopBars) / qpm);
    const auto parts = splitByHop(*sustained, hop);
    if (!parts)
        return fail(parts.error());
    if (m_spec.firstSubsequenceOnly && parts->size() > 1)
        return drop(out.dropped, {.reason = DropReason::kSeveralParts, .found = static_cast<double>(parts->size()), .needed = 1.0});
    for (const NoteSequence& part : *parts) {
        const Seconds start = part.subsequenceInfo->startTimeOffset;
        const auto grid = onGrid(part, m_spec.stepsPerQuarter, m_spec.stepsPerBar(), out.dropped);
        if (!grid) { // one part off the grid spoils its piece, as in Magenta
            out.examples.clear();
            return;
        }
        if (auto example = exampleOf(*grid, draw, out.dropped)) {
            example->start = piece.start + start;
            out.examples.push_back(std::move(*example));
        }
    }
}

/// The instruments of a part, sorted; none where it cannot be used.
std::vector<Performance> MultitrackConverter::tracksOf(const QuantizedSequence& part, const Draw& draw, std::vector<Dropped>& dropped) const
{
    const auto refuse = [&](DropReason reason, double found, double needed) {
        drop(dropped, {.reason = reason, .found = found, .needed = needed});
        return std::vector<Performance>{};
    };
    std::set<int> instruments;
    for (const auto& note : part->notes)
        instruments.insert(note.instrument);
    if (!m_spec.dropTracksAndTruncate && instruments.size() > static_cast<std::size_t>(m_spec.maxInstruments))
        return refuse(DropReason::kTooManyInstruments, static_cast<double>(instruments.size()), m_spec.maxInstruments);
    auto found = extractPerformances(part, {.maxStepsTruncate = hopSteps(), .numVelocityBins = m_spec.numVelocityBins, .splitInstruments = true});
    if (!found)
        return refuse(DropReason::kPitchOutOfRange, 0, 0);
    std::vector<Performance>& tracks = found->performances;
    if (m_spec.dropTracksAndTruncate) {
        std::vector<Dropped> expected; // that some tracks go is no loss here
        sample(tracks, {m_spec.maxInstruments, Mode::kTrain, draw}, expected);
    }
    if (tracks.size() < static_cast<std::size_t>(m_spec.minInstruments))
        return refuse(DropReason::kTooFewInstruments, static_cast<double>(tracks.size()), m_spec.minInstruments);
    if (std::ranges::any_of(tracks, [](const Performance& track) { return !isDrums(track) && !track.sound().program; }))
        return refuse(DropReason::kSeveralPrograms, 0, 0);
    std::ranges::stable_sort(tracks, {}, place);
    return std::move(tracks);
}

std::optional<LatentExample> MultitrackConverter::exampleOf(const QuantizedSequence& part, const Draw& draw, std::vector<Dropped>& dropped) const
{
    const auto tracks = tracksOf(part, draw, dropped);
    if (tracks.empty())
        return std::nullopt;
    const auto refuse = [&](const Dropped& reason) {
        drop(dropped, reason);
        return std::nullopt;
    };
    const auto conditions = Conditions::of(part, m_condition, hopSteps() + 1);
    if (!conditions)
        return refuse({.reason = DropReason::kFault, .fault = conditions.error()});

    const auto rowsPerTrack = static_cast<std::size_t>(m_spec.maxEventsPerInstrument);
    const auto numSlots = static_cast<std::size_t>(shape().numLengths);
    std::vector<std::vector<int>> classes(numSlots, {*shape().endToken}); // as if none were there
    std::vector<std::vector<float>> controls(numSlots);
    std::size_t totalEvents = 0;
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        auto length = tracks[i];
        length.setLength(hopSteps());
        auto chunks = chunksOf(length, chunkSteps());
        if (chunks.size() != static_cast<std::size_t>(m_spec.numChunks()))
            return refuse({.reason = DropReason::kFault, .fault = Fault::kTooLong});
        for (std::size_t chunk = 0; chunk < chunks.size(); ++chunk) {
            if (m_spec.dropTracksAndTruncate)
                chunks[chunk].truncate(rowsPerTrack - 2);
            if (chunks[chunk].size() + 2 > rowsPerTrack)
                return refuse({.reason = DropReason::kTooManyEvents, .found = static_cast<double>(chunks[chunk].size()),
                               .needed = static_cast<double>(rowsPerTrack - 2)});
            totalEvents += chunks[chunk].size();

            // Of the chunk's own notes, as in Magenta: one without notes says drums, whatever its track is.
            const bool drums = isDrums(chunks[chunk]);
            const std::size_t slot = chunk * static_cast<std::size_t>(m_spec.maxInstruments) + i;
            classes[slot] = {firstProgram() + (drums ? kPrograms : chunks[chunk].sound().program.value_or(0))};
            for (const PerformanceEvent& event : chunks[chunk].events())
                classes[slot].push_back(encoding::performanceCode(event, m_ranges));
            classes[slot].push_back(*shape().endToken);
            if (shape().controlDepth == 0)
                continue;
            std::vector<Condition> held; // of the events, and of the end token the last one's
            for (std::int64_t step : chunks[chunk].stepsAtEvents())
                held.push_back(conditions->steps()[static_cast<std::size_t>(std::min<std::int64_t>(step, hopSteps()))]);
            if (!held.empty())
                held.push_back(held.back());
            auto rows = conditions->rows(held);
            if (!rows)
                return refuse({.reason = DropReason::kFault, .fault = rows.error()});
            controls[slot] = std::move(*rows);
        }
    }
    if (totalEvents < static_cast<std::size_t>(m_spec.minTotalEvents))
        return refuse({.reason = DropReason::kTooFewEvents, .found = static_cast<double>(totalEvents), .needed = static_cast<double>(m_spec.minTotalEvents)});

    // A megabyte, mostly zeros: only for those that are used.
    const auto depth = static_cast<std::size_t>(shape().inputDepth), controlColumns = static_cast<std::size_t>(shape().controlDepth);
    LatentExample example{.steps = numSlots * rowsPerTrack};
    example.inputs.resize(example.steps * depth);
    example.controls.resize(example.steps * controlColumns);
    for (std::size_t slot = 0; slot < numSlots; ++slot) {
        const std::size_t first = slot * rowsPerTrack;
        for (std::size_t row = 0; row < classes[slot].size(); ++row)
            example.inputs[(first + row) * depth + static_cast<std::size_t>(classes[slot][row])] = 1.0f;
        example.lengths.push_back(static_cast<int>(classes[slot].size()));
        if (controlColumns == 0)
            continue;
        example.controls[first * controlColumns] = 1.0f; // of the program, or of a track that is not there: N.C., class 0
        std::ranges::copy(controls[slot], example.controls.begin() + static_cast<std::ptrdiff_t>((first + 1) * controlColumns));
    }
    return example;
}

/// The events of one chunk of one track, as its first program says. Program tokens are no events.
Performance MultitrackConverter::trackOf(std::span<const int> classes) const
{
    const auto program = std::ranges::find_if(classes, [&](int token) { return token >= firstProgram(); });
    PerformanceSound sound{.program = 0, .isDrum = false};
    if (program != classes.end()) {
        sound.isDrum = *program - firstProgram() == kPrograms;
        sound.program = *sound.isDrum ? 0 : *program - firstProgram();
    }
    Performance track(NoteSequence::StepsPerQuarter{m_spec.stepsPerQuarter}, {}, m_spec.numVelocityBins, sound);
    for (int token : classes)
        if (token < firstProgram())
            track.append(encoding::performanceEvent(token, m_ranges));
    return track;
}

NoteSequence MultitrackConverter::fromTensors(std::span<const float> samples, std::span<const float> controls) const
{
    NoteSequence sequence;
    sequence.tempos = {{.qpm = kDefaultQuartersPerMinute}};
    sequence.ticksPerQuarter = kStandardPpq;
    const double secondsPerStep = 60.0 / (m_spec.stepsPerQuarter * kDefaultQuartersPerMinute);
    const auto rowsPerTrack = static_cast<std::size_t>(m_spec.maxEventsPerInstrument);
    const auto instruments = static_cast<std::size_t>(m_spec.maxInstruments);
    const auto all = argmaxRows(samples, shape().outputDepth);
    const auto chords = controls.empty() ? std::vector<int>{} : argmaxRows(controls, shape().controlDepth);

    std::vector<std::optional<Performance>> tracks(instruments);
    std::vector<std::pair<double, std::string>> timed;
    for (std::size_t slot = 0; (slot + 1) * rowsPerTrack <= all.size(); ++slot) {
        const std::size_t first = slot * rowsPerTrack;
        auto classes = std::span(all).subspan(first, rowsPerTrack);
        classes = classes.first(static_cast<std::size_t>(std::ranges::find(classes, *shape().endToken) - classes.begin()));
        Performance chunk = trackOf(classes);
        if (m_spec.chords && chords.size() >= first + classes.size()) {
            const auto steps = chunk.stepsAtEvents();
            std::size_t event = 0;
            for (std::size_t row = 0; row < classes.size() && event < steps.size() && steps[event] < chunkSteps(); ++row) {
                if (classes[row] >= firstProgram())
                    continue;
                const auto step = static_cast<std::int64_t>(slot / instruments) * chunkSteps() + steps[event++];
                timed.emplace_back(static_cast<double>(step) * secondsPerStep, encoding::chordFigure(chords[first + row], *m_spec.chords));
            }
        }
        chunk.setLength(chunkSteps());
        auto& track = tracks[slot % instruments];
        if (!track)
            track = std::move(chunk);
        else
            for (const PerformanceEvent& event : chunk.events())
                track->append(event);
    }
    for (std::size_t i = 0; i < instruments; ++i) {
        if (!tracks[i])
            continue;
        const NoteSequence notes = tracks[i]->toNoteSequence({.instrument = static_cast<int>(i), .qpm = kDefaultQuartersPerMinute});
        sequence.notes.insert(sequence.notes.end(), notes.notes.begin(), notes.notes.end());
        sequence.totalTime = std::max(sequence.totalTime, notes.totalTime);
    }
    std::ranges::sort(timed);
    writeChords(sequence, timed);
    return sequence;
}

} // namespace partita::converters
