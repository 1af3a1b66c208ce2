#include "ui/widgets/message_strip.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>

namespace partita::ui {
namespace measure = theme::measure;

MessageStrip::MessageStrip(QWidget* parent) : QWidget(parent), m_icon(new QLabel), m_text(new QLabel), m_answers(new QHBoxLayout)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);
    setMinimumHeight(measure::kHitTarget + measure::kGap);
    m_text->setWordWrap(true); // what to do stands at a sentence's end
    m_text->setTextFormat(Qt::PlainText);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    auto* close = toolButton(QStringLiteral("discard"), tr("Close this message"));
    connect(close, &QToolButton::clicked, this, [this] {
        hide();
        if (m_dismissed)
            m_dismissed();
    });

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(measure::kGap * 3 / 2, measure::kGrid, measure::kGap, measure::kGrid);
    row->setSpacing(measure::kGap);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addLayout(m_answers);
    row->addWidget(close);
    hide();
}

void MessageStrip::show(Kind kind, const QString& sentence, std::vector<Answer> answers, std::function<void()> dismissed)
{
    while (QLayoutItem* item = m_answers->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (Answer& answer : answers) {
        auto* button = new QPushButton(answer.text);
        connect(button, &QPushButton::clicked, this, [this, act = std::move(answer.act)] {
            hide();
            act();
        });
        m_answers->addWidget(button);
    }
    m_dismissed = std::move(dismissed);
    m_icon->setPixmap(ui::icon(kind == Kind::kWarning ? QStringLiteral("warning") : QStringLiteral("info")).pixmap(measure::kIcon));
    m_icon->setAccessibleName(kind == Kind::kWarning ? tr("Warning") : tr("Note"));
    m_text->setText(sentence);
    QWidget::show();
}

QString MessageStrip::sentence() const
{
    return m_text->text();
}

} // namespace partita::ui
