#include "engine/generate/phrase.h"

#include "engine/music/general_midi.h"
#include "engine/project/edit.h"
#include "engine/project/sequences.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace partita::generate {
namespace {

using project::Note;

void sort(std::vector<Note>& notes)
{
    std::ranges::stable_sort(notes, project::notesInOrder);
}

Voice& voiceFor(Phrase& phrase, int program, bool isDrum)
{
    const auto known = std::ranges::find_if(phrase.voices, [&](const Voice& voice) { return voice.isDrum == isDrum && (isDrum || voice.program == program); });
    if (known != phrase.voices.end())
        return *known;
    return phrase.voices.emplace_back(Voice{.program = program, .isDrum = isDrum, .notes = {}});
}

std::string nameOf(const Voice& voice)
{
    return voice.isDrum ? "Drums" : std::string(generalMidiName(voice.program));
}

} // namespace

Phrase phraseOf(const NoteSequence& musical, Ticks ticksPerQuarter, Ticks length)
{
    Phrase phrase{.voices = {}, .ticksPerQuarter = ticksPerQuarter, .length = length};
    std::map<std::tuple<bool, int, int>, NoteSequence> instruments;
    for (const NoteSequence::Note& note : musical.notes)
        instruments[{note.isDrum, note.isDrum ? 0 : note.instrument, note.isDrum ? 0 : note.program}].notes.push_back(note);
    for (const auto& [key, sequence] : instruments) {
        Voice voice{.program = std::get<2>(key), .isDrum = std::get<0>(key), .notes = project::notesFromMusical(sequence, ticksPerQuarter)};
        std::erase_if(voice.notes, [&](const Note& note) { return note.start >= length; });
        for (Note& note : voice.notes)
            note.length = std::min(note.length, length - note.start);
        sort(voice.notes);
        phrase.voices.push_back(std::move(voice));
    }
    return phrase;
}

Phrase joined(std::span<const Phrase> phrases)
{
    Phrase all;
    for (const Phrase& phrase : phrases) {
        all.ticksPerQuarter = phrase.ticksPerQuarter;
        for (const Voice& voice : phrase.voices)
            for (Note note : voice.notes) {
                note.start += all.length;
                voiceFor(all, voice.program, voice.isDrum).notes.push_back(note);
            }
        all.length += phrase.length;
    }
    for (Voice& voice : all.voices)
        sort(voice.notes);
    return all;
}

project::Document documentOf(const Phrase& phrase, double qpm)
{
    project::Document document = project::newDocument();
    document.division = static_cast<std::uint16_t>(phrase.ticksPerQuarter.value);
    project::apply(document, project::setTempo(document, Ticks(0), qpm));
    project::apply(document, insertPhrase(document, phrase, Ticks(0), {}, {}));
    document.loop = {true, Ticks(0), phrase.length};
    return document;
}

project::Take takeOf(const project::Document& document, const Phrase& phrase, Ticks at, project::TrackId track, const project::Recipe& recipe)
{
    const Ticks quarter = project::ticksPerQuarter(document);
    const auto scaled = [&](Ticks tick) { return Ticks((tick.value * quarter.value + phrase.ticksPerQuarter.value / 2) / phrase.ticksPerQuarter.value); };
    project::Take take{.track = track, .start = at, .end = at + scaled(phrase.length), .recipe = recipe, .notes = {}};
    if (!phrase.voices.empty())
        take.notes = phrase.voices.front().notes;
    for (Note& note : take.notes) {
        const Ticks end = at + scaled(note.end());
        note.start = at + scaled(note.start);
        note.length = std::max(end - note.start, Ticks(1));
    }
    return take;
}

project::Change insertPhrase(const project::Document& document, const Phrase& phrase, Ticks at, std::optional<project::TrackId> track, const project::Recipe& recipe)
{
    project::Document after = document;
    project::Change all{.steps = {}, .nextId = document.nextId};
    const auto then = [&](project::Change change) {
        project::apply(after, change);
        all = project::combined(std::move(all), std::move(change));
    };
    const auto put = [&](const Voice& voice, project::TrackId target) {
        project::Take take = takeOf(after, {.voices = {voice}, .ticksPerQuarter = phrase.ticksPerQuarter, .length = phrase.length}, at, target, recipe);
        then(project::insertCandidate(after, target, take.start, take.end, std::move(take.notes), std::move(take.recipe)));
    };
    if (track && phrase.voices.size() <= 1) {
        put(phrase.voices.empty() ? Voice() : phrase.voices.front(), *track);
        return all;
    }
    for (const Voice& voice : phrase.voices) {
        then(project::addTrack(after, {.name = nameOf(voice), .program = voice.program, .isDrum = voice.isDrum}));
        put(voice, after.tracks.back().id);
    }
    return all;
}

} // namespace partita::generate
