#include "ui/generate/take_fields.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QRandomGenerator>
#include <QSpinBox>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

constexpr int kMostSeed = 0x7fffffff;
constexpr int kDiceSides = 1'000'000; ///< six figures are easy to write down
constexpr int kMostTakesAtOnce = 16;
constexpr int kFirstTakes = 4; ///< until the person says otherwise

QHBoxLayout* rowOf(QWidget* widget)
{
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(measure::kGrid);
    return row;
}

} // namespace

SeedField::SeedField(Lock lock, QWidget* parent) : QWidget(parent), m_seed(new QSpinBox)
{
    m_seed->setRange(0, kMostSeed);
    m_seed->setMinimumHeight(measure::kHitTarget);
    m_seed->setAccessibleName(tr("Seed"));
    setFocusProxy(m_seed);
    auto* dice = toolButton(QStringLiteral("dice"), tr("Another seed"));
    auto* row = rowOf(this);
    row->addWidget(m_seed, 1);
    row->addWidget(dice);
    if (lock == Lock::kOffered) {
        m_lock = toolButton(QStringLiteral("unlock"), tr("Keep this seed"));
        m_lock->setCheckable(true);
        connect(m_lock, &QToolButton::toggled, this, [this](bool on) { m_lock->setIcon(icon(on ? QStringLiteral("lock") : QStringLiteral("unlock"))); });
        row->addWidget(m_lock);
    }
    connect(dice, &QToolButton::clicked, this, &SeedField::throwDice);
    connect(m_seed, &QSpinBox::valueChanged, this, &SeedField::changed);
}

std::uint64_t SeedField::seed() const
{
    return static_cast<std::uint64_t>(m_seed->value());
}

void SeedField::setSeed(std::uint64_t seed)
{
    m_seed->setValue(static_cast<int>(seed));
}

void SeedField::roll()
{
    if (!m_lock || !m_lock->isChecked())
        throwDice();
}

void SeedField::throwDice()
{
    m_seed->setValue(static_cast<int>(QRandomGenerator::global()->bounded(kDiceSides)));
}

QSpinBox* takesField()
{
    auto* takes = new QSpinBox;
    takes->setRange(1, kMostTakesAtOnce);
    takes->setValue(kFirstTakes);
    return takes;
}

TakeProgress::TakeProgress(QAction* stop, QWidget* parent) : QWidget(parent), m_line(new ProgressLine(tr("Progress of the takes"))), m_stop(toolButton(stop))
{
    keepPlace(m_stop);
    auto* row = rowOf(this);
    row->addWidget(m_line, 1);
    row->addWidget(m_stop);
    setProgress(-1.0);
}

void TakeProgress::setProgress(double progress)
{
    m_line->setProgress(progress);
    m_stop->setVisible(progress >= 0.0);
}

} // namespace partita::ui
