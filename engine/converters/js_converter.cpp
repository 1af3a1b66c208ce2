#include "engine/converters/js_converter.h"

#include "engine/converters/js_melody.h"
#include "engine/converters/js_multitrack.h"
#include "engine/converters/one_hot.h"
#include "engine/music/quantize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace partita::converters {
namespace {

using Spec = JsConverterSpec;
using Note = NoteSequence::Note;

constexpr int kDefaultSteps = 4;
constexpr std::size_t kJsTapColumn = 3;
constexpr Spec::Range kJsMelodyPrograms{0, 31};
constexpr Spec::Range kJsBassPrograms{32, 39};

NoteSequence quantizedSequence(std::optional<int> stepsPerQuarter, double qpm, std::size_t steps)
{
    NoteSequence sequence;
    sequence.tempos = {{.qpm = qpm}};
    sequence.quantizationInfo = NoteSequence::StepsPerQuarter{stepsPerQuarter.value_or(kDefaultSteps)};
    sequence.totalQuantizedSteps = Steps(static_cast<std::int64_t>(steps));
    return sequence;
}

Note oneStep(std::size_t step, Note note)
{
    note.quantizedStartStep = Steps(static_cast<std::int64_t>(step));
    note.quantizedEndStep = note.quantizedStartStep + Steps(1);
    return note;
}

/// −1 for a drum of no class.
int classOf(int pitch, const encoding::DrumClasses& classes)
{
    const auto holds = [&](const auto& pitches) { return std::ranges::find(pitches, pitch) != pitches.end(); };
    const auto found = std::ranges::find_if(classes, holds);
    return found == classes.end() ? -1 : static_cast<int>(found - classes.begin());
}

Outcome<std::size_t> stepsOf(const NoteSequence& sequence, const Spec& spec)
{
    if (!sequence.quantizationInfo || !std::holds_alternative<NoteSequence::StepsPerQuarter>(*sequence.quantizationInfo))
        return std::unexpected(Fault::kQuantizationStatus);
    const std::int64_t steps = spec.numSteps.value_or(0) > 0 ? *spec.numSteps : sequence.totalQuantizedSteps.value;
    if (steps < 0 || steps > kMaxSteps)
        return std::unexpected(Fault::kTooLong);
    return static_cast<std::size_t>(steps);
}

/// The columns [from, from + width) of every row.
JsTensor columns(const JsTensor& tensor, int from, int width)
{
    JsTensor part{width, {}};
    for (std::size_t row = 0; row < tensor.rows(); ++row) {
        const auto begin = tensor.values.begin() + static_cast<std::ptrdiff_t>(row) * tensor.depth + from;
        part.values.insert(part.values.end(), begin, begin + width);
    }
    return part;
}

class JsMelodyConverter : public JsConverter {
public:
    explicit JsMelodyConverter(const Spec& spec) : m_spec(spec) {}

    int depth() const { return m_spec.pitches.maxPitch - m_spec.pitches.minPitch + 1 + kJsFirstPitch; }

    Outcome<JsTensor> toTensor(const NoteSequence& sequence) const override
    {
        const auto events = eventsOf(sequence);
        if (!events)
            return std::unexpected(events.error());
        return JsTensor{depth(), oneHot(*events, depth())};
    }

    NoteSequence toNoteSequence(const JsTensor& tensor, std::optional<int> stepsPerQuarter, double qpm) const override
    {
        NoteSequence sequence = quantizedSequence(stepsPerQuarter, qpm, tensor.rows());
        sequence.notes = jsMelodyNotes(argmaxRows(tensor.values, tensor.depth), m_spec.pitches.minPitch);
        return sequence;
    }

protected:
    Outcome<std::vector<int>> eventsOf(const NoteSequence& sequence) const
    {
        return jsMelody(sequence, m_spec.pitches, m_spec.ignorePolyphony, m_spec.numSteps);
    }

    Spec m_spec;
};

class JsRhythmConverter : public JsMelodyConverter {
public:
    using JsMelodyConverter::JsMelodyConverter;

    Outcome<JsTensor> toTensor(const NoteSequence& sequence) const override
    {
        const auto events = eventsOf(sequence);
        if (!events)
            return std::unexpected(events.error());
        JsTensor tensor{1, {}};
        for (int event : *events)
            tensor.values.push_back(event >= kJsFirstPitch ? 1.0f : 0.0f);
        return tensor;
    }

