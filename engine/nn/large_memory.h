#pragma once

#include <cstddef>
#include <memory>

namespace partita::nn {

/// Zeroed memory for `count` floats. Where it is large it has pages of its own, which go back to the system as soon as they
/// are freed (a heap keeps tens of megabytes), and large ones, so that reading through it does not wait for addresses.
/// Errors: std::bad_alloc.
std::shared_ptr<float[]> largeFloats(std::size_t count);

} // namespace partita::nn
