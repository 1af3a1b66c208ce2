#include "engine/converters/trio_converter.h"

#include "engine/converters/melody_converter.h"
#include "engine/converters/one_hot.h"
#include "engine/converters/windows.h"
#include "engine/events/melody.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

namespace partita::converters {
namespace {

constexpr ProgramRange kMelodyPrograms{0, 31};
constexpr ProgramRange kBassPrograms{32, 39};
constexpr int kElectricBass = 33;
constexpr int kMaxInstrument = 127;
constexpr int kBassInstrument = 1;
constexpr std::size_t kMaxPlaces = 1 << 18; ///< windows that are looked at in a piece of very many instruments

bool isIn(int program, const ProgramRange& range)
{
    return program >= range.low && program <= range.high;
}

std::array<int, 4> columnsOf(encoding::PitchRange pitches, const DrumMap& drums)
{
    const int melody = encoding::melodyVocabulary(pitches).size;
    return {0, melody, 2 * melody, 2 * melody + (1 << drums.size())};
}

ConverterShape shapeOf(const TrioSpec& spec, int depth)
{
    return {.inputDepth = depth, .outputDepth = depth, .controlDepth = controlDepth(spec.condition), .outputsAreInputs = true,
            .maxExamples = spec.maxExamples};
}

/// `covered` grown by `bars` on both sides of every covered bar.
std::vector<bool> dilated(const std::vector<bool>& covered, int bars)
{
    std::vector<bool> grown(covered.size());
    std::ptrdiff_t last = std::numeric_limits<std::ptrdiff_t>::min() / 2; // the last covered bar so far
    const auto size = static_cast<std::ptrdiff_t>(covered.size());
    for (std::ptrdiff_t ahead = 0; ahead < size + bars; ++ahead) {
        if (ahead < size && covered[static_cast<std::size_t>(ahead)])
            last = ahead;
        if (const std::ptrdiff_t bar = ahead - bars; bar >= 0)
            grown[static_cast<std::size_t>(bar)] = last >= bar - bars;
    }
    return grown;
}

} // namespace

TrioConverter::TrioConverter(const TrioSpec& spec, Mode mode)
    : DataConverter(shapeOf(spec, columnsOf({21, 109}, DrumMap(DrumSet::kReduced)).back()), mode), m_spec(spec), m_columns(columnsOf(m_pitches, m_drums))
{
}

TrioConverter::Role TrioConverter::roleOf(const NoteSequence::Note& note)
{
    if (note.isDrum)
        return Role::kDrums;
    return isIn(note.program, kMelodyPrograms) ? Role::kMelody : isIn(note.program, kBassPrograms) ? Role::kBass : Role::kNone;
}

Conversion TrioConverter::toTensors(const NoteSequence& sequence, const Draw& draw) const
{
    const Sampling sampling{m_spec.maxExamples, mode(), draw};
    return convertPieces(sequence, m_spec.presplit, sampling, [&](Piece piece, Conversion& out) { convert(std::move(piece), sampling, out); });
}

TrioConverter::Parts TrioConverter::partsOf(const QuantizedSequence& piece, std::size_t bars) const
{
    Parts parts;
    const auto bar = static_cast<std::size_t>(stepsPerBar());
    for (const auto& note : piece->notes) {
        if (note.instrument < 0 || note.instrument > kMaxInstrument)
            continue;
        const auto [entry, isNew] = parts.try_emplace(note.instrument);
        Part& part = entry->second;
        if (isNew) {
            part.role = roleOf(note);
            part.covered.resize(bars);
        } else if (part.role != roleOf(note)) {
            part.role = Role::kNone;
        }
        part.notes.push_back(&note);
        const std::size_t end = wholeBars(static_cast<std::size_t>(note.quantizedEndStep.value), stepsPerBar()) / bar;
        for (std::size_t i = static_cast<std::size_t>(note.quantizedStartStep.value) / bar; i < std::min(end, bars); ++i)
            part.covered[i] = true;
    }
    return parts;
}

/// Classes from the piece's beginning to its end, rests never ending the track.
std::vector<Code> TrioConverter::classesOf(const QuantizedSequence& piece, Part& part, std::size_t steps) const
{
    std::vector<Code> classes;
    constexpr double kNoGap = std::numeric_limits<double>::infinity();
    if (part.role == Role::kDrums) {
        DrumTrack::Struck struck;
        for (const auto* note : part.notes)
            if (const int drum = m_drums.classOf(note->pitch); drum >= 0 && note->velocity > 0)
                struck[note->quantizedStartStep.value].set(static_cast<std::size_t>(drum));
        auto track = DrumTrack::fromStruck(piece, struck, {.gapBars = kNoGap});
        if (!track || track->empty())
            return {};
        track->setLength(track->size() + static_cast<std::size_t>(track->startStep().value), Side::kLeft);
        track->setLength(steps);
        return drumBits(*track);
    }
    std::erase_if(part.notes, [&](const auto* note) { return note->pitch < m_pitches.low || note->pitch >= m_pitches.high; });
    Melody::sortForMelody(part.notes);
    auto melody = Melody::fromSorted(piece, part.notes, {.gapBars = kNoGap, .ignorePolyphonic = true, .padEnd = true});
    if (!melody || melody->empty())
        return {};
    melody->setLength(melody->size() + static_cast<std::size_t>(melody->startStep().value), Side::kLeft);
    melody->setLength(steps);
    for (int event : melody->events())
        classes.push_back(encoding::melodyCode(event, m_pitches));
    return classes;
}

/// The bars in which all three play. At both ends of a piece one of them is enough.
std::vector<bool> TrioConverter::coverageOf(const Group& group) const
{
    const std::size_t bars = group.front()->covered.size();
    std::vector<bool> all(bars, true), any(bars);
    for (const Part* part : group) {
        for (std::size_t bar = 0; bar < bars; ++bar) {
            all[bar] = all[bar] && part->covered[bar];
            any[bar] = any[bar] || part->covered[bar];
        }
    }
    const auto edge = std::min(bars, static_cast<std::size_t>(m_spec.gapBars));
    const auto fill = [&](std::size_t from) {
        const auto begin = any.begin() + static_cast<std::ptrdiff_t>(from);
        const bool value = std::find(begin, begin + static_cast<std::ptrdiff_t>(edge), true) != begin + static_cast<std::ptrdiff_t>(edge);
        std::fill_n(all.begin() + static_cast<std::ptrdiff_t>(from), edge, value);
    };
    if (edge > 0) {
        fill(0);
        fill(bars - edge);
    }
    return all;
}

std::vector<float> TrioConverter::rows(const Group& group, std::size_t from, std::size_t steps) const
{
    const auto depth = static_cast<std::size_t>(shape().inputDepth);
    std::vector<float> rows(steps * depth);
    for (std::size_t role = 0; role < kRoles; ++role)
        for (std::size_t step = 0; step < steps; ++step)
            rows[step * depth + static_cast<std::size_t>(m_columns[role] + group[role]->classes[from + step])] = 1.0f;
    return rows;
}

void TrioConverter::convert(Piece piece, const Sampling& sampling, Conversion& out) const
{
    auto grid = onGrid(std::move(piece.sequence), m_spec.stepsPerQuarter, stepsPerBar(), out.dropped);
    if (!grid)
        return;
    const auto quantized = Conditions::completed(std::move(*grid), m_spec.condition);
    if (!quantized)
        return drop(out.dropped, {.reason = DropReason::kNoChords, .fault = quantized.error()});
    const auto bar = static_cast<std::size_t>(stepsPerBar());
    const auto length = static_cast<std::size_t>((*quantized)->totalQuantizedSteps.value);
    const std::size_t bars = std::min(wholeBars(length, stepsPerBar()) / bar, static_cast<std::size_t>(m_spec.maxBars));
    if (length > bars * bar)
        drop(out.dropped, {.reason = DropReason::kTruncated, .found = static_cast<double>(length / bar), .needed = static_cast<double>(bars)});

    Parts parts = partsOf(*quantized, bars);
    std::array<std::vector<const Part*>, kRoles> players;
    for (auto& [instrument, part] : parts) {
        if (part.role == Role::kNone) {
            drop(out.dropped, {.reason = DropReason::kMixedInstrument});
            continue;
        }
        part.classes = classesOf(*quantized, part, bars * bar);
        if (part.classes.empty())
            part.covered.assign(bars, false);
        part.covered = dilated(part.covered, m_spec.gapBars);
        players[static_cast<std::size_t>(part.role)].push_back(&part);
    }
    constexpr std::array kMissing{DropReason::kNoMelody, DropReason::kNoBass, DropReason::kNoDrums};
    for (std::size_t role = 0; role < kRoles; ++role)
        if (players[role].empty())
            drop(out.dropped, {.reason = kMissing[role]});

    const auto conditions = Conditions::of(*quantized, m_spec.condition, static_cast<std::int64_t>(bars * bar));
    if (!conditions)
        return drop(out.dropped, {.reason = DropReason::kFault, .fault = conditions.error()});

    struct Place {
        Group group;
        std::size_t bar;
    };
    std::vector<Place> places;
    const std::size_t slice = m_spec.sliceBars ? static_cast<std::size_t>(*m_spec.sliceBars) : bars;
    for (const Part* melody : players[0])
        for (const Part* bass : players[1])
            for (const Part* drums : players[2]) {
                const Group group{melody, bass, drums};
                const auto covered = coverageOf(group);
                std::size_t run = 0; // covered bars up to this one
                for (std::size_t at = 0; at < bars; ++at) {
                    run = covered[at] ? run + 1 : 0;
                    if (run < slice || std::ranges::any_of(group, [](const Part* part) { return part->classes.empty(); }))
                        continue;
                    if (places.size() < kMaxPlaces)
                        places.push_back({group, at + 1 - slice});
                    else
                        drop(out.dropped, {.reason = DropReason::kOverLimit, .needed = static_cast<double>(kMaxPlaces)});
                }
            }
    if (places.empty() && std::ranges::none_of(players, [](const auto& role) { return role.empty(); }))
        drop(out.dropped, {.reason = DropReason::kNeverTogether, .found = static_cast<double>(bars), .needed = static_cast<double>(slice)});
    sample(places, sampling, out.dropped);

    for (const Place& place : places) {
        LatentExample example{.steps = slice * bar, .inputs = rows(place.group, place.bar * bar, slice * bar),
                              .lengths = {static_cast<int>(slice * bar)},
                              .start = piece.start + timeOfStep(*quantized, static_cast<std::int64_t>(place.bar * bar))};
        if (conditions->any()) {
            auto controls = conditions->rows(conditions->steps().subspan(place.bar * bar, slice * bar));
            if (!controls) {
                out.examples.clear();
                return drop(out.dropped, {.reason = DropReason::kFault, .fault = controls.error()});
            }
            example.controls = std::move(*controls);
        }
        out.examples.push_back(std::move(example));
    }
}

NoteSequence TrioConverter::fromTensors(std::span<const float> samples, std::span<const float> controls) const
{
    const auto classes = [&](std::size_t role) {
        return argmaxRows(samples, shape().outputDepth, m_columns[role], m_columns[role + 1] - m_columns[role]);
    };
    NoteSequence sequence = melodyFromClasses(classes(0), m_pitches, m_spec.stepsPerQuarter, {.velocity = kOutputVelocity});
    Conditions::write(sequence, controls, m_spec.condition, 60.0 / (m_spec.stepsPerQuarter * kDefaultQuartersPerMinute));
    const NoteSequence bass = melodyFromClasses(classes(1), m_pitches, m_spec.stepsPerQuarter,
                                                {.velocity = kOutputVelocity, .instrument = kBassInstrument, .program = kElectricBass});
    const auto hits = classes(2);
    const NoteSequence drums = drumsFromBits(std::vector<Code>(hits.begin(), hits.end()), m_drums, m_spec.stepsPerQuarter);
    for (const NoteSequence* part : {&bass, &drums}) {
        sequence.notes.insert(sequence.notes.end(), part->notes.begin(), part->notes.end());
        sequence.totalTime = std::max(sequence.totalTime, part->totalTime);
    }
    return sequence;
}

} // namespace partita::converters
