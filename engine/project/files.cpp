#include "engine/project/files.h"

#include "engine/core/file_io.h"
#include "engine/project/project_file.h"

#include <fstream>
#include <unordered_set>

namespace partita::project {
namespace {

/// Whether the first thing in the file that is not blank opens a JSON object. A file that cannot be read is not one: the
/// MIDI reader then says why it cannot.
bool isJson(const std::filesystem::path& path)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) // a pipe would keep us waiting
        return false;
    std::ifstream file(path, std::ios::binary);
    char first = 0;
    file >> std::ws >> first;
    return first == '{';
}

} // namespace

Result<Opened> openFile(const std::filesystem::path& path)
{
    if (path.extension() == ".partita" || isJson(path)) {
        Result<Document> document = loadProject(path);
        if (!document)
            return fail(document);
        return Opened{std::move(*document), std::nullopt};
    }
    Result<midi::Reading> reading = midi::readFile(path);
    if (!reading)
        return fail(reading);
    return Opened{fromMidi(reading->file), ImportReport{reading->verdict, std::move(reading->reasons)}};
}

Result<void> exportMidi(const Document& document, const std::filesystem::path& path)
{
    return writeFileAtomically(path, std::span<const std::uint8_t>(midi::write(toMidi(document))));
}

Document onlyNotes(Document document, NoteIds ids)
{
    const std::unordered_set<NoteId> wanted(ids.begin(), ids.end());
    for (Track& track : document.tracks)
        std::erase_if(track.notes, [&wanted](const Note& note) { return !wanted.contains(note.id); });
    return document;
}

} // namespace partita::project
