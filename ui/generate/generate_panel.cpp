#include "ui/generate/generate_panel.h"

#include "ui/bridge/conversions.h"
#include "ui/generate/take_fields.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/dropped_file.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/form.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/theme.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QSpinBox>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

using generate::Operation;
using models::PerformanceControls;

constexpr int kMostBars = 64;
constexpr double kMostDensity = 64.0;
constexpr int kMajorScale[] = {0, 2, 4, 5, 7, 9, 11};
constexpr const char* kKeys[] = {"C", "D♭", "D", "E♭", "E", "F", "G♭", "G", "A♭", "A", "B♭", "B"};

bool takesDensity(const models::EventRnnConfig& config)
{
    return config.controls != PerformanceControls::kNone && config.controls != PerformanceControls::kPitchHistogram;
}

bool takesHistogram(const models::EventRnnConfig& config)
{
    return config.controls != PerformanceControls::kNone && config.controls != PerformanceControls::kDensity;
}

QString misfitText(const models::EventRnnConfig& config, const project::Track& track)
{
    const auto misfit = generate::misfitOf(config, track);
    if (!misfit)
        return {};
    return (*misfit == generate::Misfit::kDrumTrack ? GeneratePanel::tr("“%1” is a drum track, and this model plays no drums.")
                                                    : GeneratePanel::tr("This model plays drums, and “%1” is no drum track."))
        .arg(toQString(track.name));
}

} // namespace

