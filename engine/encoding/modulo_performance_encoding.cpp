#include "engine/encoding/modulo_performance_encoding.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace partita::encoding {
namespace {

using Type = PerformanceEvent::Type;

constexpr std::size_t kPitchWidth = 5;
constexpr std::size_t kOtherWidth = 3;
constexpr int kNotesOnCircle = 144; ///< twelve octaves; MIDI has not quite eleven

void writePoint(int index, int count, std::span<float> out)
{
    const double angle = index * 2.0 * std::numbers::pi / count;
    out[0] = static_cast<float>(std::cos(angle));
    out[1] = static_cast<float>(std::sin(angle));
}

} // namespace

ModuloPerformanceEncoding::ModuloPerformanceEncoding(const PerformanceRanges& ranges)
    : OneHotEncoding(performanceVocabulary(ranges)), m_ranges(ranges)
{
}

int ModuloPerformanceEncoding::inputSize() const
{
    return static_cast<int>(2 * kPitchWidth + kOtherWidth + (m_ranges.numVelocityBins > 0 ? kOtherWidth : 0));
}

void ModuloPerformanceEncoding::writeInput(std::span<const int> codes, std::size_t position, std::span<float> out) const
{
    std::ranges::fill(out, 0.0f);
    const auto [type, value] = performanceEvent(codes[position], m_ranges);
    switch (type) {
    case Type::kNoteOn:
    case Type::kNoteOff: {
        const auto block = out.subspan(type == Type::kNoteOn ? 0 : kPitchWidth, kPitchWidth);
        block[0] = 1.0f;
        writePoint(value, kNotesOnCircle, block.subspan(1));
        writePoint(value % kNotesPerOctave, kNotesPerOctave, block.subspan(3));
        break;
    }
    case Type::kTimeShift:
    case Type::kVelocity: {
        const bool shift = type == Type::kTimeShift;
        const auto block = out.subspan(2 * kPitchWidth + (shift ? 0 : kOtherWidth), kOtherWidth);
        block[0] = 1.0f;
        writePoint(value - 1, shift ? m_ranges.maxShiftSteps : m_ranges.numVelocityBins, block.subspan(1));
        break;
    }
    }
}

} // namespace partita::encoding
