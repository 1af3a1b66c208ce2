#include "engine/formats/abc.h"

#include "engine/core/file_io.h"
#include "engine/core/utf8.h"
#include "engine/formats/abc_text.h"
#include "engine/formats/abc_tune.h"

#include <fmt/format.h>

#include <algorithm>

namespace partita::formats {
namespace {

constexpr std::uint64_t kMaxFileSize = 16u << 20;

using Lines = std::vector<std::string_view>;

/// What empty lines set apart; lines above the first tune, if any, are put before each of the others.
std::vector<Lines> tunesOf(std::string_view text, ScoreReading reading)
{
    std::vector<Lines> sections(1);
    for (const auto line : abc::splitLines(text)) {
        if (!line.empty())
            sections.back().push_back(line);
        else if (!sections.back().empty())
            sections.emplace_back();
    }
    if (sections.back().empty())
        sections.pop_back();

    const auto hasReference = [](const Lines& lines) { return std::ranges::any_of(lines, [](std::string_view line) { return line.starts_with("X:"); }); };
    if (sections.size() >= 2 && !hasReference(sections.front())) {
        const Lines header = std::move(sections.front());
        sections.erase(sections.begin());
        for (auto& section : sections)
            section.insert(section.begin(), header.begin(), header.end());
    }
    if (reading == ScoreReading::kForPeople && std::ranges::any_of(sections, hasReference))
        std::erase_if(sections, [&](const Lines& lines) { return !hasReference(lines); }); // text between the tunes
    return sections;
}

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

} // namespace

const char* abcFaultName(AbcFault fault)
{
    switch (fault) {
    case AbcFault::kParse: break;
    case AbcFault::kMultiVoice: return "MultiVoiceError";
    case AbcFault::kRepeatParse: return "RepeatParseError";
    case AbcFault::kVariantEnding: return "VariantEndingError";
    case AbcFault::kPart: return "PartError";
    case AbcFault::kInvalidCharacter: return "InvalidCharacterError";
    case AbcFault::kChord: return "ChordError";
    case AbcFault::kTuplet: return "TupletError";
    }
    return "ABCParseError";
}

Result<AbcTunebook> readAbc(std::string_view text, ScoreReading reading)
{
    const bool forPeople = reading == ScoreReading::kForPeople;
    std::string recoded;
    if (!isUtf8(text)) {
        if (!forPeople)
            return fail(ErrorCode::kDamaged, "its text is not UTF-8");
        recoded = latin1ToUtf8(text); // what old collections are written in
        text = recoded;
    }
    if (forPeople && text.starts_with(kByteOrderMark))
        text.remove_prefix(kByteOrderMark.size());

    AbcTunebook book;
    for (const auto& lines : tunesOf(text, reading)) {
        try {
            auto tune = forPeople ? abc::readTuneForPeople(lines) : abc::readTuneAsNoteSeq(lines);
            if (auto* failure = std::get_if<AbcFailure>(&tune.result)) {
                book.failures.push_back(std::move(*failure));
                continue;
            }
            auto& sequence = std::get<NoteSequence>(tune.result);
            auto number = tune.referenceNumber;
            if (book.tunes.contains(number)) {
                if (!forPeople)
                    return fail(ErrorCode::kDamaged, fmt::format("it holds two tunes with the number {}", number));
                number = std::max(book.tunes.rbegin()->first, std::int64_t{0}) + 1;
                tune.warnings.push_back(fmt::format("Its number {} was taken.", tune.referenceNumber));
                sequence.referenceNumber = number;
            }
            if (!tune.warnings.empty())
                book.warnings.emplace(number, std::move(tune.warnings));
            book.tunes.emplace(number, std::move(sequence));
        } catch (const abc::FileError& error) {
            return fail(ErrorCode::kDamaged, error.message);
        }
    }
    return book;
}

Result<AbcTunebook> readAbcFile(const std::filesystem::path& path, ScoreReading reading)
{
    const auto bytes = readFile(path, kMaxFileSize);
    if (!bytes)
        return fail(bytes);
    auto book = readAbc({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, reading);
    if (!book)
        return fail(book.error().code, quoted(path) + " cannot be read as ABC: " + book.error().message + ". Mend or remove that tune.");
    return book;
}

} // namespace partita::formats
