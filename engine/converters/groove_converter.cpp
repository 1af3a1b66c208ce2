#include "engine/converters/groove_converter.h"

#include "engine/converters/one_hot.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace partita::converters {
namespace {

constexpr std::int64_t kMaxGrooveSteps = 1 << 17; ///< four and a half hours at 120 qpm
constexpr std::size_t kTapColumn = 3;             ///< the open hi-hat's
constexpr double kLeastDropWeight = 0.2;          ///< of a note of full velocity

ConverterShape shapeOf(const GrooveSpec& spec, int drums)
{
    const int perDrum = 1 + spec.numVelocityBins.value_or(1) + spec.numOffsetBins.value_or(1);
    const int depth = spec.splitInstruments ? perDrum : drums * perDrum;
    const int hits = spec.splitInstruments ? 1 : drums;
    return {.inputDepth = depth,
            .outputDepth = depth,
            .controlDepth = (spec.hitsAsControls ? hits : 0) + (spec.splitInstruments ? drums : 0),
            .outputsAreInputs = !spec.humanize && !spec.tapify && !spec.fixedVelocities && spec.addInstruments.empty()
                && !spec.maxNoteDropoutProbability,
            .maxExamples = spec.maxExamples};
}

/// The place of a value among `bins` edges that divide [low, high] (a little more than that, so that high falls into the
/// last one): numpy.digitize of numpy.linspace, closed on the right.
std::size_t binOf(double value, double low, double high, int bins)
{
    const double last = high + 0.0001;
    std::size_t bin = 0;
    while (bin + 1 < static_cast<std::size_t>(bins)
           && value > low + static_cast<double>(bin) * ((last - low) / static_cast<double>(std::max(bins - 1, 1))))
        ++bin;
    return bin;
}

void writeNumber(std::span<float> columns, float value, double low, double high)
{
    if (columns.size() == 1)
        columns.front() = value;
    else
        columns[binOf(value, low, high, static_cast<int>(columns.size()))] = 1.0f;
}

/// A network may say what is no number.
double within(double value, double low, double high)
{
    return std::isnan(value) ? low : std::clamp(value, low, high);
}

} // namespace

GrooveConverter::GrooveConverter(const GrooveSpec& spec, Mode mode)
    : DataConverter(shapeOf(spec, static_cast<int>(drumClasses(mode == Mode::kInfer ? spec.inferenceDrums : spec.drums).size())), mode)
    , m_spec(spec)
    , m_drums(mode == Mode::kInfer ? spec.inferenceDrums : spec.drums)
    , m_velocityWidth(static_cast<std::size_t>(spec.numVelocityBins.value_or(1)))
    , m_offsetWidth(static_cast<std::size_t>(spec.numOffsetBins.value_or(1)))
{
}

/// The loudest stroke of each drum at each step, up to the end of the last bar in which something is struck.
GrooveConverter::Grid GrooveConverter::strokesOf(const QuantizedSequence& sequence, std::vector<Dropped>& dropped) const
{
    const auto drums = static_cast<std::size_t>(m_drums.size());
    const double secondsPerStep = 60.0 / sequence->tempos.front().qpm / m_spec.stepsPerQuarter;
    std::int64_t last = -1;
    std::int64_t unknown = 0;
    for (const auto& note : sequence->notes) {
        if (m_drums.classOf(note.pitch) < 0)
            ++unknown;
        else
            last = std::max(last, note.quantizedStartStep.value);
    }
    if (unknown > 0)
        drop(dropped, {.reason = DropReason::kUnknownDrums, .count = unknown});
    if (last < 0) {
        drop(dropped, {.reason = DropReason::kNoFittingNotes});
        return {};
    }
    if (last >= kMaxGrooveSteps) {
        drop(dropped, {.reason = DropReason::kFault, .fault = Fault::kTooLong});
        return {};
    }
    const int stepsPerBar = m_spec.stepsPerQuarter * m_spec.quartersPerBar;
    Grid grid(static_cast<std::size_t>(barLineAfter(last + 1, 0, stepsPerBar)) * drums);
    std::vector<const NoteSequence::Note*> loudest(grid.size());
    for (const auto& note : sequence->notes) {
        const int drum = m_drums.classOf(note.pitch);
        if (drum < 0)
            continue;
        const std::size_t cell = static_cast<std::size_t>(note.quantizedStartStep.value) * drums + static_cast<std::size_t>(drum);
        if (loudest[cell] && loudest[cell]->velocity >= note.velocity)
            continue;
        loudest[cell] = &note;
        const double early = static_cast<double>(note.quantizedStartStep.value) * secondsPerStep - note.startTime.value;
        grid[cell] = {.hit = 1.0f,
                      .velocity = static_cast<float>(note.velocity / static_cast<double>(kMaxMidiVelocity)),
                      .offset = static_cast<float>(2.0 * (early / secondsPerStep))};
    }
    return grid;
}