    NoteSequence toNoteSequence(const JsTensor& tensor, std::optional<int> stepsPerQuarter, double qpm) const override
    {
        NoteSequence sequence = quantizedSequence(stepsPerQuarter, qpm, tensor.values.size());
        for (std::size_t step = 0; step < tensor.values.size(); ++step)
            if (tensor.values[step] != 0.0f)
                sequence.notes.push_back(oneStep(step, {.pitch = jsDrumClasses()[1].front(), .isDrum = true}));
        return sequence;
    }
};

class JsShapeConverter : public JsMelodyConverter {
public:
    using JsMelodyConverter::JsMelodyConverter;

    Outcome<JsTensor> toTensor(const NoteSequence& sequence) const override
    {
        const auto events = eventsOf(sequence);
        if (!events)
            return std::unexpected(events.error());
        return JsTensor{3, jsMelodyShape(*events)};
    }

    /// A note at each step, one semitone on in the direction, from the middle of the range.
    NoteSequence toNoteSequence(const JsTensor& tensor, std::optional<int> stepsPerQuarter, double qpm) const override
    {
        NoteSequence sequence = quantizedSequence(stepsPerQuarter, qpm, tensor.rows());
        int pitch = (m_spec.pitches.maxPitch + m_spec.pitches.minPitch + 1) / 2;
        const auto directions = argmaxRows(tensor.values, tensor.depth);
        for (std::size_t step = 0; step < directions.size(); ++step) {
            pitch = std::clamp(pitch + directions[step] - 1, m_spec.pitches.minPitch, m_spec.pitches.maxPitch);
            sequence.notes.push_back(oneStep(step, {.pitch = pitch}));
        }
        return sequence;
    }
};

/// A column a class, and one that says of the step behind it that no note starts there: magenta-js means the row itself, but
/// writes one row too early, and its networks have learnt it so.
class JsDrumRollConverter : public JsConverter {
public:
    explicit JsDrumRollConverter(const Spec& spec) : m_spec(spec) {}

    Outcome<JsTensor> toTensor(const NoteSequence& sequence) const override
    {
        const auto steps = stepsOf(sequence, m_spec);
        if (!steps)
            return std::unexpected(steps.error());
        const std::size_t depth = m_spec.pitchClasses.size() + 1;
        JsTensor tensor{static_cast<int>(depth), std::vector<float>(*steps * depth)};
        for (std::size_t step = 1; step < *steps; ++step)
            tensor.values[step * depth - 1] = 1.0f;
        for (const Note& note : sequence.notes) {
            if (note.quantizedStartStep.value < 0 || note.quantizedStartStep.value >= static_cast<std::int64_t>(*steps))
                continue;
            const std::size_t row = static_cast<std::size_t>(note.quantizedStartStep.value) * depth;
            if (row > 0)
                tensor.values[row - 1] = 0.0f; // by a drum of no class too
            if (const int drum = classOf(note.pitch, m_spec.pitchClasses); drum >= 0)
                tensor.values[row + static_cast<std::size_t>(drum)] = 1.0f;
        }
        return tensor;
    }

    /// The values are read in rows of the classes, however wide the tensor says it is.
    NoteSequence toNoteSequence(const JsTensor& tensor, std::optional<int> stepsPerQuarter, double qpm) const override
    {
        NoteSequence sequence = quantizedSequence(stepsPerQuarter, qpm, tensor.rows());
        const std::size_t width = m_spec.pitchClasses.size();
        for (std::size_t step = 0; step < tensor.rows(); ++step)
            for (std::size_t drum = 0; drum < width && step * width + drum < tensor.values.size(); ++drum)
                if (tensor.values[step * width + drum] != 0.0f)
                    sequence.notes.push_back(oneStep(step, {.pitch = m_spec.pitchClasses[drum].front(), .isDrum = true}));
        return sequence;
    }

protected:
    Spec m_spec;
};

class JsDrumsOneHotConverter : public JsConverter {
public:
    explicit JsDrumsOneHotConverter(const Spec& spec) : m_spec(spec) {}

    int depth() const { return 1 << m_spec.pitchClasses.size(); }

