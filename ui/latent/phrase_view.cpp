#include "ui/latent/phrase_view.h"

#include "ui/latent/still_roll.h"
#include "ui/widgets/theme.h"

#include <QVBoxLayout>

#include <algorithm>

namespace partita::ui {
namespace {

/// Melodies before drums, each kind in its order: so voices of several phrases meet in one lane.
std::vector<const generate::Voice*> laneOrder(const generate::Phrase& phrase)
{
    std::vector<const generate::Voice*> voices;
    for (const bool drums : {false, true})
        for (const generate::Voice& voice : phrase.voices)
            if (voice.isDrum == drums)
                voices.push_back(&voice);
    return voices;
}

} // namespace

PhraseView::PhraseView(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(theme::measure::kGrid);
    setAccessibleName(tr("Notes of the in-between"));
    clear();
}

void PhraseView::show(const generate::Phrase& phrase, bool byModel, const std::vector<const generate::Phrase*>& ghosts)
{
    std::vector<std::vector<const generate::Voice*>> all{laneOrder(phrase)};
    for (const generate::Phrase* ghost : ghosts)
        all.push_back(laneOrder(*ghost));
    std::size_t lanes = 1;
    for (const auto& voices : all)
        lanes = std::max(lanes, voices.size());
    while (m_lanes.size() > lanes) {
        delete m_lanes.back();
        m_lanes.pop_back();
    }
    while (m_lanes.size() < lanes) {
        m_lanes.push_back(new StillRoll);
        m_column->addWidget(m_lanes.back(), 1);
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        StillRoll::Picture picture{.notes = {}, .byModel = byModel, .isDrum = false, .ghosts = {}, .length = phrase.length, .ticksPerQuarter = phrase.ticksPerQuarter};
        for (std::size_t i = 0; i < all.size(); ++i) {
            const generate::Voice* voice = lane < all[i].size() ? all[i][lane] : nullptr;
            picture.isDrum = picture.isDrum || (voice && voice->isDrum);
            std::vector<project::Note> notes = voice ? voice->notes : std::vector<project::Note>();
            if (i == 0)
                picture.notes = std::move(notes);
            else
                picture.ghosts.push_back(std::move(notes));
        }
        m_lanes[lane]->setPicture(std::move(picture));
    }
}

void PhraseView::clear()
{
    show({}, true, {});
}

void PhraseView::setPlayhead(double tick)
{
    for (StillRoll* lane : m_lanes)
        lane->setPlayhead(tick);
}

} // namespace partita::ui
