#include "engine/music/chord_inference.h"

#include "engine/music/chord_symbol.h"
#include "engine/music/constants.h"
#include "engine/music/modulo.h"
#include "engine/music/python_set.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <vector>

namespace partita {
namespace {

constexpr int kMaxFrames = 1000;

constexpr std::array<std::string_view, kNotesPerOctave> kPitchClassNames{"C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};

struct ChordShape {
    std::string_view text;
    std::array<int, 4> tones; ///< above the root; −1 stands for none
};
constexpr std::array<ChordShape, 8> kShapes{{{"", {0, 4, 7, -1}},
                                      {"m", {0, 3, 7, -1}},
                                      {"+", {0, 4, 8, -1}},
                                      {"dim", {0, 3, 6, -1}},
                                      {"7", {0, 4, 7, 10}},
                                      {"maj7", {0, 4, 7, 11}},
                                      {"m7", {0, 3, 7, 10}},
                                      {"m7b5", {0, 3, 6, 10}}}};

/// 0 is N.C., then root by root the kinds.
constexpr std::size_t kChords = 1 + kNotesPerOctave * kShapes.size();
constexpr std::size_t kKeys = kNotesPerOctave;
constexpr std::size_t kStates = kKeys * kChords; ///< key by key the chords

using PitchVector = std::array<double, kNotesPerOctave>;
using ChordTable = std::array<double, kChords>;

std::vector<std::size_t> tonesOf(std::size_t chord)
{
    std::vector<std::size_t> tones;
    if (chord > 0)
        for (int tone : kShapes[(chord - 1) % kShapes.size()].tones)
            if (tone >= 0)
                tones.push_back(((chord - 1) / kShapes.size() + static_cast<std::size_t>(tone)) % kNotesPerOctave);
    return tones;
}

std::string figureOf(std::size_t chord)
{
    if (chord == 0)
        return std::string(kNoChord);
    return std::string(kPitchClassNames[(chord - 1) / kShapes.size()]) + std::string(kShapes[(chord - 1) % kShapes.size()].text);
}

struct MeterDefault {
    int numerator, denominator, chordsPerBar;
};
constexpr std::array<MeterDefault, 5> kMeterDefaults{{{2, 2, 1}, {2, 4, 1}, {3, 4, 1}, {4, 4, 2}, {6, 8, 2}}};

/// numpy's sum of up to 128 numbers: eight partial sums, then the rest. Where paths are equally likely their last bits
/// decide, so sums are made as there.
double sumLikeNumpy(std::span<const double> numbers)
{
    if (numbers.size() < 8)
        return std::accumulate(numbers.begin(), numbers.end(), 0.0);
    std::array<double, 8> part;
    std::copy_n(numbers.begin(), part.size(), part.begin());
    std::size_t i = part.size();
    for (; i + part.size() <= numbers.size(); i += part.size())
        for (std::size_t j = 0; j < part.size(); ++j)
            part[j] += numbers[i + j];
    double sum = ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]));
    for (; i < numbers.size(); ++i)
        sum += numbers[i];
    return sum;
}

bool isUnpitched(int program)
{
    return (program >= 96 && program <= 103) || (program >= 112 && program <= 127);
}

bool hasChords(const NoteSequence& sequence)
{
    return std::ranges::any_of(sequence.textAnnotations, [](const auto& annotation) {
        return annotation.annotationType == NoteSequence::TextAnnotationType::kChordSymbol;
    });
}

