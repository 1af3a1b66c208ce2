// seeds: midi
#include "engine/midi/file.h"
#include "engine/project/document.h"
#include "engine/project/project_file.h"
#include "tests/fuzz/require.h"

using namespace partita;

/// The studio loses nothing of a MIDI file that it opens and exports; nor does a project file that is read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (const midi::Reading reading = midi::read({data, size}); reading.verdict != midi::Verdict::kRefused) {
        const midi::File exported = project::toMidi(project::fromMidi(reading.file));
        REQUIRE(exported.division == reading.file.division);
        REQUIRE(exported.tracks == reading.file.tracks);
        return 0;
    }
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto document = project::readProject(text, "song.partita"))
        REQUIRE(midi::read(midi::write(project::toMidi(*document))).verdict <= midi::Verdict::kPartial);
    return 0;
}
