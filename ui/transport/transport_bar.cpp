#include "ui/transport/transport_bar.h"

#include "ui/widgets/level_meter.h"
#include "ui/widgets/tabular_label.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/buttons.h"

#include <QAction>
#include <QActionGroup>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

constexpr const char* kMeters[] = {"2/4", "3/4", "4/4", "5/4", "6/4", "7/4", "3/8", "5/8", "6/8", "7/8", "9/8", "12/8", "2/2", "3/2"};

} // namespace

TransportBar::TransportBar(const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_position(new TabularLabel({QStringLiteral("0000.00.000")})),
      m_tempo(new QDoubleSpinBox),
      m_meter(new QComboBox),
      m_level(new LevelMeter),
      m_sound(new QLabel),
      m_work(new QLabel)
{
    setFixedHeight(measure::kTransportHeight);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);

    m_position->setFont(theme::positionFont());
    m_position->setAlignment(Qt::AlignRight);
    m_position->setAccessibleName(tr("Position in bars, beats and ticks"));
    m_position->setToolTip(tr("Bar, beat, tick"));

    m_tempo->setRange(10.0, 400.0);
    m_tempo->setDecimals(1);
    m_tempo->setSuffix(tr(" bpm"));
    m_tempo->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_tempo->setKeyboardTracking(false);
    m_tempo->setAlignment(Qt::AlignRight);
    m_tempo->setAccessibleName(tr("Tempo"));
    m_tempo->setToolTip(tr("Tempo at the playhead, in quarter notes a minute"));
    connect(m_tempo, &QDoubleSpinBox::valueChanged, this, &TransportBar::tempoEdited);

    for (const char* meter : kMeters)
        m_meter->addItem(QLatin1String(meter));
    m_meter->setAccessibleName(tr("Meter"));
    m_meter->setToolTip(tr("Time signature at the playhead"));
    connect(m_meter, &QComboBox::activated, this, [this] {
        const QStringList parts = m_meter->currentText().split('/');
        Q_EMIT meterEdited(parts[0].toInt(), parts[1].toInt());
    });

    auto* pages = new QActionGroup(this);
    const auto all = {actions.compose, actions.morph, actions.train};
    for (QAction* action : all)
        pages->addAction(action);

    for (QLabel* label : {m_sound, m_work})
        label->setForegroundRole(QPalette::PlaceholderText);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(measure::kGap, 0, measure::kGap, 0);
    row->setSpacing(measure::kGrid);
    for (QAction* action : {actions.toStart, actions.play, actions.stop, actions.loop})
        row->addWidget(toolButton(action));
    row->addSpacing(measure::kGroupGap);
    row->addWidget(m_position);
    row->addSpacing(measure::kGroupGap);
    row->addWidget(m_tempo);
    row->addWidget(m_meter);
    row->addWidget(toolButton(actions.click));
    row->addSpacing(measure::kGroupGap);
    row->addWidget(m_level);
    row->addWidget(toolButton(actions.panic));
    row->addStretch();
    row->addWidget(m_work);
    row->addSpacing(measure::kGroupGap);
    row->addWidget(m_sound);
    row->addSpacing(measure::kGroupGap);
    for (QAction* action : all)
        row->addWidget(toolButton(action, true));
    row->addWidget(toolButton(actions.settings));
}

void TransportBar::setPosition(const QString& position)
{
    m_position->setText(position);
}

void TransportBar::setTempo(double qpm)
{
    if (m_tempo->hasFocus())
        return;
    const QSignalBlocker silent(m_tempo);
    m_tempo->setValue(qpm);
}

void TransportBar::setMeter(int numerator, int denominator)
{
    const QString text = QStringLiteral("%1/%2").arg(numerator).arg(denominator);
    if (m_meter->findText(text) < 0)
        m_meter->addItem(text);
    m_meter->setCurrentText(text);
}

void TransportBar::setPeaks(float left, float right)
{
    m_level->setPeaks(left, right);
}

void TransportBar::setSound(const QString& text, const QString& details)
{
    m_sound->setText(text);
    m_sound->setToolTip(details);
}

void TransportBar::setWork(const QString& text)
{
    m_work->setText(text);
}

} // namespace partita::ui
