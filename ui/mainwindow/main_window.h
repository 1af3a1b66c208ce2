#pragma once

#include "ui/bridge/player_proxy.h"
#include "ui/document/project_document.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/generate/take_session.h"
#include "ui/latent/morph_session.h"
#include "ui/mainwindow/commands.h"
#include "ui/mainwindow/window_state.h"
#include "ui/settings/preferences.h"

#include <QDateTime>
#include <QMainWindow>
#include <QTimer>

class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace partita::ui {

class AudioExport;
class CandidateTray;
class ElidedLabel;
class EvaluationDialog;
class FileSession;
class GeneratePanel;
class GroovePanel;
class GrooveSession;
class LatentPage;
enum class ModelUse;
class MessageStrip;
class PianoRollView;
class RollMenu;
class TabularLabel;
class TrackList;
class TrackListModel;
class TrainingPage;
class TransportBar;

/// The studio's window. It owns the open document, the player and the panels, and connects them.
/// Threads: GUI thread.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// `openModel`, `openLatent`: how checkpoints become networks; by default through LibTorch on the preferred device.
    explicit MainWindow(const Preferences& preferences, TakeSession::OpenModel openModel = {}, MorphSession::OpenModel openLatent = {}, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// A document, a file of music or a checkpoint (a file or a folder).
    void openPath(const QString& path);
    void openDemo();
    /// Where a crash left unsaved work behind, offers it.
    void offerRecovery();

    /// How it stands; kept when it closes (saveWindowState).
    WindowState state() const;
    /// Stands as `state` says, as far as the screen has room.
    void restore(const WindowState& state);

    const Commands& commands() const { return m_commands; }
    ProjectDocument& document() { return m_document; }
    PianoRollView& roll() { return *m_roll; }
    TakeSession& takes() { return *m_takes; }
    CandidateTray& tray() { return *m_tray; }
    GeneratePanel& generatePanel() { return *m_generate; }
    TrainingPage& training() { return *m_training; }
    LatentPage& latent() { return *m_latent; }
    GroovePanel& groovePanel() { return *m_groovePanel; }
    GrooveSession& groove() { return *m_groove; }
    EvaluationSession& evaluation() { return m_evaluation; }
    EvaluationDialog* evaluationDialog() { return m_evaluationDialog; } ///< null before it was asked for
    MessageStrip& messages() { return *m_messages; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    enum InspectorTab { kGenerateTab, kGrooveTab };

    // main_window.cpp: what stands where
    void build();
    QWidget* buildStudio();
    void buildMenus();
    void buildStatusLine();

    // main_window_connections.cpp: how the parts hear of each other
    void connectDocument();
    void connectRoll();
    void connectPlayer();
    void aimTakes();
    void connectTakes();
    void connectTraining();
    void connectLatent();

    // main_window_commands.cpp: what each command does, and when it cannot
    void bindFile();
    void bindEdit();
    void bindView();
    void bindGenerate();
    void refreshCommands();
    void findChords();
    void openShortcuts();

    // main_window_sound.cpp: what is heard, and the choices about it
    void bindTransport();
    void showPosition();
    void showSound();
    void showFollow();
    /// A take in the song, or `kSongItself`; the same again: silence.
    void hear(int index);
    std::optional<ClipSource> selectedClip() const;
    void showAudition();
    void showAuditionEnded();
    Ticks playhead() const;
    void usePreferences(const Preferences& preferences);
    void useSound();
    void openSettings();
    void openAbout();
    void exportAudio();

    void showPage(QWidget* page);
    void showOpened();
    void showTitle();
    void showSaved();
    void showReport();
    void warn(const QString& sentence);
    void tell(const QString& text);

    // main_window_files.cpp: what comes from outside
    void chooseTune(const std::filesystem::path& path, const QStringList& titles);

    // main_window_models.cpp: which models there are, and how good they are
    void addModel(const QString& path);
    void listModels();
    /// Looks what a listed model is for, and goes there with it chosen.
    void useModel(const QString& path);
    void choose(const QString& path, ModelUse use);
    /// The one that is chosen on the page in front.
    std::optional<ModelChoice> modelInSight() const;
    void openEvaluation();

    Preferences m_preferences;
    ProjectDocument m_document;
    PlayerProxy m_player{m_document};
    Commands m_commands;
    FileSession* m_files;
    std::unique_ptr<TrackListModel> m_trackModel;

    TransportBar* m_transport;
    MessageStrip* m_messages;
    QStackedWidget* m_pages;
    QWidget* m_studio;
    QSplitter* m_columns;
    bool m_columnsChosen = false; ///< by hand: then they stay
    QWidget* m_trackPanel;
    TrackList* m_tracks;
    PianoRollView* m_roll;
    RollMenu* m_rollMenu;
    QTabWidget* m_inspector;
    GeneratePanel* m_generate;
    GroovePanel* m_groovePanel;
    GrooveSession* m_groove;
    CandidateTray* m_tray;
    TakeSession* m_takes;
    TrainingPage* m_training;
    LatentPage* m_latent;
    ElidedLabel* m_status;
    TabularLabel* m_savedText;

    AudioExport* m_audioExport;

    static constexpr int kNothing = -1, kSongItself = -2;
    int m_audition = kNothing; ///< the take being heard in place of the document, or the bars that it would replace
    std::optional<SoundSettings> m_sound; ///< as opened
    QString m_midiOut;
    QString m_reported; ///< what was last said about an opened file
    QTimer m_savedTick;
    QDateTime m_savedAt;
    MorphSession::OpenModel m_latentOpener;
    std::shared_ptr<JobThread> m_inference = std::make_shared<JobThread>();
    EvaluationSession m_evaluation;
    EvaluationDialog* m_evaluationDialog = nullptr;
    JobRunner m_listing;
    JobRunner m_listingLatent;
    JobRunner m_looking;      ///< for what networks can run on
    JobRunner m_opening;      ///< of a checkpoint that was added
    JobRunner m_chordFinding;
    QString m_modelToChoose, m_latentToChoose; ///< once their lists hold it
    bool m_closing = false;
};

} // namespace partita::ui
