#include "engine/midi/note_sequence.h"

#include "engine/midi/tick_times.h"
#include "engine/music/constants.h"
#include "engine/music/general_midi.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace partita::midi {
namespace {

constexpr std::array kMelodicChannels{0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15};
constexpr std::uint32_t kMaxMicroseconds = 0xffffff;

/// Sharps (flats if negative) by tonic pitch class: how pretty_midi spells keys.
constexpr std::array<std::int8_t, 12> kMajorSharps{0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5};
constexpr std::array<std::int8_t, 12> kMinorSharps{-3, 4, -1, 6, 1, -4, 3, -2, 5, 0, -5, 2};

std::unexpected<Error> refuseToWrite(std::string what)
{
    return fail(ErrorCode::kInvalidArgument, "The music cannot be written as MIDI: " + std::move(what));
}

/// The event's place among those of its tick, as pretty_midi sorts them: by kind, then by what it says.
/// Note-offs (velocity 0) so come before note-ons of the same pitch.
int rank(const Event& event)
{
    const auto kind = [](int number, int value = 0) { return number * 0x10000 + value; };
    if (event.status == 0xff)
        switch (event.data1) {
        case meta::kTrackName: return kind(0);
        case meta::kSetTempo: return kind(1);
        case meta::kTimeSignature: return kind(2);
        default: return kind(3);
        }
    switch (event.status & 0xf0) {
    case 0xc0: return kind(4);
    case 0xe0: return kind(6, (event.data1 | event.data2 << 7) - 8192);
    case 0xb0: return kind(7, event.data1 << 8 | event.data2);
    default: return kind(8, event.data1 << 8 | event.data2);
    }
}

/// Sorts and ends a track one tick after its last event.
Track finish(std::vector<Event> events)
{
    std::ranges::stable_sort(events, {}, [](const Event& event) { return std::tuple(event.tick, rank(event)); });
    events.push_back({events.back().tick + Ticks(1), 0xff, meta::kEndOfTrack, 0, {}});
    return {std::move(events)};
}

/// Latin-1, which Magenta reads names as, where it can spell the name; else the UTF-8 itself.
Bytes nameBytes(std::string_view name)
{
    Bytes latin1;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto byte = static_cast<std::uint8_t>(name[i]);
        if (byte < 0x80)
            latin1.push_back(byte);
        else if ((byte == 0xc2 || byte == 0xc3) && i + 1 < name.size() && (name[i + 1] & 0xc0) == 0x80)
            latin1.push_back(static_cast<std::uint8_t>(byte << 6 | (name[++i] & 0x3f)));
        else
            return Bytes(name.begin(), name.end());
    }
    return latin1;
}

std::string defaultName(int program, bool isDrum)
{
    if (isDrum)
        return "Drums";
    switch (program) { // two names that pretty_midi spells its own way
    case 76: return "Blown bottle";
    case 83: return "Lead 4 chiff";
    default: return std::string(generalMidiName(program));
    }
}

bool inRange(int value, int low, int high) { return value >= low && value <= high; }
bool isTime(Seconds time) { return std::isfinite(time.value); }

/// What MIDI can hold; empty if all of it. What has no number to it (negative times count as 0) is no fault.
std::string fault(const NoteSequence& sequence)
{
    if (!inRange(sequence.ticksPerQuarter, 0, 0x7fff))
        return fmt::format("it has {} ticks per quarter; at most 32767 are possible.", sequence.ticksPerQuarter);
    for (const auto& tempo : sequence.tempos)
        if (!isTime(tempo.time) || !(tempo.qpm > 0) || !(60e6 / tempo.qpm < kMaxMicroseconds) || !(tempo.qpm <= 60e6))
            return fmt::format("it has a tempo of {} quarters per minute; 3.6 to 60,000,000 are possible.", tempo.qpm);
    for (const auto& meter : sequence.timeSignatures)
        if (!isTime(meter.time) || !inRange(meter.numerator, 1, 255) || meter.denominator < 1 ||
            !std::has_single_bit(static_cast<unsigned>(meter.denominator)))
            return fmt::format("it has a meter of {}/{}.", meter.numerator, meter.denominator);
    for (const auto& key : sequence.keySignatures)
        if (!isTime(key.time) || !inRange(key.key, 0, 11))
            return fmt::format("it has a key {}; 0 to 11 are possible.", key.key);
    for (const auto& note : sequence.notes)
        if (!isTime(note.startTime) || !isTime(note.endTime) || !inRange(note.pitch, 0, 127) || !inRange(note.velocity, 0, 127) ||
            !inRange(note.program, 0, 127))
            return fmt::format("it has a note of pitch {}, velocity {}, program {} at {} s; 0 to 127 are possible.", note.pitch,
                               note.velocity, note.program, note.startTime.value);
    for (const auto& bend : sequence.pitchBends)
        if (!isTime(bend.time) || !inRange(bend.bend, -8192, 8191) || !inRange(bend.program, 0, 127))
            return fmt::format("it has a pitch bend of {} at {} s; -8192 to 8191 are possible.", bend.bend, bend.time.value);
    for (const auto& change : sequence.controlChanges)
        if (!isTime(change.time) || !inRange(change.controlNumber, 0, 127) || !inRange(change.controlValue, 0, 127) ||
            !inRange(change.program, 0, 127))
            return fmt::format("it sets controller {} to {} at {} s; 0 to 127 are possible.", change.controlNumber, change.controlValue,
                               change.time.value);
    return {};
}

