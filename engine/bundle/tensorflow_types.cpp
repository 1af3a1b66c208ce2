#include "engine/bundle/tensorflow_types.h"

#include <algorithm>

namespace partita::bundle {
namespace {

struct Row {
    int number;
    DType dtype;
};
constexpr Row kRows[] = {
    {1, DType::kFloat32}, {2, DType::kFloat64}, {3, DType::kInt32},     {4, DType::kUInt8},   {5, DType::kInt16},   {6, DType::kInt8},    {7, DType::kString},
    {9, DType::kInt64},   {10, DType::kBool},   {14, DType::kBFloat16}, {17, DType::kUInt16}, {19, DType::kFloat16}, {22, DType::kUInt32}, {23, DType::kUInt64},
};

} // namespace

std::optional<DType> fromTensorFlow(int number)
{
    const auto row = std::ranges::find(kRows, number, &Row::number);
    return row == std::end(kRows) ? std::nullopt : std::optional(row->dtype);
}

int toTensorFlow(DType dtype)
{
    return std::ranges::find(kRows, dtype, &Row::dtype)->number;
}

std::string tensorFlowTypeName(int number)
{
    const auto dtype = fromTensorFlow(number);
    return dtype ? std::string(nameOf(*dtype)) : "type " + std::to_string(number);
}

} // namespace partita::bundle