    /// Adds 2^class for each note, so two of one class carry into the next one, and a sum that is no class is a row of zeros.
    Outcome<JsTensor> toTensor(const NoteSequence& sequence) const override
    {
        const auto steps = stepsOf(sequence, m_spec);
        if (!steps)
            return std::unexpected(steps.error());
        std::vector<double> sums(*steps);
        for (const Note& note : sequence.notes) {
            if (note.quantizedStartStep.value < 0 || note.quantizedStartStep.value >= static_cast<std::int64_t>(*steps))
                continue;
            const int drum = classOf(note.pitch, m_spec.pitchClasses);
            sums[static_cast<std::size_t>(note.quantizedStartStep.value)] += drum < 0 ? NAN : std::exp2(drum);
        }
        const auto width = static_cast<std::size_t>(depth());
        JsTensor tensor{depth(), std::vector<float>(sums.size() * width)};
        for (std::size_t step = 0; step < sums.size(); ++step) {
            const double sum = std::isnan(sums[step]) ? 0.0 : sums[step]; // as an integer there
            if (sum < static_cast<double>(width))
                tensor.values[step * width + static_cast<std::size_t>(sum)] = 1.0f;
        }
        return tensor;
    }

    NoteSequence toNoteSequence(const JsTensor& tensor, std::optional<int> stepsPerQuarter, double qpm) const override
    {
        NoteSequence sequence = quantizedSequence(stepsPerQuarter, qpm, tensor.rows());
        const auto labels = argmaxRows(tensor.values, tensor.depth);
        for (std::size_t step = 0; step < labels.size(); ++step)
            for (std::size_t drum = 0; drum < m_spec.pitchClasses.size(); ++drum)
                if (labels[step] >> drum & 1)
                    sequence.notes.push_back(oneStep(step, {.pitch = m_spec.pitchClasses[drum].front(), .isDrum = true}));
        return sequence;
    }

private:
    Spec m_spec;
};

/// Melody, bass and drums by program, side by side.
class JsTrioConverter : public JsConverter {
public:
    explicit JsTrioConverter(const Spec& spec) : m_melody(spec), m_bass(bassOf(spec)), m_drums(spec) {}

    Outcome<JsTensor> toTensor(const NoteSequence& sequence) const override
    {
        if (!isQuantized(sequence))
            return std::unexpected(Fault::kQuantizationStatus);
        const auto melody = m_melody.toTensor(only(sequence, [](const Note& n) { return !n.isDrum && isIn(n.program, kJsMelodyPrograms); }));
        const auto bass = m_bass.toTensor(only(sequence, [](const Note& n) { return !n.isDrum && isIn(n.program, kJsBassPrograms); }));
        const auto drums = m_drums.toTensor(only(sequence, [](const Note& n) { return n.isDrum; }));
        for (const auto* part : {&melody, &bass, &drums})
            if (!*part)
                return std::unexpected(part->error());
        JsTensor tensor{melody->depth + bass->depth + drums->depth, {}};
        for (std::size_t row = 0; row < melody->rows(); ++row)
            for (const auto* part : {&*melody, &*bass, &*drums}) {
                const auto begin = part->values.begin() + static_cast<std::ptrdiff_t>(row) * part->depth;
                tensor.values.insert(tensor.values.end(), begin, begin + part->depth);
            }
        return tensor;
    }

    NoteSequence toNoteSequence(const JsTensor& tensor, std::optional<int> stepsPerQuarter, double qpm) const override
    {
        const auto [melody, bass, drums] = split(tensor);
        NoteSequence sequence = m_melody.toNoteSequence(melody, stepsPerQuarter, qpm);
        for (Note note : m_bass.toNoteSequence(bass, stepsPerQuarter, qpm).notes) {
            note.instrument = 1;
            note.program = kJsBassPrograms.minPitch;
            sequence.notes.push_back(note);
        }
        for (Note note : m_drums.toNoteSequence(drums, stepsPerQuarter, qpm).notes) {
            note.instrument = 2;
            sequence.notes.push_back(note);
        }
        return sequence;
    }

protected:
    std::array<JsTensor, 3> split(const JsTensor& tensor) const
    {
        return {columns(tensor, 0, m_melody.depth()), columns(tensor, m_melody.depth(), m_bass.depth()),
                columns(tensor, m_melody.depth() + m_bass.depth(), m_drums.depth())};
    }

private:
    static Spec bassOf(Spec spec)
    {
        spec.pitches = spec.bassPitches;
        return spec;
    }
    static bool isIn(int program, Spec::Range range) { return program >= range.minPitch && program <= range.maxPitch; }
    template <class Keep>
    static NoteSequence only(NoteSequence sequence, Keep keep)
    {
        std::erase_if(sequence.notes, [&](const Note& note) { return !keep(note); });
        return sequence;
    }

