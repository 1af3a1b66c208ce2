#include "ui/latent/groove_panel.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/form.h"
#include "ui/widgets/theme.h"

#include <QDoubleSpinBox>
#include <QProgressBar>
#include <QRandomGenerator>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

constexpr int kMostTakes = 16;
constexpr int kMostSeed = 0x7fffffff;

} // namespace

GroovePanel::GroovePanel(const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_model(new ModelMenu(actions.addModel, actions.howGood, tr("No GrooVAE yet. Train one, or add a checkpoint."))),
      m_region(new ElidedLabel),
      m_amount(new QSlider(Qt::Horizontal)),
      m_temperature(new QDoubleSpinBox),
      m_spread(new QDoubleSpinBox),
      m_takes(new QSpinBox),
      m_seed(new QSpinBox),
      m_progress(new QProgressBar),
      m_message(dimText())
{
    connect(m_model, &ModelMenu::changed, this, &GroovePanel::modelChanged);
    m_amount->setRange(0, 100);
    m_temperature->setRange(0.0, 2.0);
    m_temperature->setSingleStep(0.1);
    m_spread->setRange(0.0, 2.0);
    m_spread->setSingleStep(0.1);
    m_takes->setRange(1, kMostTakes);
    m_seed->setRange(0, kMostSeed);
    m_seed->setMinimumHeight(measure::kHitTarget);
    m_seed->setAccessibleName(tr("Seed"));
    setOptions({});

    auto* dice = toolButton(QStringLiteral("dice"), tr("Another seed"));
    connect(dice, &QToolButton::clicked, this, [this] { m_seed->setValue(static_cast<int>(QRandomGenerator::global()->bounded(1'000'000))); });
    auto* seeds = new QWidget;
    auto* seedRow = new QHBoxLayout(seeds);
    seedRow->setContentsMargins(0, 0, 0, 0);
    seedRow->setSpacing(measure::kGrid);
    seedRow->addWidget(m_seed, 1);
    seedRow->addWidget(dice);

    auto* form = new Form;
    form->add(tr("Amount"), m_amount, tr("How far the notes go from your timing and velocity to the drummer's."));
    form->add(tr("Temperature"), m_temperature, tr("Of what is struck: 0 keeps to the likeliest, more dares more."));
    form->add(tr("Variety"), m_spread, tr("How unlike each other the takes are; at 0 all have the same feel."));
    form->add(tr("Takes"), m_takes, tr("How many takes to write at once."));
    form->add(tr("Seed"), seeds, tr("The same seed, model and bars give the same takes again."));

    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(measure::kGrid);
    m_progress->setRange(0, 1000);
    m_progress->setAccessibleName(tr("Progress of the takes"));
    QSizePolicy kept = m_progress->sizePolicy();
    kept.setRetainSizeWhenHidden(true); // nothing jumps
    m_progress->setSizePolicy(kept);
    auto* progressRow = new QHBoxLayout;
    progressRow->addWidget(m_progress, 1);
    progressRow->addWidget(toolButton(actions.stop));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(measure::kGap * 3 / 2, measure::kGap, measure::kGap * 3 / 2, measure::kGap);
    column->setSpacing(measure::kGap);
    column->addWidget(m_model);
    column->addSpacing(measure::kGap);
    column->addWidget(heading(tr("Drum bars")));
    column->addWidget(m_region);
    column->addSpacing(measure::kGap);
    column->addLayout(form);
    column->addSpacing(measure::kGap);
    column->addWidget(pushButton(actions.groove, true));
    column->addLayout(progressRow);
    column->addWidget(m_message);
    column->addStretch();
    setProgress(-1.0);
}

void GroovePanel::setRegion(const QString& text)
{
    m_region->setFullText(text);
}

void GroovePanel::setProgress(double progress)
{
    m_progress->setVisible(progress >= 0.0);
    m_progress->setValue(static_cast<int>(1000.0 * std::max(progress, 0.0)));
}

void GroovePanel::setMessage(const QString& sentence)
{
    m_message->setText(sentence);
}

GroovePanel::Options GroovePanel::options() const
{
    return {.model = m_model->path(),
            .takes = m_takes->value(),
            .amount = m_amount->value() / 100.0,
            .temperature = m_temperature->value(),
            .spread = m_spread->value(),
            .seed = static_cast<quint64>(m_seed->value())};
}

void GroovePanel::setOptions(const Options& options)
{
    m_model->choose(options.model);
    m_takes->setValue(options.takes);
    m_amount->setValue(static_cast<int>(std::lround(100.0 * options.amount)));
    m_temperature->setValue(options.temperature);
    m_spread->setValue(options.spread);
    m_seed->setValue(static_cast<int>(options.seed));
}

} // namespace partita::ui
