#include "engine/playback/timeline.h"

#include "engine/playback/sysex.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace partita::playback {
namespace {

constexpr std::size_t kSnapshotInterval = 4096; ///< its messages take 64 KB, the snapshot 17 KB more
constexpr Seconds kShortestLoop{0.02};
constexpr Seconds kClickLength{0.05};
constexpr int kMaxClicks = 100'000; ///< a hostile file may have beats for a century
constexpr std::uint8_t kDamper = 64;

int portOf(const project::Chunk& chunk)
{
    for (const auto& placed : chunk.events)
        if (placed.event.isMeta(midi::meta::kPort) && !placed.event.payload.empty())
            return placed.event.payload[0] % kPorts;
    return 0;
}

/// Whatever a document holds, tables of 128 are indexed by it.
std::uint8_t dataByte(std::uint8_t byte)
{
    return byte & 0x7f;
}

/// Of messages at one frame.
int rank(const Message& message)
{
    if (message.isNoteOff())
        return 0;
    return message.isSysex() ? 1 : message.isNoteOn() ? 3 : 2;
}

Frames toFrames(Seconds time, double sampleRate)
{
    return Frames(std::llround(time.value * sampleRate));
}

} // namespace

/// Builds one timeline.
class Compiler {
public:
    Compiler(const project::Document& document, double sampleRate) : m_document(document), m_timeline(new Timeline)
    {
        m_timeline->m_sampleRate = sampleRate;
        m_timeline->m_division = Division(document.division);
        m_timeline->m_tempo = project::tempoMap(document);
        m_timeline->m_meter = project::meterMap(document);
    }

    std::shared_ptr<const Timeline> run()
    {
        addEvents();
        addNotes();
        std::ranges::stable_sort(m_timeline->m_messages, [](const TimedMessage& a, const TimedMessage& b) {
            return a.frame != b.frame ? a.frame < b.frame : rank(a.message) < rank(b.message);
        });
        setLoop();
        addClicks();
        addSnapshots();
        return std::move(m_timeline);
    }

private:
    Frames frameAt(Ticks tick) const { return m_timeline->frameAt(tick); }
    void add(Frames frame, const Message& message) { m_timeline->m_messages.push_back({frame, message}); }

    void addEvents()
    {
        for (const auto& chunk : m_document.chunks) {
            const auto port = static_cast<std::uint8_t>(portOf(chunk));
            for (const auto& [event, order] : chunk.events) {
                if (event.status == 0xf0 && !event.payload.empty() && event.payload.back() == 0xf7)
                    addSysex(event);
                // Note-ons and note-offs left among the events have no partner: played, they would stick.
                else if (event.isChannelMessage() && !event.isNoteOn() && !event.isNoteOff())
                    add(frameAt(event.tick), {event.status, dataByte(event.data1), dataByte(event.data2), port});
            }
        }
    }

    void addSysex(const midi::Event& event)
    {
        Bytes bytes{0xf0};
        bytes.insert(bytes.end(), event.payload.begin(), event.payload.end());
        add(frameAt(event.tick), {0xf0, isReset(bytes), 0, 0, static_cast<std::uint32_t>(m_timeline->m_sysex.size())});
        m_timeline->m_sysex.push_back(std::move(bytes));
    }

    struct Strike {
        Frames start, end;
        int channel;
        std::uint8_t pitch, velocity, offVelocity;
    };

    std::vector<Strike> strikes() const
    {
        const bool anySolo = std::ranges::any_of(m_document.tracks, &project::Track::solo);
        std::vector<Strike> result;
        for (const auto& track : m_document.tracks) {
            if (track.mute || (anySolo && !track.solo))
                continue;
            const int channel = playedChannel(m_document, track);
            for (const auto& note : track.notes) {
                if (note.muted || dataByte(note.velocity) == 0)
                    continue;
                const Frames start = frameAt(note.start);
                result.push_back({start, std::max(frameAt(note.end()), start + Frames(1)), channel, dataByte(note.pitch), dataByte(note.velocity),
                    dataByte(note.offVelocity)});
            }
        }
        return result;
    }

    void addNotes()
    {
        auto notes = strikes();
        // Of notes that start together the longest comes last and is the one that stays.
        std::ranges::stable_sort(notes, [](const Strike& a, const Strike& b) { return a.start != b.start ? a.start < b.start : a.end < b.end; });
        std::vector<Frames> nextStart(kChannels * 128, Frames(INT64_MAX));
        for (auto note = notes.rbegin(); note != notes.rend(); ++note) {
            auto& next = nextStart[static_cast<std::size_t>(note->channel * 128 + note->pitch)];
            note->end = std::min(note->end, next);
            next = note->start;
        }
        for (const auto& note : notes) {
            if (note.end == note.start)
                continue;
            add(note.start, channelMessage(0x90, note.channel, note.pitch, note.velocity));
            add(note.end, channelMessage(0x80, note.channel, note.pitch, note.offVelocity));
            m_timeline->m_end = std::max(m_timeline->m_end, note.end);
        }
    }

    /// The end moves on to where pedals that hold last notes are released.
    void extendEndToPedals()
    {
        std::array<bool, kChannels> down{};
        const Frames lastNoteEnd = m_timeline->m_end;
        for (const auto& [frame, message] : m_timeline->m_messages) {
            if (message.kind() != 0xb0 || message.data1 != kDamper)
                continue;
            bool& pedal = down[static_cast<std::size_t>(message.channel())];
            if (frame > lastNoteEnd && pedal && message.data2 < 64)
                m_timeline->m_end = frame;
            pedal = message.data2 >= 64 && frame <= lastNoteEnd;
        }
    }

