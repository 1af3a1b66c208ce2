/// Zooming and scrolling of the note editor.
#include "ui/pianoroll/piano_roll_view.h"

#include "ui/pianoroll/roll_canvas.h"

#include <algorithm>

namespace partita::ui {
namespace {

constexpr int kMostZooms = 20;

} // namespace

void PianoRollView::zoom(double factor)
{
    RollGeometry geometry = m_model->geometry();
    const double playhead = geometry.x(m_model->playhead()), width = m_canvas->width();
    geometry.zoomTime(factor, playhead >= 0 && playhead <= width ? playhead : width / 2);
    m_model->setGeometry(geometry);
}

void PianoRollView::zoomToSelection()
{
    const auto range = m_model->selectionRange();
    if (!range)
        return;
    m_zooms.push_back(m_model->geometry());
    if (m_zooms.size() > kMostZooms)
        m_zooms.erase(m_zooms.begin());
    const double margin = 24;
    RollGeometry geometry = m_model->geometry();
    geometry.setQuarterWidth(geometry.quarterWidth() * (m_canvas->width() - 2 * margin) / std::max(1.0, geometry.width(range->end - range->start)));
    geometry.setScrollX(geometry.x(range->start) + geometry.scrollX() - margin);
    m_model->setGeometry(geometry);
    revealFocusNote();
}

void PianoRollView::zoomBack()
{
    if (m_zooms.empty())
        return;
    m_model->setGeometry(m_zooms.back());
    m_zooms.pop_back();
}

void PianoRollView::zoomToFit()
{
    RollGeometry geometry = m_model->geometry();
    const Ticks end = std::max(project::endOf(m_document->document()), m_model->meters().barEnd(4));
    geometry.setQuarterWidth(geometry.quarterWidth() * m_canvas->width() / std::max(1.0, geometry.width(end)));
    geometry.setScrollX(0);
    m_model->setGeometry(geometry);
}

void PianoRollView::scrollRows(int rows)
{
    RollGeometry geometry = m_model->geometry();
    geometry.setScrollY(geometry.scrollY() + rows * geometry.rowHeight());
    m_model->setGeometry(geometry);
}

void PianoRollView::revealBars(const Bars& bars)
{
    RollGeometry geometry = m_model->geometry();
    const double start = geometry.x(m_model->meters().barStart(bars.first)), end = geometry.x(m_model->meters().barEnd(bars.last));
    if (start < 0 || end > m_canvas->width())
        geometry.setScrollX(geometry.scrollX() + start - std::max(0.0, (m_canvas->width() - (end - start)) / 2));
    m_model->setGeometry(geometry);
}

} // namespace partita::ui
