#include "engine/bundle/tfjs.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace partita::bundle {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLargestManifest = 16u << 20;
constexpr std::size_t kMostWeights = 100'000;
constexpr std::uint64_t kLargestGroup = std::uint64_t{2} << 30;
constexpr int kDeepestManifest = 8;

struct TypeName {
    std::string_view text;
    DType dtype;
};
constexpr TypeName kTypeNames[] = {{"float32", DType::kFloat32}, {"int32", DType::kInt32}, {"uint8", DType::kUInt8}, {"uint16", DType::kUInt16}, {"float16", DType::kFloat16}, {"bool", DType::kBool}};

std::optional<DType> typeOf(const Json& weight)
{
    const auto text = weight.value("dtype", Json());
    const auto row = std::ranges::find_if(kTypeNames, [&](const TypeName& spelling) { return text == spelling.text; });
    return row == std::end(kTypeNames) ? std::nullopt : std::optional(row->dtype);
}

Json parse(std::span<const std::uint8_t> bytes)
{
    return Json::parse(bytes.begin(), bytes.end(), [](int depth, Json::parse_event_t, Json&) { return depth <= kDeepestManifest; }, /*allow_exceptions=*/false);
}

/// Quantised codes as the values they stand for.
std::vector<float> widen(std::span<const std::uint8_t> bytes, DType stored, float scale, float least)
{
    std::vector<float> values(bytes.size() / sizeOf(stored));
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::uint16_t code = bytes[i];
        if (stored == DType::kUInt16)
            std::memcpy(&code, bytes.data() + 2 * i, 2);
        values[i] = static_cast<float>(code) * scale + least;
    }
    return values;
}

class TfjsReader {
public:
    TfjsReader(const FileSource& files, const std::string& manifest) : m_files(files), m_manifest(manifest)
    {
        if (const auto slash = manifest.rfind('/'); slash != std::string::npos)
            m_folder = manifest.substr(0, slash + 1);
    }

    Result<Bundle> read()
    {
        const auto bytes = m_files.read(m_manifest);
        if (!bytes)
            return fail(bytes);
        if (bytes->bytes.size() > kLargestManifest)
            return refuse(ErrorCode::kTooLarge, fmt::format("it has {} bytes; more than {} are not read", bytes->bytes.size(), kLargestManifest));
        const Json groups = parse(bytes->bytes);
        if (!groups.is_array())
            return refuse(ErrorCode::kNotRecognized, "it is not a list of weight groups");
        m_bundle.format = "TensorFlow.js weights";
        m_bundle.files.push_back(m_files.onDisk(m_manifest));
        for (const auto& group : groups)
            if (auto read = readGroup(group); !read)
                return fail(read.error().code, read.error().message);
        std::ranges::sort(m_bundle.tensors, {}, &Tensor::name);
        if (const auto twice = std::ranges::adjacent_find(m_bundle.tensors, {}, &Tensor::name); twice != m_bundle.tensors.end())
            return refuse(ErrorCode::kDamaged, fmt::format("it lists \"{}\" twice", twice->name));
        if (const std::string config = m_folder + "config.json"; m_files.has(config))
            if (const auto text = m_files.read(config); text && parse(text->bytes).is_object())
                m_bundle.metadata["tfjs_config"].assign(text->bytes.begin(), text->bytes.end());
        return std::move(m_bundle);
    }

private:
    std::unexpected<Error> refuse(ErrorCode code, const std::string& why) const
    {
        return fail(code, fmt::format("The weights of {} cannot be read: {}. Fetch or convert them again.", quoted(m_files.pathOf(m_manifest)), why));
    }

