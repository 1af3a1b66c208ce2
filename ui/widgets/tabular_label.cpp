#include "ui/widgets/tabular_label.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace partita::ui {
namespace {

int digitWidth(const QFontMetrics& metrics)
{
    int widest = 0;
    for (char digit = '0'; digit <= '9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
    return widest;
}

int tabularWidth(const QFontMetrics& metrics, const QString& text)
{
    const int digit = digitWidth(metrics);
    int width = 0;
    for (const QChar c : text)
        width += c.isDigit() ? digit : metrics.horizontalAdvance(c);
    return width;
}

} // namespace

TabularLabel::TabularLabel(const QStringList& widest, QWidget* parent) : QWidget(parent), m_widest(widest)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void TabularLabel::setText(const QString& text)
{
    if (text == m_text)
        return;
    m_text = text;
    update();
}

void TabularLabel::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

QSize TabularLabel::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    int width = 0;
    for (const QString& text : m_widest)
        width = std::max(width, tabularWidth(metrics, text));
    return {width + 2, metrics.height()};
}

void TabularLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QFontMetrics metrics = painter.fontMetrics();
    const int digit = digitWidth(metrics);
    int x = m_alignment & Qt::AlignRight ? width() - tabularWidth(metrics, m_text) : 0;
    const int baseline = (height() - metrics.height()) / 2 + metrics.ascent();
    painter.setPen(palette().color(foregroundRole()));
    for (const QChar c : m_text) {
        const int advance = metrics.horizontalAdvance(c);
        const int cell = c.isDigit() ? digit : advance;
        painter.drawText(x + (cell - advance) / 2, baseline, QString(c));
        x += cell;
    }
}

void TabularLabel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

} // namespace partita::ui
