#include "engine/midi/note_sequence.h"

#include "engine/core/utf8.h"
#include "engine/midi/tick_times.h"
#include "engine/music/constants.h"
#include "engine/music/tempo_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <memory>

namespace partita::midi {
namespace {

/// Above this Magenta takes a file for damaged.
constexpr std::int64_t kMagentaMaxTick = 10'000'000'000;
/// Controllers before a channel's first note belong to each of its programs, and a track's name to each of its instruments:
/// without limits a small file could ask for billions of copies.
constexpr std::size_t kMaxControls = kMaxEvents;
constexpr std::size_t kMaxNameBytes = kMaxFileBytes;

std::unexpected<Error> refuse(std::string why)
{
    return fail(ErrorCode::kUnsupported, std::move(why));
}

std::uint32_t microseconds(const Bytes& payload)
{
    return std::uint32_t{payload[0]} << 16 | std::uint32_t{payload[1]} << 8 | payload[2];
}

// What can be understood of a meta event. Longer payloads are read by their first bytes, as mido does.
bool isTempo(const Event& event) { return event.isMeta(meta::kSetTempo) && event.payload.size() >= 3 && microseconds(event.payload) > 0; }
bool isMeter(const Event& event)
{
    return event.isMeta(meta::kTimeSignature) && event.payload.size() >= 2 && event.payload[0] > 0 && event.payload[1] < 31;
}
bool isKey(const Event& event)
{
    return event.isMeta(meta::kKeySignature) && event.payload.size() >= 2 &&
           std::abs(static_cast<std::int8_t>(event.payload[0])) <= 7 && event.payload[1] <= 1;
}

/// Python's logarithm to the base 2 of some powers of 2 is no whole number; mido takes these for other numbers.
bool hasExactLogarithm(int exponent)
{
    const double logarithm = std::log(std::ldexp(1.0, exponent)) / std::log(2.0);
    return logarithm == std::trunc(logarithm);
}

/// What mido makes of a meta event that it can read but not understand: the end of the whole file.
bool stopsMagenta(const Event& event)
{
    const Bytes& data = event.payload;
    if (event.status == 0xff)
        switch (event.data1) {
        case 0x00: return data.size() == 1;
        case meta::kChannelPrefix: return data.empty();
        case meta::kSetTempo: return data.size() < 3;
        case meta::kSmpteOffset: return data.size() < 5 || data[0] >> 5 > 3 || data[1] > 59 || data[2] > 59 || data[4] > 99;
        case meta::kTimeSignature: return data.size() < 4 || !hasExactLogarithm(data[1]);
        case meta::kKeySignature: return !isKey(event);
        default: return false;
        }
    if (event.status == 0xf0 || event.status == 0xf7) {
        const bool opens = !data.empty() && data.front() == 0xf0;
        const bool closes = data.size() > (opens ? 1 : 0) && data.back() == 0xf7;
        return std::any_of(data.begin() + opens, data.end() - closes, [](std::uint8_t byte) { return byte > 127; });
    }
    return false;
}

/// Whether mido knows a type of meta event.
bool isKnown(std::uint8_t type)
{
    using namespace meta;
    constexpr std::array kKnown{std::uint8_t{0x00}, kText, kCopyright, kTrackName, kInstrumentName, kLyric, kMarker, kCuePoint, kDeviceName, kChannelPrefix,
                                kPort, kEndOfTrack, kSetTempo, kSmpteOffset, kTimeSignature, kKeySignature, kSequencerSpecific};
    return std::ranges::find(kKnown, type) != kKnown.end();
}

/// Where the events of one track lie, asked for one after the other.
class TrackClock {
public:
    explicit TrackClock(Convention convention) : m_forgets(convention == Convention::kMagenta) {}

