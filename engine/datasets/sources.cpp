#include "engine/datasets/sources.h"

#include "engine/core/digest.h"
#include "engine/doctor/music_folder.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/formats/sequence_example.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <string_view>

#include <glob.h>

namespace partita::datasets {
namespace {

namespace fs = std::filesystem;
using Kind = Source::Kind;

std::string lowerCase(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

/// As they are named in folders; shards have a number behind.
bool isRecordFile(const fs::path& path)
{
    return path.filename().string().find(".tfrecord") != std::string::npos;
}

bool isWanted(const fs::path& path)
{
    return doctor::kindOf(path) || lowerCase(path.extension().string()) == ".kar" || isRecordFile(path);
}

bool beginsLikeMidi(const fs::path& path)
{
    char head[4] = {};
    std::ifstream(path, std::ios::binary).read(head, sizeof head);
    return std::string_view(head, sizeof head) == "MThd";
}

/// What a file without an ending of music is.
Result<Kind> kindOf(const fs::path& path)
{
    if (doctor::kindOf(path))
        return Kind::kMusic;
    if (!isRecordFile(path) && beginsLikeMidi(path))
        return Kind::kMusic;
    auto reader = formats::TfRecordReader::open(path);
    if (!reader)
        return fail(reader);
    const auto first = reader->next();
    if (!first && first.error().code == ErrorCode::kNotRecognized && !isRecordFile(path))
        return Kind::kMusic; // whose reader will say what is wrong
    if (!first)
        return fail(first);
    return *first && formats::looksLikeSequenceExample(**first) ? Kind::kSequenceExamples : Kind::kNoteSequences;
}

Result<void> addFile(const fs::path& file, const fs::path& folder, bool named, std::vector<Source>& sources)
{
    const auto kind = kindOf(file);
    if (!kind)
        return fail(kind);
    sources.push_back({file, file.lexically_relative(folder).generic_string(), doctor::collectionName(folder), *kind, named});
    return {};
}

/// Paths that a pattern stands for; the path itself where it exists or is no pattern.
std::vector<fs::path> expanded(const fs::path& path)
{
    std::error_code error;
    if (fs::exists(path, error) || path.string().find_first_of("*?[") == std::string::npos)
        return {path};
    std::vector<fs::path> found;
    glob_t matches{};
    if (::glob(path.c_str(), 0, nullptr, &matches) == 0)
        found.assign(matches.gl_pathv, matches.gl_pathv + matches.gl_pathc);
    ::globfree(&matches);
    return found.empty() ? std::vector{path} : found;
}

std::string subjectOf(const Item& item)
{
    return item.recordNumber ? fmt::format("{}, record {}", quoted(item.source->file), *item.recordNumber) : quoted(item.source->file);
}

Tunes tunesOfFile(const Item& item, doctor::Convention convention)
{
    const Source& source = *item.source;
    auto music = doctor::readMusic(source.file, doctor::kindOf(source.file).value_or(doctor::MusicKind::kMidi), convention);
    if (!music)
        return {{}, {music.error().message}};
    doctor::nameTunes(*music, source.name, source.collection);
    Tunes tunes;
    for (auto& tune : music->tunes) {
        const bool inBook = music->kind == doctor::MusicKind::kAbc;
        tunes.tunes.push_back({std::move(tune.sequence), subjectOf(item) + (inBook ? fmt::format(", tune {}", tune.number) : ""),
                               inBook ? sha1(source.name + "_" + std::to_string(tune.number)) : source.name});
    }
    for (const auto& rejected : music->rejectedTunes)
        tunes.rejections.push_back(subjectOf(item) + ": " + rejected);
    return tunes;
}

/// Tunes of a book share its name; their ids end in what tells them apart.
std::string identityOf(const NoteSequence& sequence, const Item& item)
{
    if (sequence.sourceInfo && sequence.sourceInfo->encodingType == NoteSequence::EncodingType::kAbc && !sequence.id.empty())
        return sequence.id.substr(sequence.id.rfind('/') + 1);
    return !sequence.filename.empty() ? sequence.filename : fmt::format("{}/{}", item.source->name, item.recordNumber.value_or(0));
}

Tunes tuneOfRecord(const Item& item)
{
    if (const auto* error = std::get_if<Error>(&item.record))
        return {{}, {error->message}};
    auto sequence = formats::parseNoteSequence(std::get<Bytes>(item.record));
    if (!sequence)
        return {{}, {subjectOf(item) + ": " + sequence.error().message}};
    std::string identity = identityOf(*sequence, item);
    return {{{std::move(*sequence), subjectOf(item), std::move(identity)}}, {}};
}

} // namespace

Result<std::vector<Source>> findSources(const std::vector<fs::path>& paths)
{
    std::vector<Source> sources;
    for (const auto& given : paths)
        for (const auto& path : expanded(given)) {
            std::error_code error;
            if (!fs::exists(path, error))
                return fail(ErrorCode::kNotFound, "There is no file or folder " + quoted(path) + ". Name a folder of MIDI, MusicXML or ABC files, such files, or a TFRecord file.");
            if (!fs::is_directory(path, error)) {
                if (auto added = addFile(path, path.has_parent_path() ? path.parent_path() : ".", true, sources); !added)
                    return fail(added);
                continue;
            }
            const auto listing = doctor::listFolder(path, true, isWanted);
            if (!listing)
                return fail(listing);
            for (const auto& file : listing->files)
                if (auto added = addFile(file, path, false, sources); !added)
                    return fail(added);
        }
    std::ranges::stable_sort(sources, {}, &Source::name);
    return sources;
}

std::optional<Item> ItemReader::next()
{
    while (m_source < m_sources.size()) {
        const Source& source = m_sources[m_source];
        if (source.kind == Kind::kMusic) {
            ++m_source;
            return Item{&source, m_items++, {}, {}};
        }
        if (source.kind == Kind::kSequenceExamples) {
            ++m_source;
            continue;
        }
        const auto ended = [&](const Error& error) {
            m_reader.reset();
            ++m_source;
            return Item{&source, m_items++, m_records, error};
        };
        if (!m_reader) {
            auto reader = formats::TfRecordReader::open(source.file);
            if (!reader)
                return ended(reader.error());
            m_reader.emplace(std::move(*reader));
            m_records = 0;
        }
        auto record = m_reader->next();
        if (!record)
            return ended(record.error());
        if (*record)
            return Item{&source, m_items++, m_records++, std::move(**record)};
        m_reader.reset();
        ++m_source;
    }
    return std::nullopt;
}

Tunes readTunes(const Item& item, doctor::Convention convention)
{
    return item.source->kind == Kind::kMusic ? tunesOfFile(item, convention) : tuneOfRecord(item);
}

} // namespace partita::datasets
