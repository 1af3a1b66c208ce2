#pragma once

#include "ui/pianoroll/roll_commands.h"
#include "ui/pianoroll/roll_model.h"
#include "ui/pianoroll/tools.h"

#include <QWidget>

#include <bitset>
#include <optional>
#include <vector>

class QAction;
class QLabel;
class QMenu;
class QScrollBar;

namespace partita::ui {

class ChordLane;
class RollCanvas;
class RollHeader;
class RollKeys;
class RollRuler;
class VelocityLane;

/// The note editor: header with tools, ruler, keyboard, canvas, velocity lane.
///
/// Shows one track of the document for editing, the others as ghosts. It sounds nothing and plays nothing itself: it asks
/// by signals, and is told where the playhead is. Every edit is one undo step of the document.
/// Keys of `rollCommands()` work while the focus is inside, before the window's own shortcuts.
/// Threads: GUI.
class PianoRollView : public QWidget {
    Q_OBJECT

public:
    explicit PianoRollView(ProjectDocument& document, QWidget* parent = nullptr);

    RollModel& model() { return *m_model; }
    const RollModel& model() const { return *m_model; }

    /// Scrolls to its notes. The first track with notes is shown when another document is opened.
    void setTrack(project::TrackId track);
    project::TrackId track() const { return m_model->track(); }

    const std::vector<project::NoteId>& selection() const { return m_model->selection(); }

    /// Bars by their numbers, from 1, both included.
    struct Bars {
        int first = 1;
        int last = 1;
        friend bool operator==(const Bars&, const Bars&) = default;
    };
    /// What Regenerate works on: the region chosen in the ruler, else the bars that the selected notes touch.
    std::optional<Bars> selectedBars() const;
    std::optional<TickRange> selectedBarsRange() const;
    void selectBars(std::optional<Bars> bars);

    /// Shows notes that could stand in `region`, over what stands there; nothing changes in the document.
    void setCandidate(std::vector<project::Note> notes, const TickRange& region);
    void clearCandidate();

    /// What an empty song offers to begin with, as buttons in its middle.
    void setInvitation(const std::vector<QAction*>& actions);

    /// From the transport, at the screen's rate.
    void setPlayhead(Ticks tick);
    void setPlaying(bool playing);
    enum class Follow { kOff, kPage, kSmooth };
    /// Scrolling by hand stops following until the next start.
    void setFollow(Follow follow);
    Follow follow() const { return m_follow; }
    /// Lights keys that are played elsewhere, e.g. on a MIDI keyboard.
    void setPlayedKeys(const std::bitset<128>& keys);

    /// The lane of chord symbols; an opened song with chords shows it by itself.
    void setChordsShown(bool shown);
    bool areChordsShown() const;
    /// Opens the field for the chords of a bar.
    void editChords(int bar);

    void run(RollCommand command);
    bool isAvailable(RollCommand command) const;

    void setTool(ToolId tool);
    ToolId tool() const;
    void cut();
    void copy();
    void paste();
    void addNoteAtPlayhead();
    void zoom(double factor); ///< about the playhead where it is in view, else about the middle
    void zoomToSelection();
    void zoomBack();
    void zoomToFit();
    void scrollRows(int rows); ///< positive: downwards
    void revealBars(const Bars& bars);
    void revealFocusNote();
    void soundFocusNote();
    bool hasGesture() const;

Q_SIGNALS:
    void statusChanged(const QString& status); ///< for the status line: what is under the pointer, or the focus note
    void selectionChanged();
    void selectedBarsChanged(); ///< selectedBars()
    void toolChanged(ToolId tool);
    void seekRequested(Ticks tick);
    void followChanged(PianoRollView::Follow follow);
    /// A note to be heard at once on the track's channel (0–15); each is followed by its noteOff.
    void noteOn(int channel, int pitch, int velocity);
    void noteOff(int channel, int pitch);
    void chordsShownChanged(bool shown);
    /// What was typed cannot be used, as a sentence.
    void refused(const QString& sentence);
    /// Add what belongs to the window, e.g. Regenerate; the menu lives until it closes.
    void contextMenuAboutToShow(QMenu* menu);

protected:
    bool event(QEvent* event) override;
    /// The canvas has the focus in its place. No focus proxy: with one, Tab would skip all that stands before it.
    void focusInEvent(QFocusEvent* event) override;

private:
    void build();
    void connectParts();
    void syncScrollBars();
    void followPlayhead();
    void showTrack();
    void showContextMenu(QPoint globalPosition);
    void describeFocus();
    bool cancel();

    ProjectDocument* m_document;
    RollModel* m_model;
    RollHeader* m_header;
    RollRuler* m_ruler;
    QLabel* m_chordTitle;
    ChordLane* m_chords;
    RollKeys* m_keys;
    RollCanvas* m_canvas;
    VelocityLane* m_lane;
    QScrollBar* m_horizontal;
    QScrollBar* m_vertical;
    Follow m_follow = Follow::kPage;
    bool m_followPaused = false;
    QString m_focusText; ///< as last told to the status line
    int m_noteChannel = 0; ///< of the note that sounds
    std::vector<RollGeometry> m_zooms; ///< to go back to
};

} // namespace partita::ui
