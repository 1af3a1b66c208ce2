#include "ui/mainwindow/main_window.h"

#include "engine/core/paths.h"
#include "ui/bridge/conversions.h"
#include "ui/generate/candidate_tray.h"
#include "ui/generate/model_list.h"
#include "ui/itemmodels/track_list_model.h"
#include "ui/latent/groove_panel.h"
#include "ui/latent/groove_session.h"
#include "ui/latent/latent_models.h"
#include "ui/latent/latent_page.h"
#include "ui/mainwindow/audio_export.h"
#include "ui/mainwindow/file_session.h"
#include "ui/mainwindow/import_report.h"
#include "ui/mainwindow/roll_menu.h"
#include "ui/pianoroll/piano_roll_view.h"
#include "ui/tracks/track_list.h"
#include "ui/training/training_page.h"
#include "ui/transport/transport_bar.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/form.h"
#include "ui/widgets/message_strip.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/tabular_label.h"
#include "ui/widgets/theme.h"

#include <QAbstractButton>
#include <QCloseEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMenuBar>
#include <QScreen>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

constexpr QSize kFullSize{1440, 900}; ///< of a window that has room for the panels as they are meant

} // namespace

MainWindow::MainWindow(const Preferences& preferences, TakeSession::OpenModel openModel, MorphSession::OpenModel openLatent, QWidget* parent)
    : QMainWindow(parent), m_preferences(preferences), m_files(new FileSession(m_document, m_preferences, this)), m_trackModel(std::make_unique<TrackListModel>(m_document))
{
    setAcceptDrops(true);
    m_latentOpener = openLatent ? std::move(openLatent) : latentOpener(m_preferences.device);
    build();
    m_audioExport = new AudioExport(this);
    connect(m_audioExport, &AudioExport::failed, this, &MainWindow::warn);
    connect(m_audioExport, &AudioExport::exported, this, [this](const QString& target) { tell(tr("Exported “%1”.").arg(QFileInfo(target).fileName())); });
    m_takes = new TakeSession(m_document, *m_generate, *m_tray, openModel ? std::move(openModel) : opener(m_preferences.device), this);
    m_groove = new GrooveSession(m_document, *m_groovePanel, m_latentOpener, m_inference, this);
    buildMenus();
    buildStatusLine();
    bindFile();
    bindEdit();
    bindView();
    bindGenerate();
    bindTransport();
    connectDocument();
    connectRoll();
    connectPlayer();
    connectTakes();
    connectTraining();
    connectLatent();

    usePreferences(m_preferences);
    listModels();
    m_training->refresh();
    showOpened();
    showPage(m_studio);
    m_roll->setFocus();
    resize(kFullSize.boundedTo(screen()->availableSize()));
}

MainWindow::~MainWindow()
{
    // The panels look at the document until they are gone; and with them gone nobody shows its last signals.
    m_document.disconnect(this);
    m_document.undoStack()->disconnect(this);
    m_player.disconnect(this);
    delete takeCentralWidget();
}

// ---- What stands where

void MainWindow::build()
{
    m_transport = new TransportBar({.toStart = m_commands[Command::kToStart],
                                    .play = m_commands[Command::kPlay],
                                    .stop = m_commands[Command::kStop],
                                    .loop = m_commands[Command::kLoop],
                                    .click = m_commands[Command::kClick],
                                    .panic = m_commands[Command::kPanic],
                                    .compose = m_commands[Command::kCompose],
                                    .morph = m_commands[Command::kMorph],
                                    .train = m_commands[Command::kTrain],
                                    .settings = m_commands[Command::kSettings]});
    m_messages = new MessageStrip;
    m_studio = buildStudio();
    m_training = new TrainingPage({.chooseData = m_commands[Command::kChooseData],
                                   .start = m_commands[Command::kStartRun],
                                   .continueRun = m_commands[Command::kContinueRun],
                                   .pause = m_commands[Command::kPauseRun],
                                   .stop = m_commands[Command::kStopRun],
                                   .use = m_commands[Command::kUseRun],
                                   .howGood = m_commands[Command::kHowGood]},
                                  paths::runs());
    m_latent = new LatentPage(m_document,
                              {.useBars = m_commands[Command::kUseBars],
                               .hear = m_commands[Command::kHearWay],
                               .insertBetween = m_commands[Command::kInsertBetween],
                               .insertStrip = m_commands[Command::kInsertStrip],
                               .offerTake = m_commands[Command::kOfferTake],
                               .addModel = m_commands[Command::kAddModel],
                               .howGood = m_commands[Command::kHowGood]},
                              m_latentOpener, m_inference);
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_studio);
    m_pages->addWidget(m_training);
    m_pages->addWidget(m_latent);

    auto* all = new QWidget;
    auto* column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(measure::kGrid);
    column->addWidget(m_transport);
    column->addWidget(m_messages);
    column->addWidget(m_pages, 1);
    setCentralWidget(all);
}

