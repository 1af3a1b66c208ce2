#include "ui/mainwindow/main_window.h"

#include "engine/project/chords.h"
#include "ui/bridge/conversions.h"
#include "ui/generate/candidate_tray.h"
#include "ui/generate/generate_panel.h"
#include "ui/latent/groove_panel.h"
#include "ui/latent/groove_session.h"
#include "ui/latent/latent_page.h"
#include "ui/mainwindow/file_session.h"
#include "ui/mainwindow/import_report.h"
#include "ui/mainwindow/roll_menu.h"
#include "ui/mainwindow/shortcuts_dialog.h"
#include "ui/pianoroll/piano_roll_view.h"
#include "ui/settings/folders.h"
#include "ui/tracks/track_list.h"
#include "ui/training/training_page.h"

#include <QActionGroup>
#include <QFileDialog>
#include <QStackedWidget>
#include <QTabWidget>

#include <algorithm>

namespace partita::ui {
namespace {

constexpr std::pair<Command, generate::Operation> kOperations[] = {
    {Command::kRegenerate, generate::Operation::kRegenerate},
    {Command::kContinue, generate::Operation::kContinue},
    {Command::kWriteNew, generate::Operation::kNew},
};

} // namespace

void MainWindow::bindFile()
{
    m_commands.bind(Command::kNew, [this] { m_files->startNew(); });
    m_commands.bind(Command::kOpen, [this] {
        if (const QString path = m_files->askFile(); !path.isEmpty())
            openPath(path); // which knows models, too
    });
    m_commands.bind(Command::kSave, [this] { m_files->save(); });
    m_commands.bind(Command::kSaveAs, [this] { m_files->saveAs(); });
    m_commands.bind(Command::kExportSong, [this] { m_files->exportSong(); });
    m_commands.bind(Command::kExportSelection, [this] { m_files->exportNotes(m_roll->selection()); });
    m_commands.bind(Command::kExportAudio, [this] { exportAudio(); });
    m_commands.bind(Command::kImportReport, [this] { showImportReport(fromPath(m_document.sourceFile()), *m_document.importReport(), this); });
    m_commands.bind(Command::kSettings, [this] { openSettings(); });
    m_commands.bind(Command::kQuit, [this] { close(); });
    m_commands.bind(Command::kShortcuts, [this] { openShortcuts(); });
    m_commands.bind(Command::kOpenDemo, [this] { openDemo(); });
    m_commands.bind(Command::kAbout, [this] { openAbout(); });
}

void MainWindow::bindEdit()
{
    m_commands.bind(Command::kUndo, [this] { m_document.undoStack()->undo(); });
    m_commands.bind(Command::kRedo, [this] { m_document.undoStack()->redo(); });
    connect(m_document.undoStack(), &QUndoStack::indexChanged, this, &MainWindow::refreshCommands);
    connect(m_document.undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::refreshCommands);

    m_commands.bind(Command::kAddTrack, [this] {
        const int number = static_cast<int>(m_document.document().tracks.size()) + 1;
        m_document.perform(EditKind::kAddTrack, project::addTrack(m_document.document(), {.name = tr("Track %1").arg(number).toStdString()}));
        m_tracks->setCurrentTrack(m_document.document().tracks.back().id);
    });
    m_commands.bind(Command::kRenameTrack, [this] { m_tracks->renameCurrent(); });
    m_commands.bind(Command::kRemoveTrack, [this] { m_document.perform(EditKind::kRemoveTrack, project::removeTrack(m_document.document(), m_tracks->currentTrack())); });
}

void MainWindow::bindView()
{
    m_commands.bind(Command::kCompose, [this] { showPage(m_studio); });
    m_commands.bind(Command::kTrain, [this] { showPage(m_training); });
    m_commands.bind(Command::kMorph, [this] { showPage(m_latent); });

    const std::pair<Command, QWidget*> panels[] = {{Command::kShowTracks, m_trackPanel}, {Command::kShowInspector, m_inspector}, {Command::kShowTray, m_tray}};
    for (const auto& [command, panel] : panels) {
        m_commands[command]->setChecked(true);
        m_commands.bindToggle(command, [panel = panel](bool on) { panel->setVisible(on); });
    }
    m_commands.bindToggle(Command::kFullScreen, [this](bool on) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, on)); });

    auto* looks = new QActionGroup(this);
    const std::pair<Command, theme::Choice> choices[] = {{Command::kLookSystem, theme::Choice::kSystem}, {Command::kLookDark, theme::Choice::kDark}, {Command::kLookLight, theme::Choice::kLight}};
    for (const auto& [command, choice] : choices) {
        looks->addAction(m_commands[command]);
        m_commands.bind(command, [this, choice = choice] {
            Preferences changed = m_preferences;
            changed.look = choice;
            usePreferences(changed);
        });
    }
}

