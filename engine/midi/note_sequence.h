#pragma once

#include "engine/core/error.h"
#include "engine/midi/file.h"
#include "engine/music/note_sequence.h"

#include <filesystem>
#include <optional>

namespace partita::midi {

/// Whose idea of a MIDI file a NoteSequence follows.
enum class Convention {
    kMagenta, ///< bit for bit what note_seq makes of it, its refusals included: for data sets
    kPeople,  ///< as a listener hears it: repaired files, tempo and meter from every track, SMPTE time
};

/// The notes, tempos, meters, keys, bends and controls of a file, times in seconds.
/// One instrument per (track, channel, program) that has notes; channel 10 is drums. Text and lyrics are left out.
/// Errors: kUnsupported where the convention refuses the file; the message says why, without the file's name.
/// Source: note_seq midi_io.py over pretty_midi over mido.
Result<NoteSequence> toNoteSequence(const Reading& reading, Convention convention = Convention::kMagenta);
Result<NoteSequence> toNoteSequence(const File& file, Convention convention = Convention::kMagenta);

/// `readFile`, then `toNoteSequence`; messages name the file.
Result<NoteSequence> readNoteSequence(const std::filesystem::path& path, Convention convention = Convention::kMagenta);

struct FromNoteSequenceOptions {
    /// Leave out meters, keys, later tempos, bends and controls that come longer after the end of the last note.
    std::optional<Seconds> dropEventsAfterLastNote;
};

/// A format 1 file: a track of tempos, meters and keys, then one track per (instrument, program, isDrum).
/// Times are rounded to the nearest tick, tempos to whole microseconds per quarter (downwards).
/// Errors: kInvalidArgument for numbers that MIDI cannot hold (pitch 128, a negative time, a meter of 4/5).
/// Source: note_seq midi_io.py, pretty_midi's writer.
Result<File> fromNoteSequence(const NoteSequence& sequence, const FromNoteSequenceOptions& options = {});

} // namespace partita::midi
