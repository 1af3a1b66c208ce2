#include "ui/latent/groove_panel.h"

#include "ui/generate/take_fields.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/form.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/theme.h"

#include <QDoubleSpinBox>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

#include <cmath>

namespace partita::ui {
namespace measure = theme::measure;

GroovePanel::GroovePanel(const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_model(new ModelMenu(actions.addModel, actions.howGood, tr("No GrooVAE yet. Train one, or add a checkpoint."))),
      m_region(new ElidedLabel),
      m_amount(new QSlider(Qt::Horizontal)),
      m_temperature(new QDoubleSpinBox),
      m_spread(new QDoubleSpinBox),
      m_takes(takesField()),
      m_seed(new SeedField),
      m_progress(new TakeProgress(actions.stop)),
      m_message(dimText())
{
    connect(m_model, &ModelMenu::changed, this, &GroovePanel::modelChanged);
    m_amount->setRange(0, 100);
    m_temperature->setRange(0.0, 2.0);
    m_temperature->setSingleStep(0.1);
    m_spread->setRange(0.0, 2.0);
    m_spread->setSingleStep(0.1);
    setOptions({});

    auto* form = new Form;
    form->add(tr("Amount"), m_amount, tr("How far the notes go from your timing and velocity to the drummer's."));
    form->add(tr("Temperature"), m_temperature, tr("Of what is struck: 0 keeps to the likeliest, more dares more."));
    form->add(tr("Variety"), m_spread, tr("How unlike each other the takes are; at 0 all have the same feel."));
    form->add(tr("Takes"), m_takes, tr("How many takes to write at once."));
    form->add(tr("Seed"), m_seed, tr("The same seed, model and bars give the same takes again."));

    auto* column = panelColumn(this);
    column->addWidget(m_region);
    column->addSpacing(measure::kGap);
    column->addWidget(heading(tr("Model")));
    column->addWidget(m_model);
    column->addSpacing(measure::kGap);
    column->addLayout(form);
    column->addSpacing(measure::kGap);
    column->addWidget(pushButton(actions.groove, true));
    column->addWidget(m_progress);
    column->addWidget(m_message);
    column->addStretch();
}

void GroovePanel::setRegion(const QString& text)
{
    m_region->setFullText(text);
}

void GroovePanel::setProgress(double progress)
{
    m_progress->setProgress(progress);
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
            .seed = m_seed->seed()};
}

void GroovePanel::setOptions(const Options& options)
{
    m_model->choose(options.model);
    m_takes->setValue(options.takes);
    m_amount->setValue(static_cast<int>(std::lround(100.0 * options.amount)));
    m_temperature->setValue(options.temperature);
    m_spread->setValue(options.spread);
    m_seed->setSeed(options.seed);
}

} // namespace partita::ui
