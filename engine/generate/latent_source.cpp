#include "engine/generate/latent_source.h"

#include "engine/music/bar_lines.h"
#include "engine/music/split.h"
#include "engine/music/times.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>

namespace partita::generate {
namespace {

using converters::GrooveSpec;
using converters::MelodySpec;

constexpr double kQuartersPerBar = 4.0;        ///< of all models
constexpr double kHalfStep = 1.0 / 8.0;        ///< half a sixteenth, in quarters: how far music may lie off the grid
constexpr int kMostFilledBars = 4096;          ///< of a piece that is filled up

Seconds endOf(const NoteSequence& sequence)
{
    Seconds end;
    for (const auto& note : sequence.notes)
        end = std::max(end, note.endTime);
    return end;
}

/// A note a little before a bar line belongs to that bar, as rounding to the grid would have it.
Result<NoteSequence> cut(const NoteSequence& piece, const BarLines& lines, BarRange bars, bool keepEarly)
{
    const int last = lines.barAt(lines.time(lines.quarters(endOf(piece)) - kHalfStep));
    if (bars.first < 1 || bars.last < bars.first || bars.first > last)
        return fail(ErrorCode::kNotFound, fmt::format("There are no bars {} to {}: the music has bars 1 to {}.", bars.first, bars.last, last));
    const auto early = [&](int bar) { return lines.time(std::max(lines.quarters(lines.start(bar)) - kHalfStep, 0.0)); };
    const Seconds start = lines.start(bars.first), from = early(bars.first);
    auto stretch = extractSubsequence(piece, from, early(std::min(bars.last, last) + 1));
    if (!stretch)
        return std::unexpected(toError(stretch.error(), "The music"));
    const Seconds lead = start - from;
    const auto move = [&](Seconds& time) { time = std::max(time - lead, Seconds(0.0)); };
    for (auto& note : stretch->notes) {
        note.startTime -= lead;
        note.endTime -= lead;
        if (!keepEarly)
            note.startTime = std::max(note.startTime, Seconds(0.0));
    }
    for (auto& tempo : stretch->tempos)
        move(tempo.time);
    for (auto& meter : stretch->timeSignatures)
        move(meter.time);
    for (auto& key : stretch->keySignatures)
        move(key.time);
    for (auto& text : stretch->textAnnotations)
        move(text.time);
    for (auto& control : stretch->controlChanges)
        move(control.time);
    stretch->totalTime = endOf(*stretch);
    return std::move(*stretch);
}

Result<int> instrumentOf(std::span<const ClipTrack> tracks, const std::string& name)
{
    std::vector<std::string> known;
    for (const auto& track : tracks) {
        if (track.name == name || std::to_string(track.number) == name)
            return track.instrument;
        known.push_back(track.name.empty() ? std::to_string(track.number) : fmt::format("{} “{}”", track.number, track.name));
    }
    return fail(ErrorCode::kNotFound, known.empty() ? fmt::format("There is no track “{}”: the music has no notes.", name)
                                                    : fmt::format("There is no track “{}”. The tracks are {}.", name, fmt::join(known, ", ")));
}

/// Of all melodic notes those that are the highest while they begin.
std::vector<NoteSequence::Note> topVoice(std::vector<NoteSequence::Note> notes, Seconds slack)
{
    std::erase_if(notes, [](const auto& note) { return note.isDrum; });
    std::ranges::stable_sort(notes, [](const auto& a, const auto& b) { return a.startTime != b.startTime ? a.startTime < b.startTime : a.pitch > b.pitch; });
    std::vector<NoteSequence::Note> voice;
    for (auto& note : notes) {
        note.instrument = 0;
        if (voice.empty()) {
            voice.push_back(note);
        } else if (auto& last = voice.back(); note.startTime - last.startTime < slack) { // a chord, however it is rolled
            if (note.pitch > last.pitch)
                last = note;
        } else if (note.pitch >= last.pitch || last.endTime - note.startTime < slack) {
            voice.push_back(note);
        }
    }
    return voice;
}

/// The beats at the first tempo, and nothing said about bars but that they have four quarters.
Result<NoteSequence> steady(const NoteSequence& sequence, const BarLines& lines)
{
    const double qpm = lines.qpmAt(Seconds(0.0));
    auto moved = adjustTimes(sequence, [&](double time) { return lines.quarters(Seconds(time)) * 60.0 / qpm; });
    if (!moved)
        return std::unexpected(toError(moved.error(), "The music"));
    moved->sequence.tempos = {{.qpm = qpm}};
    moved->sequence.timeSignatures = {{.numerator = 4, .denominator = 4}};
    return std::move(moved->sequence);
}

} // namespace

Result<LatentSource> prepare(const LatentModel& model, const NoteSequence& piece, std::span<const ClipTrack> tracks, const ClipOptions& options)
{
    const auto* melodies = std::get_if<MelodySpec>(&model.config->converter);
    const auto* grooves = std::get_if<GrooveSpec>(&model.config->converter);
    if (options.topVoice && !melodies)
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} makes {}, which have no top voice. It is for models of melodies.", model.config->id, models::musicOf(model.config->converter)));
    if (!options.track.empty() && (std::holds_alternative<converters::TrioSpec>(model.config->converter) || std::holds_alternative<converters::MultitrackSpec>(model.config->converter)))
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} takes several tracks together, so one cannot be chosen.", model.config->id));

    LatentSource source{.sequence = piece};
    NoteSequence& sequence = source.sequence;
    if (!options.track.empty()) {
        const auto instrument = instrumentOf(tracks, options.track);
        if (!instrument)
            return fail(instrument);
        std::erase_if(sequence.notes, [&](const auto& note) { return note.instrument != *instrument; });
        source.track = *instrument;
    }
    const BarLines pieceLines(piece);
    Seconds start;
    if (options.bars) {
        start = pieceLines.start(options.bars->first);
        auto stretch = cut(sequence, pieceLines, *options.bars, grooves != nullptr);
        if (!stretch)
            return fail(stretch);
        sequence = std::move(*stretch);
    }
    BarLines lines(sequence);
    if (options.topVoice)
        sequence.notes = topVoice(std::move(sequence.notes), lines.time(kHalfStep));
    if (melodies && melodies->programs && (options.topVoice || source.track))
        for (auto& note : sequence.notes)
            note.program = note.isDrum ? note.program : melodies->programs->low;
    source.inPiece = [start](Seconds time) { return start + time; };
    if (options.quantize) {
        auto laid = steady(sequence, lines);
        if (!laid)
            return fail(laid);
        sequence = std::move(*laid);
        source.inPiece = [start, lines, qpm = lines.qpmAt(Seconds(0.0))](Seconds time) { return start + lines.time(time.value * qpm / 60.0); };
        lines = BarLines(sequence);
    }
    if (options.pad && !grooves && !sequence.notes.empty()) {
        const double bars = std::ceil((lines.quarters(endOf(sequence)) - kHalfStep) / kQuartersPerBar);
        sequence.totalTime = lines.time(kQuartersPerBar * std::clamp(bars, static_cast<double>(model.bars()), static_cast<double>(kMostFilledBars)));
    }
    return source;
}

converters::ConverterSpec converterFor(const LatentModel& model, bool pad)
{
    auto spec = model.config->converter;
    std::visit([&](auto& kind) {
        kind.maxExamples.reset();
        if (!pad)
            return;
        if constexpr (requires { kind.presplit; })
            kind.presplit = false; // pieces end with their last note
        if constexpr (requires { kind.windows; }) {
            kind.windows.padToTotalTime = true;
            kind.windows.gapBars = std::numeric_limits<double>::infinity();
        } else if constexpr (requires { kind.splitBars; }) {
            kind.splitBars.reset();
            kind.hopSteps.reset();
        } else if constexpr (requires { kind.sliceBars; }) {
            kind.gapBars = kMostFilledBars;
        }
    }, spec);
    return spec;
}

} // namespace partita::generate