void MainWindow::bindGenerate()
{
    for (const auto& [command, operation] : kOperations)
        m_commands.bind(command, [this, operation = operation] { m_takes->write(operation); });
    m_commands.bind(Command::kEditChords, [this] {
        showPage(m_studio);
        const auto bars = m_takes->bars(m_generate->operation());
        m_roll->editChords(bars ? bars->first : m_document.meterMap().barAt(playhead()));
    });
    m_commands.bind(Command::kFindChords, [this] { findChords(); });
    m_commands.bind(Command::kMoreTakes, [this] { m_takes->more(); });
    m_commands.bind(Command::kStopGenerating, [this] {
        m_takes->stop();
        m_groove->stop();
    });
    m_commands.bind(Command::kHearTake, [this] { hear(m_tray->chosen()); });
    m_commands.bind(Command::kHearSong, [this] { hear(kSongItself); });
    m_commands.bind(Command::kAccept, [this] { m_takes->accept(m_tray->chosen()); });
    m_commands.bind(Command::kDiscard, [this] { m_takes->discard(); });
    m_commands.bind(Command::kAddModel, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Add Model"), lastFolder(Folder::kModels), tr("Checkpoints (*.safetensors *.mag *.ckpt* *.index *.meta *.zip *.tar *.tgz *.tar.gz checkpoint weights_manifest.json);;All files (*)"), nullptr, QFileDialog::HideNameFilterDetails);
        if (path.isEmpty())
            return;
        rememberFolder(Folder::kModels, path);
        addModel(path);
    });

    m_commands.bind(Command::kHowGood, [this] { openEvaluation(); });
    m_commands.bind(Command::kGroove, [this] {
        showPage(m_studio);
        m_commands[Command::kShowInspector]->setChecked(true);
        m_inspector->show();
        m_inspector->setCurrentIndex(kGrooveTab);
        m_groove->write();
    });
    m_commands.bind(Command::kUseBars, [this] {
        m_latent->addClip(*selectedClip());
        showPage(m_latent);
    });
    m_commands.bind(Command::kHearWay, [this] {
        showPage(m_latent);
        m_latent->hear();
    });
    m_commands.bind(Command::kInsertBetween, [this] { m_latent->insertBetween(); });
    m_commands.bind(Command::kInsertStrip, [this] { m_latent->insertStrip(); });
    m_commands.bind(Command::kOfferTake, [this] {
        m_takes->offer({*m_latent->take()});
        showPage(m_studio);
    });

    m_commands.bind(Command::kChooseData, [this] {
        showPage(m_training);
        m_training->chooseData();
    });
    m_commands.bind(Command::kStartRun, [this] {
        showPage(m_training);
        m_training->start();
    });
    m_commands.bind(Command::kContinueRun, [this] {
        showPage(m_training);
        m_training->continueRun();
    });
    m_commands.bindToggle(Command::kPauseRun, [this](bool on) { m_training->setPaused(on); });
    m_commands.bind(Command::kStopRun, [this] { m_training->stop(); });
    m_commands.bind(Command::kUseRun, [this] { useModel(m_training->chosenModel()->path); });
}

void MainWindow::findChords()
{
    m_chordFinding.run([document = m_document.document()](std::stop_token) { return project::chordsInNotes(document); },
                       [this](const Result<std::vector<project::Chord>>& chords) {
                           if (!chords) {
                               warn(tr("No chords were found. %1").arg(toQString(chords.error().message)));
                               return;
                           }
                           m_document.perform(EditKind::kChords, project::setChords(m_document.document(), Ticks(0), project::endOf(m_document.document()) + Ticks(1), *chords));
                           m_roll->setChordsShown(true);
                       });
}

