#include "engine/bundle/open.h"

#include "engine/bundle/file_source.h"
#include "engine/bundle/mag.h"
#include "engine/bundle/safetensors.h"
#include "engine/bundle/sorted_table.h"
#include "engine/bundle/tensorflow_v1.h"
#include "engine/bundle/tensorflow_v2.h"
#include "engine/bundle/tfjs.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace partita::bundle {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIndex = ".index";
constexpr std::string_view kStateFile = "checkpoint";
constexpr std::string_view kManifest = "weights_manifest.json";
constexpr std::size_t kLargestStateFile = 1u << 20;

std::string_view lastPart(std::string_view name)
{
    return name.substr(name.rfind('/') + 1); // npos + 1 is 0
}

std::string folderOf(std::string_view name)
{
    return std::string(name.substr(0, name.size() - lastPart(name).size()));
}

/// The prefix of a V2 checkpoint that `name` is a file of: "model.ckpt-5" of "model.ckpt-5.data-00000-of-00001".
std::string prefixOf(const std::string& name)
{
    for (const std::string_view mark : {kIndex, std::string_view(".meta")})
        if (name.ends_with(mark))
            return name.substr(0, name.size() - mark.size());
    const auto data = name.rfind(".data-");
    return data == std::string::npos || name.find('/', data) != std::string::npos ? name : name.substr(0, data);
}

/// The number at the end of a checkpoint's prefix: 12949 of "model.ckpt-12949"; −1 without one.
long long stepOf(std::string_view prefix)
{
    const auto digits = prefix.find_last_not_of("0123456789") + 1;
    long long step = -1;
    std::from_chars(prefix.data() + digits, prefix.data() + prefix.size(), step);
    return step;
}

/// What model_checkpoint_path says, without quotes and escapes.
std::optional<std::string> newestOf(std::string_view state)
{
    constexpr std::string_view key = "model_checkpoint_path:";
    for (std::size_t at = 0; at < state.size();) {
        const auto end = std::min(state.find('\n', at), state.size());
        auto line = state.substr(at, end - at);
        at = end + 1;
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
        if (!line.starts_with(key))
            continue;
        const auto open = line.find_first_of("\"'");
        if (open == std::string_view::npos)
            return std::nullopt;
        std::string path;
        for (auto rest = line.substr(open + 1); !rest.empty() && rest.front() != line[open]; rest.remove_prefix(1)) {
            if (rest.front() == '\\' && rest.size() > 1)
                rest.remove_prefix(1);
            path += rest.front();
        }
        return path;
    }
    return std::nullopt;
}

/// Tells formats apart by content and finds the files that belong together.
class Opener {
public:
    explicit Opener(const FileSource& files) : m_files(files) {}

    /// By one of its files, or by the prefix of a V2 checkpoint.
    Result<Bundle> openNamed(const std::string& name) const
    {
        if (!m_files.has(name))
            return m_files.has(name + std::string(kIndex)) ? readTensorFlowV2(m_files, name) : notFound(name);
        if (lastPart(name) == kStateFile)
            return openState(name);
        if (const auto prefix = prefixOf(name); m_files.has(prefix + std::string(kIndex)))
            return readTensorFlowV2(m_files, prefix);
        const auto bytes = m_files.read(name);
        if (!bytes)
            return fail(bytes);
        auto bundle = parseFile(name, *bytes);
        if (bundle && bundle->files.empty())
            bundle->files = {m_files.onDisk(name)};
        return bundle;
    }

    /// Whatever checkpoint is there.
    Result<Bundle> openAny(const fs::path& path) const
    {
        const auto named = [&](std::string_view wanted) -> std::optional<std::string> {
            for (const auto& name : m_files.names())
                if (lastPart(name) == wanted)
                    return name;
            return std::nullopt;
        };
        if (const auto state = named(kStateFile))
            return openState(*state);
        if (const auto manifest = named(kManifest))
            return readTfjs(m_files, *manifest);
        std::optional<std::string> best;
        for (const auto& name : m_files.names())
            if (name.ends_with(kIndex) && (!best || stepOf(prefixOf(name)) > stepOf(*best)))
                best = prefixOf(name);
        if (best)
            return readTensorFlowV2(m_files, *best);
        // A single file of the other formats; several would leave the choice to chance.
        std::vector<std::string> candidates;
        for (const auto& name : m_files.names())
            if (const auto bytes = m_files.read(name); bytes && looksLikeOne(name, bytes->bytes))
                candidates.push_back(name);
        if (candidates.size() == 1)
            return openNamed(candidates.front());
        if (candidates.empty())
            return fail(ErrorCode::kNotRecognized, fmt::format("{} holds no checkpoint that Partita can read. Choose a folder or file with a model in it.", quoted(path)));
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} holds {} checkpoints; choose one of them, such as \"{}\".", quoted(path), candidates.size(), candidates.front()));
    }

