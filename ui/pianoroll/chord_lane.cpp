#include "ui/pianoroll/chord_lane.h"

#include "ui/bridge/conversions.h"
#include "ui/document/project_document.h"
#include "ui/pianoroll/roll_model.h"
#include "ui/pianoroll/wheel.h"
#include "ui/widgets/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace partita::ui {
namespace {

constexpr int kHeight = 24;
constexpr int kLeastFieldWidth = 96;
constexpr double kGapAfter = 6; ///< between two figures at least

} // namespace

ChordLane::ChordLane(ProjectDocument& document, RollModel& model, QWidget* parent)
    : QWidget(parent), m_document(document), m_model(model), m_field(new QLineEdit(this))
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFixedHeight(kHeight);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Chords"));
    setToolTip(tr("Click a bar to write its chords, such as “Am F” or “C . . G7”"));
    m_field->setAccessibleName(tr("Chords of the bar"));
    m_field->installEventFilter(this);
    m_field->hide();
    connect(&m_document, &ProjectDocument::chordsChanged, this, &ChordLane::read);
    connect(&m_document, &ProjectDocument::documentReplaced, this, [this] {
        close();
        m_bar = 1;
        read();
    });
    connect(&m_document, &ProjectDocument::timeChanged, this, &ChordLane::place);
    connect(&m_model, &RollModel::viewChanged, this, &ChordLane::place);
    connect(&m_model, &RollModel::regionChanged, this, qOverload<>(&QWidget::update));
    read();
}

void ChordLane::read()
{
    m_chords = project::chordsOf(m_document.document());
    update();
    Q_EMIT chordsChanged();
}

QRectF ChordLane::barRect(int bar) const
{
    const double start = m_model.geometry().x(m_model.meters().barStart(bar));
    return {start, 0.0, m_model.geometry().x(m_model.meters().barEnd(bar)) - start, double(height())};
}

// ---- Painting

void ChordLane::paintEvent(QPaintEvent*)
{
    const auto& tokens = theme::tokens();
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    if (const auto& region = m_model.region()) {
        QColor tint = tokens.accent;
        tint.setAlphaF(0.10F);
        const double left = std::max(m_model.geometry().x(region->start), 0.0);
        painter.fillRect(QRectF(left, 0, std::min(m_model.geometry().x(region->end), double(width())) - left, height()), tint);
    }
    const double pixel = devicePixelRatioF();
    painter.setPen(QPen(tokens.gridBar, 0));
    const int first = m_model.meters().barAt(m_model.geometry().tick(0));
    double lastLine = -kLeastFieldWidth;
    for (int bar = first; barRect(bar).left() < width(); ++bar) {
        const double x = (std::floor(barRect(bar).left() * pixel + 0.5) + 0.5) / pixel;
        if (x - lastLine < 6) // bars too narrow to tell apart
            continue;
        painter.drawLine(QPointF(x, 4), QPointF(x, height()));
        lastLine = x;
    }
    painter.setPen(tokens.text);
    double free = 0; // figures that would run into the one before are left out
    for (const project::Chord& chord : m_chords) {
        const double x = m_model.geometry().x(chord.tick) + 4;
        const QString figure = toQString(chord.figure);
        const double end = x + painter.fontMetrics().horizontalAdvance(figure);
        if (end < 0 || x < free)
            continue;
        if (x > width())
            break;
        painter.drawText(QRectF(x, 0, end - x + 1, height()), Qt::AlignLeft | Qt::AlignVCenter, figure);
        free = end + kGapAfter;
    }
    if (m_chords.empty() && m_field->isHidden()) {
        painter.setPen(tokens.dimText);
        painter.drawText(rect().adjusted(theme::measure::kGap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, tr("Click a bar to write its chords."));
    }
    if (hasFocus()) {
        painter.setPen(QPen(tokens.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(barRect(m_bar).adjusted(1.5, 1.5, -1.5, -1.5), 2, 2);
    }
}

// ---- The field

void ChordLane::edit(int bar)
{
    go(bar);
    const MeterMap& meters = m_model.meters();
    m_field->setText(toQString(project::chordText(m_chords, meters.barStart(m_bar), meters.barEnd(m_bar))));
    m_field->selectAll();
    place();
    m_field->show();
    m_field->setFocus();
    update();
}

bool ChordLane::isEditing() const
{
    return !m_field->isHidden();
}

void ChordLane::go(int bar)
{
    m_bar = std::max(bar, 1);
    RollGeometry geometry = m_model.geometry();
    const QRectF rect = barRect(m_bar);
    if (rect.left() < 0 || rect.right() > width())
        geometry.setScrollX(geometry.scrollX() + rect.left() - theme::measure::kGap);
    m_model.setGeometry(geometry);
    const MeterMap& meters = m_model.meters();
    const QString text = toQString(project::chordText(m_chords, meters.barStart(m_bar), meters.barEnd(m_bar)));
    setAccessibleDescription(text.isEmpty() ? tr("Bar %1, no chord").arg(m_bar) : tr("Bar %1: %2").arg(m_bar).arg(text));
    update();
}

void ChordLane::place()
{
    QRect rect = barRect(m_bar).toAlignedRect();
    rect.setWidth(std::max(rect.width(), kLeastFieldWidth));
    m_field->setGeometry(rect);
    update();
}

bool ChordLane::keep()
{
    const MeterMap& meters = m_model.meters();
    const Ticks start = meters.barStart(m_bar), end = meters.barEnd(m_bar);
    const auto chords = project::chordsFromText(m_field->text().toStdString(), start, end);
    if (!chords) {
        Q_EMIT refused(tr("“%1” is no chord symbol, or too many of them. Write C, Am, F#m7b5 or Bb/D, with blanks between them; a dot goes on with the chord before, N.C. is none.")
                           .arg(m_field->text().simplified()));
        return false;
    }
    if (toQString(project::chordText(m_chords, start, end)) != toQString(project::chordText(*chords, start, end)))
        m_document.perform(EditKind::kChords, project::setChords(m_document.document(), start, end, *chords));
    return true;
}

void ChordLane::close()
{
    const bool hadFocus = m_field->hasFocus();
    m_field->hide();
    if (hadFocus)
        setFocus();
    update();
}

bool ChordLane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_field || m_field->isHidden())
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut) {
        if (static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason && keep())
            m_field->hide();
        return false;
    }
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Escape: close(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (keep())
            close();
        return true;
    case Qt::Key_Tab:
        if (keep())
            edit(m_bar + 1);
        return true;
    case Qt::Key_Backtab:
        if (keep())
            edit(m_bar - 1);
        return true;
    default: return false;
    }
}

// ---- The pointer and the keys

void ChordLane::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && (!isEditing() || keep()))
        edit(m_model.meters().barAt(m_model.geometry().tick(event->position().x())));
}

void ChordLane::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left: go(m_bar - 1); break;
    case Qt::Key_Right: go(m_bar + 1); break;
    case Qt::Key_Return:
    case Qt::Key_Enter: edit(m_bar); break;
    default: QWidget::keyPressEvent(event);
    }
}

void ChordLane::focusInEvent(QFocusEvent*)
{
    go(m_bar);
}

void ChordLane::focusOutEvent(QFocusEvent*)
{
    update();
}

void ChordLane::wheelEvent(QWheelEvent* event)
{
    m_model.setGeometry(turnWheel(m_model.geometry(), *event, event->position()));
    event->accept();
}

} // namespace partita::ui