/// What sounds together on one track.
struct Group {
    std::vector<const NoteSequence::Note*> notes;
    std::vector<const NoteSequence::PitchBend*> bends;
    std::vector<const NoteSequence::ControlChange*> changes;
};

struct Instrument {
    int program = 0;
    bool isDrum = false;
    std::string name;
    Group group;
};

class Builder {
public:
    Builder(const NoteSequence& sequence, const FromNoteSequenceOptions& options)
        : m_sequence(sequence), m_resolution(sequence.ticksPerQuarter > 0 ? sequence.ticksPerQuarter : kStandardPpq),
          m_times(60.0 / (initialTempo() * m_resolution)), m_changes{{Ticks(0), m_times.lastScale()}}
    {
        if (options.dropEventsAfterLastNote) {
            Seconds lastEnd(0.0);
            for (const auto& note : sequence.notes)
                lastEnd = std::max(lastEnd, note.endTime);
            const Seconds limit = lastEnd + *options.dropEventsAfterLastNote;
            if (limit != Seconds(0.0)) // as note_seq: no limit
                m_limit = limit;
        }
    }

    Result<File> build()
    {
        readTempos();
        const std::vector<Instrument> instruments = group();
        if (instruments.size() >= kMaxTracks)
            return refuseToWrite(fmt::format("it has {} instruments; at most {} tracks are possible.", instruments.size(), kMaxTracks));
        File file{.format = 1, .division = static_cast<std::uint16_t>(m_resolution), .tracks = {}};
        file.tracks.push_back(timingTrack());
        for (std::size_t i = 0; i < instruments.size(); ++i)
            file.tracks.push_back(instrumentTrack(instruments[i], i));
        return file;
    }

private:
    double initialTempo() const
    {
        const auto found = std::ranges::find(m_sequence.tempos, Seconds(0.0), &NoteSequence::Tempo::time);
        return found == m_sequence.tempos.end() ? kDefaultQuartersPerMinute : found->qpm;
    }

    bool isDropped(Seconds time) const { return time > m_limit; }

    void readTempos()
    {
        const auto initial = std::ranges::find(m_sequence.tempos, Seconds(0.0), &NoteSequence::Tempo::time);
        for (const auto& tempo : m_sequence.tempos) {
            if ((initial != m_sequence.tempos.end() && tempo == *initial) || isDropped(tempo.time))
                continue;
            const Ticks tick = m_times.nearestTick(tempo.time);
            m_times.append(tick, 60.0 / (m_resolution * tempo.qpm));
            m_changes.emplace_back(tick, m_times.lastScale());
        }
    }

