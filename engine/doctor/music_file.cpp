#include "engine/doctor/music_file.h"

#include "engine/core/file_io.h"
#include "engine/formats/abc.h"
#include "engine/formats/musicxml.h"
#include "engine/midi/note_sequence.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace partita::doctor {
namespace {

constexpr struct {
    std::string_view ending;
    MusicKind kind;
} kEndings[] = {
    {".mid", MusicKind::kMidi},     {".midi", MusicKind::kMidi},         {".xml", MusicKind::kMusicXml},
    {".mxl", MusicKind::kMusicXml}, {".musicxml", MusicKind::kMusicXml}, {".abc", MusicKind::kAbc},
};

Result<MusicFile> readMidi(const std::filesystem::path& path, Convention convention)
{
    const auto reading = midi::readFile(path);
    if (!reading)
        return fail(reading);
    auto sequence = midi::toNoteSequence(*reading, convention == Convention::kAsNoteSeq ? midi::Convention::kMagenta : midi::Convention::kPeople);
    if (!sequence)
        return fail(sequence.error().code, quoted(path) + ": " + sequence.error().message);
    MusicFile file{.kind = MusicKind::kMidi, .tunes = {}, .remarks = reading->reasons, .rejectedTunes = {}};
    file.tunes.push_back({std::move(*sequence)});
    return file;
}

formats::ScoreReading readingOf(Convention convention)
{
    return convention == Convention::kAsNoteSeq ? formats::ScoreReading::kAsNoteSeq : formats::ScoreReading::kForPeople;
}

Result<MusicFile> readScore(const std::filesystem::path& path, Convention convention)
{
    auto score = formats::readMusicXmlFile(path, readingOf(convention));
    if (!score)
        return fail(score);
    MusicFile file{.kind = MusicKind::kMusicXml, .tunes = {}, .remarks = std::move(score->warnings), .rejectedTunes = {}};
    file.tunes.push_back({std::move(score->sequence)});
    return file;
}

Result<MusicFile> readTunebook(const std::filesystem::path& path, Convention convention)
{
    auto book = formats::readAbcFile(path, readingOf(convention));
    if (!book)
        return fail(book);
    MusicFile file{.kind = MusicKind::kAbc, .tunes = {}, .remarks = {}, .rejectedTunes = {}};
    for (auto& [number, sequence] : book->tunes)
        file.tunes.push_back({std::move(sequence), number});
    for (const auto& [number, warnings] : book->warnings)
        for (const auto& warning : warnings)
            file.remarks.push_back(fmt::format("Tune {}: {}", number, warning));
    for (const auto& failure : book->failures)
        file.rejectedTunes.push_back(fmt::format("Tune {} was left out: {}.", failure.referenceNumber, failure.message));
    return file;
}

} // namespace

std::optional<MusicKind> kindOf(const std::filesystem::path& path)
{
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const auto& row : kEndings)
        if (row.ending == ending)
            return row.kind;
    return std::nullopt;
}

Result<MusicFile> readMusic(const std::filesystem::path& path, Convention convention)
{
    const auto kind = kindOf(path);
    if (!kind)
        return fail(ErrorCode::kUnsupported, quoted(path) + " is of no kind that can be read: .mid, .xml, .mxl, .musicxml and .abc are.");
    return readMusic(path, *kind, convention);
}

Result<MusicFile> readMusic(const std::filesystem::path& path, MusicKind kind, Convention convention)
{
    switch (kind) {
    case MusicKind::kMusicXml: return readScore(path, convention);
    case MusicKind::kAbc: return readTunebook(path, convention);
    case MusicKind::kMidi: break;
    }
    return readMidi(path, convention);
}

} // namespace partita::doctor