/// What the encoder sees of what was played.
GrooveConverter::Grid GrooveConverter::shown(const Grid& played, const Draw& draw) const
{
    Grid grid = played;
    const auto drums = static_cast<std::size_t>(m_drums.size());
    if (m_spec.maxNoteDropoutProbability) {
        const double probability = draw() * *m_spec.maxNoteDropoutProbability;
        for (Stroke& stroke : grid) // a draw for each, struck or not
            if (draw() < probability * std::max(kLeastDropWeight, 1.0 - stroke.velocity))
                stroke = {};
    }
    for (std::size_t at = 0; at < grid.size(); at += drums) {
        const auto step = std::span(grid).subspan(at, drums);
        if (m_spec.tapify) {
            const auto loudest = std::ranges::max_element(step, {}, &Stroke::velocity) - step.begin();
            std::ranges::fill(step, Stroke{});
            step[kTapColumn] = played[at + static_cast<std::size_t>(loudest)];
        }
        for (Stroke& stroke : step) {
            if (m_spec.humanize || m_spec.fixedVelocities)
                stroke.velocity = 0.0f;
            if (m_spec.humanize)
                stroke.offset = 0.0f;
        }
        for (int drum : m_spec.addInstruments)
            step[static_cast<std::size_t>(drum)] = {};
    }
    return grid;
}

/// Hits, then velocities, then offsets of a step; or of each drum, when each is a row of its own.
void GrooveConverter::writeRows(std::span<const Stroke> window, std::span<float> rows) const
{
    const std::size_t group = m_spec.splitInstruments ? 1 : static_cast<std::size_t>(m_drums.size());
    const std::size_t depth = group * (1 + m_velocityWidth + m_offsetWidth);
    for (std::size_t row = 0; row * depth < rows.size(); ++row) {
        const auto columns = rows.subspan(row * depth, depth);
        for (std::size_t i = 0; i < group; ++i) {
            const Stroke& stroke = window[row * group + i];
            columns[i] = stroke.hit;
            writeNumber(columns.subspan(group + i * m_velocityWidth, m_velocityWidth), stroke.velocity, 0.0, 1.0);
            writeNumber(columns.subspan(group * (1 + m_velocityWidth) + i * m_offsetWidth, m_offsetWidth), stroke.offset, -1.0, 1.0);
        }
    }
}

std::vector<float> GrooveConverter::controlsOf(std::span<const Stroke> window) const
{
    const auto depth = static_cast<std::size_t>(shape().controlDepth);
    if (depth == 0)
        return {};
    const auto drums = static_cast<std::size_t>(m_drums.size());
    const std::size_t group = m_spec.splitInstruments ? 1 : drums;
    std::vector<float> rows(window.size() / group * depth);
    for (std::size_t i = 0; i < window.size(); ++i) {
        float* row = rows.data() + i / group * depth;
        if (m_spec.hitsAsControls)
            row[i % group] = window[i].hit;
        if (m_spec.splitInstruments)
            row[(m_spec.hitsAsControls ? 1 : 0) + i % drums] = 1.0f;
    }
    return rows;
}

