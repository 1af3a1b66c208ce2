#include "engine/bundle/tensor_slice.h"

#include "bundle/proto/checkpoint.pb.h"

#include <array>
#include <cassert>
#include <cstring>

namespace partita::bundle {
namespace {

constexpr int kMostSliced = 16;

/// A number from 0 so that the bytes sort as the numbers do: its length in bytes, then its bytes, high ones first.
void appendIncreasing(std::string& code, std::uint64_t number)
{
    std::string bytes;
    for (; number > 0; number >>= 8)
        bytes.insert(bytes.begin(), static_cast<char>(number & 0xff));
    code += static_cast<char>(bytes.size());
    code += bytes;
}

/// The same for signed numbers: as many leading ones as there are bytes, then a zero, then the number; all bits turned
/// around below zero.
void appendSignedIncreasing(std::string& code, std::int64_t number)
{
    const std::uint64_t magnitude = number < 0 ? ~static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
    std::size_t length = 1; // a code of n bytes has 7 n − 1 bits for the magnitude
    while (length < 10 && 7 * length - 1 < 64 && magnitude >> (7 * length - 1) != 0)
        ++length;
    std::array<std::uint8_t, 10> bytes{};
    for (std::size_t i = 0; i < 8; ++i)
        bytes[9 - i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> (8 * i));
    bytes[0] = bytes[1] = number < 0 ? 0xff : 0;
    std::uint8_t* first = bytes.data() + (10 - length);
    for (std::size_t bit = 0; bit < length; ++bit)
        first[bit / 8] ^= static_cast<std::uint8_t>(0x80 >> (bit % 8));
    code.append(reinterpret_cast<const char*>(first), length);
}

void appendString(std::string& code, std::string_view text)
{
    for (const char c : text) {
        code += c;
        if (c == '\0')
            code += '\xff';
        else if (c == '\xff')
            code += '\0';
    }
    code += '\0';
    code += '\1';
}

} // namespace

bool TensorSlice::isWhole(std::span<const std::int64_t> shape) const
{
    for (std::size_t d = 0; d < shape.size(); ++d)
        if (start[d] != 0 || length[d] != shape[d])
            return false;
    return true;
}

std::int64_t TensorSlice::size() const
{
    std::int64_t count = 1;
    for (const auto extent : length)
        count *= extent;
    return count;
}

std::optional<TensorSlice> readSlice(const proto::Slice& slice, std::span<const std::int64_t> shape)
{
    if (slice.extent_size() != static_cast<int>(shape.size()))
        return std::nullopt;
    TensorSlice read;
    for (std::size_t d = 0; d < shape.size(); ++d) {
        const auto& extent = slice.extent(static_cast<int>(d));
        const std::int64_t start = extent.start();
        const std::int64_t length = extent.has_length() ? extent.length() : shape[d];
        if (start < 0 || length < 0 || start > shape[d] || length > shape[d] - start)
            return std::nullopt;
        read.start.push_back(start);
        read.length.push_back(length);
    }
    return read;
}

std::optional<std::vector<std::int64_t>> readShape(const proto::Shape& shape)
{
    if (shape.unknown_rank() || shape.dim_size() > kMostSliced)
        return std::nullopt;
    std::vector<std::int64_t> dimensions;
    for (const auto& dim : shape.dim()) {
        if (dim.size() < 0)
            return std::nullopt;
        dimensions.push_back(dim.size());
    }
    return dimensions;
}

void placeSlice(const TensorSlice& slice, std::span<const std::int64_t> shape, std::size_t elementSize, std::span<const std::uint8_t> from, std::span<std::uint8_t> to)
{
    assert(from.size() == static_cast<std::size_t>(slice.size()) * elementSize);
    if (from.empty())
        return;
    if (shape.empty()) {
        std::memcpy(to.data(), from.data(), from.size());
        return;
    }
    // Rows of the last dimension are contiguous in both.
    const auto row = static_cast<std::size_t>(slice.length.back()) * elementSize;
    std::vector<std::int64_t> at(shape.size() - 1, 0); // within the slice, without the last dimension
    for (std::size_t done = 0; done < from.size(); done += row) {
        std::int64_t index = 0;
        for (std::size_t d = 0; d < at.size(); ++d)
            index = index * shape[d] + slice.start[d] + at[d];
        index = index * shape.back() + slice.start.back();
        std::memcpy(to.data() + static_cast<std::size_t>(index) * elementSize, from.data() + done, row);
        for (std::size_t d = at.size(); d-- > 0;) {
            if (++at[d] < slice.length[d])
                break;
            at[d] = 0;
        }
    }
}

std::string sliceKey(std::string_view name, const TensorSlice& slice, std::span<const std::int64_t> shape, bool wholeAsMinusOne)
{
    std::string key;
    appendIncreasing(key, 0);
    appendString(key, name);
    appendIncreasing(key, slice.start.size());
    for (std::size_t d = 0; d < slice.start.size(); ++d) {
        const bool whole = slice.start[d] == 0 && slice.length[d] == shape[d];
        appendSignedIncreasing(key, slice.start[d]);
        appendSignedIncreasing(key, whole && wholeAsMinusOne ? -1 : slice.length[d]);
    }
    return key;
}

} // namespace partita::bundle
