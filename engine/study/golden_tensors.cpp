#include "engine/study/golden_tensors.h"

#include "engine/bundle/open.h"
#include "engine/study/golden_file.h"

namespace partita::study {

bundle::Bundle openGolden(const std::filesystem::path& path)
{
    auto found = bundle::openBundle(path);
    if (!found)
        throw GoldenFileError(found.error().message);
    return std::move(*found);
}

training::Tensors byName(const bundle::Bundle& bundle)
{
    training::Tensors tensors;
    for (const auto& tensor : bundle.tensors)
        tensors.emplace(tensor.name, tensor);
    return tensors;
}

} // namespace partita::study
