#include "ui/settings/settings_dialog.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/form.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QSpinBox>
#include <QThread>
#include <QVBoxLayout>

namespace partita::ui {
namespace {

/// A box with `first` for "no choice" and the offers after it. A choice that is gone stays in the list and says so.
QComboBox* choices(const QString& first, const QStringList& offers, const QString& chosen, const QString& gone)
{
    auto* box = new ChoiceBox;
    box->setMinimumContentsLength(28);
    box->addItem(first, QString());
    for (const QString& offer : offers) {
        box->addItem(QFileInfo(offer).fileName(), offer);
        box->setItemData(box->count() - 1, offer, Qt::ToolTipRole);
    }
    if (!chosen.isEmpty() && box->findData(chosen) < 0)
        box->addItem(gone.arg(QFileInfo(chosen).fileName()), chosen);
    box->setCurrentIndex(box->findData(chosen));
    return box;
}

} // namespace

SettingsDialog::SettingsDialog(const Preferences& preferences, const Offers& offers, QWidget* parent)
    : QDialog(parent), m_before(preferences), m_now(preferences)
{
    setWindowTitle(tr("Settings"));
    const QString gone = tr("%1 (not here now)");
    m_driver = choices(tr("Automatic"), offers.audioDrivers, preferences.audioDriver, gone);
    m_soundFont = choices(tr("Partita's own"), offers.soundFonts, preferences.soundFont, gone);
    m_midiOut = choices(tr("None"), offers.midiPorts, preferences.midiOut, gone);
    m_device = choices(tr("Automatic"), offers.devices, preferences.device == QLatin1String("auto") ? QString() : preferences.device, gone);

    m_threads = new QSpinBox;
    m_threads->setRange(0, QThread::idealThreadCount());
    m_threads->setSpecialValueText(tr("All"));
    m_threads->setValue(preferences.threads);

    m_look = new ChoiceBox;
    m_look->addItems({tr("As the system"), tr("Dark"), tr("Light")}); // in the order of theme::Choice
    m_look->setCurrentIndex(static_cast<int>(preferences.look));

    m_language = new ChoiceBox;
    m_language->addItem(tr("As the system"), QString());
    m_language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    m_language->addItem(QStringLiteral("한국어"), QStringLiteral("ko"));
    m_language->setCurrentIndex(std::max(0, m_language->findData(preferences.language)));

    auto* soundFontRow = new QWidget;
    auto* soundFontLayout = new QHBoxLayout(soundFontRow);
    soundFontLayout->setContentsMargins(0, 0, 0, 0);
    soundFontLayout->addWidget(m_soundFont, 1);
    auto* browse = toolButton(QStringLiteral("folder"), tr("Choose a SoundFont file"));
    connect(browse, &QToolButton::clicked, this, &SettingsDialog::chooseSoundFont);
    soundFontLayout->addWidget(browse);

    auto* form = new Form;
    form->addHeading(tr("Sound"));
    form->add(tr("Audio driver"), m_driver, tr("What carries the sound to the speakers."));
    form->add(tr("SoundFont"), soundFontRow, tr("The instruments that play."));
    form->add(tr("MIDI out"), m_midiOut, tr("An instrument or program that plays along."));
    form->addHeading(tr("Computing"));
    form->add(tr("Device"), m_device, tr("Where models run. Automatic takes the graphics card where there is one."));
    form->add(tr("Training threads"), m_threads, tr("Fewer leave more of the computer to other work."));
    form->addHeading(tr("Looks"));
    form->add(tr("Look"), m_look);
    form->add(tr("Language"), m_language, tr("Takes effect when Partita starts the next time."));

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &SettingsDialog::reject);

    auto* column = new QVBoxLayout(this);
    column->setSpacing(theme::measure::kGroupGap);
    column->addLayout(form);
    column->addWidget(buttons);

    for (QComboBox* box : {m_driver, m_soundFont, m_midiOut, m_device, m_look, m_language})
        connect(box, &QComboBox::currentIndexChanged, this, &SettingsDialog::report);
    connect(m_threads, &QSpinBox::valueChanged, this, &SettingsDialog::report);
}

void SettingsDialog::offerDevices(const QStringList& devices)
{
    for (const QString& device : devices)
        if (m_device->findData(device) < 0)
            m_device->addItem(device, device);
}

void SettingsDialog::reject()
{
    // The list of recent files belongs to the window alone.
    m_before.recentFiles = m_now.recentFiles;
    if (m_now != m_before)
        Q_EMIT changed(m_before);
    m_now = m_before;
    QDialog::reject();
}

void SettingsDialog::report()
{
    m_now.audioDriver = m_driver->currentData().toString();
    m_now.soundFont = m_soundFont->currentData().toString();
    m_now.midiOut = m_midiOut->currentData().toString();
    m_now.device = m_device->currentIndex() == 0 ? QStringLiteral("auto") : m_device->currentData().toString();
    m_now.threads = m_threads->value();
    m_now.look = static_cast<theme::Choice>(m_look->currentIndex());
    m_now.language = m_language->currentData().toString();
    Q_EMIT changed(m_now);
}

void SettingsDialog::chooseSoundFont()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Choose a SoundFont"), QFileInfo(m_now.soundFont).path(), tr("SoundFonts (*.sf2 *.sf3 *.SF2 *.SF3)"));
    if (path.isEmpty())
        return;
    if (m_soundFont->findData(path) < 0)
        m_soundFont->addItem(QFileInfo(path).fileName(), path);
    m_soundFont->setCurrentIndex(m_soundFont->findData(path));
}

} // namespace partita::ui