    Track timingTrack() const
    {
        std::vector<Event> events;
        const auto addMeter = [&](Ticks tick, int numerator, int denominator) {
            const auto power = static_cast<std::uint8_t>(std::countr_zero(static_cast<unsigned>(denominator)));
            events.push_back({tick, 0xff, meta::kTimeSignature, 0, {static_cast<std::uint8_t>(numerator), power, 24, 8}});
        };
        const auto& meters = m_sequence.timeSignatures;
        if (std::ranges::none_of(meters, [this](const auto& meter) { return meter.time <= Seconds(0.0) && !isDropped(meter.time); }))
            addMeter(Ticks(0), 4, 4);
        for (const auto& [tick, scale] : m_changes) {
            const auto micros = static_cast<std::uint32_t>(6e7 / (60.0 / (scale * m_resolution)));
            events.push_back({tick, 0xff, meta::kSetTempo, 0,
                              {static_cast<std::uint8_t>(micros >> 16), static_cast<std::uint8_t>(micros >> 8), static_cast<std::uint8_t>(micros)}});
        }
        for (const auto& meter : meters)
            if (!isDropped(meter.time))
                addMeter(m_times.nearestTick(meter.time), meter.numerator, meter.denominator);
        for (const auto& key : m_sequence.keySignatures) {
            if (isDropped(key.time))
                continue;
            const bool minor = key.mode == NoteSequence::Mode::kMinor;
            const auto sharps = static_cast<std::uint8_t>((minor ? kMinorSharps : kMajorSharps)[key.key]);
            events.push_back({m_times.nearestTick(key.time), 0xff, meta::kKeySignature, 0, {sharps, minor}});
        }
        return finish(std::move(events));
    }

    /// In ascending order of (instrument, program, isDrum). The first instrument always exists and takes number 0.
    std::vector<Instrument> group() const
    {
        std::map<std::tuple<int, int, bool>, Group> groups;
        for (const auto& note : m_sequence.notes)
            groups[{note.instrument, note.program, note.isDrum}].notes.push_back(&note);
        for (const auto& bend : m_sequence.pitchBends)
            if (!isDropped(bend.time))
                groups[{bend.instrument, bend.program, bend.isDrum}].bends.push_back(&bend);
        for (const auto& change : m_sequence.controlChanges)
            if (!isDropped(change.time))
                groups[{change.instrument, change.program, change.isDrum}].changes.push_back(&change);

        std::map<int, std::string> names;
        for (const auto& instrumentInfo : m_sequence.instrumentInfos)
            names[instrumentInfo.instrument] = instrumentInfo.name;

        std::vector<Instrument> instruments(1);
        for (auto& [key, group] : groups) {
            const auto [number, program, isDrum] = key;
            std::string name = number > 0 ? defaultName(program, isDrum) : instruments.front().name;
            if (const auto given = names.find(number); given != names.end())
                name = given->second;
            Instrument instrument{program, isDrum, std::move(name), std::move(group)};
            if (number > 0)
                instruments.push_back(std::move(instrument));
            else
                instruments.front() = std::move(instrument);
        }
        return instruments;
    }

    Track instrumentTrack(const Instrument& instrument, std::size_t index) const
    {
        const int channel = instrument.isDrum ? kDrumChannel : kMelodicChannels[index % kMelodicChannels.size()];
        std::vector<Event> events;
        const auto add = [&](Seconds time, int kind, int data1, int data2) {
            events.push_back({m_times.nearestTick(time), static_cast<std::uint8_t>(kind | channel), static_cast<std::uint8_t>(data1),
                              static_cast<std::uint8_t>(data2), {}});
        };
        if (!instrument.name.empty())
            events.push_back({Ticks(0), 0xff, meta::kTrackName, 0, nameBytes(instrument.name)});
        add(Seconds(0.0), 0xc0, instrument.program, 0);
        for (const auto* note : instrument.group.notes) {
            add(note->startTime, 0x90, note->pitch, note->velocity);
            add(note->endTime, 0x90, note->pitch, 0);
        }
        for (const auto* bend : instrument.group.bends)
            add(bend->time, 0xe0, (bend->bend + 8192) & 0x7f, (bend->bend + 8192) >> 7);
        for (const auto* change : instrument.group.changes)
            add(change->time, 0xb0, change->controlNumber, change->controlValue);
        return finish(std::move(events));
    }

    const NoteSequence& m_sequence;
    const int m_resolution;
    TickTimes m_times;
    std::vector<std::pair<Ticks, double>> m_changes; ///< every tempo to write: tick and seconds per tick
    Seconds m_limit{std::numeric_limits<double>::infinity()};
};

} // namespace

Result<File> fromNoteSequence(const NoteSequence& sequence, const FromNoteSequenceOptions& options)
{
    if (std::string what = fault(sequence); !what.empty())
        return refuseToWrite(std::move(what));
    return Builder(sequence, options).build();
}

} // namespace partita::midi
