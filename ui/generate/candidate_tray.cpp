#include "ui/generate/candidate_tray.h"

#include "ui/generate/candidate_card.h"
#include "ui/widgets/empty_hint.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/buttons.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>

#include <algorithm>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

/// The shortest likelihood bar: the worst of a tray is still one to see.
constexpr double kLeastBar = 0.08;
constexpr int kCardsBegin = 1; ///< in the row

/// An action as half a card.
QToolButton* halfCard(QAction* action)
{
    QToolButton* button = toolButton(action, true);
    button->setFixedSize(measure::kCardWidth / 2 + measure::kGroupGap, measure::kTrayHeight / 2);
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    return button;
}

} // namespace

CandidateTray::CandidateTray(QAction* regenerate, QAction* hearSong, QAction* more, QWidget* parent)
    : QWidget(parent),
      m_pages(new QStackedWidget),
      m_empty(new EmptyHint(tr("Select bars in the ruler and regenerate them: the takes will stand here."), Qt::Horizontal)),
      m_scroll(new QScrollArea),
      m_row(new QHBoxLayout)
{
    m_empty->setAction(regenerate);

    auto* strip = new QWidget;
    m_row->setContentsMargins(measure::kGap, measure::kGap, measure::kGap, measure::kGap);
    m_row->setSpacing(measure::kGap);
    m_row->addWidget(halfCard(hearSong));
    m_row->addWidget(halfCard(more));
    m_row->addStretch();
    strip->setLayout(m_row);
    m_scroll->setWidget(strip);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_scroll);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    showCards();
}

int CandidateTray::expect(int count)
{
    const int first = this->count();
    for (int i = 0; i < count; ++i) {
        const int index = this->count();
        auto* card = new CandidateCard(index + 1);
        m_row->insertWidget(kCardsBegin + index, card);
        m_cards.push_back(card);
        connect(card, &CandidateCard::clicked, this, [this, index] { choose(index); });
        connect(card, &CandidateCard::playRequested, this, [this, index] { Q_EMIT playRequested(index); });
        connect(card, &CandidateCard::acceptRequested, this, [this, index] { Q_EMIT acceptRequested(index); });
    }
    showCards();
    return first;
}

void CandidateTray::setProgress(double progress)
{
    for (CandidateCard* card : m_cards)
        if (!card->take())
            card->setProgress(progress);
}

void CandidateTray::setTake(int index, const project::Take& take, const std::vector<Ticks>& bars)
{
    m_cards.at(static_cast<std::size_t>(index))->setTake(take, bars);
    rateLikelihoods();
}

void CandidateTray::dropWaiting()
{
    while (!m_cards.empty() && !m_cards.back()->take()) {
        delete m_cards.back();
        m_cards.pop_back();
    }
    showCards();
}

void CandidateTray::clear()
{
    for (CandidateCard* card : m_cards)
        card->deleteLater();
    m_cards.clear();
    m_playing = -1;
    showCards();
    Q_EMIT chosenChanged(-1);
}

const project::Take* CandidateTray::take(int index) const
{
    if (index < 0 || index >= count() || !m_cards[static_cast<std::size_t>(index)]->take())
        return nullptr;
    return &*m_cards[static_cast<std::size_t>(index)]->take();
}

int CandidateTray::chosen() const
{
    const auto card = std::ranges::find_if(m_cards, &CandidateCard::isChecked);
    return card == m_cards.end() ? -1 : static_cast<int>(card - m_cards.begin());
}

void CandidateTray::choose(int index)
{
    for (int i = 0; i < count(); ++i)
        m_cards[static_cast<std::size_t>(i)]->setChecked(i == index);
    if (index >= 0)
        m_scroll->ensureWidgetVisible(m_cards[static_cast<std::size_t>(index)], measure::kGap, 0);
    Q_EMIT chosenChanged(index);
}

void CandidateTray::setPlaying(int index, double position)
{
    for (int i = 0; i < count(); ++i) {
        CandidateCard* card = m_cards[static_cast<std::size_t>(i)];
        if (index != m_playing)
            card->setPlaying(i == index);
        card->setPlayhead(i == index ? position : -1.0);
    }
    m_playing = index;
}

void CandidateTray::rateLikelihoods()
{
    double best = -1e300;
    double worst = 1e300;
    for (const CandidateCard* card : m_cards)
        if (card->take()) {
            best = std::max(best, card->take()->recipe.score);
            worst = std::min(worst, card->take()->recipe.score);
        }
    for (CandidateCard* card : m_cards)
        if (card->take())
            card->setLikelihood(best > worst ? std::optional(kLeastBar + (1.0 - kLeastBar) * (card->take()->recipe.score - worst) / (best - worst)) : std::nullopt);
}

void CandidateTray::showCards()
{
    setFixedHeight(m_cards.empty() ? measure::kEmptyTrayHeight : measure::kTrayHeight); // until there are takes, the music has the room
    m_pages->setCurrentWidget(m_cards.empty() ? static_cast<QWidget*>(m_empty) : m_scroll);
}

} // namespace partita::ui
