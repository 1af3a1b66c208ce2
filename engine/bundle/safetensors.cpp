#include "engine/bundle/safetensors.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <set>

namespace partita::bundle {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kLongestHeader = 16u << 20;
constexpr std::size_t kMostTensors = 100'000;
constexpr std::size_t kMostDimensions = 16;
constexpr int kDeepest = 3; ///< header, entry, list
constexpr std::string_view kMetadata = "__metadata__";

struct Spelling {
    std::string_view text;
    DType dtype;
};
constexpr Spelling kSpellings[] = {
    {"BOOL", DType::kBool},  {"U8", DType::kUInt8},   {"I8", DType::kInt8},   {"U16", DType::kUInt16}, {"I16", DType::kInt16},
    {"U32", DType::kUInt32}, {"I32", DType::kInt32},  {"U64", DType::kUInt64}, {"I64", DType::kInt64}, {"F16", DType::kFloat16},
    {"BF16", DType::kBFloat16}, {"F32", DType::kFloat32}, {"F64", DType::kFloat64},
};

/// Watches the header while it is parsed, so that depth, number and repetition of names are known before anything is built on it.
struct HeaderWatch {
    std::set<std::string> names;
    std::string fault;

    bool operator()(int depth, Json::parse_event_t event, Json& parsed)
    {
        if (depth > kDeepest && fault.empty())
            fault = "nests deeper than the format does";
        if (event == Json::parse_event_t::key && depth == 1 && fault.empty()) {
            if (!names.insert(parsed.get<std::string>()).second)
                fault = fmt::format("names the tensor \"{}\" twice", parsed.get<std::string>());
            else if (names.size() > kMostTensors)
                fault = fmt::format("names more than {} tensors", kMostTensors);
        }
        return fault.empty();
    }
};

/// One entry of the header, or a sentence's second half about what is wrong with it.
std::expected<Tensor, std::string> readEntry(const std::string& name, const Json& entry, const FileBytes& data)
{
    if (const auto wrong = nameFault(name); !wrong.empty())
        return std::unexpected("has a name that " + wrong);
    if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") || !entry.contains("data_offsets"))
        return std::unexpected("lacks dtype, shape or data_offsets");
    const Json& dtype = entry["dtype"];
    const Json& shape = entry["shape"];
    const Json& offsets = entry["data_offsets"];
    const auto spelling = std::ranges::find_if(kSpellings, [&](const Spelling& s) { return dtype.is_string() && dtype.get_ref<const std::string&>() == s.text; });
    if (spelling == std::end(kSpellings))
        return std::unexpected("has a dtype that is not known: " + dtype.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 40));
    const auto unsignedNumbers = [](const Json& list) {
        return list.is_array() && std::ranges::all_of(list, [](const Json& n) { return n.is_number_unsigned() && n.get<std::uint64_t>() < (std::uint64_t{1} << 62); });
    };
    if (!unsignedNumbers(shape) || shape.size() > kMostDimensions || !unsignedNumbers(offsets) || offsets.size() != 2)
        return std::unexpected("has a shape or data_offsets that are not lists of sizes");

    Tensor tensor;
    tensor.name = name;
    tensor.dtype = spelling->dtype;
    tensor.shape = shape.get<std::vector<std::int64_t>>();
    const auto begin = offsets[0].get<std::uint64_t>();
    const auto end = offsets[1].get<std::uint64_t>();
    const auto count = elementCount(tensor.shape);
    if (!count)
        return std::unexpected("has a shape that is too large: " + shapeText(tensor.shape));
    if (begin > end || end > data.bytes.size())
        return std::unexpected("points outside the file");
    if (end - begin != static_cast<std::uint64_t>(*count) * sizeOf(tensor.dtype))
        return std::unexpected(fmt::format("has {} bytes, but its shape {} of {} needs {}", end - begin, shapeText(tensor.shape),
                                           nameOf(tensor.dtype), static_cast<std::uint64_t>(*count) * sizeOf(tensor.dtype)));
    tensor.bytes = data.bytes.subspan(begin, end - begin);
    tensor.owner = data.owner;
    return tensor;
}