    JsMelodyConverter m_melody, m_bass;
    JsDrumsOneHotConverter m_drums;
};

/// Whether melody, bass and drums strike at a step.
class JsTrioRhythmConverter : public JsTrioConverter {
public:
    explicit JsTrioRhythmConverter(const Spec& spec) : JsTrioConverter(spec), m_numSteps(static_cast<std::size_t>(std::max(0, spec.numSteps.value_or(0)))) {}

    Outcome<JsTensor> toTensor(const NoteSequence& sequence) const override
    {
        const auto trio = JsTrioConverter::toTensor(sequence);
        if (!trio)
            return std::unexpected(trio.error());
        const auto parts = split(*trio);
        JsTensor tensor{3, std::vector<float>(trio->rows() * 3)};
        for (std::size_t part = 0; part < 3; ++part) {
            const auto labels = argmaxRows(parts[part].values, parts[part].depth);
            for (std::size_t row = 0; row < labels.size(); ++row)
                tensor.values[row * 3 + part] = labels[row] > (part < 2 ? kJsNoteOff : 0) ? 1.0f : 0.0f;
        }
        return tensor;
    }

    NoteSequence toNoteSequence(const JsTensor& tensor, std::optional<int> stepsPerQuarter, double qpm) const override
    {
        const std::array<Note, 3> notes{Note{.pitch = 72}, Note{.pitch = 36, .instrument = 1, .program = kJsBassPrograms.minPitch},
                                        Note{.pitch = jsDrumClasses()[1].front(), .instrument = 2, .isDrum = true}};
        NoteSequence sequence = quantizedSequence(stepsPerQuarter, qpm, m_numSteps);
        for (std::size_t step = 0; step < std::min(m_numSteps, tensor.rows()); ++step)
            for (std::size_t part = 0; part < notes.size(); ++part)
                if (tensor.values[step * 3 + part] != 0.0f)
                    sequence.notes.push_back(oneStep(step, notes[part]));
        return sequence;
    }

private:
    std::size_t m_numSteps;
};

/// Hits, velocities and offsets of each drum.
class JsGrooveConverter : public JsConverter {
public:
    explicit JsGrooveConverter(const Spec& spec) : m_spec(spec) {}

    Outcome<JsTensor> toTensor(const NoteSequence& sequence) const override
    {
        NoteSequence grid = sequence;
        if (!sequence.quantizationInfo || !std::holds_alternative<NoteSequence::StepsPerQuarter>(*sequence.quantizationInfo)) {
            auto quantized = quantize(sequence, m_spec.stepsPerQuarter);
            if (!quantized)
                return std::unexpected(quantized.error());
            grid = **quantized;
        }
        const std::size_t drums = m_spec.pitchClasses.size();
        const auto steps = static_cast<std::size_t>(std::max(0, m_spec.numSteps.value_or(0)));
        const double stepLength = 60.0 / (grid.tempos.empty() ? kDefaultQuartersPerMinute : grid.tempos.front().qpm) / m_spec.stepsPerQuarter;
        std::vector<const Note*> loudest(steps * drums);
        for (const Note& note : grid.notes) {
            const int known = classOf(note.pitch, m_spec.pitchClasses);
            if (!m_spec.tapify && known < 0)
                continue;
            const std::int64_t step = note.quantizedStartStep.value;
            if (step < 0 || step >= static_cast<std::int64_t>(steps))
                return std::unexpected(Fault::kTooLong);
            const Note*& cell = loudest[static_cast<std::size_t>(step) * drums + (m_spec.tapify ? kJsTapColumn : static_cast<std::size_t>(known))];
            if (!cell || cell->velocity < note.velocity)
                cell = &note;
        }
        JsTensor tensor{static_cast<int>(m_spec.splitInstruments ? 3 : 3 * drums), std::vector<float>(steps * drums * 3)};
        for (std::size_t cell = 0; cell < loudest.size(); ++cell) {
            if (!loudest[cell])
                continue;
            const Note& note = *loudest[cell];
            const double offset = 2 * (static_cast<double>(note.quantizedStartStep.value) * stepLength - note.startTime.value) / stepLength;
            tensor.values[place(cell, 0)] = 1.0f;
            tensor.values[place(cell, 1)] = m_spec.humanize || m_spec.tapify ? 0.0f : static_cast<float>(note.velocity / 127.0);
            tensor.values[place(cell, 2)] = m_spec.humanize ? 0.0f : static_cast<float>(offset);
        }
        return tensor;
    }

