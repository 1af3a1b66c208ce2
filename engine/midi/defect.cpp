#include "engine/midi/defect.h"

#include <array>

namespace partita::midi {
namespace {

constexpr auto kRepaired = Verdict::kRepaired;
constexpr auto kPartial = Verdict::kPartial;
constexpr auto kRefused = Verdict::kRefused;

constexpr std::array<DefectInfo, kNumDefects> kTable{{
    // defect, name; verdict, stops a strict reader, stops Magenta, sentence
    {Defect::kNotMidi, "not-midi",
     kRefused, true, true, "{} Choose a Standard MIDI File (.mid)."},
    {Defect::kNoTracks, "no-tracks",
     kRefused, true, true, "The file has a MIDI header but no track that can be read. Export it again from the program that made it."},
    {Defect::kRiffWrapped, "riff-wrapped",
     kRepaired, true, true, "The music was taken out of a RIFF (RMID) wrapper."},
    {Defect::kLeadingBytes, "leading-bytes",
     kRepaired, true, true, "{} in front of the MIDI header were skipped."},
    {Defect::kHeaderName, "header-name",
     kRepaired, true, true, "The header chunk is named {} instead of \"MThd\"; the rest of it is sound."},
    {Defect::kHeaderLength, "header-length",
     kRepaired, true, true, "The header gives its own length as {}; it was read as 6 bytes."},
    {Defect::kUnknownFormat, "unknown-format",
     kRepaired, false, false, "The header says format {}, which does not exist; it is treated as format 1."},
    {Defect::kFormatZeroWithTracks, "format-zero-with-tracks",
     kRepaired, false, false, "The header says format 0, which has one track, but there are {}."},
    {Defect::kDivisionZero, "division-zero",
     kRepaired, false, true, "The header gives 0 ticks per quarter note; 480 were assumed."},
    {Defect::kFewerTracksThanAnnounced, "fewer-tracks-than-announced",
     kRepaired, true, true, "The header announces more tracks than the file has ({})."},
    {Defect::kMoreTracksThanAnnounced, "more-tracks-than-announced",
     kRepaired, false, false, "The header announces fewer tracks than the file has ({}); all were read."},
    {Defect::kForeignChunk, "foreign-chunk",
     kRepaired, false, true, "The chunk {} is not a track and was left out."},
    {Defect::kGarbageBetweenChunks, "garbage-between-chunks",
     kRepaired, true, true, "{} between two chunks belong to neither and were left out."},
    {Defect::kSecondFile, "second-file",
     kRepaired, false, false, "A second MIDI file begins at byte {}; it was left out."},
    {Defect::kAfterLastTrack, "after-last-track",
     kRepaired, false, false, "{} after the last track were left out."},
    {Defect::kTooManyTracks, "too-many-tracks",
     kPartial, true, true, "There are more than {} tracks; the rest was not read."},
    {Defect::kTooManyEvents, "too-many-events",
     kPartial, true, true, "There are more than {} events; the rest was not read."},

    {Defect::kTrackLength, "track-length",
     kRepaired, true, true, "the track's length is given as {}, but it ends elsewhere; it was read to its true end"},
    {Defect::kTrackCutOff, "track-cut-off",
     kPartial, true, true, "the file ends in the middle of the track; everything before was read"},
    {Defect::kNoEndOfTrack, "no-end-of-track",
     kRepaired, false, false, "the track has no end-of-track event"},
    {Defect::kEventsAfterEnd, "events-after-end",
     kRepaired, false, false, "the track goes on after its end-of-track event; what follows was read too"},
    {Defect::kBytesAfterEnd, "bytes-after-end",
     kRepaired, true, true, "{} after the end-of-track event make no sense and were left out"},

    {Defect::kEventCutOff, "event-cut-off",
     kPartial, true, true, "an event is cut off by the end of its track and was left out"},
    {Defect::kNoStatus, "no-status",
     kPartial, true, true, "a data byte stands where a status byte is due; the rest of the track was left out"},
    {Defect::kUndefinedStatus, "undefined-status",
     kRepaired, true, true, "the undefined message {} was left out"},
    {Defect::kSystemMessage, "system-message",
     kRepaired, false, false, "the message {} has no place in a file; it was kept as it is"},
    {Defect::kValueAbove127, "value-above-127",
     kRepaired, true, true, "a value of {}, above 127, was lowered to 127"},
    {Defect::kNumberAbove127, "number-above-127",
     kPartial, true, true, "a message with the impossible number {} for its note, controller or program was left out"},
    {Defect::kRunningStatusAfterSysex, "running-status-after-sysex",
     kRepaired, false, true, "a status byte is missing after a system message; the one before it was used"},
    {Defect::kRunningStatusAfterMeta, "running-status-after-meta",
     kRepaired, false, false, "a status byte is missing after a meta event; the one before it was used"},
    {Defect::kLongNumber, "long-number",
     kRepaired, false, false, "a number takes {} bytes, more than the 4 that are allowed"},
    {Defect::kNumberTooLarge, "number-too-large",
     kPartial, true, true, "a time or length is too large for any music; the rest of the track was left out"},
    {Defect::kMetaContent, "meta-content",
     kRepaired, false, false, "{} makes no sense; it was kept as it is"},
}};

consteval bool inOrder()
{
    for (std::size_t i = 0; i < kNumDefects; ++i)
        if (kTable[i].defect != static_cast<Defect>(i))
            return false;
    return true;
}
static_assert(inOrder());

} // namespace

const DefectInfo& info(Defect defect)
{
    return kTable[static_cast<std::size_t>(defect)];
}

} // namespace partita::midi
