/// New notes as the last one was, what is heard of them, and how notes are told in words.
#include "ui/pianoroll/roll_model.h"

#include "ui/pianoroll/pitch_names.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace partita::ui {
namespace {

constexpr std::chrono::milliseconds kKeyNote{250};

} // namespace

Ticks RollModel::lastLength() const
{
    if (isDrum()) // hits have no length to speak of
        return std::max(Ticks(1), m_picture.ticksPerQuarter / 8);
    return m_lastLength > Ticks(0) ? m_lastLength : std::max(Ticks(1), m_picture.ticksPerQuarter / 2);
}

void RollModel::sound(int pitch, int velocity)
{
    silence();
    if (!m_preview)
        return;
    m_sounding = pitch;
    Q_EMIT noteOn(pitch, velocity);
    Q_EMIT soundChanged();
}

void RollModel::silenceLater() { m_silence.start(kKeyNote); }

void RollModel::silence()
{
    m_silence.stop();
    if (const int pitch = std::exchange(m_sounding, -1); pitch >= 0) {
        Q_EMIT noteOff(pitch);
        Q_EMIT soundChanged();
    }
}

QString RollModel::nameOf(int pitch) const { return isDrum() ? drumName(pitch) : pitchName(pitch); }

QString RollModel::describe(const project::Note& note) const
{
    return tr("%1 · %2 (%3) · velocity %4 · %5")
        .arg(QString::fromStdString(m_picture.meters.format(note.start)), nameOf(note.pitch))
        .arg(note.pitch)
        .arg(note.velocity)
        .arg(lengthName(note.length));
}

QString RollModel::recipeText(const project::Note& note) const
{
    const project::Recipe* recipe = project::findRecipe(document(), note.recipe);
    if (!recipe)
        return {};
    return tr("Made by %1 (%2)\nSeed %3, temperature %4, log-likelihood %5")
        .arg(QString::fromStdString(recipe->model), QString::fromStdString(recipe->config))
        .arg(recipe->seed)
        .arg(recipe->temperature)
        .arg(recipe->logLikelihood, 0, 'f', 2);
}

QString RollModel::lengthName(Ticks length) const
{
    // Plain, dotted and triplet values down to 1/64; anything else as ticks.
    const std::int64_t whole = m_picture.ticksPerQuarter.value * 4;
    for (std::int64_t denominator = 1; denominator <= 64; denominator *= 2) {
        if (length.value * denominator == whole)
            return denominator == 1 ? tr("whole") : QStringLiteral("1/%1").arg(denominator);
        if (length.value * denominator * 2 == whole * 3)
            return tr("1/%1 dotted").arg(denominator);
        if (length.value * denominator * 3 == whole * 2)
            return tr("1/%1 triplet").arg(denominator);
    }
    if (length.value % whole == 0)
        return tr("%n whole notes", nullptr, static_cast<int>(length.value / whole));
    return tr("%n ticks", nullptr, static_cast<int>(length.value));
}

} // namespace partita::ui
