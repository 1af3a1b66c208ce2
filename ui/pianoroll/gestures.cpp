#include "ui/pianoroll/gestures.h"

#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace partita::ui {
namespace {

using Ids = std::vector<project::NoteId>;

/// What a press on a note does to the selection before anything moves.
void selectPressed(RollModel& model, const project::Note& note, Qt::KeyboardModifiers modifiers)
{
    model.setFocusNote(note.id);
    if (model.isSelected(note.id))
        return;
    Ids ids{note.id};
    if (modifiers & (Qt::ShiftModifier | Qt::ControlModifier))
        ids.insert(ids.end(), model.selection().begin(), model.selection().end());
    model.select(std::move(ids));
}

} // namespace

// ---- Move

MoveGesture::MoveGesture(RollModel& model, const Pointer& press, const project::Note& note)
    : m_model(model)
    , m_press(press)
    , m_note(note)
    , m_heard(note.pitch)
    , m_collapse(model.isSelected(note.id))
{
    // What Ctrl means shows later: a drag copies, a click takes the note into or out of the selection.
    if (!(press.modifiers & Qt::ControlModifier))
        selectPressed(model, note, press.modifiers);
    model.sound(note.pitch, note.velocity);
}

MoveGesture::~MoveGesture()
{
    m_model.silence();
    m_model.clearDraft();
}

void MoveGesture::drag(const Pointer& pointer)
{
    QPointF by = pointer.at - m_press.at;
    if (!m_moved && by.manhattanLength() < kDragDistance)
        return;
    m_moved = true;
    if (!m_model.isSelected(m_note.id))
        m_model.select({m_note.id});
    m_copy = pointer.modifiers & Qt::ControlModifier;
    const bool oneAxis = pointer.modifiers & Qt::ShiftModifier;
    const bool alongTime = std::abs(by.x()) >= std::abs(by.y());
    Ticks ticks = pointer.tick - m_press.tick;
    int semitones = pointer.pitch - m_press.pitch;
    if (oneAxis && alongTime)
        semitones = 0;
    else if (oneAxis)
        ticks = Ticks(0);
    if (ticks != Ticks(0))
        ticks = m_model.grid(pointer.isSnapIgnored()).nearest(m_note.start + ticks) - m_note.start;
    const auto& ids = m_model.selection();
    m_model.setDraft(m_copy ? project::duplicateNotes(m_model.document(), ids, ticks, semitones)
                            : project::moveNotes(m_model.document(), ids, ticks, semitones));
    if (const int pitch = std::clamp(m_note.pitch + semitones, 0, 127); pitch != m_heard) {
        m_heard = pitch;
        m_model.sound(pitch, m_note.velocity);
    }
}

void MoveGesture::finish()
{
    if (m_moved) {
        m_model.commit(m_copy ? EditKind::kDuplicate : EditKind::kMove);
    } else if (m_press.modifiers & Qt::ControlModifier) {
        Ids ids = m_model.selection();
        if (std::erase(ids, m_note.id) == 0)
            ids.push_back(m_note.id);
        m_model.select(std::move(ids));
    } else if (m_collapse && !(m_press.modifiers & Qt::ShiftModifier)) {
        m_model.select({m_note.id});
    }
    if (!m_model.isDrum())
        m_model.setLastLength(m_note.length);
    m_model.setLastVelocity(m_note.velocity);
}

// ---- Resize

ResizeGesture::ResizeGesture(RollModel& model, const Pointer& press, const project::Note& note, project::Edge edge)
    : m_model(model)
    , m_press(press)
    , m_note(note)
    , m_edge(edge)
{
    selectPressed(model, note, press.modifiers);
}

ResizeGesture::~ResizeGesture() { m_model.clearDraft(); }