/// The format promises bytes without gap or overlap; a file that breaks it hides something or is broken.
bool gapless(const std::vector<Tensor>& tensors, const FileBytes& data)
{
    std::vector<std::pair<const std::uint8_t*, std::size_t>> pieces;
    for (const auto& tensor : tensors)
        pieces.emplace_back(tensor.bytes.data(), tensor.bytes.size());
    std::ranges::sort(pieces);
    const std::uint8_t* next = data.bytes.data();
    for (const auto& [begin, size] : pieces) {
        if (begin != next)
            return false;
        next += size;
    }
    return next == data.bytes.data() + data.bytes.size();
}

} // namespace

Result<Bundle> readSafetensors(const std::filesystem::path& path)
{
    auto file = mapFile(path);
    if (!file)
        return fail(file);
    auto bundle = parseSafetensors(*file, path);
    if (bundle)
        bundle->files = {path};
    return bundle;
}

Result<Bundle> parseSafetensors(const FileBytes& file, const std::filesystem::path& path)
{
    const auto damaged = [&](const std::string& what) {
        return fail(ErrorCode::kDamaged, fmt::format("{} is a damaged safetensors file: {}. Fetch or save it again.", quoted(path), what));
    };
    if (file.bytes.size() < 10 || file.bytes[8] != '{')
        return fail(ErrorCode::kNotRecognized, quoted(path) + " is not a safetensors file.");
    std::uint64_t headerSize;
    std::memcpy(&headerSize, file.bytes.data(), sizeof headerSize);
    if (headerSize > kLongestHeader)
        return fail(ErrorCode::kTooLarge, fmt::format("{} claims a header of {} bytes; safetensors headers above {} bytes are not read.",
                                                      quoted(path), headerSize, kLongestHeader));
    if (headerSize > file.bytes.size() - 8)
        return damaged(fmt::format("its header should have {} bytes, but the file ends after {}", headerSize, file.bytes.size() - 8));

    const auto text = file.bytes.subspan(8, headerSize);
    HeaderWatch watch;
    const Json header = Json::parse(text.begin(), text.end(), std::ref(watch), /*allow_exceptions=*/false);
    if (!watch.fault.empty())
        return damaged("its header " + watch.fault);
    if (!header.is_object())
        return damaged("its header is not JSON");

    const FileBytes data{file.bytes.subspan(8 + headerSize), file.owner};
    Bundle bundle;
    bundle.format = "safetensors";
    for (const auto& [name, entry] : header.items()) { // sorted by name: nlohmann::json keeps objects in a map
        if (name == kMetadata) {
            if (!entry.is_object() || !std::ranges::all_of(entry, [](const Json& value) { return value.is_string(); }))
                return damaged("its metadata are not texts");
            bundle.metadata = entry.get<std::map<std::string, std::string>>();
            continue;
        }
        auto tensor = readEntry(name, entry, data);
        if (!tensor)
            return damaged(fmt::format("the tensor \"{}\" {}", name.size() > 200 ? "of a long name" : name, tensor.error()));
        bundle.tensors.push_back(std::move(*tensor));
    }
    if (!gapless(bundle.tensors, data))
        return damaged("its tensors overlap, or leave bytes that belong to none");
    return bundle;
}

Result<void> writeSafetensors(const std::filesystem::path& path, const Bundle& bundle)
{
    Json header = Json::object();
    if (!bundle.metadata.empty())
        header[std::string(kMetadata)] = bundle.metadata;
    std::uint64_t offset = 0;
    for (const auto& tensor : bundle.tensors) {
        const auto spelling = std::ranges::find(kSpellings, tensor.dtype, &Spelling::dtype);
        if (spelling == std::end(kSpellings))
            return fail(ErrorCode::kUnsupported, fmt::format("{} cannot be written: safetensors cannot hold the {} tensor \"{}\".", quoted(path),
                                                             nameOf(tensor.dtype), tensor.name));
        header[tensor.name] = {{"dtype", spelling->text}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + tensor.bytes.size()}}};
        offset += tensor.bytes.size();
    }
    std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
    text.resize((text.size() + 7) / 8 * 8, ' '); // aligns the tensors

    Bytes bytes(8 + text.size() + offset);
    const std::uint64_t headerSize = text.size();
    std::memcpy(bytes.data(), &headerSize, 8);
    std::memcpy(bytes.data() + 8, text.data(), text.size());
    std::uint8_t* place = bytes.data() + 8 + text.size();
    for (const auto& tensor : bundle.tensors) {
        if (!tensor.bytes.empty())
            std::memcpy(place, tensor.bytes.data(), tensor.bytes.size());
        place += tensor.bytes.size();
    }
    return writeFileAtomically(path, bytes);
}

} // namespace partita::bundle