Conversion GrooveConverter::toTensors(const NoteSequence& sequence, const Draw& draw) const
{
    Conversion out;
    if (sequence.notes.empty()) {
        drop(out.dropped, {.reason = DropReason::kNoNotes});
        return out;
    }
    const int stepsPerBar = m_spec.stepsPerQuarter * m_spec.quartersPerBar;
    const auto grid = onGrid(sequence, m_spec.stepsPerQuarter, stepsPerBar, out.dropped);
    if (!grid)
        return out;
    const Grid played = strokesOf(*grid, out.dropped);
    const Grid seen = shape().outputsAreInputs ? Grid{} : shown(played, draw);

    const auto drums = static_cast<std::size_t>(m_drums.size());
    const std::size_t steps = played.size() / drums;
    const std::size_t window = m_spec.splitBars ? static_cast<std::size_t>(*m_spec.splitBars * stepsPerBar) : steps;
    const std::size_t hop = m_spec.hopSteps ? static_cast<std::size_t>(*m_spec.hopSteps) : window;
    const std::size_t rows = window * (m_spec.splitInstruments ? drums : 1);
    std::size_t start = 0;
    for (; start + window <= steps && hop > 0; start += hop) {
        LatentExample example{.steps = rows, .lengths = {static_cast<int>(rows)}, .start = timeOfStep(*grid, static_cast<std::int64_t>(start))};
        const auto stretch = std::span(played).subspan(start * drums, window * drums);
        std::vector<float> targets(rows * static_cast<std::size_t>(shape().outputDepth));
        writeRows(stretch, targets);
        if (shape().outputsAreInputs) {
            example.inputs = std::move(targets);
        } else {
            example.outputs = std::move(targets);
            example.inputs.resize(example.outputs.size());
            writeRows(std::span(seen).subspan(start * drums, window * drums), example.inputs);
        }
        example.controls = controlsOf(stretch);
        out.examples.push_back(std::move(example));
    }
    if (const std::size_t left = steps - std::min(steps, start); left > 0)
        drop(out.dropped, {.reason = DropReason::kUnfinishedWindow, .found = static_cast<double>(left) / stepsPerBar,
                           .needed = static_cast<double>(window) / stepsPerBar});
    return out;
}

GrooveConverter::Stroke GrooveConverter::strokeAt(std::span<const float> row, std::size_t drum) const
{
    const std::size_t group = m_spec.splitInstruments ? 1 : static_cast<std::size_t>(m_drums.size());
    const auto velocity = row.subspan(group + drum * m_velocityWidth, m_velocityWidth);
    const auto offset = row.subspan(group * (1 + m_velocityWidth) + drum * m_offsetWidth, m_offsetWidth);
    const auto share = [](std::span<const float> columns) { return static_cast<float>(argmax(columns)) / static_cast<float>(columns.size()); };
    return {.hit = row[drum],
            .velocity = velocity.size() == 1 ? velocity.front() : share(velocity),
            .offset = offset.size() == 1 ? offset.front() : 2.0f * (share(offset) - 0.5f)};
}

NoteSequence GrooveConverter::fromTensors(std::span<const float> samples, std::span<const float>) const
{
    NoteSequence sequence;
    sequence.tempos = {{.qpm = kDefaultQuartersPerMinute}};
    const double secondsPerStep = 60.0 / kDefaultQuartersPerMinute / m_spec.stepsPerQuarter;
    const auto depth = static_cast<std::size_t>(shape().outputDepth);
    const auto drums = static_cast<std::size_t>(m_drums.size());
    const std::size_t group = m_spec.splitInstruments ? 1 : drums;
    const std::size_t rows = samples.size() / depth;
    for (std::size_t cell = 0; cell < rows * group; ++cell) {
        const auto row = samples.subspan(cell / group * depth, depth);
        const Stroke stroke = strokeAt(row, cell % group);
        if (!(stroke.hit > 0.5f))
            continue;
        const double loudness = within(stroke.velocity * static_cast<double>(kMaxMidiVelocity), 0.0, kMaxMidiVelocity);
        const double velocity = m_velocityWidth > 1 ? std::trunc(loudness) : std::nearbyint(loudness); // halves to even
        const double offset = within(stroke.offset / 2.0, -0.5, 0.5);
        const Seconds start((static_cast<double>(cell / drums) - offset) * secondsPerStep);
        sequence.notes.push_back({.pitch = m_drums.exemplar(static_cast<int>(cell % drums)),
                                  .velocity = static_cast<int>(velocity),
                                  .startTime = start, .endTime = start + Seconds(secondsPerStep), .instrument = 9, .isDrum = true});
    }
    return sequence;
}

} // namespace partita::converters
