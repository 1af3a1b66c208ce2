#include "engine/music/times.h"

#include "engine/music/quantize.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace partita {
namespace {

/// At one time the pedal comes before notes, and ons before offs.
enum class PedalKind { kPedalDown, kPedalUp, kNoteOn, kNoteOff };

struct Event {
    Seconds time;
    PedalKind kind;
    int instrument;
    std::size_t note; ///< index, of the two last kinds
};

struct Instrument {
    bool pedal = false;
    std::vector<std::size_t> active; ///< sounding, or held by the pedal; indices of notes
};

} // namespace

Outcome<NoteSequence> applySustain(NoteSequence sequence, int controlNumber)
{
    if (isQuantized(sequence))
        return std::unexpected(Fault::kQuantizationStatus);

    std::vector<NoteSequence::Note>& notes = sequence.notes;
    std::vector<Event> events;
    for (const PedalKind kind : {PedalKind::kNoteOn, PedalKind::kNoteOff})
        for (std::size_t i = 0; i < notes.size(); ++i)
            if (!notes[i].isDrum)
                events.push_back({kind == PedalKind::kNoteOn ? notes[i].startTime : notes[i].endTime, kind, notes[i].instrument, i});
    for (const auto& control : sequence.controlChanges)
        if (control.controlNumber == controlNumber)
            events.push_back({control.time, control.controlValue >= 64 ? PedalKind::kPedalDown : PedalKind::kPedalUp, control.instrument, 0});
    std::ranges::stable_sort(events, {}, [](const Event& event) { return std::tuple(event.time, event.kind); });

    // Magenta finds notes to leave out by their value, not their place: of two equal notes it takes the first.
    std::vector<bool> removed(notes.size(), false);
    const auto removeFirstEqual = [&](std::size_t note) {
        for (std::size_t i = 0; i <= note; ++i) {
            if (!removed[i] && notes[i] == notes[note]) {
                removed[i] = true;
                return;
            }
        }
    };

    std::map<int, Instrument> instruments;
    for (const Event& event : events) {
        Instrument& instrument = instruments[event.instrument];
        switch (event.kind) {
        case PedalKind::kPedalDown:
            instrument.pedal = true;
            break;
        case PedalKind::kPedalUp:
            instrument.pedal = false;
            std::erase_if(instrument.active, [&](std::size_t held) {
                if (notes[held].endTime >= event.time)
                    return false; // its key is still down
                notes[held].endTime = event.time;
                sequence.totalTime = std::max(sequence.totalTime, event.time);
                return true;
            });
            break;
        case PedalKind::kNoteOn:
            if (instrument.pedal) {
                std::erase_if(instrument.active, [&](std::size_t held) {
                    if (notes[held].pitch != notes[event.note].pitch)
                        return false;
                    notes[held].endTime = event.time;
                    if (notes[held].startTime == event.time)
                        removeFirstEqual(held);
                    return true;
                });
            }
            instrument.active.push_back(event.note);
            break;
        case PedalKind::kNoteOff:
            if (!instrument.pedal) {
                const auto first = std::ranges::find_if(instrument.active, [&](std::size_t held) { return notes[held] == notes[event.note]; });
                if (first != instrument.active.end())
                    instrument.active.erase(first);
            }
            break;
        }
    }

    for (const auto& [number, instrument] : instruments) {
        for (std::size_t held : instrument.active) {
            notes[held].endTime = events.back().time;
            sequence.totalTime = events.back().time;
        }
    }
    std::size_t index = 0;
    std::erase_if(notes, [&](const auto&) { return removed[index++]; });
    return sequence;
}

} // namespace partita
