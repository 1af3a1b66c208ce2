#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace partita::midi {

/// How much of a file could be read.
enum class Verdict {
    kComplete, ///< sound in every byte
    kRepaired, ///< all music read; `reasons` lists what was mended
    kPartial,  ///< some music could not be read; `reasons` says what and where
    kRefused,  ///< nothing readable; `reasons` says why
};

/// The ways in which a MIDI file can be wrong, in the order in which they are reported.
enum class Defect : std::uint8_t {
    // The file as a whole.
    kNotMidi,
    kNoTracks,
    kRiffWrapped,
    kLeadingBytes,
    kHeaderName,
    kHeaderLength,
    kUnknownFormat,
    kFormatZeroWithTracks,
    kDivisionZero,
    kFewerTracksThanAnnounced,
    kMoreTracksThanAnnounced,
    kForeignChunk,
    kGarbageBetweenChunks,
    kSecondFile,
    kAfterLastTrack,
    kTooManyTracks,
    kTooManyEvents,
    // A track.
    kTrackLength,
    kTrackCutOff,
    kNoEndOfTrack,
    kEventsAfterEnd,
    kBytesAfterEnd,
    // An event.
    kEventCutOff,
    kNoStatus,
    kUndefinedStatus,
    kSystemMessage,
    kValueAbove127,
    kNumberAbove127,
    kRunningStatusAfterSysex,
    kRunningStatusAfterMeta,
    kLongNumber,
    kNumberTooLarge,
    kMetaContent,
};
inline constexpr std::size_t kNumDefects = static_cast<std::size_t>(Defect::kMetaContent) + 1;

/// What a defect means.
struct DefectInfo {
    Defect defect;
    std::string_view name;     ///< for programs, e.g. "track-length"
    Verdict verdict;           ///< the best verdict that a file with it can get
    bool stopsStrictReader;    ///< a reader that mends nothing gives up here
    bool stopsMagenta;         ///< and so does mido, through which Magenta reads
    std::string_view sentence; ///< "{}" stands for a detail of the first occurrence
};
const DefectInfo& info(Defect defect);

} // namespace partita::midi
