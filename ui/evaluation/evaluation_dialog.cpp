#include "ui/evaluation/evaluation_dialog.h"

#include "ui/evaluation/evaluation_session.h"
#include "ui/evaluation/evaluation_text.h"
#include "ui/settings/folders.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_hint.h"
#include "ui/widgets/form.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/theme.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

QPushButton* dialogButton(const QString& text)
{
    auto* made = new QPushButton(text);
    made->setMinimumHeight(measure::kHitTarget);
    made->setAutoDefault(false);
    return made;
}

/// All rows in sight: the page scrolls, the table does not.
QTableWidget* tableWidget(const EvaluationTable& table)
{
    auto* widget = new QTableWidget(static_cast<int>(table.rows.size()), static_cast<int>(table.columns.size()) + 1);
    widget->setAccessibleName(table.title);
    widget->setHorizontalHeaderLabels(QStringList{QString()} + table.columns);
    widget->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    widget->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    widget->horizontalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
    widget->horizontalHeader()->setHighlightSections(false);
    widget->verticalHeader()->hide();
    widget->verticalHeader()->setDefaultSectionSize(measure::kHitTarget);
    widget->setShowGrid(false);
    widget->setAlternatingRowColors(true);
    widget->setEditTriggers(QAbstractItemView::NoEditTriggers);
    widget->setSelectionBehavior(QAbstractItemView::SelectRows);
    widget->setTabKeyNavigation(false);
    widget->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    widget->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (int row = 0; row < widget->rowCount(); ++row) {
        const EvaluationTable::Row& from = table.rows[static_cast<std::size_t>(row)];
        widget->setItem(row, 0, new QTableWidgetItem(from.name));
        for (int column = 0; column < from.cells.size(); ++column) {
            auto* cell = new QTableWidgetItem(from.cells[column]);
            cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            widget->setItem(row, column + 1, cell);
        }
    }
    widget->setFixedHeight(widget->horizontalHeader()->sizeHint().height() + widget->rowCount() * measure::kHitTarget + 2 * widget->frameWidth());
    return widget;
}

} // namespace

