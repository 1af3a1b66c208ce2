#pragma once

#include "engine/bundle/bundle.h"
#include "engine/core/error.h"
#include "tests/fuzz/require.h"

#include <algorithm>

/// What every reader of checkpoints promises: a sentence, or tensors whose shapes fit what they hold, by unique sorted names.
inline void requireSound(const partita::Result<partita::bundle::Bundle>& read)
{
    using namespace partita::bundle;
    if (!read) {
        REQUIRE(!read.error().message.empty());
        return;
    }
    for (const Tensor& tensor : read->tensors) {
        const auto count = elementCount(tensor.shape);
        REQUIRE(count.has_value());
        if (tensor.dtype == DType::kString)
            REQUIRE(static_cast<std::size_t>(*count) == tensor.strings.size());
        else
            REQUIRE(static_cast<std::size_t>(*count) * sizeOf(tensor.dtype) == tensor.bytes.size());
        REQUIRE(nameFault(tensor.name).empty());
    }
    REQUIRE(std::ranges::is_sorted(read->tensors, {}, &Tensor::name));
    REQUIRE(std::ranges::adjacent_find(read->tensors, {}, &Tensor::name) == read->tensors.end());
}
