#pragma once

#include "ui/document/project_document.h"
#include "ui/generate/generate_panel.h"
#include "ui/latent/morph_session.h"

#include <QWidget>

#include <array>
#include <optional>
#include <vector>

class QAction;
class QButtonGroup;
class QLabel;
class QStackedWidget;
class QVBoxLayout;

namespace partita::ui {

class ClipCard;
class ElidedLabel;
class EmptyHint;
class MorphPanel;
class PhraseView;
class ProgressLine;

/// Morph: at the left the clips and how they were made alike, in the middle what lies between them, at the right the model,
/// the way, and where the music goes. What is heard is asked of the window by signals.
class LatentPage : public QWidget {
    Q_OBJECT

public:
    struct Actions {
        QAction* useBars;
        QAction* hear;
        QAction* insertBetween;
        QAction* insertStrip;
        QAction* offerTake;
        QAction* addModel;
        QAction* howGood;
    };
    static constexpr int kClips = 4;

    LatentPage(ProjectDocument& document, const Actions& actions, MorphSession::OpenModel openModel, std::shared_ptr<JobThread> inference, QWidget* parent = nullptr);
    ~LatentPage() override;

    void setModels(const std::vector<ModelChoice>& models);
    void setClip(int clip, const std::optional<ClipSource>& source);
    /// Into the first place that is free, else the last.
    void addClip(const ClipSource& source);
    /// Reads a file away from this thread.
    void openClip(int clip, const QString& path);
    void chooseFile(int clip);
    void setShape(LatentMap::Shape shape);
    /// What the notes' mix without a model would be, in place of the model's music.
    void setNaive(bool naive);
    bool isNaive() const { return m_naive; }

    /// All rolls in a row, or, on a pad, the place under the handle; again: silence.
    void hear();
    /// The place under the handle, over and over, while it moves, too.
    void hearPlace();
    /// One undo step each, at the panel's place in the song.
    void insertBetween();
    void insertStrip();
    /// The music under the handle as a take of the chosen track.
    std::optional<project::Take> take() const;

    // Why not; empty where it can be done.
    QString hearFault() const;
    QString insertFault() const;
    QString stripFault() const;
    QString takeFault() const;

    // From the player.
    void showHeard(double tick);
    void showSilence();
    bool isHeard() const { return m_hearing != Hearing::kNothing; }

    MorphSession& session() { return m_session; }
    LatentMap& map() { return *m_map; }
    MorphPanel& panel() { return *m_panel; }
    ClipCard& card(int clip) { return *m_cards.at(static_cast<std::size_t>(clip)); }
    QString message() const;

Q_SIGNALS:
    /// What can be done has changed.
    void stateChanged();
    /// The bars selected in the note editor are wanted as this clip: `setClip` them.
    void selectionRequested(int clip);
    void hearRequested(const project::Document& document, Ticks from);
    void silenceRequested();
    void inserted(const std::vector<project::NoteId>& notes, const QString& sentence);

protected:
    /// The map has the focus in its place. No focus proxy: with one, Tab would skip all that stands before it.
    void focusInEvent(QFocusEvent* event) override;

private:
    enum class Hearing { kNothing, kRow, kPlace };

    QWidget* buildClips();
    QWidget* buildMiddle(const Actions& actions);
    void connectSession();
    void useClips();
    void usePlan();
    void showClips();
    void showBetween();
    void showCell(int cell);
    void showCells();
    void showHint();
    void say(const QString& sentence);
    std::optional<generate::Phrase> shown() const;
    std::optional<generate::Phrase> shownCell(int cell) const;
    std::vector<const generate::Phrase*> ghosts() const;
    void play(generate::Phrase phrase, bool loop, Ticks from);
    project::Recipe recipe(const char* operation) const;
    void insert(const generate::Phrase& phrase, EditKind kind, const project::Recipe& recipe);

    ProjectDocument& m_document;
    const Actions m_actions;
    MorphSession m_session;
    std::vector<std::optional<ClipSource>> m_clips{kClips};
    std::array<std::unique_ptr<JobRunner>, kClips> m_reading; ///< of files, each for its place

    std::array<ClipCard*, kClips> m_cards{};
    QButtonGroup* m_shapes;
    QButtonGroup* m_kinds; ///< model or mix
    QStackedWidget* m_pages;
    EmptyHint* m_hint;
    PhraseView* m_view;
    LatentMap* m_map;
    QVBoxLayout* m_middle;
    ElidedLabel* m_place;
    ProgressLine* m_progress;
    QLabel* m_message;
    MorphPanel* m_panel;

    bool m_naive = false;
    bool m_heldHearing = false; ///< heard because the pointer holds the handle
    Hearing m_hearing = Hearing::kNothing;
    double m_heardTick = 0.0;
};

} // namespace partita::ui