void ResizeGesture::drag(const Pointer& pointer)
{
    if (!m_model.hasDraft() && std::abs(pointer.at.x() - m_press.at.x()) < kDragDistance)
        return;
    const SnapGrid grid = m_model.grid(pointer.isSnapIgnored());
    const Ticks by = pointer.tick - m_press.tick;
    // The pressed note keeps at least the last grid step before its other end.
    if (m_edge == project::Edge::kEnd)
        m_by = std::max(grid.nearest(m_note.end() + by), std::min(m_note.end(), grid.next(m_note.start))) - m_note.end();
    else
        m_by = std::min(grid.nearest(m_note.start + by), std::max(m_note.start, grid.previous(m_note.end()))) - m_note.start;
    m_model.setDraft(project::resizeNotes(m_model.document(), m_model.selection(), m_edge, m_by));
}

void ResizeGesture::finish()
{
    m_model.commit(EditKind::kResize);
    m_model.setLastLength(m_note.length + (m_edge == project::Edge::kEnd ? m_by : -m_by));
}

// ---- Rubber band

RubberBandGesture::RubberBandGesture(RollModel& model, const Pointer& press)
    : m_model(model)
    , m_startTick(press.tick)
    , m_startRow((press.at.y() + model.geometry().scrollY()) / model.geometry().rowHeight())
    , m_now(press.at)
    , m_before(model.selection())
{
    if (!(press.modifiers & (Qt::ShiftModifier | Qt::ControlModifier)))
        model.select({});
}

RubberBandGesture::~RubberBandGesture()
{
    if (!m_finished)
        m_model.select(m_before);
}

QRectF RubberBandGesture::rect() const
{
    const RollGeometry& geometry = m_model.geometry();
    return QRectF(QPointF(geometry.x(m_startTick), m_startRow * geometry.rowHeight() - geometry.scrollY()), m_now).normalized();
}

void RubberBandGesture::drag(const Pointer& pointer)
{
    m_now = pointer.at;
    const Ids touched = m_model.notesIn(rect());
    Ids ids;
    if (pointer.modifiers & Qt::ControlModifier)
        std::ranges::set_symmetric_difference(m_before, touched, std::back_inserter(ids));
    else if (pointer.modifiers & Qt::ShiftModifier)
        std::ranges::set_union(m_before, touched, std::back_inserter(ids));
    else
        ids = touched;
    m_model.select(std::move(ids));
}

void RubberBandGesture::paint(QPainter& painter) const
{
    QColor fill = theme::tokens().accent;
    fill.setAlphaF(0.12f);
    painter.setPen(QPen(theme::tokens().accent, 0));
    painter.setBrush(fill);
    painter.drawRect(rect());
}

// ---- Draw

DrawGesture::DrawGesture(RollModel& model, const Pointer& press)
    : m_model(model)
    , m_press(press)
{
    m_note.start = model.grid(press.isSnapIgnored()).floor(press.tick);
    m_note.length = model.lastLength();
    m_note.pitch = static_cast<std::uint8_t>(press.pitch);
    m_note.velocity = static_cast<std::uint8_t>(model.lastVelocity());
    model.sound(press.pitch, m_note.velocity);
    show();
}

DrawGesture::~DrawGesture()
{
    m_model.silence();
    m_model.clearDraft();
}

void DrawGesture::show() { m_model.setDraft(project::addNotes(m_model.document(), m_model.track(), {m_note})); }

void DrawGesture::drag(const Pointer& pointer)
{
    if (m_model.isDrum() || pointer.at.x() - m_press.at.x() < kDragDistance)
        return;
    const SnapGrid grid = m_model.grid(pointer.isSnapIgnored());
    m_note.length = std::max(grid.nearest(pointer.tick), grid.next(m_note.start)) - m_note.start;
    show();
}

void DrawGesture::finish()
{
    m_model.commit(EditKind::kDraw);
    if (!m_model.isDrum())
        m_model.setLastLength(m_note.length);
}

// ---- Erase

EraseGesture::EraseGesture(RollModel& model, const Pointer& press)
    : m_model(model)
    , m_last(press.at)
{
    drag(press);
}

EraseGesture::~EraseGesture() { m_model.clearDraft(); }

