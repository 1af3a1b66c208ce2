/// What the page lets be heard, and what goes into the song.
#include "ui/latent/latent_page.h"

#include "ui/latent/morph_panel.h"
#include "ui/latent/phrase_view.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace partita::ui {

// ---- What is heard

void LatentPage::play(generate::Phrase phrase, bool loop, Ticks from)
{
    const MorphPanel::Target target = m_panel->target();
    const project::Track* track = target.track ? project::findTrack(m_document.document(), *target.track) : nullptr;
    if (track && phrase.voices.size() == 1 && !phrase.voices.front().isDrum) // as the track will sound it
        phrase.voices.front().program = project::settingOf(m_document.document(), *track, project::Setting::kProgram).value_or(0);
    project::Document document = generate::documentOf(phrase, m_document.tempoMap().qpmAt(m_document.meterMap().barStart(target.bar)));
    document.loop.enabled = loop;
    Q_EMIT hearRequested(document, from);
}

void LatentPage::hearPlace()
{
    const auto phrase = shown();
    if (!phrase)
        return;
    m_hearing = Hearing::kPlace;
    m_heardTick = 0.0;
    play(*phrase, true, Ticks(0));
    Q_EMIT stateChanged();
}

void LatentPage::hear()
{
    if (m_hearing != Hearing::kNothing) {
        Q_EMIT silenceRequested();
        return;
    }
    if (m_session.cellCount() == 0)
        return hearPlace();
    std::vector<generate::Phrase> row;
    for (int cell = 0; cell < m_session.cellCount(); ++cell)
        if (const auto phrase = shownCell(cell))
            row.push_back(*phrase);
    if (row.empty())
        return;
    m_hearing = Hearing::kRow;
    m_heardTick = 0.0;
    play(generate::joined(row), false, Ticks(0));
    Q_EMIT stateChanged();
}

void LatentPage::showHeard(double tick)
{
    const auto phrase = shown();
    if (m_hearing == Hearing::kNothing || !phrase || phrase->length <= Ticks(0))
        return;
    m_heardTick = tick;
    const auto length = static_cast<double>(phrase->length.value);
    const double within = std::fmod(tick, length);
    if (m_hearing == Hearing::kRow) {
        const int cell = std::min(static_cast<int>(tick / length), m_session.cellCount() - 1);
        if (m_map->cellAt(m_map->position()) != cell) { // the handle goes with the music
            m_map->setPosition(m_session.positionOf(cell));
            m_session.setPosition(m_session.positionOf(cell));
            showBetween();
        }
        m_map->setPlayhead(cell, within / length);
    } else {
        m_map->setPlayhead(m_map->cellAt(m_map->position()).value_or(-1), within / length);
    }
    m_view->setPlayhead(within);
}

void LatentPage::showSilence()
{
    if (std::exchange(m_hearing, Hearing::kNothing) == Hearing::kNothing)
        return;
    m_heldHearing = false;
    m_map->setPlayhead(-1, 0.0);
    m_view->setPlayhead(-1.0);
    Q_EMIT stateChanged();
}

// ---- Into the song

QString LatentPage::hearFault() const
{
    return shown() ? QString() : tr("There is nothing to hear yet: choose a model and clips.");
}

QString LatentPage::insertFault() const
{
    return shown() ? QString() : tr("There is no in-between yet: choose a model and clips.");
}

QString LatentPage::stripFault() const
{
    if (m_session.cellCount() == 0)
        return tr("A pad has no rolls in a row.");
    for (int cell = 0; cell < m_session.cellCount(); ++cell)
        if (!shownCell(cell))
            return tr("Not all rolls are written yet.");
    return {};
}

QString LatentPage::takeFault() const
{
    const auto phrase = shown();
    if (!phrase)
        return insertFault();
    if (phrase->voices.size() > 1)
        return tr("Music of several instruments cannot be a take of one track; insert it.");
    if (!m_panel->target().track)
        return tr("Choose the track whose take it shall be.");
    return {};
}

project::Recipe LatentPage::recipe(const char* operation) const
{
    const MorphSession::Plan& plan = m_session.plan();
    project::Recipe recipe{.operation = m_naive ? "mix" : operation};
    if (!m_naive && m_session.model()) {
        recipe.model = m_session.model()->fileName;
        recipe.modelSha256 = m_session.model()->sha256;
        recipe.config = m_session.model()->config.toStdString();
        recipe.seed = plan.seed;
        recipe.temperature = plan.temperature;
    }
    QJsonArray clips;
    for (int clip = 0; clip < MorphSession::clipsOf(plan.shape); ++clip)
        if (const auto& source = m_clips[static_cast<std::size_t>(clip)])
            clips << titleOf(*source);
    QJsonObject attributes;
    for (const auto& [attribute, amount] : plan.attributes)
        attributes[QLatin1String(generate::nameOf(attribute).data(), static_cast<int>(generate::nameOf(attribute).size()))] = amount;
    QJsonObject details{{"clips", clips}, {"attributes", attributes}};
    if (std::string_view(operation) == "morph")
        details["position"] = QJsonArray{m_map->position().x(), m_map->position().y()};
    if (plan.shape == LatentMap::Shape::kPad)
        details["like_this"] = plan.likeThis;
    recipe.details = QJsonDocument(details).toJson(QJsonDocument::Compact).toStdString();
    return recipe;
}

void LatentPage::insert(const generate::Phrase& phrase, EditKind kind, const project::Recipe& recipe)
{
    const MorphPanel::Target target = m_panel->target();
    const Ticks at = m_document.meterMap().barStart(target.bar);
    const auto notes = m_document.perform(kind, generate::insertPhrase(m_document.document(), phrase, at, target.track, recipe));
    // The next one goes behind this one.
    const Ticks end = at + Ticks(phrase.length.value * project::ticksPerQuarter(m_document.document()).value / phrase.ticksPerQuarter.value);
    m_panel->setTarget({target.track, m_document.meterMap().barAt(end)});
    Q_EMIT inserted(notes, tr("Inserted from bar %1 on.").arg(target.bar));
}

void LatentPage::insertBetween()
{
    if (const auto phrase = shown())
        insert(*phrase, EditKind::kInsertBetween, recipe("morph"));
}

void LatentPage::insertStrip()
{
    if (!stripFault().isEmpty())
        return;
    std::vector<generate::Phrase> row;
    for (int cell = 0; cell < m_session.cellCount(); ++cell)
        row.push_back(*shownCell(cell));
    insert(generate::joined(row), EditKind::kInsertStrip, recipe("morph strip"));
}

std::optional<project::Take> LatentPage::take() const
{
    if (!takeFault().isEmpty())
        return std::nullopt;
    const MorphPanel::Target target = m_panel->target();
    return generate::takeOf(m_document.document(), *shown(), m_document.meterMap().barStart(target.bar), *target.track, recipe("morph"));
}

} // namespace partita::ui
