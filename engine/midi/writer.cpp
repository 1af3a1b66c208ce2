#include "engine/midi/file.h"

#include <algorithm>

namespace partita::midi {
namespace {

class Writer {
public:
    void text(std::string_view letters) { m_bytes.insert(m_bytes.end(), letters.begin(), letters.end()); }
    void byte(std::uint8_t value) { m_bytes.push_back(value); }
    void bigEndian(std::uint32_t value, int size)
    {
        for (int i = size - 1; i >= 0; --i)
            byte(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    /// Seven bits a byte, the highest first, all but the last with bit 7 set.
    void number(std::uint64_t value)
    {
        int shift = 0;
        while (shift < 56 && value >> (shift + 7) != 0)
            shift += 7;
        for (; shift > 0; shift -= 7)
            byte(static_cast<std::uint8_t>(0x80 | (value >> shift & 0x7f)));
        byte(static_cast<std::uint8_t>(value & 0x7f));
    }
    void payload(const Bytes& bytes)
    {
        number(bytes.size());
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    }
    /// Leaves room for a chunk's length; `endChunk` fills it in.
    std::size_t beginChunk(std::string_view id)
    {
        text(id);
        bigEndian(0, 4);
        return m_bytes.size();
    }
    void endChunk(std::size_t begin)
    {
        const auto size = static_cast<std::uint32_t>(m_bytes.size() - begin);
        for (int i = 0; i < 4; ++i)
            m_bytes[begin - 4 + i] = static_cast<std::uint8_t>(size >> (8 * (3 - i)));
    }
    Bytes take() { return std::move(m_bytes); }

private:
    Bytes m_bytes;
};

void writeTrack(Writer& writer, const Track& track, bool runningStatus)
{
    std::int64_t tick = 0;
    std::uint8_t running = 0;
    for (const Event& event : track.events) {
        const std::int64_t now = std::clamp(event.tick.value, tick, kMaxTick.value);
        writer.number(static_cast<std::uint64_t>(now - tick));
        tick = now;
        if (event.status != running)
            writer.byte(event.status);
        running = runningStatus && event.isChannelMessage() ? event.status : 0;
        if (event.status == 0xff)
            writer.byte(event.data1);
        if (event.status == 0xff || event.status == 0xf0 || event.status == 0xf7) {
            writer.payload(event.payload);
            continue;
        }
        const int size = dataBytes(event.status).value_or(0);
        if (size > 0)
            writer.byte(event.data1);
        if (size > 1)
            writer.byte(event.data2);
    }
}

} // namespace

std::optional<int> dataBytes(std::uint8_t status)
{
    switch (status & 0xf0) {
    case 0x80: case 0x90: case 0xa0: case 0xb0: case 0xe0: return 2;
    case 0xc0: case 0xd0: return 1;
    }
    switch (status) {
    case 0xf1: case 0xf3: return 1;
    case 0xf2: return 2;
    case 0xf6: case 0xf8: case 0xfa: case 0xfb: case 0xfc: case 0xfe: return 0;
    }
    return std::nullopt;
}

Bytes write(const File& file, bool runningStatus)
{
    Writer writer;
    const auto header = writer.beginChunk("MThd");
    writer.bigEndian(static_cast<std::uint32_t>(file.format), 2);
    writer.bigEndian(static_cast<std::uint32_t>(file.tracks.size()), 2);
    writer.bigEndian(file.division, 2);
    writer.endChunk(header);
    for (const Track& track : file.tracks) {
        const auto chunk = writer.beginChunk("MTrk");
        writeTrack(writer, track, runningStatus);
        writer.endChunk(chunk);
    }
    return writer.take();
}

} // namespace partita::midi
