#include "engine/formats/musicxml_container.h"

#include "engine/formats/xml.h"

#include <algorithm>
#include <optional>

namespace partita::formats::musicxml {
namespace {

constexpr std::string_view kScoreMediaType = "application/vnd.recordare.musicxml+xml";

const ArchiveMember* find(const std::vector<ArchiveMember>& members, std::string_view name)
{
    const auto found = std::ranges::find(members, name, &ArchiveMember::name);
    return found == members.end() ? nullptr : &*found;
}

/// The name of the score as META-INF/container.xml gives it.
Result<std::string> scoreName(const ArchiveMember& container)
{
    const auto root = parseXml(container.bytes);
    if (!root)
        return fail(root.error().code, "its META-INF/container.xml is broken: " + root.error().message);
    std::optional<std::string> name;
    for (const auto& files : root->children) {
        if (files.tag != "rootfiles")
            continue;
        for (const auto& file : files.children) {
            const std::string* type = file.attribute("media-type");
            if (file.tag != "rootfile" || (type && *type != kScoreMediaType))
                continue;
            if (name)
                return fail(ErrorCode::kDamaged, "its container names several scores");
            const std::string* path = file.attribute("full-path");
            if (!path)
                return fail(ErrorCode::kDamaged, "its container names a score without its path");
            name = *path;
        }
    }
    if (!name)
        return fail(ErrorCode::kDamaged, "its container names no score");
    return *name;
}

} // namespace

Result<const ArchiveMember*> findScore(const std::vector<ArchiveMember>& members, ScoreReading reading, std::vector<std::string>& warnings)
{
    const ArchiveMember* container = find(members, "META-INF/container.xml");
    auto name = container ? scoreName(*container) : Result<std::string>(fail(ErrorCode::kDamaged, "it has no META-INF/container.xml"));
    if (name)
        if (const ArchiveMember* score = find(members, *name))
            return score;
    const Result<const ArchiveMember*> failure =
        name ? fail(ErrorCode::kDamaged, "its container names \"" + *name + "\", which is not in the archive") : fail(name);
    if (reading == ScoreReading::kAsNoteSeq)
        return failure;

    const ArchiveMember* only = nullptr;
    for (const auto& member : members) {
        const bool isScore = (member.name.ends_with(".xml") || member.name.ends_with(".musicxml")) && !member.name.starts_with("META-INF/");
        if (isScore && only)
            return failure;
        if (isScore)
            only = &member;
    }
    if (!only)
        return failure;
    warnings.push_back("The container is broken (" + failure.error().message + "); its only score was taken.");
    return only;
}

} // namespace partita::formats::musicxml