    Ticks tickOf(const Event& event)
    {
        // Mido loses the time before a meta event that it does not know, so that all after it comes sooner.
        if (m_forgets && event.status == 0xff && !isKnown(event.data1))
            m_lost += event.tick - m_last;
        m_last = event.tick;
        return event.tick - m_lost;
    }

private:
    bool m_forgets;
    Ticks m_last{0}, m_lost{0};
};

struct Placed {
    Ticks tick;
    const Event* event = nullptr;
};

/// Everything about time: filled from one track by Magenta, from all for people.
struct Timing {
    Convention convention;
    std::function<Seconds(Ticks)> secondsAt;
    std::vector<NoteSequence::Tempo> tempos;
    std::vector<Placed> meters;
    std::vector<Placed> keys;
};

/// Pretty_midi's tempo map. `resolution` is negative with SMPTE division, which Magenta does not know; so are all times then.
Result<Timing> magentaTiming(const Track& first, int resolution)
{
    TickTimes times(60.0 / (kDefaultQuartersPerMinute * resolution));
    std::vector<std::pair<Ticks, double>> changes{{Ticks(0), times.lastScale()}};
    Timing timing{Convention::kMagenta};
    TrackClock clock(Convention::kMagenta);
    for (const Event& event : first.events) {
        const Ticks tick = clock.tickOf(event);
        if (event.isMeta(meta::kSetTempo)) {
            if (!isTempo(event))
                return refuse("It has a tempo of no length, which Magenta does not read.");
            const double scale = 60.0 / ((6e7 / microseconds(event.payload)) * resolution);
            if (tick == Ticks(0)) {
                times.restart(scale);
                changes = {{Ticks(0), scale}};
            } else if (scale != times.lastScale()) {
                times.append(tick, scale);
                changes.emplace_back(tick, scale);
            }
        } else if (event.isMeta(meta::kTimeSignature)) {
            if (!isMeter(event))
                return refuse("It has an impossible time signature, which Magenta does not read.");
            timing.meters.push_back({tick, &event});
        } else if (event.isMeta(meta::kKeySignature)) {
            timing.keys.push_back({tick, &event});
        }
    }
    for (const auto& [tick, scale] : changes)
        timing.tempos.push_back({times.secondsAt(tick), 60.0 / (scale * resolution)});
    timing.secondsAt = [times = std::move(times)](Ticks tick) { return times.secondsAt(tick); };
    return timing;
}

Timing peopleTiming(const File& file)
{
    Timing timing{Convention::kPeople};
    std::vector<TempoChange> changes;
    for (const Track& track : file.tracks)
        for (const Event& event : track.events) {
            if (isTempo(event))
                changes.push_back({event.tick, microseconds(event.payload)});
            else if (isMeter(event))
                timing.meters.push_back({event.tick, &event});
            else if (isKey(event))
                timing.keys.push_back({event.tick, &event});
        }
    std::ranges::stable_sort(timing.meters, {}, &Placed::tick);
    std::ranges::stable_sort(timing.keys, {}, &Placed::tick);
    TempoMap map(file.division, std::move(changes));
    for (const TempoChange& change : map.changes())
        timing.tempos.push_back({map.toSeconds(change.tick), change.qpm()});
    timing.secondsAt = [map = std::move(map)](Ticks tick) { return map.toSeconds(tick); };
    return timing;
}

/// Pairs note-ons with note-offs and deals everything out to instruments.
class InstrumentBuilder {
public:
    explicit InstrumentBuilder(const Timing& timing) : m_timing(timing) {}

    void add(const Track& track)
    {
        for (auto& open : m_open)
            open.clear();
        m_current.clear();
        m_waiting.clear();
        m_program = {};
        m_name = std::make_shared<std::string>();
        TrackClock clock(m_timing.convention);
        for (const Event& event : track.events)
            add(event, clock.tickOf(event));
    }

    /// Moves everything into `sequence`; what is shared is copied. False if that would be too much.
    bool moveTo(NoteSequence& sequence)
    {
        std::size_t controls = 0, nameBytes = 0;
        for (const Instrument& instrument : m_instruments) {
            controls += m_controls[instrument.controls].bends.size() + m_controls[instrument.controls].changes.size();
            nameBytes += instrument.name->size();
            if (controls > kMaxControls || nameBytes > kMaxNameBytes)
                return false;
        }
        for (std::size_t i = 0; i < m_instruments.size(); ++i) {
            Instrument& instrument = m_instruments[i];
            const int number = static_cast<int>(i);
            if (!instrument.name->empty())
                sequence.instrumentInfos.push_back({number, *instrument.name});
            for (NoteSequence::Note& note : instrument.notes) {
                note.instrument = number;
                if (sequence.totalTime == Seconds(0.0) || note.endTime > sequence.totalTime)
                    sequence.totalTime = note.endTime;
            }
            if (sequence.notes.empty())
                sequence.notes = std::move(instrument.notes);
            else
                sequence.notes.insert(sequence.notes.end(), instrument.notes.begin(), instrument.notes.end());
            instrument.notes = {};
            const auto deal = [&](const auto& shared, auto& events) {
                for (auto event : shared) {
                    event.instrument = number;
                    event.program = instrument.program;
                    event.isDrum = instrument.isDrum;
                    events.push_back(event);
                }
            };
            deal(m_controls[instrument.controls].bends, sequence.pitchBends);
            deal(m_controls[instrument.controls].changes, sequence.controlChanges);
        }
        return true;
    }

private:
    struct Controls {
        std::vector<NoteSequence::PitchBend> bends;
        std::vector<NoteSequence::ControlChange> changes;
    };
    struct Instrument {
        int program = 0;
        bool isDrum = false;
        std::shared_ptr<const std::string> name; ///< as the track had it when the instrument was made
        std::size_t controls = 0;                ///< instruments of one channel may share them
        std::vector<NoteSequence::Note> notes;
    };
    struct OpenNote {
        Ticks start;
        int velocity = 0;
    };