EvaluationDialog::EvaluationDialog(EvaluationSession& session, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_name(new ElidedLabel),
      m_description(dimText()),
      m_musicLabel(new ElidedLabel),
      m_choose(dialogButton(tr("&Choose Folder…"))),
      m_measure(dialogButton(tr("&Measure"))),
      m_stop(dialogButton(tr("&Stop"))),
      m_progress(new ProgressLine(tr("Progress of the measurement"))),
      m_stage(dimText()),
      m_pages(new QStackedWidget),
      m_copy(dialogButton(tr("C&opy")))
{
    setWindowTitle(tr("How Good Is It?"));
    resize(640, 620);
    m_name->setFont(heading({})->font());
    m_measure->setProperty("primary", true);
    m_choose->setToolTip(tr("Chooses the music to measure the model on; folders in it count, too."));
    m_copy->setToolTip(tr("Puts all figures on the clipboard, as a table that spreadsheets take."));

    auto* musicRow = new QHBoxLayout;
    musicRow->setSpacing(measure::kGap);
    musicRow->addWidget(m_musicLabel, 1);
    musicRow->addWidget(m_choose);
    musicRow->addWidget(m_measure);
    musicRow->addWidget(m_stop);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Figures"));
    auto* content = new QWidget;
    m_resultColumn = new QVBoxLayout(content);
    m_resultColumn->setContentsMargins(0, 0, 0, 0);
    m_resultColumn->addStretch();
    scroll->setWidget(content);
    m_pages->addWidget(new EmptyHint(tr("Choose a folder of music and measure: what the model makes of it will stand here.")));
    m_pages->addWidget(scroll);
    auto* close = dialogButton(tr("Close"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_copy);
    buttons->addStretch();
    buttons->addWidget(close);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(measure::kGroupGap, measure::kGroupGap, measure::kGroupGap, measure::kGroupGap);
    column->setSpacing(measure::kGap);
    column->addWidget(m_name);
    column->addWidget(m_description);
    column->addSpacing(measure::kGap);
    column->addLayout(musicRow);
    column->addWidget(m_progress);
    column->addWidget(m_stage);
    column->addWidget(m_pages, 1);
    column->addLayout(buttons);

    connect(m_choose, &QPushButton::clicked, this, &EvaluationDialog::chooseMusic);
    connect(m_measure, &QPushButton::clicked, this, &EvaluationDialog::measure);
    connect(m_stop, &QPushButton::clicked, &m_session, &EvaluationSession::stop);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    connect(&m_session, &EvaluationSession::changed, this, [this](const QString& model) {
        showState();
        if (model == m_model.path)
            showResult();
    });
    connect(&m_session, &EvaluationSession::progressed, this, &EvaluationDialog::showProgress);
    setMusic({});
}

void EvaluationDialog::showModel(const ModelChoice& model)
{
    m_model = model;
    m_name->setFullText(model.name);
    m_description->setText(model.summary.isEmpty() ? model.description : QStringLiteral("%1 (%2)").arg(model.description, model.summary));
    showState();
    showResult();
    show();
    raise();
    activateWindow();
    (m_music.isEmpty() ? m_choose : m_measure)->setFocus(); // what is next to do
}

void EvaluationDialog::chooseMusic()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Choose a Folder of Music"), m_music.isEmpty() ? lastFolder(Folder::kCorpora) : m_music);
    if (folder.isEmpty())
        return;
    rememberFolder(Folder::kCorpora, folder);
    setMusic(folder);
}

void EvaluationDialog::setMusic(const QString& folder)
{
    m_music = folder;
    m_musicLabel->setFullText(folder.isEmpty() ? tr("No folder chosen") : folder);
    showState();
}

void EvaluationDialog::measure()
{
    if (!m_measure->isEnabled())
        return;
    m_session.measure(m_model.path, m_music);
}

QString EvaluationDialog::text() const
{
    const Evaluation* found = m_session.find(m_model.path);
    return found && found->result ? evaluationText(m_model.name, found->music, *found->result) : QString();
}

void EvaluationDialog::showState()
{
    const bool working = !m_session.running().isEmpty();
    const bool here = working && m_session.running() == m_model.path;
    const Evaluation* found = m_session.find(m_model.path);
    QPushButton* next = m_measure->hasFocus() || m_stop->hasFocus() ? (working ? m_stop : m_measure) : nullptr;
    m_measure->setVisible(!working);
    m_measure->setEnabled(!m_music.isEmpty());
    m_measure->setToolTip(m_music.isEmpty() ? tr("Choose a folder of music first.") : tr("Measures the model on all music of the folder."));
    m_stop->setVisible(working);
    if (next) // one takes the other's place, for the keyboard too
        next->setFocus();
    m_progress->setProgress(here ? 0.0 : -1.0);
    if (here)
        m_stage->setText(tr("The model is being opened…"));
    else if (working)
        m_stage->setText(tr("Another model is being measured; this one can be when that has ended."));
    else
        m_stage->setText(found ? found->fault : QString());
    m_copy->setEnabled(found && found->result);
}

void EvaluationDialog::showProgress(study::AssessmentStage stage, qint64 done, qint64 of)
{
    if (m_session.running() != m_model.path)
        return;
    using Stage = study::AssessmentStage;
    const QString texts[] = {tr("Reading the music: %1 of %2 files"), tr("Measuring: %1 of %2 pieces"), tr("Choosing clips: %1 of at most %2"), tr("Reconstructing: %1 of %2 clips")};
    static_assert(static_cast<int>(Stage::kReconstructing) + 1 == std::size(texts));
    m_stage->setText(texts[static_cast<int>(stage)].arg(done).arg(of));
    m_progress->setProgress(of > 0 ? static_cast<double>(done) / static_cast<double>(of) : 0.0);
}

void EvaluationDialog::showResult()
{
    delete m_result;
    m_result = nullptr;
    const Evaluation* found = m_session.find(m_model.path);
    m_pages->setCurrentIndex(found && found->result ? 1 : 0);
    if (!found || !found->result)
        return;
    m_result = new QWidget;
    auto* column = new QVBoxLayout(m_result);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(measure::kGap);
    auto* note = dimText(QStringLiteral("%1 · %2").arg(evaluationNote(*found->result), QFileInfo(found->music).fileName()));
    note->setToolTip(found->music);
    column->addWidget(note);
    for (const QString& sentence : {meaningText(*found->result), collapseText(*found->result)}) {
        if (sentence.isEmpty())
            continue;
        auto* text = new QLabel(sentence);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        column->addWidget(text);
    }
    for (const EvaluationTable& table : evaluationTables(*found->result)) {
        column->addSpacing(measure::kGap);
        column->addWidget(heading(table.title));
        column->addWidget(tableWidget(table));
    }
    m_resultColumn->insertWidget(0, m_result);
}

} // namespace partita::ui