    NoteSequence toNoteSequence(const JsTensor& tensor, std::optional<int>, double qpm) const override
    {
        const std::size_t drums = m_spec.pitchClasses.size();
        const std::size_t cells = tensor.values.size() / 3;
        const double stepLength = 60.0 / qpm / m_spec.stepsPerQuarter;
        NoteSequence sequence;
        sequence.tempos = {{.qpm = qpm}};
        sequence.totalTime = Seconds(static_cast<double>(cells / drums) * stepLength);
        for (std::size_t cell = 0; cell < cells / drums * drums; ++cell) {
            if (!(tensor.values[place(cell, 0)] > 0.5f))
                continue;
            const double loudness = std::floor(tensor.values[place(cell, 1)] * 127.0 + 0.5);
            const double offset = tensor.values[place(cell, 2)] / 2.0;
            const double early = std::isnan(offset) ? 0.0 : std::clamp(offset, -0.5, 0.5);
            const double step = static_cast<double>(cell / drums);
            sequence.notes.push_back({.pitch = m_spec.pitchClasses[cell % drums].front(),
                                      .velocity = std::isnan(loudness) ? 0 : static_cast<int>(std::clamp(loudness, 0.0, 127.0)),
                                      .startTime = Seconds((step - early) * stepLength), .endTime = Seconds((step - early + 1) * stepLength), .isDrum = true});
        }
        return sequence;
    }

private:
    /// Of value 0 (hit), 1 (velocity) or 2 (offset) of a drum at a step.
    std::size_t place(std::size_t cell, std::size_t value) const
    {
        const std::size_t drums = m_spec.pitchClasses.size();
        return m_spec.splitInstruments ? cell * 3 + value : cell / drums * drums * 3 + value * drums + cell % drums;
    }

    Spec m_spec;
};

} // namespace

const encoding::DrumClasses& jsDrumClasses()
{
    static const encoding::DrumClasses kClasses{
        {36, 35},
        {38, 27, 28, 31, 32, 33, 34, 37, 39, 40, 56, 65, 66, 75, 85},
        {42, 44, 54, 68, 69, 70, 71, 73, 78, 80},
        {46, 67, 72, 74, 79, 81},
        {45, 29, 41, 61, 64, 84},
        {48, 47, 60, 63, 77, 86, 87},
        {50, 30, 43, 62, 76, 83},
        {49, 55, 57, 58},
        {51, 52, 53, 59, 82},
    };
    return kClasses;
}

std::unique_ptr<JsConverter> makeJsConverter(const JsConverterSpec& spec)
{
    switch (spec.type) {
    case Spec::Type::kMelody: return std::make_unique<JsMelodyConverter>(spec);
    case Spec::Type::kMelodyRhythm: return std::make_unique<JsRhythmConverter>(spec);
    case Spec::Type::kMelodyShape: return std::make_unique<JsShapeConverter>(spec);
    case Spec::Type::kDrumRoll: return std::make_unique<JsDrumRollConverter>(spec);
    case Spec::Type::kDrumsOneHot: return std::make_unique<JsDrumsOneHotConverter>(spec);
    case Spec::Type::kTrio: return std::make_unique<JsTrioConverter>(spec);
    case Spec::Type::kTrioRhythm: return std::make_unique<JsTrioRhythmConverter>(spec);
    case Spec::Type::kMultitrack: return std::make_unique<JsMultitrackConverter>(spec);
    case Spec::Type::kGroove: return std::make_unique<JsGrooveConverter>(spec);
    }
    return std::make_unique<JsMelodyConverter>(spec);
}

} // namespace partita::converters
