#pragma once

#include "engine/encoding/one_hot_encoding.h"
#include "engine/encoding/performance_codes.h"

#include <array>

namespace partita::encoding {

/// Performance events as points on circles, so that neighbours lie near each other: pitches on one of twelve octaves and on
/// one of twelve classes, shifts and velocities on one each. A block a kind of event, 1 and then the points; the other blocks
/// are zero. Labels as in the one-hot encoding.
/// Source: ModuloPerformanceEventSequenceEncoderDecoder.
class ModuloPerformanceEncoding : public OneHotEncoding {
public:
    explicit ModuloPerformanceEncoding(const PerformanceRanges& ranges);

    int inputSize() const override;
    void writeInput(std::span<const int> codes, std::size_t position, std::span<float> out) const override;

private:
    PerformanceRanges m_ranges;
};

} // namespace partita::encoding
