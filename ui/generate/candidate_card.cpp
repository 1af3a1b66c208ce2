#include "ui/generate/candidate_card.h"

#include "ui/generate/mini_roll.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/buttons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace partita::ui {
namespace measure = theme::measure;

class CandidateCard::LikelihoodBar : public QWidget {
public:
    LikelihoodBar()
    {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    void setFraction(double fraction)
    {
        m_fraction = fraction;
        update();
    }
    QSize sizeHint() const override { return {60, measure::kGrid}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), theme::tokens().raised);
        painter.fillRect(QRectF(0.0, 0.0, width() * m_fraction, height()), theme::tokens().dimText);
    }

private:
    double m_fraction = 0.0;
};

CandidateCard::CandidateCard(int number, QWidget* parent)
    : QAbstractButton(parent),
      m_number(number),
      m_title(new QLabel),
      m_roll(new MiniRoll),
      m_likelihood(new LikelihoodBar),
      m_play(toolButton(QStringLiteral("play"), tr("Play this take in the song"))),
      m_accept(toolButton(QStringLiteral("accept"), tr("Accept this take")))
{
    setCheckable(true);
    setFixedWidth(measure::kCardWidth);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setFocusPolicy(Qt::TabFocus);
    setEnabled(false);
    setAccessibleName(tr("Take %1").arg(number));

    m_title->setFont(theme::labelFont());
    m_title->setForegroundRole(QPalette::PlaceholderText);
    m_title->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_title->setText(tr("Take %1").arg(number));
    for (QWidget* shownWithTake : std::initializer_list<QWidget*>{m_roll, m_likelihood, m_play, m_accept}) {
        QSizePolicy policy = shownWithTake->sizePolicy();
        policy.setRetainSizeWhenHidden(true); // nothing jumps
        shownWithTake->setSizePolicy(policy);
        shownWithTake->hide();
    }

    auto* foot = new QHBoxLayout;
    foot->setSpacing(measure::kGrid);
    foot->addWidget(m_likelihood);
    foot->addWidget(m_play);
    foot->addWidget(m_accept);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(measure::kGap, measure::kGrid, measure::kGap, measure::kGrid);
    column->setSpacing(measure::kGrid);
    column->addWidget(m_title);
    column->addWidget(m_roll, 1);
    column->addLayout(foot);

    connect(m_play, &QToolButton::clicked, this, &CandidateCard::playRequested);
    connect(m_accept, &QToolButton::clicked, this, &CandidateCard::acceptRequested);
}

void CandidateCard::setProgress(double progress)
{
    m_progress = progress;
    update();
}

void CandidateCard::setTake(const project::Take& take, const std::vector<Ticks>& bars)
{
    m_take = take;
    m_roll->show(take.notes, take.start, take.end, bars);
    m_title->setText(tr("Take %1 · seed %2 · T %3", "T: temperature").arg(m_number).arg(take.recipe.seed).arg(take.recipe.temperature, 0, 'f', 2));
    QString details = tr("Seed %1, temperature %2").arg(take.recipe.seed).arg(take.recipe.temperature, 0, 'f', 2);
    if (take.recipe.score != 0.0) // grooves are not rated
        details += tr(", log-likelihood of what follows %1\nThe longer the bar, the better it follows.").arg(take.recipe.score, 0, 'f', 2);
    setToolTip(details);
    setAccessibleDescription(details);
    for (QWidget* shownWithTake : std::initializer_list<QWidget*>{m_roll, m_likelihood, m_play, m_accept})
        shownWithTake->show();
    setEnabled(true);
    update();
}

void CandidateCard::setLikelihood(std::optional<double> fraction)
{
    m_likelihood->setVisible(fraction.has_value());
    m_likelihood->setFraction(fraction.value_or(0.0));
}

void CandidateCard::setPlaying(bool playing)
{
    m_play->setIcon(ui::icon(playing ? QStringLiteral("stop") : QStringLiteral("play")));
    m_play->setToolTip(playing ? tr("Stop") : tr("Play this take in the song"));
}

void CandidateCard::setPlayhead(double position)
{
    m_roll->setPlayhead(position);
}

QSize CandidateCard::sizeHint() const
{
    return {measure::kCardWidth, measure::kTrayHeight - 2 * measure::kGap};
}

void CandidateCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Tokens& colors = theme::tokens();
    const QRectF frame = QRectF(rect()).adjusted(1.0, 1.0, -1.0, -1.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.panel);
    painter.drawRoundedRect(frame, measure::kCardRadius, measure::kCardRadius);
    if (!m_take) {
        painter.setClipRect(QRectF(0.0, 0.0, width() * m_progress, height()));
        painter.setBrush(theme::mix(colors.accent, colors.panel, 0.16));
        painter.drawRoundedRect(frame, measure::kCardRadius, measure::kCardRadius);
        painter.setClipping(false);
    }
    const bool marked = isChecked() || hasFocus();
    QPen outline(marked ? colors.accent : colors.gridBeat, isChecked() ? 2.0 : 1.0);
    if (!m_take)
        outline.setStyle(Qt::DashLine);
    painter.setPen(outline);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(frame, measure::kCardRadius, measure::kCardRadius);
}

void CandidateCard::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT acceptRequested();
    else
        QAbstractButton::keyPressEvent(event);
}

void CandidateCard::mouseDoubleClickEvent(QMouseEvent*)
{
    Q_EMIT playRequested();
}

} // namespace partita::ui
