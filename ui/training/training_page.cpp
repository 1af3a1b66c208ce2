#include "ui/training/training_page.h"

#include "ui/bridge/conversions.h"
#include "ui/settings/folders.h"
#include "ui/training/curves_plot.h"
#include "ui/training/run_form.h"
#include "ui/training/run_history.h"
#include "ui/training/run_text.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_hint.h"
#include "ui/widgets/form.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/tabular_label.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/buttons.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QListWidget>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

constexpr int kRedrawMs = 100;

} // namespace

TrainingPage::TrainingPage(const Actions& actions, std::filesystem::path runsFolder, QWidget* parent)
    : QWidget(parent),
      m_runsFolder(std::move(runsFolder)),
      m_dataLabel(new ElidedLabel),
      m_dataCount(dimText()),
      m_list(new QListWidget),
      m_listPages(new QStackedWidget),
      m_title(new ElidedLabel),
      m_curves(new CurvesPlot),
      m_curvePages(new QStackedWidget),
      m_legend(dimText()),
      m_figures(new TabularLabel({tr("step %1 of %2 · loss %3 · perplexity %4 · accuracy %5 %").arg(1000000).arg(1000000).arg("000.0000", "000.00", "00.0")})),
      m_times(new TabularLabel({tr("%1 elapsed · %2 left").arg("000:00:00", "000:00:00")})),
      m_message(dimText()),
      m_form(new RunForm)
{
    auto* leftColumn = new QWidget;
    leftColumn->setFixedWidth(measure::kTracksWidth);
    QVBoxLayout* left = panelColumn(leftColumn);
    m_times->setAlignment(Qt::AlignRight);
    left->addWidget(heading(tr("Music to learn from")));
    left->addWidget(m_dataLabel);
    left->addWidget(m_dataCount);
    left->addWidget(pushButton(actions.chooseData));
    left->addSpacing(measure::kGap);
    left->addWidget(heading(tr("Runs")));
    m_listPages->addWidget(new EmptyHint(tr("Runs will be listed here, those of earlier days too.")));
    m_listPages->addWidget(m_list);
    m_list->setAccessibleName(tr("Runs"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    left->addWidget(m_listPages, 1);
    left->addWidget(pushButton(actions.use));
    left->addWidget(pushButton(actions.howGood));

    auto* middleColumn = new QWidget;
    QVBoxLayout* middle = panelColumn(middleColumn);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_times);
    middle->addLayout(head);
    middle->addWidget(m_figures);
    auto* empty = new EmptyHint(tr("Choose a folder of music and start training: loss and accuracy will be drawn here as they change."));
    empty->setAction(actions.chooseData);
    m_curvePages->addWidget(empty);
    m_curvePages->addWidget(m_curves);
    middle->addWidget(m_curvePages, 1);
    middle->addWidget(m_legend);
    middle->addWidget(m_message);

    auto* rightColumn = new QWidget;
    QVBoxLayout* right = panelColumn(rightColumn);
    right->addWidget(m_form);
    right->addSpacing(measure::kGap);
    right->addWidget(pushButton(actions.start, true));
    right->addWidget(pushButton(actions.continueRun));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(pushButton(actions.pause));
    buttons->addWidget(pushButton(actions.stop));
    right->addLayout(buttons);
    right->addStretch();

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(measure::kGrid);
    row->addWidget(onPanel(leftColumn));
    row->addWidget(onPanel(middleColumn), 1);
    QScrollArea* settings = scrolled(rightColumn); // a MusicVAE has many of them
    settings->setFixedWidth(measure::kInspectorWidth);
    row->addWidget(settings);

    connect(m_curves, &CurvesPlot::pointed, this, &TrainingPage::showLegend);
    connect(m_list, &QListWidget::currentRowChanged, this, [this] {
        showChosen();
        Q_EMIT stateChanged();
    });
    connect(m_form, &RunForm::changed, this, &TrainingPage::stateChanged);
    connect(&m_process, &TrainingProcess::event, this, &TrainingPage::hear);
    connect(&m_process, &TrainingProcess::failed, this, &TrainingPage::ended);
    connect(&m_process, &TrainingProcess::finished, this, [this] { ended({}); });
    connect(&m_process, &TrainingProcess::stateChanged, this, &TrainingPage::stateChanged);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &TrainingPage::updateFigures);
    m_redraw.setSingleShot(true);
    m_redraw.setInterval(kRedrawMs);
    connect(&m_redraw, &QTimer::timeout, this, &TrainingPage::showChosen);
    setData({});
    updateFigures();
}