    void add(const Event& event, Ticks tick)
    {
        const int channel = event.channel();
        if (event.isMeta(meta::kTrackName))
            m_name = std::make_shared<std::string>(latin1ToUtf8({reinterpret_cast<const char*>(event.payload.data()), event.payload.size()}) /* MIDI declares no encoding; Magenta takes this one */);
        else if (event.isNoteOn())
            openNotes(event).push_back({tick, event.data2});
        else if (event.isChannelMessage() && event.isNoteOff())
            closeNotes(event, tick);
        else if ((event.status & 0xf0) == 0xc0)
            m_program[channel] = event.data1;
        else if ((event.status & 0xf0) == 0xe0)
            controlsOf(channel).bends.push_back({m_timing.secondsAt(tick), (event.data1 | event.data2 << 7) - 8192});
        else if ((event.status & 0xf0) == 0xb0)
            controlsOf(channel).changes.push_back({m_timing.secondsAt(tick), event.data1, event.data2});
    }

    /// Closes every open note of the pitch that did not start at this very tick.
    void closeNotes(const Event& event, Ticks tick)
    {
        std::vector<OpenNote>& open = openNotes(event);
        const auto isNew = [&](const OpenNote& note) { return note.start == tick; };
        std::vector<NoteSequence::Note>* notes = nullptr;
        for (const OpenNote& note : open) {
            if (isNew(note))
                continue;
            Instrument& instrument = instrumentOf(event.channel());
            notes = &instrument.notes;
            notes->push_back({.pitch = event.data1,
                              .velocity = note.velocity,
                              .startTime = m_timing.secondsAt(note.start),
                              .endTime = m_timing.secondsAt(tick),
                              .program = instrument.program,
                              .isDrum = instrument.isDrum});
        }
        // A note-on and a note-off at one tick: the note stays open if the off had something else to close.
        std::erase_if(open, [&](const OpenNote& note) { return !notes || !isNew(note); });
    }

    /// Those of the event's channel and pitch.
    std::vector<OpenNote>& openNotes(const Event& event) { return m_open[static_cast<std::size_t>(event.channel() << 7 | (event.data1 & 0x7f))]; }

    /// The channel's instrument for its present program; made when first needed.
    Instrument& instrumentOf(int channel)
    {
        const int program = m_program[channel];
        const auto [found, isNew] = m_current.try_emplace({program, channel}, m_instruments.size());
        if (isNew) {
            const auto waiting = m_waiting.find(channel);
            const std::size_t controls = waiting != m_waiting.end() ? waiting->second : newControls();
            m_instruments.push_back({program, channel == kDrumChannel, m_name, controls, {}});
        }
        return m_instruments[found->second];
    }

    /// Where bends and controls of the channel go: to its instrument, or to those that are still to come.
    Controls& controlsOf(int channel)
    {
        const auto found = m_current.find({m_program[channel], channel});
        if (found != m_current.end())
            return m_controls[m_instruments[found->second].controls];
        const auto [waiting, isNew] = m_waiting.try_emplace(channel, 0);
        if (isNew)
            waiting->second = newControls();
        return m_controls[waiting->second];
    }

    std::size_t newControls()
    {
        m_controls.emplace_back();
        return m_controls.size() - 1;
    }

