#pragma once

#include "ui/pianoroll/raster.h"
#include "ui/pianoroll/roll_picture.h"

#include <array>

namespace partita::ui {

/// Makes the image of a RollPicture: rows, grid, region, ghosts, notes, the gesture under way, candidate.
/// Keeps what does not change from frame to frame (names as masks); allocates nothing for a note.
/// Threads: GUI (fonts).
class RollPainter {
public:
    /// Fills `frame` (Format_RGB32, device pixels). `scale`: device pixels a logical pixel.
    void paint(QImage& frame, double scale, const RollPicture& picture);

    /// Where a note stands, in logical pixels: also what the pointer hits.
    static QRectF noteRect(const RollGeometry& geometry, const project::Note& note);
    /// Half the width of a drum hit's diamond.
    static double diamondRadius(const RollGeometry& geometry);

private:
    struct Ink {
        std::array<Raster::Pixel, 128> fill, outline; ///< by velocity
    };
    struct Style {
        const Ink* ink = nullptr;
        int alpha256 = 256;
        bool selected = false;
        bool named = false;
    };

    void paintBackground(Raster& raster, const RollPicture& picture);
    void paintTrack(Raster& raster, const RollPicture& picture, const PaintedTrack& track, bool ghost);
    void paintNote(Raster& raster, const RollGeometry& geometry, const project::Note& note, bool drum, Style style);
    void paintCandidate(Raster& raster, const RollPicture& picture);
    void paintName(Raster& raster, QRect note, int pitch);
    static Ink inkOf(int color);
    static QRect deviceRect(const Raster& raster, const RollGeometry& geometry, const project::Note& note);

    std::array<QImage, 128> m_names; ///< Alpha8 masks of pitch names
    double m_namesScale = 0;
};

} // namespace partita::ui