/// The share of each pitch class in each frame, as vectors of length 1 (0 in silence). `boundaries` lie between frames.
std::vector<PitchVector> pitchVectors(const NoteSequence& sequence, const std::vector<double>& boundaries)
{
    std::vector<PitchVector> frames(boundaries.size() + 1, PitchVector{});
    for (const auto& note : sequence.notes) {
        if (note.isDrum || isUnpitched(note.program))
            continue;
        const double start = note.startTime.value;
        const double end = note.endTime.value;
        const auto first = static_cast<std::size_t>(std::ranges::upper_bound(boundaries, start) - boundaries.begin());
        const auto last = static_cast<std::size_t>(std::ranges::lower_bound(boundaries, end) - boundaries.begin());
        const auto pitchClass = static_cast<std::size_t>(modulo(note.pitch, kNotesPerOctave));
        if (first >= last) {
            frames[first][pitchClass] += end - start;
            continue;
        }
        frames[first][pitchClass] += boundaries[first] - start;
        for (std::size_t frame = first + 1; frame < last; ++frame)
            frames[frame][pitchClass] += boundaries[frame] - boundaries[frame - 1];
        frames[last][pitchClass] += end - boundaries[last - 1];
    }
    for (PitchVector& frame : frames) {
        PitchVector squares;
        std::ranges::transform(frame, squares.begin(), [](double share) { return share * share; });
        if (const double length = std::sqrt(sumLikeNumpy(squares)); length > 0)
            for (double& share : frame)
                share /= length;
    }
    return frames;
}

/// How likely each chord is in each key.
std::array<ChordTable, kKeys> chordPriors(double outOfKey)
{
    std::array<ChordTable, kKeys> priors;
    for (std::size_t key = 0; key < kKeys; ++key) {
        for (std::size_t chord = 0; chord < kChords; ++chord) {
            const auto tones = tonesOf(chord);
            const auto inKey = std::ranges::count_if(tones, [&](std::size_t tone) {
                const int degree = static_cast<int>((tone + kNotesPerOctave - key) % kNotesPerOctave);
                return std::ranges::find(kMajorScale, degree) != kMajorScale.end();
            });
            const auto outside = static_cast<double>(tones.size()) - static_cast<double>(inKey);
            priors[key][chord] = std::pow(1 - outOfKey, static_cast<double>(inKey)) * std::pow(outOfKey, outside);
        }
        const double sum = sumLikeNumpy(priors[key]);
        for (double& prior : priors[key])
            prior /= sum;
    }
    return priors;
}

/// The log-likelihood of a frame's sound under each chord.
ChordTable emissions(const PitchVector& frame, double concentration)
{
    ChordTable likelihood{};
    for (std::size_t chord = 1; chord < kChords; ++chord) {
        auto tones = tonesOf(chord);
        std::ranges::sort(tones);
        const double weight = 1.0 / std::sqrt(static_cast<double>(tones.size()));
        double shared = 0.0;
        for (std::size_t tone : tones)
            shared = std::fma(frame[tone], weight, shared);
        likelihood[chord] = concentration * shared;
    }
    return likelihood;
}

struct Path {
    std::vector<std::size_t> states;
    double logLikelihood = 0.0;
};

