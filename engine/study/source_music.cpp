#include "engine/study/source_music.h"

#include "engine/core/file_io.h"
#include "engine/doctor/music_file.h"

#include <utility>

namespace partita::study {

Result<NoteSequence> readSourceMusic(const std::filesystem::path& path)
{
    // Karaoke files and others that people named as they liked are MIDI.
    auto music = doctor::readMusic(path, doctor::kindOf(path).value_or(doctor::MusicKind::kMidi), doctor::Convention::kAsNoteSeq);
    if (!music)
        return fail(music);
    if (music->tunes.size() != 1)
        return fail(ErrorCode::kUnsupported, quoted(path) + " holds several tunes, of which a table of files can name none. Name the tunes one by one.");
    return std::move(music->tunes.front().sequence);
}

} // namespace partita::study