void TrainingPage::chooseData()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Choose a Folder of Music"), m_data.isEmpty() ? lastFolder(Folder::kCorpora) : m_data);
    if (folder.isEmpty())
        return;
    rememberFolder(Folder::kCorpora, folder);
    setData(folder);
}

void TrainingPage::setData(const QString& folder)
{
    m_data = folder;
    m_dataLabel->setFullText(folder.isEmpty() ? tr("No folder chosen") : folder);
    m_counting.stop();
    m_dataCount->setText(folder.isEmpty() ? tr("Any folder of MIDI, MusicXML, ABC or TFRecord files; folders in it count, too.") : tr("Counting…"));
    if (!folder.isEmpty())
        m_counting.run([folder](std::stop_token) { return datasets::findSources({toPath(folder)}); },
                       [this](const Result<std::vector<datasets::Source>>& sources) { m_dataCount->setText(countText(sources)); });
    Q_EMIT stateChanged();
}

void TrainingPage::setComputing(const QString& device, int threads)
{
    m_device = device.isEmpty() ? QStringLiteral("auto") : device;
    m_threads = threads;
}

QString TrainingPage::startFault() const
{
    if (m_process.isRunning())
        return tr("A run is going on; stop it first.");
    if (m_data.isEmpty())
        return tr("Choose a folder of music first.");
    return m_form->fault();
}

QString TrainingPage::continueFault() const
{
    if (m_process.isRunning())
        return tr("A run is going on; stop it first.");
    const RunLog* run = chosen();
    if (!run)
        return tr("Choose a run in the list first.");
    return run->checkpoint.isEmpty() ? tr("This run has no checkpoint to go on from.") : QString();
}

std::optional<ModelChoice> TrainingPage::chosenModel() const
{
    const RunLog* run = chosen();
    if (!run || run->checkpoint.isEmpty())
        return std::nullopt;
    return ModelChoice{.name = QFileInfo(run->folder).fileName(), .path = run->folder, .description = m_form->about(run->config), .summary = run->config};
}

void TrainingPage::start()
{
    const RunForm::Settings settings = m_form->settings();
    RunLog log;
    log.folder = fromPath(newRunFolder(m_runsFolder, settings.config, QDateTime::currentDateTime()));
    log.config = settings.config;
    log.totalSteps = settings.steps;
    std::vector<RunLog> runs = m_runs;
    runs.insert(runs.begin(), log);
    showRuns(std::move(runs));
    m_list->setCurrentRow(0);
    begin(std::move(log), {
                              QStringLiteral("--config=%1").arg(settings.config),
                              QStringLiteral("--examples_path=%1").arg(m_data),
                              QStringLiteral("--hparams=%1").arg(settings.hparams),
                              QStringLiteral("--seed=%1").arg(settings.seed),
                          });
}

void TrainingPage::continueRun()
{
    // All else is as the run's folder says.
    RunLog log = *chosen();
    log.totalSteps = log.step() + m_form->settings().steps;
    begin(std::move(log), {});
}

void TrainingPage::begin(RunLog log, QStringList arguments)
{
    m_running = std::move(log);
    m_running.state = RunLog::State::kStarting;
    m_running.message.clear();
    m_worked = 0.0;
    m_firstStep = -1;
    m_clock.start();
    m_tick.start();
    arguments << QStringLiteral("--run_dir=%1").arg(m_running.folder) << QStringLiteral("--num_training_steps=%1").arg(m_running.totalSteps)
              << QStringLiteral("--device=%1").arg(m_device);
    if (m_threads > 0)
        arguments << QStringLiteral("--threads=%1").arg(m_threads);
    if (m_form->settings().gentle)
        arguments << QStringLiteral("--gentle");
    m_message->clear();
    showChosen();
    m_process.start(arguments);
    Q_EMIT workChanged(tr("Training %1").arg(m_running.config));
}

void TrainingPage::setPaused(bool paused)
{
    paused ? m_process.pause() : m_process.resume();
}

void TrainingPage::stop()
{
    m_process.stop();
}

void TrainingPage::hear(const QJsonObject& event)
{
    apply(m_running, event);
    const QString kind = event["event"].toString();
    if (kind == QLatin1String("paused")) {
        m_worked = secondsWorked();
        m_clock.invalidate();
    } else if (kind == QLatin1String("resumed")) {
        m_clock.start();
    } else if (kind == QLatin1String("checkpoint")) {
        Q_EMIT modelsChanged();
    } else if (kind == QLatin1String("train") && m_firstStep < 0) {
        m_firstStep = m_running.step();
    }
    if (!m_redraw.isActive())
        m_redraw.start();
}

