#include "ui/latent/attribute_sliders.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/form.h"
#include "ui/widgets/tabular_label.h"
#include "ui/widgets/theme.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <algorithm>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

constexpr int kSteps = 10;      ///< of a slider in one attribute vector
constexpr double kMost = 1.5;   ///< vectors either way, as in the paper's supplement

struct Words {
    const char* name;
    const char* tip;
};
constexpr Words kWords[] = {
    {QT_TRANSLATE_NOOP("partita::ui::AttributeSliders", "C major"), QT_TRANSLATE_NOOP("partita::ui::AttributeSliders", "Share of the notes that are white keys.")},
    {QT_TRANSLATE_NOOP("partita::ui::AttributeSliders", "Density"), QT_TRANSLATE_NOOP("partita::ui::AttributeSliders", "Notes that begin, for each sixteenth.")},
    {QT_TRANSLATE_NOOP("partita::ui::AttributeSliders", "Intervals"), QT_TRANSLATE_NOOP("partita::ui::AttributeSliders", "Mean distance from note to note, in semitones.")},
    {QT_TRANSLATE_NOOP("partita::ui::AttributeSliders", "Syncopation 1/16"), QT_TRANSLATE_NOOP("partita::ui::AttributeSliders", "Share of the notes that stand on an odd sixteenth, with nothing on the one before.")},
    {QT_TRANSLATE_NOOP("partita::ui::AttributeSliders", "Syncopation 1/8"), QT_TRANSLATE_NOOP("partita::ui::AttributeSliders", "Share of the notes that stand on an odd eighth, with nothing in the eighth before.")},
};
static_assert(std::size(kWords) == generate::kAttributes.size());

} // namespace

AttributeSliders::AttributeSliders(QWidget* parent)
    : QWidget(parent),
      m_hint(dimText(tr("No directions lie beside this model. “partita attributes” learns them from a folder of music."))),
      m_reset(toolButton(QStringLiteral("undo"), tr("Put all attributes back to the middle")))
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(measure::kGap);
    grid->setVerticalSpacing(0);
    grid->addWidget(heading(tr("Attributes")), 0, 0, 1, 2);
    grid->addWidget(m_reset, 0, 2, Qt::AlignRight);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const int line = static_cast<int>(i) + 1;
        Row& row = m_rows[i];
        auto* name = new QLabel(tr(kWords[i].name));
        row.slider = new QSlider(Qt::Horizontal);
        row.slider->setRange(-static_cast<int>(kMost * kSteps), static_cast<int>(kMost * kSteps));
        row.slider->setPageStep(kSteps / 2);
        row.slider->setAccessibleName(tr(kWords[i].name));
        row.slider->setToolTip(tr(kWords[i].tip));
        row.slider->setMinimumHeight(measure::kHitTarget);
        row.measured = new TabularLabel({QStringLiteral("00.00")});
        row.measured->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        row.measured->setForegroundRole(QPalette::PlaceholderText);
        row.measured->setToolTip(tr("As measured in the music that is shown."));
        name->setBuddy(row.slider);
        name->setToolTip(tr(kWords[i].tip));
        grid->addWidget(name, line, 0);
        grid->addWidget(row.slider, line, 1);
        grid->addWidget(row.measured, line, 2);
        connect(row.slider, &QSlider::valueChanged, this, &AttributeSliders::changed);
    }
    grid->addWidget(m_hint, static_cast<int>(m_rows.size()) + 1, 0, 1, 3);
    grid->setColumnStretch(1, 1);
    connect(m_reset, &QToolButton::clicked, this, &AttributeSliders::reset);
    setAvailable({});
    setMeasured({});
}

void AttributeSliders::setAvailable(const std::vector<generate::Attribute>& attributes)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_rows[i].slider->setEnabled(std::ranges::find(attributes, generate::kAttributes[i]) != attributes.end());
    m_reset->setEnabled(!attributes.empty());
    m_hint->setVisible(attributes.empty());
}

void AttributeSliders::setMeasured(const generate::AttributeValues& values)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_rows[i].measured->setText(values[i] ? QLocale().toString(*values[i], 'f', 2) : QStringLiteral("–"));
}

std::map<generate::Attribute, double> AttributeSliders::amounts() const
{
    std::map<generate::Attribute, double> amounts;
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].slider->isEnabled() && m_rows[i].slider->value() != 0)
            amounts[generate::kAttributes[i]] = static_cast<double>(m_rows[i].slider->value()) / kSteps;
    return amounts;
}

void AttributeSliders::reset()
{
    {
        const QSignalBlocker silent(this);
        for (const Row& row : m_rows)
            row.slider->setValue(0);
    }
    Q_EMIT changed();
}

} // namespace partita::ui
