#include "app/cli/magenta_bundle.h"

#include "app/cli/output.h"

#include "engine/bundle/mag.h"
#include "engine/bundle/open.h"
#include "engine/core/file_io.h"
#include "engine/models/recognition.h"

namespace partita::cli {
namespace {

/// The model's weights under the names, and in the shapes, of those that the graph reads.
Result<bundle::Bundle> withGraphOf(const bundle::Bundle& source, const models::Recognition& model, const std::filesystem::path& path)
{
    bundle::Bundle made = source;
    for (auto& tensor : made.tensors) {
        const auto own = model.weights.find(models::readVariableName(tensor.name).canonical);
        if (own == model.weights.end() || own->second.shape != tensor.shape)
            return fail(ErrorCode::kMismatch, fmt::format("The graph of {} is of another structure: it reads {} {}, and the model has {}. Give a bundle of the same config and layer sizes.", quoted(path), tensor.name,
                                                          bundle::shapeText(tensor.shape), own == model.weights.end() ? "no such tensor" : bundle::shapeText(own->second.shape)));
        auto name = std::move(tensor.name);
        tensor = own->second;
        tensor.name = std::move(name);
    }
    return made;
}

} // namespace

Result<void> writeMagentaBundle(const bundle::Bundle& bundle, const std::filesystem::path& output, const std::filesystem::path& graphFrom, const std::string& description)
{
    const auto model = models::recognize(bundle);
    if (!model.usable())
        return fail(ErrorCode::kMismatch, fmt::format("{} cannot be written: a Magenta bundle holds an event RNN. {}", quoted(output), model.problems.empty() ? "" : model.problems.front()));
    bundle::Bundle made;
    if (!graphFrom.empty()) {
        const auto source = bundle::openBundle(graphFrom);
        if (!source)
            return fail(source);
        if (source->graph.empty())
            return fail(ErrorCode::kInvalidArgument, fmt::format("{} holds no graph. Give a .mag that Magenta wrote.", quoted(graphFrom)));
        auto taken = withGraphOf(*source, model, graphFrom);
        if (!taken)
            return fail(taken);
        made = std::move(*taken);
    } else if (!bundle.graph.empty()) {
        made = bundle;
    } else {
        for (const auto& [name, tensor] : model.weights)
            made.add(tensor);
        for (auto& tensor : made.tensors)
            tensor.name = models::readVariableName(tensor.name).canonical;
        note("{} will hold no TensorFlow graph, without which Magenta cannot use it; Partita can. --graph_from=FILE.mag takes the graph of a bundle of the same structure.", output.string());
    }
    made.metadata[models::metadata::kConfig] = model.config->generatorId;
    made.metadata["generator_description"] = model.config->description;
    if (!description.empty())
        made.metadata[models::metadata::kDescription] = description;
    return bundle::writeMag(output, made);
}

} // namespace partita::cli