private:
    Result<Bundle> notFound(const std::string& name) const
    {
        return fail(ErrorCode::kNotFound, fmt::format("There is no checkpoint {}.", quoted(m_files.pathOf(name))));
    }

    static bool looksLikeOne(const std::string& name, std::span<const std::uint8_t> bytes)
    {
        return endsAsTable(bytes) || name.ends_with(".safetensors") || name.ends_with(".mag");
    }

    Result<Bundle> openState(const std::string& name) const
    {
        const auto bytes = m_files.read(name);
        if (!bytes)
            return fail(bytes);
        const auto text = bytes->bytes.first(std::min(bytes->bytes.size(), kLargestStateFile));
        const auto newest = newestOf({reinterpret_cast<const char*>(text.data()), text.size()});
        if (!newest)
            return fail(ErrorCode::kDamaged, fmt::format("{} does not name a checkpoint. Choose the checkpoint's .index file instead.", quoted(m_files.pathOf(name))));
        // Absolute names are of the machine that wrote them; the files lie beside the state file.
        const std::string folder = folderOf(name);
        for (const auto& prefix : {folder + *newest, folder + std::string(lastPart(*newest))}) {
            if (m_files.has(prefix + std::string(kIndex)))
                return readTensorFlowV2(m_files, prefix);
            if (m_files.has(prefix))
                return openNamed(prefix);
        }
        return fail(ErrorCode::kNotFound, fmt::format("{} names the checkpoint \"{}\", which is not beside it. Copy its files there, or choose another one.", quoted(m_files.pathOf(name)), *newest));
    }

    Result<Bundle> parseFile(const std::string& name, const FileBytes& bytes) const
    {
        const fs::path path = m_files.pathOf(name);
        if (lastPart(name) == kManifest)
            return readTfjs(m_files, name);
        if (bytes.bytes.size() > 8 && bytes.bytes[8] == '{')
            return parseSafetensors(bytes, path);
        if (endsAsTable(bytes.bytes) && !name.ends_with(".mag")) // a bundle without a graph ends with its table
            return parseTensorFlowV1(bytes.bytes, path);
        if (auto bundle = parseMag(bytes, path); bundle || bundle.error().code != ErrorCode::kNotRecognized || name.ends_with(".mag"))
            return bundle;
        return fail(ErrorCode::kNotRecognized, fmt::format("{} is not a checkpoint that Partita can read: safetensors, TensorFlow (V1, V2), Magenta bundles and TensorFlow.js weights are.", quoted(path)));
    }

    const FileSource& m_files;
};

} // namespace

Result<Bundle> openBundle(const fs::path& path)
{
    std::error_code error;
    if (fs::is_directory(path, error)) {
        auto files = openFolder(path);
        if (!files)
            return fail(files);
        return Opener(**files).openAny(path);
    }
    if (fs::exists(path, error)) {
        const auto bytes = mapFile(path);
        if (!bytes)
            return fail(bytes);
        if (bytes->bytes.empty())
            return fail(ErrorCode::kNotRecognized, fmt::format("{} is empty. Fetch or save it again.", quoted(path)));
        if (looksLikeArchive(bytes->bytes)) {
            auto files = openArchive(*bytes, path);
            if (!files)
                return fail(files);
            auto bundle = Opener(**files).openAny(path);
            if (bundle)
                bundle->files = {path};
            return bundle;
        }
    }
    auto files = openFolder(path.has_parent_path() ? path.parent_path() : fs::path("."));
    if (!files)
        return fail(ErrorCode::kNotFound, fmt::format("There is no checkpoint {}.", quoted(path)));
    return Opener(**files).openNamed(path.filename().string());
}

} // namespace partita::bundle
