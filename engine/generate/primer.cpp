#include "engine/generate/primer.h"

#include "engine/events/drum_track.h"
#include "engine/events/melody.h"
#include "engine/events/pianoroll_sequence.h"
#include "engine/generate/python_literal.h"
#include "engine/project/chords.h"

#include <fmt/format.h>

#include <algorithm>

namespace partita::generate {
namespace {

constexpr int kPrimerVelocity = 100;
constexpr std::size_t kMostChordSteps = 100'000;

std::unexpected<Error> unreadable(std::string_view what, std::string_view text, std::size_t at, std::string_view advice)
{
    return fail(ErrorCode::kInvalidArgument, fmt::format("{} cannot be read at \"{}\". {}", what, text.substr(at, 20), advice));
}

Read<int> asPitch(const PythonLiteral& literal)
{
    const auto pitch = asInt(literal);
    return pitch && *pitch >= kMinMidiPitch && *pitch <= kMaxMidiPitch ? pitch : std::unexpected(literal.at);
}

Read<DrumHits> asHits(const PythonLiteral& literal)
{
    const auto pitches = asList(literal, asPitch);
    if (!pitches)
        return std::unexpected(pitches.error());
    DrumHits hits;
    for (const int pitch : *pitches)
        hits.set(static_cast<std::size_t>(pitch));
    return hits;
}

} // namespace

Result<NoteSequence> melodyPrimer(std::string_view text, double qpm)
{
    const auto events = parseList(text, asInt);
    if (!events)
        return unreadable("The primer melody", text, events.error(), "Write a list such as [60, -2, 62, -2]: pitches, -2 for a step without a new note, -1 for a note's end.");
    const auto melody = Melody::fromEvents(*events);
    if (!melody)
        return fail(ErrorCode::kInvalidArgument, "The primer melody holds a number that is no event: pitches go from 0 to 127, -2 is a step without a new note, -1 a note's end.");
    return melody->toNoteSequence({.qpm = qpm});
}

Result<NoteSequence> drumPrimer(std::string_view text, double qpm)
{
    auto hits = parseList(text, asHits);
    if (!hits)
        return unreadable("The drum primer", text, hits.error(), "Write a list with a tuple of pitches from 0 to 127 for each step, such as [(36, 42), (), (42,)]: a single drum needs its comma.");
    return DrumTrack(std::move(*hits), StepGrid{}).toNoteSequence({.qpm = qpm});
}

Result<NoteSequence> pianorollPrimer(std::string_view text, double qpm)
{
    const auto frames = parseList(text, asHits);
    if (!frames)
        return unreadable("The piano-roll primer", text, frames.error(), "Write a list with a tuple of pitches from 21 to 108 for each step, such as [(55,), (), (53, 62)]: a single pitch needs its comma.");
    PianorollSequence roll;
    const auto keys = roll.keys();
    for (const auto& pitches : *frames) {
        PianorollFrame frame;
        for (std::size_t pitch = 0; pitch < pitches.size(); ++pitch) {
            if (!pitches.test(pitch))
                continue;
            if (static_cast<int>(pitch) < keys.lowest || static_cast<int>(pitch) > keys.highest)
                return fail(ErrorCode::kInvalidArgument, fmt::format("The piano-roll primer holds the pitch {}; a piano's keys go from {} to {}.", pitch, keys.lowest, keys.highest));
            frame.set(pitch - static_cast<std::size_t>(keys.lowest));
        }
        roll.append(frame);
    }
    auto primer = roll.toNoteSequence({.velocity = kPrimerVelocity, .qpm = qpm});
    if (!primer)
        return std::unexpected(toError(primer.error(), "The piano-roll primer"));
    return std::move(*primer);
}

Result<NoteSequence> chordPrimer(std::string_view text, Seconds length, double qpm)
{
    const auto pitches = parseList(text, asPitch);
    if (!pitches)
        return unreadable("The primer's pitches", text, pitches.error(), "Write a list of pitches from 0 to 127, such as [60, 64, 67].");
    NoteSequence primer = emptyPrimer(qpm);
    for (const int pitch : *pitches)
        primer.notes.push_back({.pitch = pitch, .velocity = kPrimerVelocity, .endTime = length});
    if (!primer.notes.empty())
        primer.totalTime = length;
    return primer;
}

NoteSequence emptyPrimer(double qpm)
{
    NoteSequence primer;
    primer.ticksPerQuarter = kStandardPpq;
    primer.tempos = {{.qpm = qpm}};
    return primer;
}

Result<ChordProgression> chordsFrom(std::string_view text, int stepsPerChord)
{
    ChordProgression chords;
    const auto blank = " \t\r\n";
    for (std::size_t at = text.find_first_not_of(blank); at < text.size(); at = text.find_first_not_of(blank, at)) {
        const std::string figure(text.substr(at, text.find_first_of(blank, at) - at));
        at += figure.size();
        if (auto checked = project::checkFigure(figure); !checked)
            return std::unexpected(checked.error());
        if (chords.size() + static_cast<std::size_t>(stepsPerChord) > kMostChordSteps)
            return fail(ErrorCode::kInvalidArgument, fmt::format("The chords take over {} steps. Give fewer of them.", kMostChordSteps));
        for (int step = 0; step < stepsPerChord; ++step)
            chords.append(figure);
    }
    if (chords.size() == 0)
        return fail(ErrorCode::kInvalidArgument, "No chord is there. Write symbols with blanks between them, such as \"C G Am F\".");
    return chords;
}

NoteSequence underChords(NoteSequence primer, const ChordProgression& chords, const models::EventRnnConfig& config)
{
    const double qpm = primerQpm(primer);
    for (auto& annotation : chords.toNoteSequence({}, qpm).textAnnotations)
        primer.textAnnotations.push_back(std::move(annotation));
    primer.totalTime = Seconds(static_cast<double>(chords.size()) * (60.0 / qpm / config.stepsPerQuarter));
    return primer;
}

double primerQpm(const NoteSequence& primer)
{
    return primer.tempos.empty() ? kDefaultQuartersPerMinute : primer.tempos.front().qpm;
}

Result<Section> sectionAfter(const NoteSequence& primer, int numSteps, const models::EventRnnConfig& config)
{
    using enum models::EventRnnFamily;
    // In this order: other orders round to other steps.
    const double secondsPerStep = config.stepsPerSecond > 0 ? 1.0 / config.stepsPerSecond : 60.0 / primerQpm(primer) / config.stepsPerQuarter;
    const bool stepwise = config.family == kMelody || config.family == kDrums || config.family == kImprov;
    const auto last = std::ranges::max_element(primer.notes, {}, &NoteSequence::Note::endTime);
    Section section{stepwise ? Seconds(0.0) : primer.totalTime, Seconds(numSteps * secondsPerStep)};
    if (config.stepsPerSecond > 0)
        section.end = Seconds(static_cast<double>(numSteps) / config.stepsPerSecond);
    if (stepwise)
        section.start = (last == primer.notes.end() ? Seconds(0.0) : last->endTime) + Seconds(secondsPerStep);
    if (section.start >= section.end)
        return fail(ErrorCode::kInvalidArgument, fmt::format("The primer is {:.2f} seconds long, and {} steps end after {:.2f}: nothing is left to generate. Ask for more steps, or shorten "
                                                             "the primer.",
                                                             section.start.value, numSteps, section.end.value));
    return section;
}

} // namespace partita::generate
