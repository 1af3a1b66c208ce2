#pragma once

#include <QColor>
#include <QImage>
#include <QRect>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace partita::ui {

/// Rectangles written straight into an opaque image, in device pixels.
/// QPainter takes some 130 ns for a small rectangle and 5 µs for one with smooth round corners, these 30 and 450 ns: that
/// is what lets tens of thousands of notes be painted within a frame. They land on device pixels at every scale.
class Raster {
public:
    /// A colour as the image stores it.
    using Pixel = std::uint32_t;
    static Pixel pixel(const QColor& color) { return color.rgb() | 0xff000000; }

    /// `image` has Format_RGB32 and lives longer. `scale`: device pixels a logical pixel.
    Raster(QImage& image, double scale);

    int width() const { return m_width; }
    int height() const { return m_height; }
    double scale() const { return m_scale; }
    /// To the nearest device pixel; places far outside, as hostile files have them, are brought near enough for an int.
    int device(double logical) const { return static_cast<int>(std::floor(std::clamp(logical * m_scale, -1e8, 1e8) + 0.5)); }
    Pixel* line(int y) { return m_bits + static_cast<std::ptrdiff_t>(y) * m_stride; }

    void fill(QRect rect, Pixel color);
    void blend(QRect rect, Pixel color, int alpha256);
    /// With the corners cut round and smooth.
    void fillRounded(QRect rect, Pixel color, int radius, int alpha256 = 256);
    /// Lines from bottom left to top right over what is there.
    void hatch(QRect rect, Pixel color, int period);
    /// A square standing on its corner, `radius` from its centre to each corner.
    void fillDiamond(QPoint centre, int radius, Pixel color, int alpha256 = 256);

    static Pixel mixed(Pixel top, Pixel bottom, int alpha256);

private:
    static constexpr int kMostRadius = 8;
    using Corner = std::array<std::array<std::uint16_t, kMostRadius>, kMostRadius>;
    static const Corner& corner(int radius);
    QRect clipped(QRect rect) const { return rect.intersected(QRect(0, 0, m_width, m_height)); }

    Pixel* m_bits;
    std::ptrdiff_t m_stride; ///< in pixels
    int m_width, m_height;
    double m_scale;
};

} // namespace partita::ui