    const Timing& m_timing;
    std::vector<Instrument> m_instruments; ///< in the order in which their first notes closed
    std::vector<Controls> m_controls;
    // Of the present track:
    std::vector<std::vector<OpenNote>> m_open{16 * 128};    ///< by channel and pitch
    std::map<std::pair<int, int>, std::size_t> m_current;   ///< (program, channel) → instrument
    std::map<int, std::size_t> m_waiting;                   ///< channel → controls
    std::array<int, 16> m_program{};
    std::shared_ptr<const std::string> m_name;
};

/// Why Magenta would refuse tracks whose bytes a strict reader can read; empty if it would not.
std::string magentaRefusal(std::span<const Track> tracks)
{
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        if (tracks[i].events.empty())
            return fmt::format("Track {} is empty, which Magenta does not read.", i + 1);
        if (tracks[i].events.back().tick.value + 1 > kMagentaMaxTick)
            return fmt::format("Track {} is too long for Magenta.", i + 1);
        if (const auto event = std::ranges::find_if(tracks[i].events, stopsMagenta); event != tracks[i].events.end())
            return fmt::format("Track {} has {} at tick {} that Magenta does not read.", i + 1,
                               event->status == 0xff ? fmt::format("a meta event of type {:02x}", event->data1) : "a system exclusive message",
                               event->tick.value);
    }
    return {};
}

Result<NoteSequence> convert(const Timing& timing, std::span<const Track> tracks, int resolution)
{
    NoteSequence sequence;
    sequence.ticksPerQuarter = resolution;
    sequence.sourceInfo = {.encodingType = NoteSequence::EncodingType::kMidi, .parser = NoteSequence::Parser::kPrettyMidi};
    sequence.tempos = timing.tempos;
    for (const auto& [tick, event] : timing.meters)
        sequence.timeSignatures.push_back({timing.secondsAt(tick), event->payload[0], 1 << event->payload[1]});
    for (const auto& [tick, event] : timing.keys) {
        // Each sharp moves the tonic up a fifth; a minor key lies three semitones below its major key.
        const bool minor = event->payload[1] == 1;
        const int fifths = static_cast<std::int8_t>(event->payload[0]);
        const int key = ((fifths * 7 - (minor ? 3 : 0)) % 12 + 12) % 12;
        sequence.keySignatures.push_back({timing.secondsAt(tick), key, minor ? NoteSequence::Mode::kMinor : NoteSequence::Mode::kMajor});
    }
    InstrumentBuilder instruments(timing);
    for (const Track& track : tracks)
        instruments.add(track);
    if (!instruments.moveTo(sequence))
        return fail(ErrorCode::kTooLarge, fmt::format("Its many programs share more than {} controllers or very long names.", kMaxControls));
    return sequence;
}

Result<NoteSequence> convertForPeople(const File& file)
{
    return convert(peopleTiming(file), file.tracks, static_cast<int>(Division(file.division).ticksPerQuarter().value));
}

/// Whether pretty_midi would stop at a time below 0, or at a note that so ends before it starts.
bool hasNegativeTimes(const NoteSequence& sequence)
{
    const auto isNegative = [](const auto& signature) { return signature.time < Seconds(0.0); };
    return !sequence.notes.empty() || std::ranges::any_of(sequence.timeSignatures, isNegative) ||
           std::ranges::any_of(sequence.keySignatures, isNegative);
}

Result<NoteSequence> convertAsMagenta(const File& file, std::size_t announcedTracks)
{
    const auto tracks = std::span(file.tracks).first(std::min(file.tracks.size(), announcedTracks));
    if (tracks.empty())
        return refuse("It has no tracks.");
    if (std::string why = magentaRefusal(tracks); !why.empty())
        return refuse(std::move(why));
    const int resolution = static_cast<std::int16_t>(file.division);
    if (resolution == 0)
        return refuse("It has 0 ticks per quarter note, which Magenta does not read.");
    const auto timing = magentaTiming(tracks.front(), resolution);
    if (!timing)
        return fail(timing);
    auto sequence = convert(*timing, tracks, resolution);
    if (sequence && file.isSmpte() && hasNegativeTimes(*sequence))
        return refuse("It counts SMPTE frames, which Magenta takes for negative times and does not read.");
    return sequence;
}

} // namespace

Result<NoteSequence> toNoteSequence(const Reading& reading, Convention convention)
{
    if (reading.verdict == Verdict::kRefused)
        return refuse(reading.reasons.empty() ? "There is nothing readable in it." : reading.reasons.front());
    if (convention == Convention::kPeople)
        return convertForPeople(reading.file);
    for (std::size_t i = 0; i < reading.defects.size(); ++i)
        if (info(reading.defects[i]).stopsMagenta)
            return refuse("Magenta does not read it: " + reading.reasons[i]);
    return convertAsMagenta(reading.file, reading.announcedTracks);
}

Result<NoteSequence> toNoteSequence(const File& file, Convention convention)
{
    return convention == Convention::kPeople ? convertForPeople(file) : convertAsMagenta(file, file.tracks.size());
}

Result<NoteSequence> readNoteSequence(const std::filesystem::path& path, Convention convention)
{
    const auto reading = readFile(path);
    if (!reading)
        return fail(reading);
    auto sequence = toNoteSequence(*reading, convention);
    if (!sequence)
        return fail(sequence.error().code, quoted(path) + " cannot be used. " + sequence.error().message);
    return sequence;
}

} // namespace partita::midi
