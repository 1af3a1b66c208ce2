#include "ui/training/run_form.h"

#include "engine/models/event_rnn_config.h"
#include "ui/bridge/conversions.h"
#include "ui/widgets/form.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSpinBox>

namespace partita::ui {
namespace {

constexpr int kDefaultSteps = 1000;

QString fromView(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString layersText(const std::vector<int>& sizes)
{
    QStringList texts;
    for (const int size : sizes)
        texts << QString::number(size);
    return texts.join(QStringLiteral(", "));
}

} // namespace

RunForm::RunForm(QWidget* parent)
    : QWidget(parent),
      m_config(new QComboBox),
      m_layers(new QLineEdit),
      m_batch(new QSpinBox),
      m_learningRate(new QDoubleSpinBox),
      m_keep(new QDoubleSpinBox),
      m_steps(new QSpinBox),
      m_seed(new QSpinBox)
{
    for (const models::EventRnnConfig& config : models::eventRnnConfigs()) {
        m_config->addItem(fromView(config.id), fromView(config.id));
        m_config->setItemData(m_config->count() - 1, fromView(config.description), Qt::ToolTipRole);
    }
    m_batch->setRange(1, 4096);
    m_learningRate->setDecimals(6);
    m_learningRate->setRange(0.000001, 1.0);
    m_learningRate->setSingleStep(0.0005);
    m_keep->setRange(0.05, 1.0);
    m_keep->setSingleStep(0.05);
    m_steps->setRange(1, 10'000'000);
    m_steps->setSingleStep(100);
    m_steps->setValue(kDefaultSteps);
    m_seed->setRange(0, 0x7fffffff);

    auto* form = new Form(this);
    form->addRow(heading(tr("Model")));
    form->add(tr("Config"), m_config, tr("What the model reads and writes; the names are Magenta's."));
    form->add(tr("Layers"), m_layers, tr("Units of each LSTM layer, separated by commas."));
    form->addRow(heading(tr("Learning")));
    form->add(tr("Steps"), m_steps, tr("The step at which the run ends."));
    form->add(tr("Batch size"), m_batch, tr("Phrases looked at together in one step."));
    form->add(tr("Learning rate"), m_learningRate, tr("How far one step goes. Too high shakes, too low crawls."));
    form->add(tr("Keep"), m_keep, tr("Share of units kept by dropout; 1 keeps all."));
    form->add(tr("Seed"), m_seed, tr("The same seed, music and settings give the same model again."));

    takeDefaults();
    connect(m_config, &QComboBox::currentIndexChanged, this, &RunForm::takeDefaults);
    connect(m_layers, &QLineEdit::textChanged, this, &RunForm::changed);
}

void RunForm::takeDefaults()
{
    const auto config = models::findEventRnnConfig(m_config->currentData().toString().toStdString());
    if (!config)
        return;
    const models::HParams& hparams = (*config)->hparams;
    m_layers->setText(layersText(hparams.rnn_layer_sizes));
    m_batch->setValue(hparams.batch_size);
    m_learningRate->setValue(hparams.learning_rate);
    m_keep->setValue(hparams.dropout_keep_prob);
}

RunForm::Settings RunForm::settings() const
{
    const QString hparams = QStringLiteral("batch_size=%1,rnn_layer_sizes=[%2],dropout_keep_prob=%3,learning_rate=%4")
                                .arg(m_batch->value())
                                .arg(m_layers->text().simplified())
                                .arg(m_keep->value(), 0, 'g', 8)
                                .arg(m_learningRate->value(), 0, 'g', 8);
    return {m_config->currentData().toString(), hparams, m_steps->value(), m_seed->value()};
}

void RunForm::setSettings(const Settings& settings)
{
    m_config->setCurrentIndex(m_config->findData(settings.config));
    m_steps->setValue(settings.steps);
    m_seed->setValue(settings.seed);
    if (const auto hparams = models::parseHParams(settings.hparams.toStdString())) {
        m_layers->setText(layersText(hparams->rnn_layer_sizes));
        m_batch->setValue(hparams->batch_size);
        m_learningRate->setValue(hparams->learning_rate);
        m_keep->setValue(hparams->dropout_keep_prob);
    }
}

QString RunForm::fault() const
{
    const auto hparams = models::parseHParams(settings().hparams.toStdString());
    return hparams ? QString() : toQString(hparams.error().message);
}

} // namespace partita::ui
