#include "engine/bundle/bundle.h"

#include <algorithm>

namespace partita::bundle {

const Tensor* Bundle::find(std::string_view name) const
{
    const auto found = std::ranges::lower_bound(tensors, name, {}, &Tensor::name);
    return found != tensors.end() && found->name == name ? &*found : nullptr;
}

std::string Bundle::about(const std::string& key) const
{
    const auto found = metadata.find(key);
    return found == metadata.end() ? std::string() : found->second;
}

void Bundle::add(Tensor tensor)
{
    const auto place = std::ranges::lower_bound(tensors, tensor.name, {}, &Tensor::name);
    if (place != tensors.end() && place->name == tensor.name)
        *place = std::move(tensor);
    else
        tensors.insert(place, std::move(tensor));
}

} // namespace partita::bundle
