#include "engine/project/sequences.h"

#include "engine/midi/note_sequence.h"
#include "engine/music/concatenate.h"
#include "engine/music/constants.h"
#include "engine/project/chords.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace partita::project {
namespace {

constexpr double kSecondsPerQuarter = 60.0 / kDefaultQuartersPerMinute;

/// The program of a track's channel at each tick: by its own chunk, else by any.
std::map<Ticks, int> programsOf(const Document& document, const Track& track)
{
    const auto read = [&](const Chunk& chunk, std::map<Ticks, int>& programs) {
        for (const auto& [event, order] : chunk.events)
            if (event.status == (0xc0 | track.channel))
                programs[event.tick] = event.data1;
    };
    std::map<Ticks, int> programs;
    read(document.chunks[static_cast<std::size_t>(track.chunk)], programs);
    if (programs.empty() && document.format != 2)
        for (const Chunk& chunk : document.chunks)
            read(chunk, programs);
    return programs;
}

int programAt(const std::map<Ticks, int>& programs, Ticks tick)
{
    const auto after = programs.upper_bound(tick);
    if (after != programs.begin())
        return std::prev(after)->second;
    return programs.empty() ? 0 : after->second; // set only later: what the track list shows
}

/// `toSeconds`: where in time a tick lies.
template <class Clock>
NoteSequence sequence(const Document& document, std::optional<TrackId> wanted, Clock toSeconds)
{
    NoteSequence result;
    result.ticksPerQuarter = static_cast<int>(ticksPerQuarter(document).value);
    for (const Meter& meter : meterMap(document).meters())
        result.timeSignatures.push_back({toSeconds(meter.tick), meter.numerator, meter.denominator});
    for (const Chord& chord : chordsOf(document))
        result.textAnnotations.push_back({toSeconds(chord.tick), chord.figure, NoteSequence::TextAnnotationType::kChordSymbol});
    for (std::size_t i = 0; i < document.tracks.size(); ++i) {
        const Track& track = document.tracks[i];
        if (wanted && track.id != *wanted)
            continue;
        const auto programs = programsOf(document, track);
        if (!track.name.empty())
            result.instrumentInfos.push_back({static_cast<int>(i), track.name});
        for (const Note& note : track.notes) {
            if (note.muted)
                continue;
            result.notes.push_back({
                .pitch = note.pitch,
                .velocity = note.velocity,
                .startTime = toSeconds(note.start),
                .endTime = toSeconds(note.end()),
                .instrument = static_cast<int>(i),
                .program = programAt(programs, note.start),
                .isDrum = track.isDrum(),
            });
            result.totalTime = std::max(result.totalTime, result.notes.back().endTime);
        }
    }
    return result;
}

} // namespace

NoteSequence musicalSequence(const Document& document, std::optional<TrackId> track)
{
    const double perTick = kSecondsPerQuarter / static_cast<double>(ticksPerQuarter(document).value);
    NoteSequence result = sequence(document, track, [perTick](Ticks tick) { return Seconds(static_cast<double>(tick.value) * perTick); });
    result.tempos = {{Seconds(0), kDefaultQuartersPerMinute}};
    return result;
}

NoteSequence soundingSequence(const Document& document, std::optional<TrackId> track)
{
    const TempoMap tempos = tempoMap(document);
    NoteSequence result = sequence(document, track, [&tempos](Ticks tick) { return tempos.toSeconds(tick); });
    for (const TempoChange& change : tempos.changes())
        result.tempos.push_back({tempos.toSeconds(change.tick), change.qpm()});
    return result;
}

Result<Document> documentOf(const NoteSequence& sequence)
{
    const auto played = sequence.sectionGroups.empty() ? Outcome<NoteSequence>(sequence) : expandSectionGroups(sequence);
    const NoteSequence& score = played ? *played : sequence; // a form that cannot be played out is played once
    const auto file = midi::fromNoteSequence(score);
    if (!file)
        return fail(file);
    Document document = fromMidi(*file);
    const TempoMap tempos = tempoMap(document);
    std::vector<Chord> chords;
    for (const auto& annotation : score.textAnnotations)
        if (annotation.annotationType == NoteSequence::TextAnnotationType::kChordSymbol && checkFigure(annotation.text))
            chords.push_back({std::max(tempos.toTicks(annotation.time), Ticks(0)), annotation.text});
    std::ranges::stable_sort(chords, {}, &Chord::tick);
    if (!chords.empty())
        apply(document, setChords(document, Ticks(0), chords.back().tick + Ticks(1), chords));
    if (sequence.sequenceMetadata)
        document.title = sequence.sequenceMetadata->title;
    return document;
}

std::vector<Note> notesFromMusical(const NoteSequence& sequence, Ticks ticksPerQuarter)
{
    const auto toTicks = [&](Seconds time) { return Ticks(std::llround(time.value / kSecondsPerQuarter * static_cast<double>(ticksPerQuarter.value))); };
    std::vector<Note> notes;
    for (const NoteSequence::Note& source : sequence.notes) {
        Note& note = notes.emplace_back();
        note.start = std::max(toTicks(source.startTime), Ticks(0));
        note.length = std::max(toTicks(source.endTime) - note.start, Ticks(1));
        note.pitch = static_cast<std::uint8_t>(std::clamp(source.pitch, kMinMidiPitch, kMaxMidiPitch));
        note.velocity = static_cast<std::uint8_t>(std::clamp(source.velocity, kMinMidiVelocity, kMaxMidiVelocity));
    }
    return notes;
}

} // namespace partita::project
