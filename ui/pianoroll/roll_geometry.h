#pragma once

#include "engine/core/quantity.h"

#include <array>
#include <cstdint>
#include <vector>

namespace partita::ui {

/// Where ticks and pitches stand on the canvas, at any zoom and scroll.
/// Units: logical pixels from the canvas's top left; rows count from the top, the highest pitch first.
class RollGeometry {
public:
    static constexpr double kLeastRowHeight = 4, kMostRowHeight = 48;
    static constexpr double kLeastQuarterWidth = 0.5, kMostQuarterWidth = 2000;

    RollGeometry();

    // Time
    double x(Ticks tick) const { return static_cast<double>(tick.value) * m_pixelsPerTick - m_scrollX; }
    /// The tick under `x`, rounded down; never before 0.
    Ticks tick(double x) const;
    /// How many ticks a distance stands for, to the nearest.
    Ticks ticks(double distance) const;
    double width(Ticks length) const { return static_cast<double>(length.value) * m_pixelsPerTick; }

    // Pitch
    /// Top of the pitch's row. A pitch that is folded away stands where the nearest shown row below it begins.
    double y(int pitch) const { return m_rowOf[static_cast<std::size_t>(pitch)] * m_rowHeight - m_scrollY; }
    bool isShown(int pitch) const { return m_shown[static_cast<std::size_t>(pitch)]; }
    int rowCount() const { return static_cast<int>(m_pitches.size()); }
    int row(double y) const; ///< kept within the rows there are
    int row(int pitch) const { return m_rowOf[static_cast<std::size_t>(pitch)]; }
    int pitchOfRow(int row) const { return m_pitches[static_cast<std::size_t>(row)]; }
    int pitch(double y) const { return pitchOfRow(row(y)); }
    double rowHeight() const { return m_rowHeight; }
    double contentHeight() const { return m_rowHeight * rowCount(); }

    /// Shows only these pitches (any order); all 128 where the list is empty.
    void foldTo(const std::vector<int>& pitches);

    // Zoom and scroll
    void setTicksPerQuarter(Ticks ticks); ///< keeps the width of a quarter note
    double quarterWidth() const { return m_pixelsPerTick * m_ticksPerQuarter; }
    void setQuarterWidth(double width);
    void setRowHeight(double height);
    /// Zooms so that what is under `x` stays under it.
    void zoomTime(double factor, double x);
    void zoomPitch(double factor, double y);

    double scrollX() const { return m_scrollX; }
    double scrollY() const { return m_scrollY; }
    void setScrollX(double scroll);
    void setScrollY(double scroll) { m_scrollY = scroll; }

    friend bool operator==(const RollGeometry&, const RollGeometry&) = default;

private:
    double m_ticksPerQuarter = 480;
    double m_pixelsPerTick = 0.1; ///< 48 pixels a quarter
    double m_rowHeight = 16;
    double m_scrollX = 0;
    double m_scrollY = 0;
    std::vector<std::uint8_t> m_pitches; ///< by row
    std::array<std::int16_t, 128> m_rowOf{};
    std::array<bool, 128> m_shown{};
};

} // namespace partita::ui