QWidget* MainWindow::buildStudio()
{
    m_tracks = new TrackList(*m_trackModel);
    m_tracks->setMenuActions({m_commands[Command::kRenameTrack], m_commands[Command::kAddTrack], m_commands[Command::kRemoveTrack]});
    m_trackPanel = onPanel(new QWidget);
    auto* trackColumn = new QVBoxLayout(m_trackPanel);
    trackColumn->setContentsMargins(0, 0, 0, 0);
    trackColumn->setSpacing(0);
    auto* trackHead = new QHBoxLayout;
    trackHead->setContentsMargins(measure::kGap * 3 / 2, 0, measure::kGrid, 0);
    trackHead->addWidget(heading(tr("Tracks")), 1);
    trackHead->addWidget(toolButton(m_commands[Command::kAddTrack]));
    trackHead->addWidget(toolButton(m_commands[Command::kRemoveTrack]));
    trackColumn->addLayout(trackHead);
    trackColumn->addWidget(m_tracks, 1);

    m_roll = new PianoRollView(m_document);
    m_roll->setInvitation({m_commands[Command::kOpen], m_commands[Command::kOpenDemo], m_commands[Command::kWriteNew]});
    m_generate = new GeneratePanel({.regenerate = m_commands[Command::kRegenerate],
                                    .continueOn = m_commands[Command::kContinue],
                                    .beginNew = m_commands[Command::kWriteNew],
                                    .stop = m_commands[Command::kStopGenerating],
                                    .addModel = m_commands[Command::kAddModel],
                                    .howGood = m_commands[Command::kHowGood],
                                    .editChords = m_commands[Command::kEditChords]});
    m_groovePanel = new GroovePanel({.groove = m_commands[Command::kGroove],
                                     .stop = m_commands[Command::kStopGenerating],
                                     .addModel = m_commands[Command::kAddModel],
                                     .howGood = m_commands[Command::kHowGood]});
    m_inspector = new QTabWidget;
    m_inspector->setAccessibleName(tr("Generate and Groove"));
    m_inspector->insertTab(kGenerateTab, scrolled(m_generate), tr("Generate"));
    m_inspector->insertTab(kGrooveTab, scrolled(m_groovePanel), tr("Groove"));
    m_tray = new CandidateTray(m_commands[Command::kRegenerate], m_commands[Command::kHearSong], m_commands[Command::kMoreTakes]);

    m_columns = new QSplitter;
    m_columns->setHandleWidth(measure::kGrid);
    m_columns->setChildrenCollapsible(false);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_trackPanel, m_roll, m_inspector})
        m_columns->addWidget(widget);
    m_columns->setStretchFactor(1, 1);
    m_trackPanel->setMinimumWidth(measure::kTracksWidth * 3 / 4);
    m_inspector->setMinimumWidth(measure::kInspectorWidth * 3 / 4);
    connect(m_columns, &QSplitter::splitterMoved, this, [this] { m_columnsChosen = true; });

    auto* studio = new QWidget;
    auto* column = new QVBoxLayout(studio);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(measure::kGrid);
    column->addWidget(m_columns, 1);
    column->addWidget(m_tray);
    return studio;
}

void MainWindow::buildMenus()
{
    m_rollMenu = new RollMenu(*m_roll, this);
    m_commands.fill(menuBar(), [this](QMenu* menu, MenuId id, int group) {
        if (id == MenuId::kFile && group == 1)
            m_files->attachRecent(menu->addMenu(tr("Open &Recent")));
        else if (id == MenuId::kEdit && group == 1)
            m_rollMenu->fillEdit(menu);
        else if (id == MenuId::kView && group == 2)
            m_rollMenu->fillView(menu);
    });
    // Shortcuts work while their menu is closed, in full screen too.
    for (const CommandRow& row : commandTable())
        addAction(m_commands[row.command]);
}

void MainWindow::buildStatusLine()
{
    m_status = new ElidedLabel;
    m_savedText = new TabularLabel({tr("saved %n minute(s) ago", nullptr, 999), tr("unsaved changes")});
    m_savedText->setAlignment(Qt::AlignRight);
    m_savedText->setForegroundRole(QPalette::PlaceholderText);
    statusBar()->setFixedHeight(measure::kStatusHeight);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(measure::kGap, 0, measure::kGap, 0);
    statusBar()->addWidget(m_status, 1);
    statusBar()->addPermanentWidget(m_savedText);
    m_savedTick.setInterval(1000);
    connect(&m_savedTick, &QTimer::timeout, this, &MainWindow::showSaved);
    m_savedTick.start();
}

std::optional<ClipSource> MainWindow::selectedClip() const
{
    const project::Track* track = project::findTrack(m_document.document(), m_roll->track());
    if (!track || track->notes.empty())
        return std::nullopt;
    ClipSource clip{.name = m_document.displayName(), .document = std::make_shared<const project::Document>(m_document.document()), .track = track->id};
    if (const auto bars = m_roll->selectedBars())
        clip.bars = generate::BarRange{bars->first, bars->last};
    return clip;
}

