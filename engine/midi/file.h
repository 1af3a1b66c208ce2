#pragma once

#include "engine/core/error.h"
#include "engine/core/file_io.h"
#include "engine/core/quantity.h"
#include "engine/midi/defect.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace partita::midi {

/// One event of a Standard MIDI File at an absolute tick.
///   channel message      status 80–ef, data1 and (where the message has it) data2
///   system exclusive     status f0 or f7, payload as stored (a closing f7 included)
///   meta event           status ff, data1 = type, payload
///   other system message status f1–f6, f8–fe, data1 and data2 as far as the message has them
struct Event {
    Ticks tick;
    std::uint8_t status = 0;
    std::uint8_t data1 = 0;
    std::uint8_t data2 = 0;
    Bytes payload;

    bool isChannelMessage() const { return status >= 0x80 && status < 0xf0; }
    bool isMeta(std::uint8_t type) const { return status == 0xff && data1 == type; }
    int channel() const { return status & 0x0f; }
    bool isNoteOn() const { return (status & 0xf0) == 0x90 && data2 > 0; }
    bool isNoteOff() const { return (status & 0xf0) == 0x80 || ((status & 0xf0) == 0x90 && data2 == 0); }

    friend bool operator==(const Event&, const Event&) = default;
};

/// How many data bytes follow a status byte below f0 or a short system message; nothing for f0, f7, ff and undefined ones.
std::optional<int> dataBytes(std::uint8_t status);

namespace meta {
inline constexpr std::uint8_t kText = 0x01, kCopyright = 0x02, kTrackName = 0x03, kInstrumentName = 0x04, kLyric = 0x05,
                              kMarker = 0x06, kCuePoint = 0x07, kProgramName = 0x08, kDeviceName = 0x09, kChannelPrefix = 0x20,
                              kPort = 0x21, kEndOfTrack = 0x2f, kSetTempo = 0x51, kSmpteOffset = 0x54, kTimeSignature = 0x58,
                              kKeySignature = 0x59, kSequencerSpecific = 0x7f;
}

/// One MTrk chunk: its events in file order, the end-of-track event included where the file has one.
struct Track {
    std::vector<Event> events;
    friend bool operator==(const Track&, const Track&) = default;
};

/// A Standard MIDI File as a value. Lossless up to running status, the spelling of variable-length numbers and alien chunks.
struct File {
    int format = 1;               ///< 0 one track, 1 simultaneous tracks, 2 independent tracks; others, kept as read, mean 1
    std::uint16_t division = 480; ///< bit 15 clear: ticks per quarter (PPQ); set: SMPTE, −frames per second and ticks per frame
    std::vector<Track> tracks;

    bool isSmpte() const { return (division & 0x8000) != 0; }
    /// PPQ; with SMPTE division 0.
    int ticksPerQuarter() const { return isSmpte() ? 0 : division; }

    friend bool operator==(const File&, const File&) = default;
};

/// The outcome of reading: what was understood, and whether to trust it.
struct Reading {
    Verdict verdict = Verdict::kRefused;
    std::vector<std::string> reasons; ///< sentences, at most one a kind of defect; empty when complete
    File file;
    std::vector<Defect> defects;     ///< the kinds behind `reasons`, in the same order
    std::size_t announcedTracks = 0; ///< as the header counts them
};

/// Reads whatever can be read; never fails, never throws, linear in time. Bounded: at most kMaxEvents events and kMaxTracks
/// tracks are read, the rest is reported as unread.
Reading read(std::span<const std::uint8_t> bytes);

inline constexpr std::uint64_t kMaxFileBytes = 64 << 20;
inline constexpr std::size_t kMaxEvents = 4'000'000;
inline constexpr std::size_t kMaxTracks = 65'535;
/// The last tick an event may stand at: far beyond any music, and safe for sums in 64 bits.
inline constexpr Ticks kMaxTick{std::int64_t{1} << 48};

/// As `read`, from disk. A file that cannot be opened, or that is refused, is an Error whose message says why.
/// Errors: kNotFound, kUnreadable, kTooLarge, kNotRecognized, kDamaged.
Result<Reading> readFile(const std::filesystem::path& path);

/// The bytes of a Standard MIDI File: the events as they stand, no end-of-track added. `runningStatus` leaves out repeated
/// status bytes (never across meta events and sysex). An event earlier than the one before it is written at that one's tick.
Bytes write(const File& file, bool runningStatus = true);

} // namespace partita::midi
