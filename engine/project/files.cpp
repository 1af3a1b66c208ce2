#include "engine/project/files.h"

#include "engine/core/file_io.h"
#include "engine/formats/abc.h"
#include "engine/formats/musicxml.h"
#include "engine/project/project_file.h"
#include "engine/project/sequences.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <unordered_set>

namespace partita::project {
namespace {

enum class Kind { kProject, kMidi, kMusicXml, kAbc };

constexpr std::string_view kEndings[] = {"partita", "mid", "midi", "smf", "kar", "rmi", "xml", "musicxml", "mxl", "abc"};
constexpr std::size_t kMostHead = 4096; ///< bytes that are looked at

std::string endingOf(const std::filesystem::path& path)
{
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return ending;
}

/// The beginning of a file, from the first thing in it that is not blank. Empty for what cannot be read: the MIDI reader
/// then says why it cannot.
std::string headOf(const std::filesystem::path& path)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) // a pipe would keep us waiting
        return {};
    std::ifstream file(path, std::ios::binary);
    std::string head(kMostHead, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(file.gcount()));
    if (head.starts_with("\xef\xbb\xbf"))
        head.erase(0, 3);
    return head.substr(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
}

Kind kindOf(const std::filesystem::path& path)
{
    const std::string head = headOf(path);
    const std::string ending = endingOf(path);
    if (ending == ".partita" || head.starts_with('{'))
        return Kind::kProject;
    if (head.starts_with("MThd") || head.starts_with("RIFF"))
        return Kind::kMidi;
    if (head.starts_with('<') || head.starts_with("PK\x03\x04") || ending == ".xml" || ending == ".musicxml" || ending == ".mxl")
        return Kind::kMusicXml;
    if (ending == ".abc" || head.starts_with("X:") || head.starts_with("%abc") || head.find("\nX:") != std::string::npos)
        return Kind::kAbc;
    return Kind::kMidi;
}

Result<Opened> openMidi(const std::filesystem::path& path)
{
    Result<midi::Reading> reading = midi::readFile(path);
    if (!reading)
        return fail(reading);
    return Opened{fromMidi(reading->file), ImportReport{reading->verdict, std::move(reading->reasons)}, {}};
}

Result<Opened> openSequence(const NoteSequence& sequence, const std::filesystem::path& path, ImportReport report)
{
    auto document = documentOf(sequence);
    if (!document)
        return fail(document.error().code, quoted(path) + ": " + document.error().message);
    return Opened{std::move(*document), std::move(report), {}};
}

Result<Opened> openScore(const std::filesystem::path& path)
{
    auto score = formats::readMusicXmlFile(path, formats::ScoreReading::kForPeople);
    if (!score)
        return fail(score);
    const auto verdict = score->warnings.empty() ? midi::Verdict::kComplete : midi::Verdict::kRepaired;
    return openSequence(score->sequence, path, {verdict, std::move(score->warnings)});
}

Result<Opened> openTuneBook(const std::filesystem::path& path, std::size_t wanted)
{
    const auto book = formats::readAbcFile(path, formats::ScoreReading::kForPeople);
    if (!book)
        return fail(book);
    ImportReport report;
    for (const auto& failure : book->failures)
        report.reasons.push_back(fmt::format("Tune {} was left out: {}.", failure.referenceNumber, failure.message));
    if (book->tunes.empty())
        return fail(ErrorCode::kDamaged, fmt::format("{} holds no tune that can be read.{}{}", quoted(path), report.reasons.empty() ? "" : " ", fmt::join(report.reasons, " ")));
    if (wanted >= book->tunes.size())
        return fail(ErrorCode::kNotFound, fmt::format("{} holds {} tunes; choose one of them.", quoted(path), book->tunes.size()));
    report.verdict = report.reasons.empty() ? midi::Verdict::kComplete : midi::Verdict::kPartial;
    const auto& [chosen, sequence] = *std::next(book->tunes.begin(), static_cast<std::ptrdiff_t>(wanted));
    if (const auto warnings = book->warnings.find(chosen); warnings != book->warnings.end()) {
        report.verdict = std::max(report.verdict, midi::Verdict::kRepaired);
        report.reasons.insert(report.reasons.begin(), warnings->second.begin(), warnings->second.end());
    }
    auto opened = openSequence(sequence, path, std::move(report));
    if (opened)
        for (const auto& [number, tune] : book->tunes)
            opened->tunes.push_back(tune.sequenceMetadata && !tune.sequenceMetadata->title.empty() ? fmt::format("{}. {}", number, tune.sequenceMetadata->title) : fmt::format("{}.", number));
    return opened;
}

} // namespace

std::span<const std::string_view> fileEndings()
{
    return kEndings;
}

Result<Opened> openFile(const std::filesystem::path& path, std::size_t tune)
{
    switch (kindOf(path)) {
    case Kind::kMusicXml: return openScore(path);
    case Kind::kAbc: return openTuneBook(path, tune);
    case Kind::kMidi: return openMidi(path);
    case Kind::kProject: break;
    }
    Result<Document> document = loadProject(path);
    if (!document)
        return fail(document);
    return Opened{std::move(*document), std::nullopt, {}};
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