// ---- What is shown

void MainWindow::showPage(QWidget* page)
{
    m_pages->setCurrentWidget(page);
    if (page != m_latent && m_latent->isHeard())
        m_player.endAudition();
    (page == m_studio ? m_roll : page)->setFocus();
    m_commands[Command::kCompose]->setChecked(page == m_studio);
    m_commands[Command::kTrain]->setChecked(page == m_training);
    m_commands[Command::kMorph]->setChecked(page == m_latent);
    refreshCommands();
}

void MainWindow::showOpened()
{
    m_savedAt = {};
    m_tracks->setCurrentTrack(m_roll->track());
    aimTakes();
    showTitle();
    showPosition();
    showSaved();
    refreshCommands();
}

void MainWindow::showTitle()
{
    setWindowTitle(QStringLiteral("%1[*]").arg(m_document.displayName()));
    setWindowModified(m_document.isDirty());
    refreshCommands();
}

void MainWindow::showSaved()
{
    if (m_document.isDirty()) {
        m_savedText->setText(tr("unsaved changes"));
    } else if (!m_savedAt.isValid()) {
        m_savedText->setText({});
    } else {
        const auto seconds = static_cast<int>(m_savedAt.secsTo(QDateTime::currentDateTime()));
        m_savedText->setText(seconds < 60 ? tr("saved %n second(s) ago", nullptr, seconds) : tr("saved %n minute(s) ago", nullptr, seconds / 60));
    }
}

void MainWindow::showReport()
{
    const auto& report = m_document.importReport();
    if (!report || report->verdict == midi::Verdict::kComplete) {
        if (m_messages->sentence() == std::exchange(m_reported, {}))
            m_messages->hide(); // it was about the file before
        return;
    }
    m_reported = headline(fromPath(m_document.sourceFile()), report->verdict);
    const bool partial = report->verdict == midi::Verdict::kPartial;
    m_messages->show(partial ? MessageStrip::Kind::kWarning : MessageStrip::Kind::kInfo, m_reported,
                     {{tr("Details"), [this] { m_commands[Command::kImportReport]->trigger(); }}});
}

void MainWindow::warn(const QString& sentence)
{
    m_messages->show(MessageStrip::Kind::kWarning, sentence);
}

void MainWindow::tell(const QString& text)
{
    statusBar()->showMessage(text, 4000);
}

// ---- How the window stands

WindowState MainWindow::state() const
{
    return {.geometry = saveGeometry(),
            .columns = m_columnsChosen ? m_columns->saveState() : QByteArray(),
            .tracks = !m_trackPanel->isHidden(),
            .inspector = !m_inspector->isHidden(),
            .tray = !m_tray->isHidden()};
}

void MainWindow::restore(const WindowState& state)
{
    // The screen may be another one than last time, and smaller.
    if (restoreGeometry(state.geometry) && !isMaximized() && !isFullScreen()) {
        const QRect room = screen()->availableGeometry();
        resize(size().boundedTo(room.size()));
        move(std::clamp(x(), room.left(), std::max(room.left(), room.right() + 1 - width())), std::clamp(y(), room.top(), std::max(room.top(), room.bottom() + 1 - height())));
    }
    m_commands[Command::kFullScreen]->setChecked(isFullScreen());
    if (!state.columns.isEmpty())
        m_columnsChosen = m_columns->restoreState(state.columns);
    const std::tuple<Command, QWidget*, bool> panels[] = {{Command::kShowTracks, m_trackPanel, state.tracks}, {Command::kShowInspector, m_inspector, state.inspector}, {Command::kShowTray, m_tray, state.tray}};
    for (const auto& [command, panel, shown] : panels) {
        m_commands[command]->setChecked(shown);
        panel->setVisible(shown);
    }
}

// ---- The window's own events

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    if (m_columnsChosen)
        return;
    // On a narrow window the panels give way: the music keeps most of it.
    const auto share = [this](int full) { return std::min(full, full * width() / kFullSize.width()); };
    const int tracks = share(measure::kTracksWidth);
    const int inspector = share(measure::kInspectorWidth);
    m_columns->setSizes({tracks, width() - tracks - inspector, inspector});
}

bool MainWindow::event(QEvent* event)
{
    // A button that has the focus was walked to by Tab: there Space presses it, everywhere else it plays.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier && qobject_cast<QAbstractButton*>(focusWidget())) {
            event->accept();
            return true;
        }
    }
    return QMainWindow::event(event);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_closing && m_document.isDirty()) {
        event->ignore();
        m_files->whenSafe([this] {
            m_closing = true;
            close();
        });
        return;
    }
    saveWindowState(state());
    m_player.stop();
    event->accept();
}

} // namespace partita::ui
