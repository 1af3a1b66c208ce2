#include "engine/study/source_music.h"

#include "engine/core/file_io.h"
#include "engine/doctor/music_file.h"
#include "engine/midi/note_sequence.h"

#include <utility>

namespace partita::study {

Result<NoteSequence> readSourceMusic(const std::filesystem::path& path)
{
    if (!doctor::kindOf(path)) // karaoke files and others that people named as they liked
        return midi::readNoteSequence(path);
    auto music = doctor::readMusic(path, doctor::Convention::kAsNoteSeq);
    if (!music)
        return fail(music);
    if (music->tunes.size() != 1)
        return fail(ErrorCode::kUnsupported, quoted(path) + " holds several tunes, of which a table of files can name none. Name the tunes one by one.");
    return std::move(music->tunes.front().sequence);
}

} // namespace partita::study
