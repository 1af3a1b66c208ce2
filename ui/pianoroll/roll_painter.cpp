#include "ui/pianoroll/roll_painter.h"

#include "ui/pianoroll/grid_lines.h"
#include "ui/pianoroll/pitch_names.h"
#include "ui/widgets/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace partita::ui {
namespace {

constexpr int kGhost = 256 * 22 / 100;
constexpr int kReplaced = 256 * 25 / 100;
constexpr int kCandidate = 256 * 55 / 100;
constexpr int kRegionTint = 256 * 8 / 100;
constexpr double kRadius = 2;
constexpr double kNameWidth = 24;     ///< notes narrower than this have no name
constexpr double kNameRowHeight = 13; ///< nor in rows lower than this

/// Along time, give or take a drum's diamond.
bool isInView(const Raster& raster, const RollGeometry& geometry, const project::Note& note)
{
    const double margin = RollPainter::diamondRadius(geometry);
    return geometry.isShown(note.pitch & 127) && geometry.x(note.start) <= raster.width() / raster.scale() + margin && geometry.x(note.end()) >= -margin;
}

} // namespace

QRectF RollPainter::noteRect(const RollGeometry& geometry, const project::Note& note)
{
    const double left = geometry.x(note.start);
    return {left, geometry.y(note.pitch), std::max(geometry.width(note.length), 2.0), geometry.rowHeight()};
}

double RollPainter::diamondRadius(const RollGeometry& geometry)
{
    return std::clamp(geometry.rowHeight() / 2 - 1, 2.0, 9.0);
}

QRect RollPainter::deviceRect(const Raster& raster, const RollGeometry& geometry, const project::Note& note)
{
    const QRectF rect = noteRect(geometry, note);
    const double far = raster.width() / raster.scale() + 64; // long notes end there: no overflow
    const int left = raster.device(std::max(rect.left(), -64.0)), top = raster.device(rect.top());
    const int right = raster.device(std::min(rect.right(), far)), bottom = raster.device(rect.bottom());
    // One device pixel of row shows between neighbours, as long as there is room for it.
    const int gap = bottom - top >= 5 ? 1 : 0;
    return QRect(left, top + gap, std::max(right - left, 2), bottom - top - gap);
}

RollPainter::Ink RollPainter::inkOf(int color)
{
    Ink ink;
    for (int velocity = 0; velocity < 128; ++velocity) {
        const QColor fill = theme::note(color, velocity);
        ink.fill[static_cast<std::size_t>(velocity)] = Raster::pixel(fill);
        ink.outline[static_cast<std::size_t>(velocity)] = Raster::pixel(theme::mix(Qt::black, fill, 0.35));
    }
    return ink;
}

void RollPainter::paint(QImage& frame, double scale, const RollPicture& picture)
{
    Raster raster(frame, scale);
    paintBackground(raster, picture);
    for (const PaintedTrack& ghost : picture.ghosts)
        paintTrack(raster, picture, ghost, true);
    paintTrack(raster, picture, picture.track, false);
    const Ink ink = inkOf(picture.track.color);
    for (const project::Note& note : picture.draft)
        if (isInView(raster, picture.geometry, note))
            paintNote(raster, picture.geometry, note, picture.track.drum, {.ink = &ink, .selected = true, .named = true});
    if (picture.candidate)
        paintCandidate(raster, picture);
}

