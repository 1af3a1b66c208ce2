/// How the parts of the window hear of each other.
#include "ui/mainwindow/main_window.h"

#include "ui/generate/candidate_tray.h"
#include "ui/generate/generate_panel.h"
#include "ui/latent/groove_panel.h"
#include "ui/latent/groove_session.h"
#include "ui/latent/latent_page.h"
#include "ui/latent/morph_panel.h"
#include "ui/mainwindow/file_session.h"
#include "ui/pianoroll/piano_roll_view.h"
#include "ui/tracks/track_list.h"
#include "ui/training/training_page.h"
#include "ui/transport/transport_bar.h"
#include "ui/widgets/elided_label.h"

#include <QMenu>
#include <QTabWidget>

namespace partita::ui {

void MainWindow::connectDocument()
{
    connect(&m_document, &ProjectDocument::changed, this, &MainWindow::refreshCommands);
    connect(&m_document, &ProjectDocument::timeChanged, this, &MainWindow::showPosition);
    connect(&m_document, &ProjectDocument::loopChanged, this, &MainWindow::refreshCommands);
    connect(&m_document, &ProjectDocument::dirtyChanged, this, &MainWindow::showTitle);
    connect(&m_document, &ProjectDocument::fileChanged, this, &MainWindow::showTitle);
    connect(&m_document, &ProjectDocument::documentReplaced, this, &MainWindow::showOpened);
    connect(&m_document, &ProjectDocument::opened, this, &MainWindow::showReport);
    connect(&m_document, &ProjectDocument::openFailed, this, [this](const QString& sentence) {
        m_reported = tr("%1", "why a file could not be opened").arg(sentence); // until another file opens
        warn(m_reported);
    });
    connect(&m_document, &ProjectDocument::tunesFound, this, &MainWindow::chooseTune);
    connect(&m_document, &ProjectDocument::saved, this, [this] {
        m_savedAt = QDateTime::currentDateTime();
        showSaved();
    });
    connect(&m_document, &ProjectDocument::autosaveFailed, this, [this](const QString& sentence) { warn(tr("%1", "why unsaved work is not kept safe").arg(sentence)); });
    connect(m_files, &FileSession::told, this, &MainWindow::tell);
    connect(m_files, &FileSession::failed, this, [this](const QString& sentence) { warn(tr("%1", "why a file could not be written").arg(sentence)); });
}

void MainWindow::connectRoll()
{
    connect(m_roll, &PianoRollView::statusChanged, m_status, &ElidedLabel::setFullText);
    connect(m_roll, &PianoRollView::selectionChanged, this, &MainWindow::refreshCommands);
    connect(m_roll, &PianoRollView::selectedBarsChanged, this, &MainWindow::aimTakes);
    connect(m_roll, &PianoRollView::refused, this, &MainWindow::warn);
    connect(m_roll, &PianoRollView::contextMenuAboutToShow, this, [this](QMenu* menu) {
        menu->addSeparator();
        menu->addAction(m_commands[Command::kRegenerate]);
        menu->addAction(m_commands[Command::kLoopSelection]);
    });
    connect(m_tracks, &TrackList::currentTrackChanged, m_roll, [this](project::TrackId track) {
        m_roll->setTrack(track);
        aimTakes();
        refreshCommands();
    });
}

void MainWindow::aimTakes()
{
    const auto bars = m_roll->selectedBars();
    const auto range = bars ? std::optional(generate::BarRange{bars->first, bars->last}) : std::nullopt;
    m_takes->setTarget(m_roll->track(), range);
    m_groove->setTarget(m_roll->track(), range);
}

void MainWindow::connectTakes()
{
    connect(m_takes, &TakeSession::stateChanged, this, &MainWindow::refreshCommands);
    connect(m_takes, &TakeSession::accepted, this, [this](const std::vector<project::NoteId>& notes) {
        m_roll->model().select(notes);
        m_roll->setFocus();
    });
    connect(m_tray, &CandidateTray::playRequested, this, &MainWindow::hear);
    connect(m_tray, &CandidateTray::chosenChanged, this, [this](int index) {
        if (m_audition >= 0 && m_audition != index)
            m_player.endAudition();
        if (const project::Take* take = m_tray->take(index)) {
            m_tracks->setCurrentTrack(take->track);
            m_roll->setCandidate(take->notes, {take->start, take->end});
            m_roll->revealBars({m_document.meterMap().barAt(take->start), m_document.meterMap().barAt(take->end - Ticks(1))});
        } else {
            m_roll->clearCandidate();
        }
    });
    connect(m_generate, &GeneratePanel::fileDropped, this, &MainWindow::openPath);
    connect(m_inspector, &QTabWidget::currentChanged, this, &MainWindow::refreshCommands);
}

void MainWindow::connectTraining()
{
    connect(m_training, &TrainingPage::stateChanged, this, &MainWindow::refreshCommands);
    connect(m_training, &TrainingPage::modelsChanged, this, &MainWindow::listModels);
    connect(m_training, &TrainingPage::workChanged, m_transport, &TransportBar::setWork);
}

void MainWindow::connectLatent()
{
    connect(m_groovePanel, &GroovePanel::modelChanged, this, &MainWindow::refreshCommands);
    connect(&m_latent->panel(), &MorphPanel::modelChanged, this, &MainWindow::refreshCommands);
    connect(m_groove, &GrooveSession::stateChanged, this, &MainWindow::refreshCommands);
    connect(m_groove, &GrooveSession::written, m_takes, &TakeSession::offer);
    connect(m_latent, &LatentPage::stateChanged, this, &MainWindow::refreshCommands);
    connect(m_latent, &LatentPage::selectionRequested, this, [this](int clip) { m_latent->setClip(clip, selectedClip()); });
    connect(m_latent, &LatentPage::hearRequested, this, [this](const project::Document& document, Ticks from) {
        if (m_audition != kNothing)
            m_player.endAudition();
        m_player.audition(document, from);
    });
    connect(m_latent, &LatentPage::silenceRequested, this, [this] {
        m_player.endAudition(); // which says nothing of what had not begun to sound
        m_latent->showSilence();
    });
    connect(m_latent, &LatentPage::inserted, this, [this](const std::vector<project::NoteId>& notes, const QString& sentence) {
        m_roll->model().select(notes);
        tell(sentence);
    });
}

} // namespace partita::ui
