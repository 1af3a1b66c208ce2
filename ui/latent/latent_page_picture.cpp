/// What the page shows of clips and in-betweens.
#include "ui/latent/latent_page.h"

#include "ui/latent/attribute_sliders.h"
#include "ui/latent/clip_card.h"
#include "ui/latent/morph_panel.h"
#include "ui/latent/phrase_view.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_hint.h"

#include <QLabel>
#include <QStackedWidget>

#include <algorithm>
#include <cmath>

namespace partita::ui {
namespace {

SmallPicture pictureOf(const generate::Phrase& phrase)
{
    SmallPicture picture{.notes = {}, .length = phrase.length, .bars = {}};
    for (const generate::Voice& voice : phrase.voices)
        picture.notes.insert(picture.notes.end(), voice.notes.begin(), voice.notes.end());
    for (Ticks bar = phrase.ticksPerQuarter * 4; bar < phrase.length; bar += phrase.ticksPerQuarter * 4)
        picture.bars.push_back(bar);
    return picture;
}

} // namespace

void LatentPage::showClips()
{
    for (int clip = 0; clip < MorphSession::clipsOf(m_session.plan().shape); ++clip) {
        ClipCard& shownCard = card(clip);
        if (!shownCard.source())
            continue;
        if (const auto& aligned = m_session.aligned(clip))
            shownCard.showAligned(*aligned);
        else if (m_session.isWorking())
            shownCard.showWaiting();
    }
}

std::optional<generate::Phrase> LatentPage::shown() const
{
    if (m_naive)
        return m_session.naiveMix(m_map->position());
    return m_session.between() ? std::optional(m_session.between()->phrase) : std::nullopt;
}

std::optional<generate::Phrase> LatentPage::shownCell(int cell) const
{
    if (m_naive)
        return m_session.naiveMix(m_session.positionOf(cell));
    return m_session.cell(cell) ? std::optional(m_session.cell(cell)->phrase) : std::nullopt;
}

std::vector<const generate::Phrase*> LatentPage::ghosts() const
{
    std::vector<const generate::Phrase*> phrases;
    for (int clip = 0; clip < MorphSession::clipsOf(m_session.plan().shape) && !m_naive; ++clip)
        if (const auto& aligned = m_session.aligned(clip))
            phrases.push_back(&aligned->phrase);
    return phrases;
}

void LatentPage::showBetween()
{
    const auto phrase = shown();
    if (phrase)
        m_view->show(*phrase, !m_naive, ghosts());
    else
        m_view->clear();
    m_panel->attributes().setMeasured(m_session.between() && !m_naive ? m_session.between()->measured : generate::AttributeValues());
    m_place->setFullText(m_map->accessibleDescription());
    showHint();
    if (phrase && m_hearing == Hearing::kPlace) // the music goes on where it is, with other notes
        play(*phrase, true, Ticks(static_cast<std::int64_t>(std::fmod(m_heardTick, static_cast<double>(std::max<std::int64_t>(phrase->length.value, 1))))));
    else if (phrase && m_heldHearing && m_hearing == Hearing::kNothing)
        hearPlace();
    Q_EMIT stateChanged();
}

void LatentPage::showCell(int cell)
{
    if (const auto phrase = shownCell(cell); phrase && cell < m_map->cellCount())
        m_map->showCell(cell, pictureOf(*phrase));
}

void LatentPage::showCells()
{
    const MorphSession::Plan& plan = m_session.plan();
    m_map->setShape(plan.shape, plan.side);
    for (int cell = 0; cell < m_session.cellCount(); ++cell)
        showCell(cell);
    Q_EMIT stateChanged();
}

void LatentPage::showHint()
{
    const int count = MorphSession::clipsOf(m_session.plan().shape);
    const auto missing = std::count(m_clips.begin(), m_clips.begin() + count, std::nullopt);
    m_pages->setCurrentIndex(shown() ? 1 : 0);
    if (shown())
        return;
    QAction* action = nullptr;
    if (m_panel->model().isEmpty()) {
        m_hint->setText(tr("Morph needs a MusicVAE model. Train one, or add a checkpoint."));
        action = m_actions.addModel;
    } else if (missing > 0) {
        m_hint->setText(count == 1   ? tr("Choose a clip at the left: what lies around it will be heard here.")
                        : count == 2 ? tr("Choose clips A and B at the left: the way between them will be drawn here.")
                                     : tr("Choose clips A to D at the left: the square between them will be drawn here."));
        action = m_actions.useBars;
    } else if (m_session.isWorking()) {
        m_hint->setText(tr("The model reads the clips…"));
    } else {
        m_hint->setText(tr("The model cannot read every clip. What would help stands beside it, at the left."));
    }
    m_hint->setAction(action);
}

void LatentPage::say(const QString& sentence)
{
    m_message->setText(sentence);
    Q_EMIT stateChanged();
}

QString LatentPage::message() const
{
    return m_message->text();
}

} // namespace partita::ui