void RollPainter::paintBackground(Raster& raster, const RollPicture& picture)
{
    // Every scan line of a row is the same: two are made, white and black, and copied.
    const auto& tokens = theme::tokens();
    const std::size_t width = static_cast<std::size_t>(raster.width());
    std::array<std::vector<Raster::Pixel>, 2> lines;
    for (const bool black : {false, true}) {
        auto& line = lines[black];
        line.assign(width, Raster::pixel(black ? tokens.blackKeyRow : tokens.roll));
        for (const GridLine& grid : gridLines(picture.geometry, picture.meters, picture.ticksPerQuarter, picture.snap, raster.width() / raster.scale())) {
            const int x = raster.device(picture.geometry.x(grid.tick));
            if (x >= 0 && x < raster.width())
                line[static_cast<std::size_t>(x)] = Raster::pixel(grid.kind == GridLine::Kind::kBar ? tokens.gridBar
                        : grid.kind == GridLine::Kind::kBeat                                       ? tokens.gridBeat
                                                                                                    : tokens.gridStep);
        }
        if (picture.region) {
            const auto edge = [&](Ticks tick) { return static_cast<std::size_t>(std::clamp(raster.device(picture.geometry.x(tick)), 0, raster.width())); };
            for (std::size_t x = edge(picture.region->start); x < edge(picture.region->end); ++x)
                line[x] = Raster::mixed(Raster::pixel(tokens.accent), line[x], kRegionTint);
        }
    }
    const RollGeometry& geometry = picture.geometry;
    const double bottomOfRows = geometry.contentHeight() - geometry.scrollY();
    for (int y = 0; y < raster.height();) {
        const double logical = (y + 0.5) / raster.scale();
        if (logical >= bottomOfRows) {
            raster.fill(QRect(0, y, raster.width(), raster.height() - y), Raster::pixel(tokens.window));
            return;
        }
        const int row = geometry.row(logical), pitch = geometry.pitchOfRow(row);
        const bool black = picture.track.drum ? row % 2 != 0 : isBlackKey(pitch);
        const int bottom = std::min(raster.device((row + 1) * geometry.rowHeight() - geometry.scrollY()), raster.height());
        for (const int next = std::max(bottom, y + 1); y < next; ++y)
            std::copy(lines[black].begin(), lines[black].end(), raster.line(y));
        // A line where two white keys meet, stronger below a C.
        if (!picture.track.drum && (pitch % 12 == 0 || pitch % 12 == 5) && geometry.rowHeight() >= 6)
            raster.fill(QRect(0, y - 1, raster.width(), 1), Raster::pixel(pitch % 12 == 0 ? tokens.gridBar : tokens.gridStep));
    }
}

void RollPainter::paintTrack(Raster& raster, const RollPicture& picture, const PaintedTrack& track, bool ghost)
{
    const RollGeometry& geometry = picture.geometry;
    const Ink ink = inkOf(track.color);
    const auto* const replaced = picture.candidate && !ghost ? &picture.candidate->region : nullptr;
    const double margin = track.drum ? diamondRadius(geometry) : 2;
    const Ticks from = geometry.tick(-margin), to = geometry.tick(raster.width() / raster.scale() + margin) + Ticks(1);
    const double top = -geometry.rowHeight(), bottom = raster.height() / raster.scale();
    const auto isSeen = [&](int pitch) { return geometry.isShown(pitch) && geometry.y(pitch) > top && geometry.y(pitch) < bottom; };
    std::array<bool, 128> seen;
    for (int pitch = 0; pitch < 128; ++pitch)
        seen[static_cast<std::size_t>(pitch)] = isSeen(pitch);

    // Selected notes lie above their neighbours, so that their outline is whole.
    bool anySelected = false;
    const auto pass = [&](bool selected) {
        track.index.forEach(track.notes, from, to, [&](std::size_t i) {
            const project::Note& note = track.notes[i];
            if (!seen[note.pitch & 127])
                return;
            const std::uint8_t mark = ghost ? 0 : picture.mark(i);
            if (mark & RollPicture::kHidden)
                return;
            const bool isSelected = mark & RollPicture::kSelected;
            anySelected |= isSelected;
            if (isSelected != selected)
                return;
            const int alpha = ghost ? kGhost : replaced && replaced->start <= note.start && note.end() <= replaced->end ? kReplaced : 256;
            paintNote(raster, geometry, note, track.drum, {.ink = &ink, .alpha256 = alpha, .selected = selected, .named = alpha == 256});
        });
    };
    pass(false);
    if (anySelected)
        pass(true);
}

