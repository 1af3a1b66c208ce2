#include "engine/bundle/mag.h"

#include "engine/bundle/sorted_table.h"
#include "engine/bundle/tensorflow_v1.h"
#include "engine/core/atomic_file.h"
#include "engine/core/utf8.h"

#include "bundle/proto/generator.pb.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

namespace partita::bundle {
namespace {

constexpr std::size_t kLargest = 1u << 30;

/// The last dimension of what the graph's node gives, where the graph says it.
std::optional<std::int64_t> widthOf(const proto::MetaGraph& graph, std::string name)
{
    name = name.substr(0, name.find(':'));
    for (const auto& node : graph.graph_def().node()) {
        if (node.name() != name)
            continue;
        const auto shapes = std::ranges::find_if(node.attr(), [](const auto& entry) { return entry.key() == "_output_shapes"; });
        if (shapes == node.attr().end() || shapes->value().list().shape_size() == 0)
            return std::nullopt;
        const auto& shape = shapes->value().list().shape(0);
        return shape.dim_size() > 0 ? std::optional(shape.dim(shape.dim_size() - 1).size()) : std::nullopt;
    }
    return std::nullopt;
}

/// "24,24,20,20" for the nodes of a collection; "" unless all are known.
std::string widths(const proto::MetaGraph& graph, const std::string& collection)
{
    constexpr int kMostNodes = 256;
    const auto found = std::ranges::find_if(graph.collection_def(), [&](const auto& entry) { return entry.key() == collection; });
    if (found == graph.collection_def().end() || found->value().node_list().value_size() > kMostNodes)
        return {};
    std::vector<std::int64_t> known;
    for (const auto& name : found->value().node_list().value()) {
        const auto width = widthOf(graph, name);
        if (!width || *width < 1)
            return {};
        known.push_back(*width);
    }
    return fmt::format("{}", fmt::join(known, ","));
}

} // namespace

Result<Bundle> parseMag(const FileBytes& file, const std::filesystem::path& path)
{
    if (file.bytes.size() > kLargest)
        return fail(ErrorCode::kTooLarge, fmt::format("{} has {} bytes; bundles of more than {} are not read.", quoted(path), file.bytes.size(), kLargest));
    proto::GeneratorBundle bundle;
    if (!bundle.ParseFromArray(file.bytes.data(), static_cast<int>(file.bytes.size())) || bundle.generator_details().id().empty() || bundle.checkpoint_file_size() == 0)
        return fail(ErrorCode::kNotRecognized, fmt::format("{} is not a Magenta bundle. If it was downloaded, it may be a web page instead of the file; fetch it again.", quoted(path)));
    if (bundle.checkpoint_file_size() > 1)
        return fail(ErrorCode::kDamaged, fmt::format("The bundle {} holds {} checkpoints; Magenta's hold one. Save it again.", quoted(path), bundle.checkpoint_file_size()));

    const std::string& checkpoint = bundle.checkpoint_file(0);
    auto result = parseTensorFlowV1({reinterpret_cast<const std::uint8_t*>(checkpoint.data()), checkpoint.size()}, path);
    if (!result)
        return result;
    result->format = "Magenta bundle";
    auto& metadata = result->metadata;
    const auto tell = [&](const char* key, const std::string& value) {
        if (!value.empty() && isUtf8(value))
            metadata[key] = value;
    };
    tell("config", bundle.generator_details().id());
    tell("generator_description", bundle.generator_details().description());
    tell("description", bundle.bundle_details().description());
    proto::MetaGraph graph; // a graph that does not parse is no loss: weights and id suffice
    if (graph.ParseFromString(bundle.metagraph_file())) {
        tell("input_width", widths(graph, "inputs"));
        tell("state_widths", widths(graph, "initial_state"));
    }
    result->graph = std::move(*bundle.mutable_metagraph_file());
    return result;
}

Result<void> writeMag(const std::filesystem::path& path, const Bundle& bundle)
{
    proto::GeneratorBundle message;
    message.mutable_generator_details()->set_id(bundle.about("config"));
    if (message.generator_details().id().empty())
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} cannot be written: nothing says which generator the bundle is for.", quoted(path)));
    message.mutable_generator_details()->set_description(bundle.about("generator_description"));
    if (const auto description = bundle.about("description"); !description.empty())
        message.mutable_bundle_details()->set_description(description);
    std::uint64_t size = bundle.graph.size();
    for (const auto& tensor : bundle.tensors)
        size += tensor.bytes.size();
    if (size > kLargest) // also more than a message can hold
        return fail(ErrorCode::kTooLarge, fmt::format("{} cannot be written: its {} bytes are more than a bundle may have. Write a TensorFlow checkpoint such as model.ckpt.", quoted(path), size));
    const auto checkpoint = tensorFlowV1(bundle);
    message.add_checkpoint_file(checkpoint.data(), checkpoint.size());
    message.set_metagraph_file(bundle.graph);
    return writeFileAtomically(path, message.SerializeAsString());
}

} // namespace partita::bundle