void EraseGesture::drag(const Pointer& pointer)
{
    // A fast hand leaves gaps between two places that the pointer reports.
    const QPointF way = pointer.at - m_last;
    const int points = 1 + static_cast<int>(std::hypot(way.x(), way.y()) / 3);
    const std::size_t before = m_erased.size();
    for (int i = 1; i <= points; ++i)
        if (const auto hit = m_model.hit(m_last + way * i / points))
            m_erased.insert(m_model.notes()[hit->index].id);
    m_last = pointer.at;
    if (m_erased.size() != before)
        m_model.setDraft(project::removeNotes(m_model.document(), Ids(m_erased.begin(), m_erased.end())));
}

void EraseGesture::finish() { m_model.commit(EditKind::kErase); }

// ---- Velocity

VelocityGesture::VelocityGesture(RollModel& model, const Pointer& press, const project::Note& note)
    : m_model(model)
    , m_press(press)
{
    selectPressed(model, note, press.modifiers);
}

VelocityGesture::~VelocityGesture() { m_model.clearDraft(); }

void VelocityGesture::drag(const Pointer& pointer)
{
    m_model.setDraft(project::changeVelocity(m_model.document(), m_model.selection(), static_cast<int>(std::lround(m_press.at.y() - pointer.at.y()))));
}

void VelocityGesture::finish() { m_model.commit(EditKind::kVelocity); }

VelocityLaneGesture::VelocityLaneGesture(RollModel& model, const Pointer& press, double height)
    : m_model(model)
    , m_press(press.at)
    , m_last(press.at)
    , m_height(height)
{
    set(press.at, press.at);
}

VelocityLaneGesture::~VelocityLaneGesture() { m_model.clearDraft(); }

int VelocityLaneGesture::velocityAt(double y) const
{
    return std::clamp(static_cast<int>(std::lround(127 - 126 * y / m_height)), 1, 127);
}

void VelocityLaneGesture::set(QPointF from, QPointF to)
{
    constexpr double kReach = 4; // beside a note's start
    if (from.x() > to.x())
        std::swap(from, to);
    const RollGeometry& geometry = m_model.geometry();
    // Where notes are selected the others are out of reach: chords can be voiced.
    const bool onlySelected = !m_model.selection().empty();
    const double reach = to.x() - from.x() < 2 * kReach ? kReach : 0;
    for (const project::Note& note : m_model.notes()) {
        const double x = geometry.x(note.start);
        if (x < from.x() - reach || x > to.x() + reach || (onlySelected && !m_model.isSelected(note.id)))
            continue;
        const double way = to.x() > from.x() ? std::clamp((x - from.x()) / (to.x() - from.x()), 0.0, 1.0) : 1.0;
        project::Note changed = note;
        changed.velocity = static_cast<std::uint8_t>(velocityAt(from.y() + way * (to.y() - from.y())));
        m_changed.insert_or_assign(note.id, changed);
    }
    std::vector<project::Note> changed;
    for (const auto& [id, note] : m_changed)
        changed.push_back(note);
    m_model.setDraft(project::replaceNotes(m_model.document(), changed));
}

void VelocityLaneGesture::drag(const Pointer& pointer)
{
    m_line = pointer.modifiers & Qt::ShiftModifier;
    if (m_line)
        m_changed.clear();
    set(m_line ? m_press : m_last, pointer.at);
    m_last = pointer.at;
}

void VelocityLaneGesture::finish()
{
    m_model.commit(EditKind::kVelocity);
    m_model.setLastVelocity(velocityAt(m_last.y()));
}

void VelocityLaneGesture::paint(QPainter& painter) const
{
    if (!m_line)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme::tokens().accent, 1.5));
    painter.drawLine(m_press, m_last);
}

// ---- The region

RegionGesture::RegionGesture(RollModel& model, project::Edge edge) : m_model(model), m_before(*model.region()), m_edge(edge) {}

RegionGesture::~RegionGesture()
{
    if (!m_finished)
        m_model.setRegion(m_before);
}

void RegionGesture::drag(const Pointer& pointer)
{
    const Ticks other = m_edge == project::Edge::kStart ? m_before.end : m_before.start;
    const Ticks line = m_model.nearestBarLine(pointer.tick);
    if (line != other)
        m_model.setRegion(TickRange{std::min(line, other), std::max(line, other)});
}

} // namespace partita::ui
