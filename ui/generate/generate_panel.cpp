#include "ui/generate/generate_panel.h"

#include "ui/widgets/elided_label.h"
#include "ui/widgets/form.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/buttons.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QProgressBar>
#include <QRandomGenerator>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

constexpr int kMostTakes = 16;
constexpr int kMostSeed = 0x7fffffff;

QString droppedFile(const QMimeData* data)
{
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 ? urls.front().toLocalFile() : QString();
}

} // namespace

GeneratePanel::GeneratePanel(QAction* regenerate, QAction* stop, QAction* addModel, QWidget* parent)
    : QWidget(parent),
      m_model(new QComboBox),
      m_description(dimText()),
      m_region(new ElidedLabel),
      m_takes(new QSpinBox),
      m_temperature(new QDoubleSpinBox),
      m_seed(new QSpinBox),
      m_lock(toolButton(QStringLiteral("unlock"), tr("Keep this seed"))),
      m_progress(new QProgressBar),
      m_message(dimText())
{
    setAcceptDrops(true);

    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_model->setMinimumContentsLength(12);
    m_model->setMinimumHeight(measure::kHitTarget);
    m_model->setAccessibleName(tr("Model"));
    connect(m_model, &QComboBox::currentIndexChanged, this, [this] {
        describeModel();
        Q_EMIT modelChanged();
    });
    // Two lines are kept for the description, whatever it says: nothing jumps.
    m_description->setMinimumHeight(2 * m_description->fontMetrics().lineSpacing());
    m_description->setAlignment(Qt::AlignTop);

    m_takes->setRange(1, kMostTakes);
    m_takes->setValue(4);
    m_temperature->setRange(0.1, 3.0);
    m_temperature->setSingleStep(0.05);
    m_temperature->setValue(1.0);
    m_seed->setRange(0, kMostSeed);
    m_seed->setAccessibleName(tr("Seed"));
    throwDice();

    auto* dice = toolButton(QStringLiteral("dice"), tr("Another seed"));
    connect(dice, &QToolButton::clicked, this, &GeneratePanel::throwDice);
    m_lock->setCheckable(true);
    connect(m_lock, &QToolButton::toggled, this, [this](bool on) { m_lock->setIcon(icon(on ? QStringLiteral("lock") : QStringLiteral("unlock"))); });
    auto* seedRow = new QWidget;
    auto* seedLayout = new QHBoxLayout(seedRow);
    seedLayout->setContentsMargins(0, 0, 0, 0);
    seedLayout->setSpacing(measure::kGrid);
    seedLayout->addWidget(m_seed, 1);
    seedLayout->addWidget(dice);
    seedLayout->addWidget(m_lock);

    auto* modelRow = new QHBoxLayout;
    modelRow->setSpacing(measure::kGrid);
    modelRow->addWidget(m_model, 1);
    auto* add = toolButton(addModel);
    modelRow->addWidget(add);

    auto* form = new Form;
    form->add(tr("Takes"), m_takes, tr("How many takes to write at once."));
    form->add(tr("Temperature"), m_temperature, tr("Below 1 the model keeps to what it finds likely, above 1 it dares more."));
    form->add(tr("Seed"), seedRow, tr("The same seed, model and bars give the same takes again."));

    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(measure::kGrid);
    m_progress->setRange(0, 1000);
    m_progress->setAccessibleName(tr("Progress of the takes"));
    auto* progressRow = new QHBoxLayout;
    progressRow->addWidget(m_progress, 1);
    progressRow->addWidget(toolButton(stop));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(measure::kGap * 3 / 2, measure::kGap, measure::kGap * 3 / 2, measure::kGap);
    column->setSpacing(measure::kGap);
    column->addWidget(heading(tr("Generate")));
    column->addLayout(modelRow);
    column->addWidget(m_description);
    column->addSpacing(measure::kGap);
    column->addWidget(heading(tr("Bars")));
    column->addWidget(m_region);
    column->addSpacing(measure::kGap);
    column->addLayout(form);
    column->addSpacing(measure::kGap);
    column->addWidget(pushButton(regenerate, true));
    column->addLayout(progressRow);
    column->addWidget(m_message);
    column->addStretch();
    setProgress(-1.0);
    describeModel();
}

void GeneratePanel::setModels(const std::vector<ModelChoice>& models)
{
    const QString before = m_model->currentData().toString();
    {
        const QSignalBlocker silent(m_model);
        m_model->clear();
        for (const ModelChoice& model : models) {
            m_model->addItem(model.name, model.path);
            m_model->setItemData(m_model->count() - 1, model.description, Qt::ToolTipRole);
        }
        m_model->setCurrentIndex(std::max(0, m_model->findData(before)));
    }
    describeModel();
    Q_EMIT modelChanged();
}

void GeneratePanel::chooseModel(const QString& path)
{
    m_model->setCurrentIndex(m_model->findData(path));
}

bool GeneratePanel::hasModelBelow(const QString& folder) const
{
    for (int i = 0; i < m_model->count(); ++i)
        if (m_model->itemData(i).toString().startsWith(folder))
            return true;
    return false;
}

void GeneratePanel::setRegion(const QString& text)
{
    m_region->setFullText(text);
}

void GeneratePanel::setProgress(double progress)
{
    // The bar keeps its place while idle.
    m_progress->setEnabled(progress >= 0.0);
    m_progress->setValue(static_cast<int>(1000.0 * std::max(0.0, progress)));
}

void GeneratePanel::setMessage(const QString& sentence)
{
    m_message->setText(sentence);
}

GeneratePanel::Options GeneratePanel::options() const
{
    return {m_model->currentData().toString(), m_takes->value(), m_temperature->value(), static_cast<std::uint64_t>(m_seed->value())};
}

void GeneratePanel::setOptions(const Options& options)
{
    chooseModel(options.model);
    m_takes->setValue(options.takes);
    m_temperature->setValue(options.temperature);
    m_seed->setValue(static_cast<int>(options.seed));
}

void GeneratePanel::rollSeed()
{
    if (!m_lock->isChecked())
        throwDice();
}

void GeneratePanel::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void GeneratePanel::dropEvent(QDropEvent* event)
{
    Q_EMIT fileDropped(droppedFile(event->mimeData()));
}

void GeneratePanel::describeModel()
{
    const QString text = m_model->currentData(Qt::ToolTipRole).toString();
    m_description->setText(m_model->count() ? text : tr("No model yet. Train one, or drop a checkpoint here."));
    m_model->setToolTip(text);
}

void GeneratePanel::throwDice()
{
    m_seed->setValue(QRandomGenerator::global()->bounded(1'000'000));
}

} // namespace partita::ui
