#pragma once

#include <cstdint>

namespace partita::nn {

/// Rows of numbers: `stride` floats apart (0: one for all), or wherever `each` says.
struct RowsView {
    const float* data = nullptr;
    std::int64_t stride = 0;
    const float* const* each = nullptr;

    const float* at(std::int64_t row) const { return each ? each[row] : data + row * stride; }
};

/// What some rows of a kernel meet.
struct InputPart {
    RowsView x;
    std::int64_t first = 0; ///< row of the kernel that the first number meets
    std::int64_t width = 0;
    bool sparse = false; ///< mostly zeros
};

} // namespace partita::nn
