// Checkpoints and bundles as the original programs write them: every tensor to the bit.
#include "engine/bundle/open.h"
#include "engine/study/golden_file.h"
#include "engine/study/golden_model.h"
#include "engine/study/golden_tensors.h"
#include "engine/study/kinds.h"

#include <algorithm>
#include <map>

namespace partita::study {
namespace {

using bundle::Bundle;
using nlohmann::json;
namespace fs = std::filesystem;

/// Holds each tensor of `values` whose name begins with `prefix` against the one that is named as the rest of it.
void compareTensors(Comparison& comparison, const Bundle& found, const Bundle& values, const std::string& prefix = {})
{
    for (const auto& expected : values.tensors) {
        if (!expected.name.starts_with(prefix))
            continue;
        std::string name = expected.name.substr(prefix.size());
        if (name == "bfloat16_as_float32") // safetensors of that time knew no bfloat16
            name = "bfloat16";
        const auto* tensor = found.find(name);
        if (!tensor) {
            comparison.holds(name, false, "the checkpoint lacks it");
            continue;
        }
        comparison.equal(name + " shape", bundle::shapeText(tensor->shape), bundle::shapeText(expected.shape));
        const bool same = tensor->dtype == expected.dtype ? std::ranges::equal(tensor->bytes, expected.bytes) : bundle::floats(*tensor) == bundle::floats(expected);
        comparison.holds(name, same, "it has other values");
    }
}

/// The lone checkpoint of a case, or the folder of several.
fs::path checkpointOf(const fs::path& folder, const json& golden)
{
    return folder / golden.value("file", "checkpoint");
}

} // namespace

void checkCheckpoint(const fs::path& file, Examiner& examiner)
{
    examiner.examine("", [&](Comparison& comparison) {
        const json golden = readJson(file);
        const Bundle found = openGolden(checkpointOf(file.parent_path(), golden));
        compareTensors(comparison, found, openGolden(file.parent_path() / "values.safetensors"));
        const json texts = golden.value("string_variables", json::object());
        for (const auto& [name, words] : texts.items()) {
            const auto* tensor = found.find(name);
            comparison.holds(name, tensor && tensor->strings == words.get<std::vector<std::string>>(), "it has other words");
        }
    });
}

void checkCheckpointFolder(const fs::path& file, Examiner& examiner)
{
    examiner.examine("", [&](Comparison& comparison) {
        const json golden = readJson(file);
        const fs::path folder = checkpointOf(file.parent_path(), golden);
        const Bundle values = openGolden(file.parent_path() / "values.safetensors");
        const auto latest = golden.at("latest").get<std::string>();
        compareTensors(comparison, openGolden(folder), values, "step_" + latest.substr(latest.rfind('-') + 1) + "/");
        for (const int step : golden.at("steps"))
            compareTensors(comparison, openGolden(folder / ("model.ckpt-" + std::to_string(step))), values, "step_" + std::to_string(step) + "/");
    });
}

void checkMagentaBundle(const fs::path& file, Examiner& examiner)
{
    examiner.examine("", [&](Comparison& comparison) {
        const json golden = readJson(file);
        const Bundle found = openGolden(file.parent_path() / golden.at("file").get<std::string>());
        comparison.equal("generator", found.about("config"), golden.at("generator_details").at("id").get<std::string>());
        if (golden.at("bundle_details").is_object())
            comparison.equal("description", found.about("description"), golden.at("bundle_details").at("description").get<std::string>());
        std::map<std::string, std::vector<std::int64_t>> shapes;
        for (const auto& tensor : found.tensors)
            shapes[tensor.name] = tensor.shape;
        comparison.equal("variables", shapes, golden.at("variables").get<decltype(shapes)>());
        const Bundle values = openGolden(file.parent_path() / "values.safetensors");
        compareTensors(comparison, found, values, "variable/");

        const auto* softmax = values.find("softmax");
        if (!softmax) // the original cannot generate from it, and says nothing to compare with
            return;
        const auto network = openGoldenNetwork(goldenModel(file.parent_path() / golden.at("file").get<std::string>(), golden));
        comparison.near("softmax", Quantity::kProbability, probabilitiesOf(*network, bundle::floats(*values.find("inputs")), 1.0), bundle::floats(*softmax));
    });
}

} // namespace partita::study
