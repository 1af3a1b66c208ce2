#include "ui/training/run_form.h"

#include "engine/models/event_rnn_config.h"
#include "engine/models/vae_config.h"
#include "ui/bridge/conversions.h"
#include "ui/generate/config_text.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

#include <initializer_list>

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

QString numberText(double number)
{
    return QString::number(number, 'g', 8);
}

} // namespace

RunForm::RunForm(QWidget* parent)
    : QWidget(parent),
      m_form(new Form(this)),
      m_config(new ChoiceBox),
      m_about(dimText()),
      m_layers(new QLineEdit),
      m_encoder(new QLineEdit),
      m_decoder(new QLineEdit),
      m_latentSize(new QSpinBox),
      m_freeBits(new QDoubleSpinBox),
      m_beta(new QDoubleSpinBox),
      m_batch(new QSpinBox),
      m_learningRate(new QDoubleSpinBox),
      m_keep(new QDoubleSpinBox),
      m_steps(new QSpinBox),
      m_seed(new QSpinBox),
      m_gentle(new QCheckBox(tr("Give way to other programs")))
{
    const auto offer = [this](std::string_view id, std::string_view description) {
        m_config->addItem(fromView(id), fromView(id));
        m_config->setItemData(m_config->count() - 1, configText(description), Qt::ToolTipRole);
    };
    for (const models::EventRnnConfig& config : models::eventRnnConfigs())
        offer(config.id, config.description);
    m_config->insertSeparator(m_config->count());
    for (const models::VaeConfig& config : models::vaeConfigs())
        offer(config.id, config.description);
    m_latentSize->setRange(1, 4096);
    m_freeBits->setRange(0.0, 10'000.0);
    m_freeBits->setDecimals(1);
    m_beta->setRange(0.0, 10.0);
    m_beta->setDecimals(3);
    m_beta->setSingleStep(0.05);
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

    m_form->addHeading(tr("Model"));
    m_form->add(tr("Config"), m_config, tr("What the model reads and writes; the names are Magenta's."));
    m_about->setMinimumHeight(2 * m_about->fontMetrics().lineSpacing()); // whatever it says, nothing jumps
    m_about->setAlignment(Qt::AlignTop);
    m_form->addRow(m_about);
    m_form->add(tr("Layers"), m_layers, tr("Units of each LSTM layer, separated by commas."));
    m_form->add(tr("Encoder"), m_encoder, tr("Units of each layer that reads, in each direction, separated by commas."));
    m_form->add(tr("Decoder"), m_decoder, tr("Units of each layer that writes, separated by commas."));
    m_form->add(tr("Latent size"), m_latentSize, tr("Numbers that a clip is reduced to."));
    m_form->addHeading(tr("Learning"));
    m_form->add(tr("Steps"), m_steps, tr("The step at which the run ends."));
    m_form->add(tr("Batch size"), m_batch, tr("Phrases looked at together in one step."));
    m_form->add(tr("Learning rate"), m_learningRate, tr("How far one step goes. Too high shakes, too low crawls."));
    m_form->add(tr("Dropout keeps"), m_keep, tr("Share of the units that work in each step; the others rest, so that none is relied on. 1 keeps all."));
    m_form->add(tr("Free bits"), m_freeBits, tr("So many bits of a clip may be remembered at no cost."));
    m_form->add(tr("KL weight"), m_beta, tr("What each further bit costs in the end: more smooths the space between clips, less remembers clips better."));
    m_form->add(tr("Seed"), m_seed, tr("The same seed, music and settings give the same model again."));

    m_gentle->setToolTip(tr("Takes half the processor, and only what nothing else wants: playing and editing stay smooth. Also for a run that goes on."));
    m_form->addRow(m_gentle);

    takeDefaults();
    connect(m_config, &QComboBox::currentIndexChanged, this, [this] {
        takeDefaults();
        Q_EMIT changed();
    });
    for (QLineEdit* sizes : {m_layers, m_encoder, m_decoder})
        connect(sizes, &QLineEdit::textChanged, this, &RunForm::changed);
}

QString RunForm::about(const QString& config) const
{
    return m_config->itemData(m_config->findData(config), Qt::ToolTipRole).toString();
}

bool RunForm::isLatent() const
{
    return !models::findEventRnnConfig(m_config->currentData().toString().toStdString());
}

void RunForm::takeDefaults()
{
    const std::string id = m_config->currentData().toString().toStdString();
    setSettings({.config = m_config->currentData().toString(),
                 .hparams = toQString(isLatent() ? models::hparamsText((*models::findVaeConfig(id))->hparams) : models::hparamsText((*models::findEventRnnConfig(id))->hparams)),
                 .steps = m_steps->value(),
                 .seed = m_seed->value()});
}

RunForm::Settings RunForm::settings() const
{
    QString hparams = QStringLiteral("batch_size=%1,dropout_keep_prob=%2,learning_rate=%3").arg(m_batch->value()).arg(numberText(m_keep->value()), numberText(m_learningRate->value()));
    if (isLatent())
        hparams += QStringLiteral(",enc_rnn_size=[%1],dec_rnn_size=[%2],z_size=%3,free_bits=%4,max_beta=%5")
                       .arg(m_encoder->text().simplified(), m_decoder->text().simplified())
                       .arg(m_latentSize->value())
                       .arg(numberText(m_freeBits->value()), numberText(m_beta->value()));
    else
        hparams += QStringLiteral(",rnn_layer_sizes=[%1]").arg(m_layers->text().simplified());
    return {m_config->currentData().toString(), hparams, m_steps->value(), m_seed->value(), m_gentle->isChecked()};
}

void RunForm::setSettings(const Settings& settings)
{
    {
        const QSignalBlocker silent(m_config);
        m_config->setCurrentIndex(m_config->findData(settings.config));
    }
    m_about->setText(about(settings.config));
    const bool latent = isLatent();
    m_form->setRowVisible(m_layers, !latent);
    for (QWidget* field : std::initializer_list<QWidget*>{m_encoder, m_decoder, m_latentSize, m_freeBits, m_beta})
        m_form->setRowVisible(field, latent);
    m_steps->setValue(settings.steps);
    m_seed->setValue(settings.seed);
    m_gentle->setChecked(settings.gentle);
    const auto takeLearning = [this](const auto& hparams) {
        m_batch->setValue(hparams.batch_size);
        m_learningRate->setValue(hparams.learning_rate);
        m_keep->setValue(hparams.dropout_keep_prob);
    };
    if (latent) {
        if (const auto hparams = models::parseVaeHParams(settings.hparams.toStdString())) {
            m_encoder->setText(layersText(hparams->enc_rnn_size));
            m_decoder->setText(layersText(hparams->dec_rnn_size));
            m_latentSize->setValue(hparams->z_size);
            m_freeBits->setValue(hparams->free_bits);
            m_beta->setValue(hparams->max_beta);
            takeLearning(*hparams);
        }
    } else if (const auto hparams = models::parseHParams(settings.hparams.toStdString())) {
        m_layers->setText(layersText(hparams->rnn_layer_sizes));
        takeLearning(*hparams);
    }
    Q_EMIT changed();
}

QString RunForm::fault() const
{
    const std::string text = settings().hparams.toStdString();
    const auto fault = [](const auto& hparams) { return hparams ? QString() : toQString(hparams.error().message); };
    return isLatent() ? fault(models::parseVaeHParams(text)) : fault(models::parseHParams(text));
}

} // namespace partita::ui