void MainWindow::refreshCommands()
{
    const project::Document& document = m_document.document();
    const QUndoStack& undo = *m_document.undoStack();
    const auto allow = [this](Command command, bool possible, const QString& else_) { m_commands.allow(command, possible ? QString() : else_); };

    allow(Command::kExportSelection, !m_roll->selection().empty(), tr("Select notes first."));
    allow(Command::kImportReport, m_document.importReport().has_value(), tr("This document does not come from a MIDI file."));

    m_commands.rename(Command::kUndo, undo.canUndo() ? tr("&Undo %1").arg(undo.undoText()) : tr("&Undo"));
    m_commands.rename(Command::kRedo, undo.canRedo() ? tr("&Redo %1").arg(undo.redoText()) : tr("&Redo"));
    allow(Command::kUndo, undo.canUndo(), tr("There is nothing to undo."));
    allow(Command::kRedo, undo.canRedo(), tr("There is nothing to redo."));
    allow(Command::kRemoveTrack, document.tracks.size() > 1, tr("A song keeps at least one track."));
    allow(Command::kRenameTrack, m_tracks->currentTrack() != 0, tr("There is no track."));

    const auto name = [this](Command command, generate::Operation operation, const QString& plain, const QString& one, const QString& many) {
        const auto bars = m_takes->bars(operation);
        m_commands.rename(command, !bars ? plain : bars->first == bars->last ? one.arg(bars->first) : many.arg(bars->first).arg(bars->last));
        m_commands.allow(command, m_takes->fault(operation));
    };
    name(Command::kRegenerate, generate::Operation::kRegenerate, tr("&Regenerate Bars"), tr("&Regenerate Bar %1"), tr("&Regenerate Bars %1–%2"));
    name(Command::kContinue, generate::Operation::kContinue, tr("&Continue"), tr("&Continue with Bar %1"), tr("&Continue with Bars %1–%2"));
    name(Command::kWriteNew, generate::Operation::kNew, tr("&New from Nothing"), tr("&New Bar %1 from Nothing"), tr("&New Bars %1–%2 from Nothing"));
    allow(Command::kFindChords, std::ranges::any_of(document.tracks, [](const project::Track& track) { return !track.isDrum() && !track.notes.empty(); }), tr("There are no notes to find chords in."));
    m_commands.allow(Command::kMoreTakes, m_takes->moreFault());
    allow(Command::kStopGenerating, m_takes->isWriting() || m_groove->isWriting(), tr("No takes are being written."));
    allow(Command::kHearTake, m_tray->take(m_tray->chosen()), tr("Choose a take first."));
    allow(Command::kHearSong, m_takes->hasTakes(), tr("There are no takes."));
    allow(Command::kAccept, m_tray->take(m_tray->chosen()), tr("Choose a take first."));
    allow(Command::kDiscard, m_takes->hasTakes(), tr("There are no takes."));

    allow(Command::kHowGood, modelInSight().has_value(), m_pages->currentWidget() == m_training ? tr("Choose a run that has a checkpoint first.") : tr("Choose a model first."));
    m_commands.allow(Command::kGroove, m_groove->fault());
    const project::Track* track = project::findTrack(document, m_roll->track());
    allow(Command::kUseBars, track && !track->notes.empty(), tr("Choose a track that has notes first."));
    m_commands.allow(Command::kHearWay, m_latent->hearFault());
    m_commands[Command::kHearWay]->setChecked(m_latent->isHeard());
    m_commands.allow(Command::kInsertBetween, m_latent->insertFault());
    m_commands.allow(Command::kInsertStrip, m_latent->stripFault());
    m_commands.allow(Command::kOfferTake, m_takes->isWriting() ? tr("Takes are being written; stop them first.") : m_latent->takeFault());

    const TrainingProcess& process = m_training->process();
    const QString idle = tr("No training is going on.");
    m_commands.allow(Command::kStartRun, m_training->startFault());
    m_commands.allow(Command::kContinueRun, m_training->continueFault());
    allow(Command::kPauseRun, process.isRunning() && process.state() != TrainingProcess::State::kStopping, idle);
    allow(Command::kStopRun, process.isRunning() && process.state() != TrainingProcess::State::kStopping, idle);
    allow(Command::kUseRun, m_training->chosenModel().has_value(), tr("Choose a run that has a checkpoint first."));
    m_commands[Command::kPauseRun]->setChecked(process.state() == TrainingProcess::State::kPaused || process.state() == TrainingProcess::State::kPausing);

    m_commands[Command::kLoop]->setChecked(document.loop.enabled);
    allow(Command::kLoop, document.loop.end > document.loop.start, tr("Drag in the upper half of the ruler to make a loop first."));
    allow(Command::kPlayLoop, document.loop.end > document.loop.start, tr("There is no loop."));
    allow(Command::kLoopSelection, m_roll->selectedBarsRange().has_value(), tr("Select bars or notes first."));
}

void MainWindow::openShortcuts()
{
    auto* dialog = new ShortcutsDialog(m_commands, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace partita::ui