/// Viterbi. Staying in a key is looked at chord by chord; a change of key does not care about the chord before, so of each
/// key only its best state can be the source.
Path bestPath(const std::vector<PitchVector>& frames, const ChordInferenceOptions& options)
{
    const auto priors = chordPriors(options.outOfKeyProbability);
    const double keyChange = options.keyChangeProbability / (kKeys - 1);
    std::array<std::array<ChordTable, kChords>, kKeys> staying; // [key][new chord][old chord]
    std::array<ChordTable, kKeys> changing;                     // [new key][new chord]
    for (std::size_t key = 0; key < kKeys; ++key) {
        for (std::size_t to = 0; to < kChords; ++to) {
            changing[key][to] = std::log(keyChange * priors[key][to]);
            for (std::size_t from = 0; from < kChords; ++from) {
                const double chordChange = options.chordChangeProbability * (priors[key][to] + priors[key][from] / (kChords - 1));
                staying[key][to][from] = std::log((1 - options.keyChangeProbability) * (from == to ? 1 - options.chordChangeProbability : chordChange));
            }
        }
    }

    std::vector<double> likelihood(kStates);
    std::vector<std::array<std::uint16_t, kStates>> parents(frames.size());
    for (std::size_t frame = 0; frame < frames.size(); ++frame) {
        const ChordTable emission = emissions(frames[frame], options.concentration);
        std::vector<double> next(kStates);
        std::array<std::size_t, kKeys> bestOfKey{};
        if (frame > 0)
            for (std::size_t key = 0; key < kKeys; ++key) {
                const auto first = likelihood.begin() + static_cast<std::ptrdiff_t>(key * kChords);
                bestOfKey[key] = static_cast<std::size_t>(std::max_element(first, first + kChords) - likelihood.begin());
            }
        for (std::size_t state = 0; state < kStates; ++state) {
            const std::size_t key = state / kChords;
            const std::size_t chord = state % kChords;
            if (frame == 0) {
                next[state] = -std::log(static_cast<double>(kKeys)) + std::log(priors[key][chord]) + emission[chord];
                continue;
            }
            double best = -INFINITY;
            std::size_t parent = 0;
            const auto consider = [&](std::size_t from, double transition) {
                if (const double reached = likelihood[from] + transition; reached > best) {
                    best = reached;
                    parent = from;
                }
            };
            for (std::size_t other = 0; other < kKeys; ++other) {
                if (other != key)
                    consider(bestOfKey[other], changing[key][chord]);
                else
                    for (std::size_t from = 0; from < kChords; ++from)
                        consider(key * kChords + from, staying[key][chord][from]);
            }
            parents[frame][state] = static_cast<std::uint16_t>(parent);
            next[state] = best + emission[chord];
        }
        likelihood = std::move(next);
    }

    const auto last = std::ranges::max_element(likelihood);
    Path path{.states = std::vector<std::size_t>(frames.size()), .logLikelihood = *last};
    std::size_t state = static_cast<std::size_t>(last - likelihood.begin());
    for (std::size_t frame = frames.size(); frame-- > 0;) {
        path.states[frame] = state;
        state = parents[frame][state];
    }
    return path;
}

struct Frame {
    double time;
    Steps step;
};

/// Finds the chords between `frames` and writes down where they change. Frame 0 starts at time 0.
InferredChords infer(NoteSequence sequence, const std::vector<Frame>& frames, const ChordInferenceOptions& options)
{
    std::vector<double> boundaries;
    for (std::size_t i = 1; i < frames.size(); ++i)
        boundaries.push_back(frames[i].time);
    const Path path = bestPath(pitchVectors(sequence, boundaries), options);

    if (options.addKeySignatures)
        sequence.keySignatures.clear();
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const std::size_t key = path.states[i] / kChords;
        const std::size_t chord = path.states[i] % kChords;
        if (options.addKeySignatures && (i == 0 || key != path.states[i - 1] / kChords))
            sequence.keySignatures.push_back({.time = Seconds(frames[i].time), .key = static_cast<int>(key)});
        if (i == 0 || chord != path.states[i - 1] % kChords)
            sequence.textAnnotations.push_back({.time = Seconds(frames[i].time), .text = figureOf(chord),
                                                .annotationType = NoteSequence::TextAnnotationType::kChordSymbol,
                                                .quantizedStep = frames[i].step});
    }
    return {.sequence = std::move(sequence), .frames = static_cast<int>(frames.size()), .logLikelihood = path.logLikelihood};
}

} // namespace

Outcome<InferredChords> inferChords(const QuantizedSequence& sequence, const ChordInferenceOptions& options)
{
    if (hasChords(*sequence))
        return std::unexpected(Fault::kChordsExist);
    if (sequence->timeSignatures.empty() || sequence->tempos.empty())
        return std::unexpected(Fault::kQuantizationStatus); // quantised by others, without what `quantize` leaves
    const auto& meter = sequence->timeSignatures.front();
    const auto row = std::ranges::find_if(kMeterDefaults, [&](const MeterDefault& known) {
        return known.numerator == meter.numerator && known.denominator == meter.denominator;
    });
    if (!options.chordsPerBar && row == kMeterDefaults.end())
        return std::unexpected(Fault::kUncommonTimeSignature);
    const int chordsPerBar = options.chordsPerBar ? *options.chordsPerBar : row->chordsPerBar;
    if (chordsPerBar <= 0)
        return std::unexpected(Fault::kInvalidArgument);

    const double stepsPerChord = stepsPerBar(sequence) / chordsPerBar;
    if (stepsPerChord != std::nearbyint(stepsPerChord))
        return std::unexpected(Fault::kNonIntegerStepsPerChord);
    const double secondsPerChord = stepsPerChord / stepsPerQuarterToStepsPerSecond(sequence.resolution(), sequence->tempos.front().qpm);
    const double count = std::ceil(sequence->totalTime.value / secondsPerChord);
    if (!(count > 0))
        return std::unexpected(Fault::kEmptySequence);
    if (count > kMaxFrames)
        return std::unexpected(Fault::kSequenceTooLong);
    std::vector<Frame> frames;
    for (int i = 0; i < count; ++i)
        frames.push_back({i * secondsPerChord, Steps(i * static_cast<std::int64_t>(stepsPerChord))});
    return infer(*sequence, frames, options);
}