    void setLoop()
    {
        extendEndToPedals();
        const auto& loop = m_document.loop;
        auto& compiled = m_timeline->m_loop;
        compiled = {loop.enabled, frameAt(loop.start), frameAt(loop.end)};
        if (compiled.end - compiled.start < toFrames(kShortestLoop, m_timeline->m_sampleRate))
            compiled = {};
    }

    /// Merged into the sorted messages, up to the end of the bar in which the piece or its loop ends.
    void addClicks()
    {
        std::vector<TimedMessage> clicks;
        const auto& meter = m_timeline->m_meter;
        const Frames length = toFrames(kClickLength, m_timeline->m_sampleRate);
        const Frames last = std::max(m_timeline->m_end, m_timeline->m_loop.end);
        BarPosition place{1, 1, Ticks(0)};
        for (int i = 0; i < kMaxClicks; ++i) {
            const Ticks tick = meter.ticks(place);
            const Frames frame = frameAt(tick);
            if (frame > last && place.beat == 1)
                break;
            clicks.push_back({frame, clickOn(place.beat == 1)});
            clicks.push_back({frame + length, clickOff(place.beat == 1)});
            ++place.beat;
            if (meter.ticks(place) >= meter.barEnd(place.bar))
                place = {place.bar + 1, 1, Ticks(0)};
        }
        const auto byFrame = [](const TimedMessage& a, const TimedMessage& b) { return a.frame < b.frame; };
        std::ranges::stable_sort(clicks, byFrame); // at very fast tempos a click ends after the next has begun
        auto& messages = m_timeline->m_messages;
        const auto middle = static_cast<std::ptrdiff_t>(messages.size());
        messages.insert(messages.end(), clicks.begin(), clicks.end());
        std::inplace_merge(messages.begin(), messages.begin() + middle, messages.end(), byFrame);
    }

    void addSnapshots()
    {
        MidiState state;
        std::size_t index = 0;
        for (const auto& timed : m_timeline->m_messages) {
            if (index++ % kSnapshotInterval == 0)
                m_timeline->m_snapshots.push_back(state);
            state.apply(timed.message);
            if (timed.message.isSysex())
                m_timeline->m_sysexMessages.push_back(timed);
        }
    }

    const project::Document& m_document;
    std::shared_ptr<Timeline> m_timeline;
};

Frames Timeline::frameAt(Ticks tick) const
{
    return toFrames(m_tempo.toSeconds(tick), m_sampleRate);
}

double Timeline::tickAt(Frames frame) const
{
    const Seconds time(static_cast<double>(frame.value) / m_sampleRate);
    Ticks tick = m_tempo.toTicks(time);
    if (m_tempo.toSeconds(tick) > time)
        tick -= Ticks(1);
    const Seconds begin = m_tempo.toSeconds(tick), end = m_tempo.toSeconds(tick + Ticks(1));
    return static_cast<double>(tick.value) + (end > begin ? (time - begin) / (end - begin) : 0.0);
}

Frames Timeline::frameIn(const Timeline& other, Frames frame) const
{
    if (m_sampleRate == other.m_sampleRate && m_division.ticksPerQuarter() == other.m_division.ticksPerQuarter()
        && m_tempo.changes() == other.m_tempo.changes())
        return frame;
    const double tick = tickAt(frame);
    const Ticks whole(static_cast<std::int64_t>(std::floor(tick)));
    const double begin = static_cast<double>(other.frameAt(whole).value);
    const double end = static_cast<double>(other.frameAt(whole + Ticks(1)).value);
    return Frames(std::llround(begin + (end - begin) * (tick - std::floor(tick))));
}

std::size_t Timeline::indexAt(Frames frame) const
{
    return static_cast<std::size_t>(std::ranges::lower_bound(m_messages, frame, {}, &TimedMessage::frame) - m_messages.begin());
}

MidiState Timeline::stateAt(Frames frame) const
{
    if (m_snapshots.empty())
        return {};
    const std::size_t end = indexAt(frame);
    const std::size_t snapshot = std::min(end / kSnapshotInterval, m_snapshots.size() - 1);
    MidiState state = m_snapshots[snapshot];
    for (std::size_t i = snapshot * kSnapshotInterval; i < end; ++i)
        state.apply(m_messages[i].message);
    for (std::size_t i = end; i < m_messages.size() && m_messages[i].frame == frame; ++i)
        if (m_messages[i].message.isNoteOff())
            state.apply(m_messages[i].message);
    return state;
}

Timeline::Beat Timeline::beatAt(Frames frame) const
{
    const Ticks tick(static_cast<std::int64_t>(std::floor(tickAt(frame))));
    const Meter& meter = m_meter.meterAt(tick);
    const Seconds length(240.0 / m_tempo.qpmAt(tick) / meter.denominator);
    return {std::max(toFrames(length, m_sampleRate), Frames(1)), meter.numerator};
}

std::shared_ptr<const Timeline> compile(const project::Document& document, double sampleRate)
{
    return Compiler(document, sampleRate).run();
}

int playedChannel(const project::Document& document, const project::Track& track)
{
    const auto chunk = static_cast<std::size_t>(track.chunk);
    return (chunk < document.chunks.size() ? portOf(document.chunks[chunk]) * 16 : 0) + (track.channel & 0x0f);
}

} // namespace partita::playback
