#pragma once

#include <cstddef>

namespace partita::training {

/// One of several that do the same work on different things; alone it has all of them.
struct Share {
    int rank = 0;
    int size = 1;

    bool first() const { return rank == 0; }
    /// Of `count` things in a row its own are [begin, end): as many as the others have, give or take one.
    std::size_t begin(std::size_t count) const { return count * static_cast<std::size_t>(rank) / static_cast<std::size_t>(size); }
    std::size_t end(std::size_t count) const { return count * static_cast<std::size_t>(rank + 1) / static_cast<std::size_t>(size); }
};

} // namespace partita::training