void TrainingPage::ended(const QString& sentence)
{
    m_tick.stop();
    m_worked = secondsWorked();
    m_clock.invalidate();
    if (!sentence.isEmpty()) {
        m_running.state = RunLog::State::kFailed;
        m_running.message = sentence;
    } else if (!m_running.isOver()) {
        m_running.state = RunLog::State::kDone;
    }
    showChosen();
    Q_EMIT workChanged({});
    Q_EMIT modelsChanged();
    refresh();
}

void TrainingPage::refresh()
{
    m_reading.run([folder = m_runsFolder](std::stop_token) { return readRuns(folder); }, [this](std::vector<RunLog> runs) { showRuns(std::move(runs)); });
}

void TrainingPage::showRuns(std::vector<RunLog> runs)
{
    const RunLog* before = chosen();
    const QString keep = before ? before->folder : QString();
    m_runs = std::move(runs);
    if (m_process.isRunning() && std::ranges::find(m_runs, m_running.folder, &RunLog::folder) == m_runs.end())
        m_runs.insert(m_runs.begin(), m_running); // its folder is younger than what was read
    const QSignalBlocker silent(m_list);
    m_list->clear();
    for (const RunLog& run : m_runs) {
        auto* item = new QListWidgetItem(QStringLiteral("%1\n%2").arg(QFileInfo(run.folder).fileName(), stateText(run.folder == m_running.folder ? m_running : run)), m_list);
        item->setToolTip(run.folder);
        if (run.folder == keep)
            m_list->setCurrentItem(item);
    }
    if (m_list->currentRow() < 0 && m_list->count() > 0)
        m_list->setCurrentRow(0);
    m_listPages->setCurrentIndex(m_runs.empty() ? 0 : 1);
    showChosen();
    Q_EMIT stateChanged();
}

const RunLog* TrainingPage::chosen() const
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= static_cast<int>(m_runs.size()))
        return nullptr;
    const RunLog& run = m_runs[static_cast<std::size_t>(row)];
    return run.folder == m_running.folder ? &m_running : &run;
}

void TrainingPage::showChosen()
{
    const RunLog* run = chosen();
    m_curvePages->setCurrentIndex(run ? 1 : 0);
    m_legend->setVisible(run);
    showLegend({});
    m_title->setFullText(run ? QFileInfo(run->folder).fileName() : QString());
    const bool failed = run && run->state == RunLog::State::kFailed;
    m_message->setText(!run || run->message.isEmpty() ? QString() : failed ? tr("%1", "why training failed").arg(run->message) : tr("%1", "a warning while training").arg(run->message));
    if (run)
        m_curves->show(*run);
    updateFigures();
}

void TrainingPage::showLegend(const QString& pointed)
{
    const RunLog* run = chosen();
    const QString lines = run && run->isLatent ? tr("solid: training · dashed: held-out tunes") : tr("solid: training · dashed: held-out tunes · dotted: a uniform guess");
    m_legend->setText(pointed.isEmpty() ? lines : pointed);
}

void TrainingPage::updateFigures()
{
    const RunLog* run = chosen();
    m_figures->setVisible(run);
    m_times->setVisible(run && run == &m_running);
    if (!run)
        return;
    const RunLog::Point last = run->train.empty() ? RunLog::Point{} : run->train.back();
    const QString reading = run->filesInAll > 0 ? tr("reading the music: %1 of %2 files").arg(run->filesRead).arg(run->filesInAll) : tr("reading the music…");
    const QString figures = run->isLatent ? tr("step %1 of %2 · loss %3 · KL %4 bits · accuracy %5 %") : tr("step %1 of %2 · loss %3 · perplexity %4 · accuracy %5 %");
    m_figures->setText(run->train.empty() ? (run->isOver() ? QString() : reading)
                                          : figures.arg(last.step)
                                                .arg(std::max(run->totalSteps, last.step))
                                                .arg(last.loss, 0, 'f', 4)
                                                .arg(run->isLatent ? last.klBits : last.perplexity, 0, 'f', 2)
                                                .arg(100.0 * last.accuracy, 0, 'f', 1));
    if (run != &m_running)
        return;
    const double worked = secondsWorked();
    const qint64 done = m_firstStep < 0 ? 0 : last.step - m_firstStep;
    const QString left = run->isOver() ? clockText(0.0) : done > 0 ? clockText(worked * static_cast<double>(run->totalSteps - last.step) / static_cast<double>(done)) : QStringLiteral("–");
    m_times->setText(tr("%1 elapsed · %2 left").arg(clockText(worked), left));
}

double TrainingPage::secondsWorked() const
{
    return m_worked + (m_clock.isValid() ? static_cast<double>(m_clock.elapsed()) / 1000.0 : 0.0);
}

} // namespace partita::ui