    /// The group's files end to end.
    Result<FileBytes> readPaths(const Json& paths)
    {
        std::vector<std::string> names;
        for (const auto& path : paths) {
            if (!path.is_string() || !m_files.has(m_folder + path.get<std::string>()))
                return refuse(ErrorCode::kNotFound, fmt::format("the file {} is missing beside it", path.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 200)));
            names.push_back(m_folder + path.get<std::string>());
            m_bundle.files.push_back(m_files.onDisk(names.back()));
        }
        auto joined = m_files.readJoined(names, kLargestGroup);
        if (!joined && joined.error().code == ErrorCode::kTooLarge)
            return refuse(ErrorCode::kTooLarge, "a group of it is larger than 2 GiB");
        return joined;
    }

    Result<void> readGroup(const Json& group)
    {
        if (!group.is_object() || !group.value("paths", Json()).is_array() || !group.value("weights", Json()).is_array())
            return refuse(ErrorCode::kNotRecognized, "a group of it has no paths or weights");
        const auto bytes = readPaths(group["paths"]);
        if (!bytes)
            return fail(bytes);
        std::size_t offset = 0;
        for (const auto& weight : group["weights"]) {
            if (m_bundle.tensors.size() >= kMostWeights)
                return refuse(ErrorCode::kTooLarge, fmt::format("it lists more than {} tensors", kMostWeights));
            if (auto read = readWeight(weight, *bytes, offset); !read)
                return read;
        }
        return {};
    }

    Result<void> readWeight(const Json& weight, const FileBytes& bytes, std::size_t& offset)
    {
        if (!weight.is_object() || !weight.value("name", Json()).is_string() || !weight.value("shape", Json()).is_array())
            return refuse(ErrorCode::kNotRecognized, "a weight of it has no name or shape");
        const auto name = weight["name"].get<std::string>();
        if (const auto wrong = nameFault(name); !wrong.empty())
            return refuse(ErrorCode::kDamaged, "the name of a tensor " + wrong);
        const auto damaged = [&](const std::string& why) { return refuse(ErrorCode::kDamaged, fmt::format("the tensor \"{}\" {}", name, why)); };
        std::vector<std::int64_t> shape;
        for (const auto& dimension : weight["shape"]) {
            if (!dimension.is_number_unsigned() || shape.size() >= 16)
                return damaged("has a shape that is no shape");
            shape.push_back(static_cast<std::int64_t>(std::min<std::uint64_t>(dimension.get<std::uint64_t>(), std::uint64_t{1} << 62)));
        }
        const auto count = elementCount(shape);
        if (!count)
            return damaged("has a shape that is no shape");
        const bool quantised = weight.contains("quantization");
        const auto dtype = typeOf(weight);
        const auto stored = quantised ? typeOf(weight["quantization"].is_object() ? weight["quantization"] : Json::object()) : dtype;
        if (!dtype || !stored)
            return refuse(ErrorCode::kUnsupported, fmt::format("the tensor \"{}\" has a type that models do not use", name));
        const auto size = static_cast<std::uint64_t>(*count) * sizeOf(*stored);
        if (size > bytes.bytes.size() - offset)
            return damaged("goes on after the end of its files");
        const auto own = bytes.bytes.subspan(offset, size);
        offset += size;
        if (!quantised) {
            m_bundle.tensors.push_back({.name = name, .dtype = *dtype, .shape = std::move(shape), .bytes = own, .owner = bytes.owner});
            return {};
        }
        if (*stored == DType::kFloat16) { // a float16 "quantisation" has no scale
            m_bundle.tensors.push_back({.name = name, .dtype = *stored, .shape = std::move(shape), .bytes = own, .owner = bytes.owner});
            return {};
        }
        const Json scale = weight["quantization"].value("scale", Json());
        const Json least = weight["quantization"].value("min", Json());
        if (*dtype != DType::kFloat32 || (*stored != DType::kUInt8 && *stored != DType::kUInt16) || !scale.is_number() || !least.is_number())
            return refuse(ErrorCode::kUnsupported, fmt::format("the tensor \"{}\" is quantised in a way that models do not use", name));
        m_bundle.tensors.push_back(makeTensor(name, std::move(shape), widen(own, *stored, scale.get<float>(), least.get<float>())));
        return {};
    }

    const FileSource& m_files;
    const std::string& m_manifest;
    std::string m_folder;
    Bundle m_bundle;
};

} // namespace

Result<Bundle> readTfjs(const FileSource& files, const std::string& manifest)
{
    return TfjsReader(files, manifest).read();
}

} // namespace partita::bundle
