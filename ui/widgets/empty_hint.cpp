#include "ui/widgets/empty_hint.h"

#include "ui/widgets/buttons.h"

#include <QLabel>
#include <QBoxLayout>

namespace partita::ui {

EmptyHint::EmptyHint(const QString& text, Qt::Orientation orientation, QWidget* parent)
    : QWidget(parent), m_label(new QLabel), m_layout(new QBoxLayout(orientation == Qt::Vertical ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight, this))
{
    m_label->setWordWrap(orientation == Qt::Vertical);
    m_label->setAlignment(Qt::AlignCenter);
    m_label->setForegroundRole(QPalette::PlaceholderText);
    m_layout->addStretch();
    m_layout->addWidget(m_label);
    m_layout->addStretch();
    setText(text);
}

void EmptyHint::setText(const QString& text)
{
    m_label->setText(text);
}

void EmptyHint::setAction(QAction* action)
{
    if (m_button) { // it may be the one whose click led here
        m_button->hide();
        m_button->deleteLater();
    }
    m_button = nullptr;
    if (!action)
        return;
    m_button = pushButton(action);
    m_layout->insertWidget(m_layout->count() - 1, m_button, 0, Qt::AlignCenter);
}

} // namespace partita::ui