GeneratePanel::GeneratePanel(const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_operations(new QTabBar),
      m_region(new ElidedLabel),
      m_bars(new QSpinBox),
      m_model(new ModelMenu(actions.addModel, actions.howGood, tr("No model yet. Train one, or drop a checkpoint here."))),
      m_form(new Form),
      m_chordRow(new QWidget),
      m_chords(new ElidedLabel),
      m_conditioned(new QCheckBox(tr("Steer the playing"))),
      m_density(new QDoubleSpinBox),
      m_scale(new ChoiceBox),
      m_takes(takesField()),
      m_temperature(new QDoubleSpinBox),
      m_seed(new SeedField(SeedField::Lock::kOffered)),
      m_write{pushButton(actions.regenerate, true), pushButton(actions.continueOn, true), pushButton(actions.beginNew, true)},
      m_progress(new TakeProgress(actions.stop)),
      m_message(dimText())
{
    setAcceptDrops(true);
    m_operations->setExpanding(true);
    m_operations->setDrawBase(false);
    m_operations->setFocusPolicy(Qt::TabFocus);
    m_operations->setAccessibleName(tr("What to write"));
    const std::pair<QString, QString> operations[] = {{tr("Regenerate"), tr("Writes the selected bars anew.")},
                                                      {tr("Continue"), tr("Goes on behind the selected bars, or behind the track's end.")},
                                                      {tr("New"), tr("Begins from nothing, without hearing what is there.")}};
    for (const auto& [text, tip] : operations)
        m_operations->setTabToolTip(m_operations->addTab(text), tip);
    connect(m_operations, &QTabBar::currentChanged, this, &GeneratePanel::showOperation);

    m_bars->setRange(1, kMostBars);
    m_bars->setValue(Options().bars);
    connect(m_bars, &QSpinBox::valueChanged, this, &GeneratePanel::taskChanged);
    m_seed->roll();
    m_temperature->setRange(0.1, 3.0);
    m_temperature->setSingleStep(0.05);
    m_temperature->setValue(Options().temperature);
    buildConditions();
    connect(m_model, &ModelMenu::changed, this, [this] {
        showModel();
        Q_EMIT modelChanged();
    });

    auto* chordLayout = new QHBoxLayout(m_chordRow);
    chordLayout->setContentsMargins(0, 0, 0, 0);
    chordLayout->setSpacing(measure::kGrid);
    chordLayout->addWidget(m_chords, 1);
    chordLayout->addWidget(toolButton(actions.editChords));

    m_form->add(tr("Bars to add"), m_bars, tr("How many bars to write where none are selected."));
    m_form->add(tr("Chords"), m_chordRow, tr("The chords that the model plays over: those above the roll."));
    m_form->addRow(m_conditioned);
    m_form->add(tr("Notes a second"), m_density, tr("How dense the playing is to be."));
    m_form->add(tr("Scale"), m_scale, tr("Which pitches the playing prefers."));
    m_form->add(tr("Takes"), m_takes, tr("How many takes to write at once."));
    m_form->add(tr("Temperature"), m_temperature, tr("Below 1 the model keeps to what it finds likely, above 1 it dares more."));
    m_form->add(tr("Seed"), m_seed, tr("The same seed, model and bars give the same takes again."));

    auto* column = panelColumn(this);
    column->addWidget(m_operations);
    column->addWidget(m_region);
    column->addSpacing(measure::kGap);
    column->addWidget(heading(tr("Model")));
    column->addWidget(m_model);
    column->addSpacing(measure::kGap);
    column->addLayout(m_form);
    column->addSpacing(measure::kGap);
    for (QPushButton* button : m_write)
        column->addWidget(button);
    column->addWidget(m_progress);
    column->addWidget(m_message);
    column->addStretch();
    showOperation();
    showModel();
}

void GeneratePanel::buildConditions()
{
    m_density->setRange(0.5, kMostDensity);
    m_density->setDecimals(1);
    m_density->setValue(encoding::kDefaultDensity);
    m_scale->addItem(tr("All pitches alike"));
    for (const char* key : kKeys)
        m_scale->addItem(tr("%1 major").arg(QString::fromUtf8(key)));
    m_conditioned->setChecked(true);
    m_conditioned->setToolTip(tr("Off, the model plays as it likes."));
    connect(m_conditioned, &QCheckBox::toggled, m_density, &QWidget::setEnabled);
    connect(m_conditioned, &QCheckBox::toggled, m_scale, &QWidget::setEnabled);
}

// ---- Models

const models::EventRnnConfig* GeneratePanel::config() const
{
    return m_model->chosen() ? m_model->chosen()->config : nullptr;
}

void GeneratePanel::setTrack(const project::Track& track)
{
    m_track = project::Track{.id = track.id, .channel = track.channel, .name = track.name};
    m_model->setMisfit([track = *m_track](const ModelChoice& model) { return misfitText(*model.config, track); });
}

QString GeneratePanel::misfit() const
{
    return m_track && config() ? misfitText(*config(), *m_track) : QString();
}

void GeneratePanel::showModel()
{
    const auto* chosen = config();
    m_form->setRowVisible(m_chordRow, chosen && chosen->family == models::EventRnnFamily::kImprov);
    m_form->setRowVisible(m_conditioned, chosen && chosen->controls == PerformanceControls::kOptionalDensityAndPitchHistogram);
    m_form->setRowVisible(m_density, chosen && takesDensity(*chosen));
    m_form->setRowVisible(m_scale, chosen && takesHistogram(*chosen));
}

// ---- The task

void GeneratePanel::setOperation(Operation operation)
{
    m_operations->setCurrentIndex(static_cast<int>(operation));
}

Operation GeneratePanel::operation() const
{
    return static_cast<Operation>(m_operations->currentIndex());
}

void GeneratePanel::showOperation()
{
    for (std::size_t i = 0; i < m_write.size(); ++i)
        m_write[i]->setVisible(static_cast<int>(i) == m_operations->currentIndex());
    Q_EMIT taskChanged();
}

void GeneratePanel::setRegion(const QString& text, bool countable)
{
    m_region->setFullText(text);
    m_form->setRowVisible(m_bars, countable);
}

void GeneratePanel::setChords(const QString& text)
{
    m_chords->setFullText(text.isEmpty() ? tr("none yet") : text);
}

void GeneratePanel::setProgress(double progress)
{
    m_progress->setProgress(progress);
}

void GeneratePanel::setMessage(const QString& sentence)
{
    m_message->setText(sentence);
}

GeneratePanel::Options GeneratePanel::options() const
{
    Options options{.operation = operation(),
                    .bars = m_bars->value(),
                    .model = m_model->path(),
                    .takes = m_takes->value(),
                    .temperature = m_temperature->value(),
                    .seed = m_seed->seed()};
    const auto* chosen = config();
    if (chosen && takesDensity(*chosen))
        options.notesPerSecond = {m_density->value()};
    if (chosen && takesHistogram(*chosen) && m_scale->currentIndex() > 0) {
        encoding::PitchHistogram histogram{};
        for (const int degree : kMajorScale)
            histogram[static_cast<std::size_t>((m_scale->currentIndex() - 1 + degree) % kNotesPerOctave)] = 1.0;
        options.pitchClassHistogram = {histogram};
    }
    if (chosen && chosen->controls == PerformanceControls::kOptionalDensityAndPitchHistogram)
        options.disableConditioning = {!m_conditioned->isChecked()};
    return options;
}

void GeneratePanel::setOptions(const Options& options)
{
    setOperation(options.operation);
    m_bars->setValue(options.bars);
    chooseModel(options.model);
    m_takes->setValue(options.takes);
    m_temperature->setValue(options.temperature);
    m_seed->setSeed(options.seed);
    if (!options.notesPerSecond.empty())
        m_density->setValue(options.notesPerSecond.front());
    if (!options.disableConditioning.empty())
        m_conditioned->setChecked(!options.disableConditioning.front());
}

void GeneratePanel::rollSeed()
{
    m_seed->roll();
}

// ---- Files

void GeneratePanel::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void GeneratePanel::dropEvent(QDropEvent* event)
{
    Q_EMIT fileDropped(droppedFile(event->mimeData()));
}

} // namespace partita::ui
