#include "ui/widgets/empty_hint.h"

#include "ui/widgets/buttons.h"

#include <QLabel>
#include <QVBoxLayout>

namespace partita::ui {

EmptyHint::EmptyHint(const QString& text, QWidget* parent) : QWidget(parent), m_label(new QLabel), m_column(new QVBoxLayout(this))
{
    m_label->setWordWrap(true);
    m_label->setAlignment(Qt::AlignCenter);
    m_label->setForegroundRole(QPalette::PlaceholderText);
    m_column->addStretch();
    m_column->addWidget(m_label);
    m_column->addStretch();
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
    m_column->insertWidget(m_column->count() - 1, m_button, 0, Qt::AlignHCenter);
}

} // namespace partita::ui
