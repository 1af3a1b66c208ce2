#include "ui/pianoroll/raster.h"

#include <algorithm>
#include <cmath>

namespace partita::ui {

Raster::Raster(QImage& image, double scale)
    : m_bits(reinterpret_cast<Pixel*>(image.bits()))
    , m_stride(image.bytesPerLine() / 4)
    , m_width(image.width())
    , m_height(image.height())
    , m_scale(scale)
{
    Q_ASSERT(image.format() == QImage::Format_RGB32);
}

Raster::Pixel Raster::mixed(Pixel top, Pixel bottom, int alpha256)
{
    // Red and blue together, green alone: each product stays within its own 16 bits.
    const std::uint32_t a = static_cast<std::uint32_t>(alpha256), b = 256 - a;
    const std::uint32_t redBlue = (((top & 0xff00ff) * a + (bottom & 0xff00ff) * b) >> 8) & 0xff00ff;
    const std::uint32_t green = (((top & 0x00ff00) * a + (bottom & 0x00ff00) * b) >> 8) & 0x00ff00;
    return 0xff000000 | redBlue | green;
}

void Raster::fill(QRect rect, Pixel color)
{
    rect = clipped(rect);
    for (int y = rect.top(); y <= rect.bottom(); ++y)
        std::fill_n(line(y) + rect.left(), rect.width(), color);
}

void Raster::blend(QRect rect, Pixel color, int alpha256)
{
    rect = clipped(rect);
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        Pixel* const p = line(y);
        for (int x = rect.left(); x <= rect.right(); ++x)
            p[x] = mixed(color, p[x], alpha256);
    }
}

const Raster::Corner& Raster::corner(int radius)
{
    // Coverage of each pixel of the top left corner, by 8 × 8 samples.
    static const std::array<Corner, kMostRadius + 1> corners = [] {
        std::array<Corner, kMostRadius + 1> all{};
        for (int r = 1; r <= kMostRadius; ++r)
            for (int y = 0; y < r; ++y)
                for (int x = 0; x < r; ++x) {
                    int inside = 0;
                    for (int sample = 0; sample < 64; ++sample)
                        inside += std::hypot(r - (x + (sample % 8 + 0.5) / 8), r - (y + (sample / 8 + 0.5) / 8)) <= r;
                    all[static_cast<std::size_t>(r)][static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] = static_cast<std::uint16_t>(inside * 4);
                }
        return all;
    }();
    return corners[static_cast<std::size_t>(radius)];
}

void Raster::fillRounded(QRect rect, Pixel color, int radius, int alpha256)
{
    radius = std::min({radius, kMostRadius, rect.width() / 2, rect.height() / 2});
    const QRect seen = clipped(rect);
    const Corner& edge = corner(std::max(radius, 0));
    for (int y = seen.top(); y <= seen.bottom(); ++y) {
        Pixel* const p = line(y);
        const int fromEdge = std::min(y - rect.top(), rect.bottom() - y);
        const int inset = fromEdge < radius ? radius : 0;
        for (int i = 0; i < inset; ++i) {
            const int alpha = edge[static_cast<std::size_t>(fromEdge)][static_cast<std::size_t>(i)] * alpha256 >> 8;
            for (const int x : {rect.left() + i, rect.right() - i})
                if (x >= seen.left() && x <= seen.right())
                    p[x] = mixed(color, p[x], alpha);
        }
        const int first = std::max(seen.left(), rect.left() + inset), last = std::min(seen.right(), rect.right() - inset);
        if (alpha256 == 256)
            std::fill_n(p + first, std::max(0, last - first + 1), color);
        else
            for (int x = first; x <= last; ++x)
                p[x] = mixed(color, p[x], alpha256);
    }
}

void Raster::hatch(QRect rect, Pixel color, int period)
{
    const QRect seen = clipped(rect);
    for (int y = seen.top(); y <= seen.bottom(); ++y) {
        Pixel* const p = line(y);
        for (int x = seen.left(); x <= seen.right(); ++x)
            if ((x - rect.left() + y - rect.top()) % period < period / 3)
                p[x] = color;
    }
}

void Raster::fillDiamond(QPoint centre, int radius, Pixel color, int alpha256)
{
    const QRect seen = clipped(QRect(centre.x() - radius, centre.y() - radius, 2 * radius + 1, 2 * radius + 1));
    for (int y = seen.top(); y <= seen.bottom(); ++y) {
        Pixel* const p = line(y);
        const int half = radius - std::abs(y - centre.y());
        for (int x = std::max(seen.left(), centre.x() - half); x <= std::min(seen.right(), centre.x() + half); ++x) {
            const bool atEdge = std::abs(x - centre.x()) == half; // the slope halves these pixels
            p[x] = mixed(color, p[x], atEdge ? alpha256 / 2 : alpha256);
        }
    }
}

} // namespace partita::ui
