#include "engine/converters/js_multitrack.h"

#include "engine/converters/js_performance.h"
#include "engine/converters/one_hot.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace partita::converters {
namespace {

using Type = PerformanceEvent::Type;

constexpr int kTokenPrograms = kMaxMidiProgram + 2; ///< the last one is drums

bool isDrumTrack(const Performance& track)
{
    return track.sound().isDrum.value_or(false);
}

auto trackOrder(const Performance& track)
{
    return std::tuple(isDrumTrack(track), isDrumTrack(track) ? 0 : track.sound().program.value_or(0));
}

} // namespace

JsMultitrackConverter::JsMultitrackConverter(const JsConverterSpec& spec) : m_spec(spec) {}

int JsMultitrackConverter::endToken() const
{
    return firstProgram() + kTokenPrograms;
}

int JsMultitrackConverter::maxEvents() const
{
    return m_spec.numSteps.value_or(0) / std::max(m_spec.numSegments, 1);
}

Outcome<JsTensor> JsMultitrackConverter::toTensor(const NoteSequence& sequence) const
{
    const auto* grid = sequence.quantizationInfo ? std::get_if<NoteSequence::StepsPerQuarter>(&*sequence.quantizationInfo) : nullptr;
    if (!grid)
        return std::unexpected(Fault::kQuantizationStatus);
    if (grid->value != m_spec.stepsPerQuarter)
        return std::unexpected(Fault::kInvalidArgument);
    NoteSequence known = sequence;
    std::erase_if(known.notes, [&](const auto& note) { return note.pitch < m_spec.pitches.minPitch || note.pitch > m_spec.pitches.maxPitch; });
    std::vector<int> instruments; // in the order of their first notes
    for (const auto& note : known.notes)
        if (std::ranges::find(instruments, note.instrument) == instruments.end())
            instruments.push_back(note.instrument);
    std::vector<Performance> tracks;
    for (int instrument : instruments) {
        auto track = jsPerformance(known, m_spec.totalSteps, m_spec.numVelocityBins, instrument);
        if (!track)
            return std::unexpected(track.error());
        tracks.push_back(std::move(*track));
    }
    std::ranges::stable_sort(tracks, {}, trackOrder);
    if (tracks.size() > static_cast<std::size_t>(m_spec.numSegments))
        tracks.erase(tracks.begin() + m_spec.numSegments, tracks.end());

    const auto depth = static_cast<std::size_t>(endToken() + 1);
    const auto rows = static_cast<std::size_t>(maxEvents());
    JsTensor tensor{endToken() + 1, std::vector<float>(rows * depth * static_cast<std::size_t>(m_spec.numSegments))};
    for (std::size_t i = 0; i < static_cast<std::size_t>(m_spec.numSegments); ++i) {
        std::vector<int> tokens;
        if (i < tracks.size()) {
            tracks[i].setLength(m_spec.totalSteps);
            tracks[i].truncate(rows - 2);
            tokens.push_back(firstProgram() + (isDrumTrack(tracks[i]) ? kTokenPrograms - 1 : tracks[i].sound().program.value_or(0)));
            for (const auto& [type, value] : tracks[i].events()) {
                switch (type) {
                case Type::kNoteOn: tokens.push_back(value - m_spec.pitches.minPitch); break;
                case Type::kNoteOff: tokens.push_back(numPitches() + value - m_spec.pitches.minPitch); break;
                case Type::kTimeShift: tokens.push_back(2 * numPitches() + value - 1); break;
                case Type::kVelocity: tokens.push_back(2 * numPitches() + m_spec.totalSteps + value - 1); break;
                }
            }
        }
        tokens.push_back(endToken());
        std::ranges::copy(oneHot(tokens, tensor.depth), tensor.values.begin() + static_cast<std::ptrdiff_t>(i * rows * depth));
    }
    return tensor;
}

NoteSequence JsMultitrackConverter::toNoteSequence(const JsTensor& tensor, std::optional<int> stepsPerQuarter, double qpm) const
{
    NoteSequence sequence;
    sequence.tempos = {{.qpm = qpm}};
    sequence.quantizationInfo = NoteSequence::StepsPerQuarter{stepsPerQuarter.value_or(m_spec.stepsPerQuarter)};
    sequence.totalQuantizedSteps = Steps(m_spec.totalSteps);
    const auto all = argmaxRows(tensor.values, tensor.depth);
    const auto rows = all.size() / static_cast<std::size_t>(std::max(m_spec.numSegments, 1));
    for (int i = 0; i < m_spec.numSegments; ++i) {
        auto tokens = std::span(all).subspan(static_cast<std::size_t>(i) * rows, rows);
        tokens = tokens.first(static_cast<std::size_t>(std::ranges::find(tokens, endToken()) - tokens.begin()));
        const auto program = std::ranges::find_if(tokens, [&](int token) { return token >= firstProgram(); });
        const int number = program == tokens.end() ? 0 : *program - firstProgram();
        const bool drums = number == kTokenPrograms - 1;
        Performance track(NoteSequence::StepsPerQuarter{m_spec.stepsPerQuarter}, {}, m_spec.numVelocityBins, {.program = drums ? 0 : number, .isDrum = drums});
        track.setMaxShiftSteps(m_spec.totalSteps);
        for (int token : tokens) {
            if (token < numPitches())
                track.append({Type::kNoteOn, m_spec.pitches.minPitch + token});
            else if (token < 2 * numPitches())
                track.append({Type::kNoteOff, m_spec.pitches.minPitch + token - numPitches()});
            else if (token < 2 * numPitches() + m_spec.totalSteps)
                track.append({Type::kTimeShift, token - 2 * numPitches() + 1});
            else if (token < firstProgram())
                track.append({Type::kVelocity, token - 2 * numPitches() - m_spec.totalSteps + 1});
        }
        track.setLength(m_spec.totalSteps);
        const NoteSequence notes = jsPerformanceNotes(track, i);
        sequence.notes.insert(sequence.notes.end(), notes.notes.begin(), notes.notes.end());
    }
    return sequence;
}

} // namespace partita::converters
