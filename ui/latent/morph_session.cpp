/// What a morph is asked for, and where its places lie. The work is in morph_session_work.cpp.
#include "ui/latent/morph_session.h"

#include <algorithm>
#include <utility>

namespace partita::ui {

void MorphSession::setModel(const QString& path)
{
    if (std::exchange(m_model, path) == path)
        return;
    m_facts.reset();
    startAnew();
}

void MorphSession::setClips(std::vector<std::optional<ClipSource>> clips, bool sameKey)
{
    clips.resize(static_cast<std::size_t>(clipsOf(m_plan.shape)));
    if (clips == m_clips && sameKey == m_sameKey)
        return;
    m_clips = std::move(clips);
    m_sameKey = sameKey;
    startAnew();
}

void MorphSession::setPlan(const Plan& plan)
{
    if (plan == m_plan && !m_cells.empty())
        return;
    const bool otherField = plan.shape != m_plan.shape || plan.side != m_plan.side || m_cells.empty();
    const bool otherClips = clipsOf(plan.shape) != clipsOf(m_plan.shape);
    m_plan = plan;
    ++m_planNumber;
    m_betweenIsOld = true;
    if (otherField) {
        const int count = plan.shape == Shape::kPad ? 0 : plan.shape == Shape::kSquare ? plan.side * plan.side : plan.side;
        m_cells.assign(static_cast<std::size_t>(count), std::nullopt);
        Q_EMIT cellsCleared();
    }
    m_cellIsOld.assign(m_cells.size(), true); // old rolls stay in sight until the new ones are there
    if (otherClips) {
        m_clips.resize(static_cast<std::size_t>(clipsOf(plan.shape)));
        startAnew();
    } else {
        overtake();
    }
}

void MorphSession::setPosition(QPointF position)
{
    if (m_position == position && isCurrent())
        return;
    m_position = position;
    for (int i = 0; i < cellCount(); ++i)
        if (const auto index = static_cast<std::size_t>(i); m_cells[index] && !m_cellIsOld[index] && positionOf(i) == position)
            return showBetween(*m_cells[index]);
    m_betweenIsOld = true;
    overtake();
}

void MorphSession::startAnew()
{
    m_jobs.stop();
    m_prepared = false;
    m_aligned.assign(m_clips.size(), std::nullopt);
    m_latents.clear();
    m_between.reset();
    m_betweenIsOld = true;
    std::ranges::fill(m_cells, std::nullopt);
    m_cellIsOld.assign(m_cells.size(), true);
    Q_EMIT cellsCleared();
    Q_EMIT betweenChanged();
    pump();
}

void MorphSession::stop()
{
    m_patience.stop();
    m_jobs.stop();
    Q_EMIT progressed(-1.0);
}

QPointF MorphSession::positionOf(int cell) const
{
    const double last = std::max(m_plan.side - 1, 1);
    return m_plan.shape == Shape::kSquare ? QPointF(cell % m_plan.side / last, cell / m_plan.side / last) : QPointF(cell / last, 0.5);
}

const std::optional<MorphSession::Aligned>& MorphSession::aligned(int clip) const
{
    static const std::optional<Aligned> nothing;
    return clip >= 0 && clip < std::ssize(m_aligned) ? m_aligned[static_cast<std::size_t>(clip)] : nothing;
}

std::optional<generate::Phrase> MorphSession::naiveMix(QPointF position) const
{
    if (!isReady() || m_plan.shape == Shape::kPad)
        return std::nullopt;
    const auto music = [this](std::size_t clip) -> const NoteSequence& { return m_aligned[clip]->clip.clip.music; };
    NoteSequence mix = generate::naiveMix(music(0), music(1), position.x());
    if (m_plan.shape == Shape::kSquare)
        mix = generate::naiveMix(mix, generate::naiveMix(music(2), music(3), position.x()), position.y());
    return generate::phraseOf(mix, m_aligned[0]->phrase.ticksPerQuarter, m_aligned[0]->phrase.length);
}

generate::Z MorphSession::placeOf(QPointF position) const
{
    generate::Z z;
    if (m_plan.shape == Shape::kStrip)
        z = generate::between(m_latents[0], m_latents[1], position.x(), m_plan.path);
    else if (m_plan.shape == Shape::kSquare)
        z = generate::within({.topLeft = m_latents[0], .bottomLeft = m_latents[2], .topRight = m_latents[1], .bottomRight = m_latents[3]}, position.x(), position.y(), m_plan.path);
    else
        z = generate::around(m_latents[0], 2.0 * position.x() - 1.0, 2.0 * position.y() - 1.0, m_plan.likeThis, m_plan.seed);
    return generate::withAttributes(z, m_vectors, m_plan.attributes);
}

generate::DecodeOptions MorphSession::decodeOptions() const
{
    generate::DecodeOptions options;
    options.temperature = m_plan.temperature;
    options.seed = m_plan.seed;
    options.sameDraws = true;
    options.controls = m_aligned[0]->clip.clip.example.controls;
    options.firstAlone = 0;
    return options;
}

} // namespace partita::ui