void RollPainter::paintNote(Raster& raster, const RollGeometry& geometry, const project::Note& note, bool drum, Style style)
{
    const std::size_t velocity = note.velocity & 127;
    const Raster::Pixel fill = style.ink->fill[velocity], outline = style.ink->outline[velocity];
    const int onePixel = std::max(1, static_cast<int>(raster.scale()));
    const auto accent = [] { return Raster::pixel(theme::tokens().accent); };

    if (drum) {
        const int radius = raster.device(diamondRadius(geometry));
        const QPoint centre(raster.device(geometry.x(note.start)), raster.device(geometry.y(note.pitch) + geometry.rowHeight() / 2));
        if (style.selected)
            raster.fillDiamond(centre, radius + 2 * onePixel, accent(), style.alpha256);
        raster.fillDiamond(centre, radius, outline, style.alpha256);
        raster.fillDiamond(centre, radius - onePixel, fill, style.alpha256);
        if (note.muted)
            raster.fillDiamond(centre, radius / 2, Raster::pixel(theme::tokens().roll), style.alpha256);
        return;
    }

    const QRect rect = deviceRect(raster, geometry, note);
    const int least = std::min(rect.width(), rect.height());
    if (style.alpha256 < 256) { // ghosts and what a candidate would replace: one flat shape
        raster.fillRounded(rect, fill, least >= 6 * onePixel ? raster.device(kRadius) : 0, style.alpha256);
        return;
    }
    if (least < 6 * onePixel) { // no room for an outline
        raster.fill(rect, style.selected ? accent() : fill);
        return;
    }
    const int radius = raster.device(kRadius);
    const auto inner = [&rect](int inset) { return rect.adjusted(inset, inset, -inset, -inset); };
    if (style.selected) {
        const int line = least >= 8 * onePixel ? 2 * onePixel : onePixel;
        raster.fillRounded(rect, accent(), radius);
        raster.fillRounded(inner(line), outline, radius - 1);
        raster.fillRounded(inner(line + (least >= 8 * onePixel ? onePixel : 0)), fill, 0);
    } else {
        raster.fillRounded(rect, outline, radius);
        raster.fillRounded(inner(onePixel), fill, radius - 1);
    }
    if (note.muted)
        raster.hatch(inner(onePixel), Raster::pixel(theme::tokens().roll), 6 * onePixel);
    if (note.recipe != 0 && least >= 8 * onePixel) {
        const int size = raster.device(5);
        for (int y = 0; y < size; ++y)
            raster.fill(QRect(rect.right() - onePixel - (size - 1 - y), rect.top() + onePixel + y, size - y, 1), Raster::pixel(theme::tokens().noteName));
    }
    if (style.named && !note.muted && rect.width() >= kNameWidth * raster.scale() && geometry.rowHeight() >= kNameRowHeight)
        paintName(raster, rect, note.pitch & 127);
}

void RollPainter::paintCandidate(Raster& raster, const RollPicture& picture)
{
    const Raster::Pixel accent = Raster::pixel(theme::tokens().accent);
    const int line = std::max(1, static_cast<int>(raster.scale()));
    const int dash = raster.device(4), period = raster.device(7);
    for (const project::Note& note : picture.candidate->notes) {
        if (!isInView(raster, picture.geometry, note))
            continue;
        if (picture.track.drum) {
            const QPoint centre(raster.device(picture.geometry.x(note.start)), raster.device(picture.geometry.y(note.pitch) + picture.geometry.rowHeight() / 2));
            raster.fillDiamond(centre, raster.device(diamondRadius(picture.geometry)), accent, kCandidate);
            continue;
        }
        const QRect rect = deviceRect(raster, picture.geometry, note);
        raster.blend(rect.adjusted(line, line, -line, -line), accent, kCandidate);
        for (int x = rect.left(); x <= rect.right(); x += period)
            for (const int y : {rect.top(), rect.bottom() - line + 1})
                raster.fill(QRect(x, y, std::min(dash, rect.right() - x + 1), line), accent);
        for (int y = rect.top(); y <= rect.bottom(); y += period)
            for (const int x : {rect.left(), rect.right() - line + 1})
                raster.fill(QRect(x, y, line, std::min(dash, rect.bottom() - y + 1)), accent);
    }
}

void RollPainter::paintName(Raster& raster, QRect note, int pitch)
{
    const QFont font = theme::labelFont();
    if (m_namesScale != raster.scale()) {
        m_namesScale = raster.scale();
        m_names = {};
    }
    QImage& name = m_names[static_cast<std::size_t>(pitch)];
    if (name.isNull()) {
        const QFontMetricsF metrics(font);
        const QString text = pitchName(pitch);
        name = QImage(QSize(static_cast<int>(std::ceil((metrics.horizontalAdvance(text) + 2) * raster.scale())),
                          static_cast<int>(std::ceil(metrics.height() * raster.scale()))), QImage::Format_Alpha8);
        name.setDevicePixelRatio(raster.scale());
        name.fill(0);
        QPainter painter(&name);
        painter.setFont(font);
        painter.setPen(Qt::black);
        painter.drawText(QPointF(0, metrics.ascent()), text);
    }
    const Raster::Pixel ink = Raster::pixel(theme::tokens().noteName);
    if (name.width() > note.width() - 2)
        return; // a name cut off would be read as another
    const int left = note.left() + std::min(raster.device(5), (note.width() - name.width()) / 2), top = note.top() + (note.height() - name.height()) / 2;
    for (int y = std::max(0, -top); y < name.height() && top + y < raster.height(); ++y) {
        const uchar* const mask = name.constScanLine(y);
        Raster::Pixel* const line = raster.line(top + y);
        for (int x = std::max(0, -left); x < name.width() && left + x < raster.width(); ++x)
            if (mask[x])
                line[left + x] = Raster::mixed(ink, line[left + x], mask[x] + 1);
    }
}

} // namespace partita::ui
