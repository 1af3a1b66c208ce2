#include "engine/midi/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>
#include <utility>

namespace partita::midi {
namespace {

constexpr std::string_view kHeaderId = "MThd";
constexpr std::string_view kTrackId = "MTrk";
/// How far into a file of another kind a MIDI file may begin (a wrapper's header, a mail's first lines).
constexpr std::size_t kMaxLeadingBytes = 4096;
constexpr std::uint16_t kAssumedDivision = 480;

std::string plural(std::size_t count, std::string_view what)
{
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// Is data byte `index` of this message the number of a note, controller or program, rather than an amount?
/// A wrong amount can be mended by the nearest one, a wrong number cannot.
bool isNumber(std::uint8_t status, int index)
{
    const int kind = status & 0xf0;
    return index == 0 && (kind == 0x80 || kind == 0x90 || kind == 0xa0 || kind == 0xb0 || kind == 0xc0);
}

/// What is wrong with the content of a meta event, as the subject of a sentence; empty if nothing.
std::string_view metaFault(std::uint8_t type, std::span<const std::uint8_t> payload)
{
    switch (type) {
    case meta::kSetTempo:
        if (payload.size() != 3 || (payload[0] | payload[1] | payload[2]) == 0)
            return "a tempo";
        break;
    case meta::kTimeSignature:
        if (payload.size() != 4 || payload[0] == 0 || payload[1] > 15)
            return "a time signature";
        break;
    case meta::kKeySignature:
        if (payload.size() != 2 || std::abs(static_cast<std::int8_t>(payload[0])) > 7 || payload[1] > 1)
            return "a key signature";
        break;
    }
    return {};
}

class Reader {
public:
    explicit Reader(std::span<const std::uint8_t> bytes) : m_bytes(bytes) {}

    Reading run()
    {
        if (const auto chunks = readHeader()) {
            readChunks(*chunks);
            compareTrackCount();
        }
        return conclude();
    }

private:
    /// Where a defect was first met, and how often.
    struct Tally {
        std::size_t count = 0;
        std::size_t track = 0; ///< from 1; 0: the file as a whole
        std::size_t offset = 0;
        std::string detail;
    };

    /// The state that runs from one event of a track to the next.
    struct TrackState {
        std::size_t position = 0;
        std::size_t limit = 0;
        std::int64_t tick = 0;
        std::uint8_t runningStatus = 0;
        std::optional<Defect> interruption; ///< what running status would have to survive
        bool ended = false;                 ///< an end-of-track event was read
        bool goesOn = false;                ///< and further events after it
    };

    std::string_view text(std::size_t offset, std::size_t size) const
    {
        const auto part = offset < m_bytes.size() ? m_bytes.subspan(offset, std::min(size, m_bytes.size() - offset)) : m_bytes.first(0);
        return {reinterpret_cast<const char*>(part.data()), part.size()};
    }
    bool hasId(std::size_t offset, std::string_view id) const { return text(offset, id.size()) == id; }
    std::size_t find(std::string_view id, std::size_t from) const
    {
        const auto found = text(0, m_bytes.size()).find(id, from);
        return found == std::string_view::npos ? m_bytes.size() : found;
    }
    std::uint32_t bigEndian(std::size_t offset, int size) const
    {
        std::uint32_t value = 0;
        for (int i = 0; i < size; ++i)
            value = value << 8 | m_bytes[offset + i];
        return value;
    }
    std::string name(std::size_t chunk) const
    {
        std::string id(text(chunk, 4));
        std::ranges::replace_if(id, [](unsigned char c) { return c < 0x20 || c > 0x7e; }, '?');
        return '"' + id + '"';
    }

    void report(Defect defect, std::size_t offset, std::string detail = {})
    {
        Tally& tally = m_tallies[static_cast<std::size_t>(defect)];
        if (tally.count++ == 0)
            tally = {1, defect >= Defect::kTrackLength ? m_reading.file.tracks.size() : 0, offset, std::move(detail)};
    }

    /// A chunk's header: a printable name and a length that the file can hold.
    bool isChunk(std::size_t offset) const
    {
        if (offset > m_bytes.size() || m_bytes.size() - offset < 8)
            return false;
        return std::ranges::all_of(text(offset, 4), [](unsigned char c) { return c >= 0x20 && c <= 0x7e; }) &&
               (hasId(offset, kTrackId) || bigEndian(offset + 4, 4) <= m_bytes.size() - offset - 8);
    }

    std::optional<std::size_t> refuse(std::string why)
    {
        report(Defect::kNotMidi, 0, std::move(why));
        return std::nullopt;
    }

    /// Position of the header chunk, with whatever surrounds the MIDI data cut away.
    std::optional<std::size_t> findHeader()
    {
        if (m_bytes.empty())
            return refuse("The file is empty.");
        if (hasId(0, kHeaderId))
            return 0;
        if (hasId(0, "RIFF") && !hasId(8, "RMID"))
            return refuse(hasId(8, "WAVE") ? "This is a WAV sound file, not MIDI." : "This is a RIFF file without MIDI.");
        const auto found = text(0, kMaxLeadingBytes).find(kHeaderId);
        if (found == std::string_view::npos) {
            if (m_bytes.size() > 18 && bigEndian(4, 4) == 6 && hasId(14, kTrackId)) {
                report(Defect::kHeaderName, 0, name(0));
                return 0;
            }
            return refuse("This is not a MIDI file: it does not begin with \"MThd\".");
        }
        if (!hasId(0, "RIFF")) {
            report(Defect::kLeadingBytes, 0, plural(found, "byte"));
            return found;
        }
        report(Defect::kRiffWrapped, 0);
        if (found >= 8 && hasId(found - 8, "data")) {
            const auto size = std::size_t{m_bytes[found - 4]} | std::size_t{m_bytes[found - 3]} << 8 |
                              std::size_t{m_bytes[found - 2]} << 16 | std::size_t{m_bytes[found - 1]} << 24;
            m_bytes = m_bytes.first(std::min(m_bytes.size(), found + size));
        }
        return found;
    }

    /// Reads the header chunk; gives the position of the first chunk after it.
    std::optional<std::size_t> readHeader()
    {
        const auto header = findHeader();
        if (!header)
            return std::nullopt;
        if (m_bytes.size() - *header < 14)
            return refuse("The file ends within its MIDI header.");

        File& file = m_reading.file;
        file.format = static_cast<int>(bigEndian(*header + 8, 2));
        m_reading.announcedTracks = bigEndian(*header + 10, 2);
        file.division = static_cast<std::uint16_t>(bigEndian(*header + 12, 2));
        if (file.format > 2)
            report(Defect::kUnknownFormat, *header + 8, std::to_string(file.format));
        if (file.division == 0) {
            report(Defect::kDivisionZero, *header + 12);
            file.division = kAssumedDivision;
        }
        // A longer header is legal (of a later standard) if chunks really follow it.
        const std::size_t length = bigEndian(*header + 4, 4);
        if (length > 6 && isChunk(*header + 8 + length))
            return *header + 8 + length;
        if (length != 6)
            report(Defect::kHeaderLength, *header + 4, plural(length, "byte"));
        return *header + 14;
    }

    void readChunks(std::size_t position)
    {
        while (position < m_bytes.size() && !m_full) {
            if (isChunk(position) && hasId(position, kTrackId)) {
                if (m_reading.file.tracks.size() == kMaxTracks) {
                    report(Defect::kTooManyTracks, position, std::to_string(kMaxTracks));
                    return;
                }
                position = readTrack(position);
                continue;
            }
            if (isChunk(position) && hasId(position, kHeaderId)) {
                report(Defect::kSecondFile, position, std::to_string(position));
                return;
            }
            const bool foreign = isChunk(position);
            const std::size_t next = foreign ? position + 8 + bigEndian(position + 4, 4) : find(kTrackId, position + 1);
            if (m_reading.file.tracks.size() >= m_reading.announcedTracks)
                report(Defect::kAfterLastTrack, position, plural(next - position, "byte"));
            else if (foreign)
                report(Defect::kForeignChunk, position, name(position));
            else
                report(Defect::kGarbageBetweenChunks, position, plural(next - position, "byte"));
            position = next;
        }
    }

    /// Reads the track whose chunk begins at `chunk`; gives the position after it.
    std::size_t readTrack(std::size_t chunk)
    {
        m_reading.file.tracks.emplace_back();
        const std::size_t begin = chunk + 8;
        const std::size_t length = bigEndian(chunk + 4, 4);
        // The length is believed if the file or another chunk follows; else the track ends by its end-of-track event.
        const bool beyondFile = length > m_bytes.size() - begin;
        const bool believed = !beyondFile && (begin + length == m_bytes.size() || isChunk(begin + length));

        TrackState state{.position = begin, .limit = believed ? begin + length : find(kTrackId, begin)};
        while (state.position < state.limit && !m_full) {
            if (state.ended && (!believed || hasId(state.position, kTrackId)))
                break;
            const bool afterEnd = state.ended;
            const std::size_t start = state.position;
            if (const auto failure = readEvent(state)) {
                if (afterEnd)
                    report(Defect::kBytesAfterEnd, start, plural(state.limit - start, "byte"));
                else if (beyondFile && state.limit == m_bytes.size() && *failure == Defect::kEventCutOff)
                    report(endsInEndOfTrack(start, state) ? Defect::kTrackLength : Defect::kTrackCutOff, start, plural(length, "byte"));
                else
                    report(*failure, start);
                return state.limit;
            }
            if (afterEnd && !std::exchange(state.goesOn, true))
                report(Defect::kEventsAfterEnd, start);
        }
        if (m_full)
            return state.position;
        if (!state.ended && beyondFile && state.limit == m_bytes.size()) {
            report(Defect::kTrackCutOff, state.position);
            return state.position;
        }
        if (!state.ended)
            report(Defect::kNoEndOfTrack, state.position);
        if (state.position != begin + length)
            report(Defect::kTrackLength, chunk + 4, plural(length, "byte"));
        return state.position;
    }

    /// An end-of-track event whose last byte, always zero, is missing: the usual loss of a cut file.
    bool endsInEndOfTrack(std::size_t start, TrackState& state)
    {
        if (state.limit - start < 3 || !text(start, state.limit - start).ends_with("\xff\x2f"))
            return false;
        addEvent({Ticks(state.tick), 0xff, meta::kEndOfTrack, 0, {}}, start);
        return true;
    }

    void addEvent(Event event, std::size_t offset)
    {
        if (m_events == kMaxEvents) {
            report(Defect::kTooManyEvents, offset, std::to_string(kMaxEvents));
            m_full = true;
            return;
        }
        ++m_events;
        m_reading.file.tracks.back().events.push_back(std::move(event));
    }

    /// A variable-length number. Up to eight bytes are understood, four are allowed.
    std::optional<Defect> readNumber(TrackState& state, std::int64_t& value)
    {
        value = 0;
        for (int size = 1; size <= 8; ++size) {
            if (state.position == state.limit)
                return Defect::kEventCutOff;
            const std::uint8_t byte = m_bytes[state.position++];
            value = value << 7 | (byte & 0x7f);
            if (byte < 0x80) {
                if (size > 4)
                    report(Defect::kLongNumber, state.position - size, std::to_string(size));
                return std::nullopt;
            }
        }
        return Defect::kNumberTooLarge;
    }

    std::optional<Defect> readPayload(TrackState& state, Bytes& payload)
    {
        std::int64_t size = 0;
        if (const auto failure = readNumber(state, size))
            return failure;
        if (size > static_cast<std::int64_t>(state.limit - state.position))
            return Defect::kEventCutOff;
        const auto part = m_bytes.subspan(state.position, static_cast<std::size_t>(size));
        payload.assign(part.begin(), part.end());
        state.position += part.size();
        return std::nullopt;
    }

    /// Reads one event, or says why the track cannot be read on.
    std::optional<Defect> readEvent(TrackState& state)
    {
        std::int64_t delta = 0;
        if (const auto failure = readNumber(state, delta))
            return failure;
        if (delta > kMaxTick.value - state.tick)
            return Defect::kNumberTooLarge;
        if (state.position == state.limit)
            return Defect::kEventCutOff;
        state.tick += delta;

        Event event{.tick = Ticks(state.tick), .status = m_bytes[state.position]};
        const std::size_t offset = state.position;
        if (event.status < 0x80) {
            if (state.runningStatus == 0)
                return Defect::kNoStatus;
            if (state.interruption)
                report(*state.interruption, offset);
            event.status = state.runningStatus;
        } else {
            ++state.position;
        }

        switch (event.status) {
        case 0xff:
            if (state.position == state.limit)
                return Defect::kEventCutOff;
            event.data1 = m_bytes[state.position++];
            if (const auto failure = readPayload(state, event.payload))
                return failure;
            if (const auto fault = metaFault(event.data1, event.payload); !fault.empty())
                report(Defect::kMetaContent, offset, std::string(fault));
            state.ended |= event.data1 == meta::kEndOfTrack;
            state.interruption = state.interruption.value_or(Defect::kRunningStatusAfterMeta);
            break;
        case 0xf0:
        case 0xf7:
            if (const auto failure = readPayload(state, event.payload))
                return failure;
            state.interruption = Defect::kRunningStatusAfterSysex;
            break;
        default:
            return readMessage(state, event, offset);
        }
        addEvent(std::move(event), offset);
        return std::nullopt;
    }

    /// The data bytes of a channel or short system message.
    std::optional<Defect> readMessage(TrackState& state, Event& event, std::size_t offset)
    {
        const auto size = dataBytes(event.status);
        if (!size) {
            report(Defect::kUndefinedStatus, offset, fmt::format("{:02x}", event.status));
            return std::nullopt;
        }
        if (state.limit - state.position < static_cast<std::size_t>(*size))
            return Defect::kEventCutOff;
        if (event.isChannelMessage()) {
            state.runningStatus = event.status;
            state.interruption.reset();
        } else {
            report(Defect::kSystemMessage, offset, fmt::format("{:02x}", event.status));
            state.interruption = Defect::kRunningStatusAfterSysex;
        }

        std::array<std::uint8_t, 2> data{};
        bool usable = true;
        for (int i = 0; i < *size; ++i) {
            data[i] = m_bytes[state.position++];
            if (data[i] <= 127)
                continue;
            const bool number = isNumber(event.status, i);
            report(number ? Defect::kNumberAbove127 : Defect::kValueAbove127, state.position - 1, std::to_string(data[i]));
            data[i] = 127;
            usable &= !number;
        }
        event.data1 = data[0];
        event.data2 = data[1];
        if (usable)
            addEvent(std::move(event), offset);
        return std::nullopt;
    }

    void compareTrackCount()
    {
        const std::size_t tracks = m_reading.file.tracks.size();
        const std::string counts = fmt::format("{} announced, {} there", m_reading.announcedTracks, tracks);
        if (tracks == 0)
            report(Defect::kNoTracks, 0);
        else if (tracks < m_reading.announcedTracks)
            report(Defect::kFewerTracksThanAnnounced, 0, counts);
        else if (tracks > m_reading.announcedTracks)
            report(Defect::kMoreTracksThanAnnounced, 0, counts);
        if (m_reading.file.format == 0 && tracks > 1)
            report(Defect::kFormatZeroWithTracks, 0, std::to_string(tracks));
    }

    Reading conclude()
    {
        m_reading.verdict = Verdict::kComplete;
        for (std::size_t i = 0; i < kNumDefects; ++i) {
            const Tally& tally = m_tallies[i];
            if (tally.count == 0)
                continue;
            const auto defect = static_cast<Defect>(i);
            m_reading.defects.push_back(defect);
            m_reading.verdict = std::max(m_reading.verdict, info(defect).verdict);
            std::string sentence = fmt::format(fmt::runtime(info(defect).sentence), tally.detail);
            if (tally.track > 0) {
                sentence = fmt::format("Track {}, byte {}: {}", tally.track, tally.offset, sentence);
                if (tally.count > 1)
                    sentence += fmt::format(" (and {} more such)", tally.count - 1);
                sentence += '.';
            }
            m_reading.reasons.push_back(std::move(sentence));
        }
        if (m_reading.verdict == Verdict::kRefused)
            m_reading.file.tracks.clear();
        return std::move(m_reading);
    }

    std::span<const std::uint8_t> m_bytes;
    Reading m_reading;
    std::array<Tally, kNumDefects> m_tallies;
    std::size_t m_events = 0;
    bool m_full = false;
};

} // namespace

Reading read(std::span<const std::uint8_t> bytes)
{
    return Reader(bytes).run();
}

Result<Reading> readFile(const std::filesystem::path& path)
{
    const auto bytes = partita::readFile(path, kMaxFileBytes);
    if (!bytes)
        return fail(bytes);
    Reading reading = read(*bytes);
    if (reading.verdict == Verdict::kRefused) {
        const bool foreign = reading.defects.front() == Defect::kNotMidi;
        return fail(foreign ? ErrorCode::kNotRecognized : ErrorCode::kDamaged,
                    quoted(path) + " cannot be read as MIDI. " + reading.reasons.front());
    }
    return reading;
}

} // namespace partita::midi