Outcome<InferredChords> inferChordsAtBeats(const NoteSequence& sequence, const ChordInferenceOptions& options)
{
    if (hasChords(sequence))
        return std::unexpected(Fault::kChordsExist);
    std::vector<Frame> frames{{0.0, Steps{}}};
    bool anyBeat = false;
    for (const auto& annotation : sequence.textAnnotations) {
        if (annotation.annotationType != NoteSequence::TextAnnotationType::kBeat)
            continue;
        anyBeat = true;
        if (annotation.time > Seconds{} && annotation.time < sequence.totalTime)
            frames.push_back({annotation.time.value, annotation.quantizedStep});
    }
    if (!anyBeat || options.chordsPerBar)
        return std::unexpected(Fault::kQuantizationStatus);
    std::ranges::stable_sort(frames, {}, &Frame::time);
    const auto doubled = std::ranges::unique(frames, {}, &Frame::time);
    frames.erase(doubled.begin(), doubled.end());
    if (frames.size() > kMaxFrames)
        return std::unexpected(Fault::kSequenceTooLong);
    return infer(sequence, frames, options);
}

Outcome<NoteSequence> inferDenseChords(NoteSequence sequence, std::optional<int> instrument, int minNotes)
{
    std::vector<const NoteSequence::Note*> notes;
    for (const auto& note : sequence.notes)
        if (!note.isDrum && (!instrument || note.instrument == *instrument))
            notes.push_back(&note);
    std::ranges::stable_sort(notes, {}, &NoteSequence::Note::startTime);

    const bool quantized = isQuantized(sequence);
    struct Event {
        double time; ///< or step
        std::size_t note;
        bool isOff;
        auto operator<=>(const Event&) const = default;
    };
    std::vector<Event> events;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        events.push_back({quantized ? static_cast<double>(notes[i]->quantizedStartStep.value) : notes[i]->startTime.value, i, false});
        events.push_back({quantized ? static_cast<double>(notes[i]->quantizedEndStep.value) : notes[i]->endTime.value, i, true});
    }
    std::ranges::stable_sort(events); // which bears times that are no numbers

    const auto* metric = sequence.quantizationInfo ? std::get_if<NoteSequence::StepsPerQuarter>(&*sequence.quantizationInfo) : nullptr;
    double time = 0.0;
    std::string figure(kNoChord);
    PythonSet sounding; // indices of notes
    for (const Event& event : events) {
        if (event.time > time) {
            PythonSet pitches;
            for (int note : sounding.numbers())
                pitches.add(std::max(0, notes[static_cast<std::size_t>(note)]->pitch));
            if (static_cast<int>(pitches.size()) >= minNotes) {
                auto name = nameChord(pitches.numbers());
                if (!name)
                    return std::unexpected(name.error());
                if (*name != figure)
                    sequence.textAnnotations.push_back({.time = Seconds(quantized ? time * (metric ? metric->value : 0) : time), .text = *name,
                                                        .annotationType = NoteSequence::TextAnnotationType::kChordSymbol,
                                                        .quantizedStep = Steps(quantized ? static_cast<std::int64_t>(time) : 0)});
                figure = std::move(*name);
            }
        }
        time = event.time;
        if (event.isOff)
            sounding.remove(static_cast<int>(event.note));
        else
            sounding.add(static_cast<int>(event.note));
    }
    return sequence;
}

} // namespace partita
