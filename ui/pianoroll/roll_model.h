#pragma once

#include "engine/project/edit.h"
#include "ui/document/project_document.h"
#include "ui/pianoroll/roll_picture.h"

#include <QObject>
#include <QPointF>
#include <QSizeF>
#include <QString>
#include <QTimer>

#include <bitset>
#include <optional>
#include <vector>

namespace partita::ui {

/// What the parts of the roll share: the track shown and where the eye stands, what is selected, and the gesture under
/// way. Gestures show their outcome as a draft, a change that is not in the document yet; `commit` makes it one undo step.
/// Threads: GUI.
class RollModel : public QObject {
    Q_OBJECT

public:
    explicit RollModel(ProjectDocument& document, QObject* parent = nullptr);

    const project::Document& document() const;
    const RollPicture& picture() const { return m_picture; }
    const RollGeometry& geometry() const { return m_picture.geometry; }
    const MeterMap& meters() const { return m_picture.meters; }
    /// The snap in force; without it where `ignored` (Alt is held).
    SnapGrid grid(bool ignored = false) const;
    /// The snap's grid even while snapping is off: what keys move by.
    SnapGrid gridForKeys() const;

    // The track
    void setTrack(project::TrackId track);
    project::TrackId track() const { return m_track; }
    int channel() const;
    bool isDrum() const { return m_picture.track.drum; }
    /// Always the document's own, also while it tells others of a change that the picture does not show yet.
    std::span<const project::Note> notes() const;
    const project::Note* find(project::NoteId id) const;
    /// Where the music ends, and then some bars: how far one can scroll.
    Ticks scrollEnd() const;

    // The eye
    /// Scrolls no further than there is music (and some bars) or rows to see.
    void setGeometry(RollGeometry geometry);
    /// Of the canvas, in logical pixels.
    void setViewSize(QSizeF size);
    QSizeF viewSize() const { return m_viewSize; }
    QSizeF contentSize() const;
    void setSnap(const Snap& snap);
    const Snap& snap() const { return m_picture.snap; }
    void setGhostsShown(bool shown);
    bool areGhostsShown() const { return m_ghostsShown; }
    /// Only the rows in use.
    void setFolded(bool folded);
    bool isFolded() const { return m_folded; }

    // What is under the pointer
    enum class Part { kBody, kStart, kEnd };
    struct Hit {
        std::size_t index; ///< in notes()
        Part part = Part::kBody;
    };
    std::optional<Hit> hit(QPointF at) const;
    /// Notes that touch a rectangle of the canvas, in logical pixels.
    std::vector<project::NoteId> notesIn(const QRectF& rect) const;

    // The selection, sorted by id
    const std::vector<project::NoteId>& selection() const { return m_selection; }
    bool isSelected(project::NoteId id) const;
    void select(std::vector<project::NoteId> ids);
    std::vector<project::NoteId> allIds() const;
    /// The selection, or all notes where nothing is selected.
    std::vector<project::NoteId> selectionOrAll() const;
    /// Of the selected notes, in the track's order.
    std::vector<project::Note> selectedNotes() const;
    std::optional<TickRange> selectionRange() const;
    /// The note that keys went to last; the first selected one where that is gone.
    const project::Note* focusNote() const;
    void setFocusNote(project::NoteId id) { m_focusNote = id; }
    /// Selects the note after (or before) the focus note, scrolls it into view and sounds it; at the ends nothing happens.
    void stepFocus(bool forward);
    /// Scrolls no more than it takes to show the note.
    void reveal(const project::Note& note);

    // Edits
    void setDraft(project::Change draft);
    void clearDraft();
    bool hasDraft() const { return m_hasDraft; }
    /// Carries out the draft as one undo step, and selects the notes that are new.
    void commit(EditKind kind);
    /// The same for a change without a gesture; repeats of a key may make one step.
    void perform(EditKind kind, const project::Change& change, Merging merging = Merging::kByKind);

    // Bars to regenerate
    const std::optional<TickRange>& region() const { return m_picture.region; }
    void setRegion(std::optional<TickRange> region);
    /// The whole bars that a span touches.
    TickRange wholeBars(const TickRange& range) const;
    /// The bar line nearest to a tick; halves go to the later one.
    Ticks nearestBarLine(Ticks tick) const;
    /// The end of the region that a grip at `x` takes hold of.
    std::optional<project::Edge> regionEdgeAt(double x) const;
    void setCandidate(std::optional<Candidate> candidate);

    // New notes
    Ticks lastLength() const;
    void setLastLength(Ticks length) { m_lastLength = length; }
    int lastVelocity() const { return m_lastVelocity; }
    void setLastVelocity(int velocity) { m_lastVelocity = velocity; }

    // Time passing
    void setPlayhead(Ticks tick);
    Ticks playhead() const { return m_playhead; }
    void setPlaying(bool playing);
    bool isPlaying() const { return m_playing; }
    /// Pitches of this track under the playhead while it plays, and the one that `sound` sounds.
    std::bitset<128> litKeys() const;
    void setLoop(const project::Loop& loop); ///< one undo step

    // Sound
    void setPreview(bool enabled) { m_preview = enabled; }
    bool isPreview() const { return m_preview; }
    /// Sounds a pitch until the next call or `silence`; nothing while preview is off.
    void sound(int pitch, int velocity);
    void silence();
    /// A note that no button holds: for keys.
    void silenceLater();

    /// "5.2.240 · C4 (60) · velocity 96 · 1/8" of a note.
    QString describe(const project::Note& note) const;
    QString lengthName(Ticks length) const;
    /// Which model made it, with what seed and temperature; empty for a note written by hand.
    QString recipeText(const project::Note& note) const;
    QString nameOf(int pitch) const;

Q_SIGNALS:
    void viewChanged();      ///< zoom, scroll, rows
    void pictureChanged();   ///< anything else on the canvas
    void trackChanged();
    void selectionChanged();
    void regionChanged();
    void snapChanged();
    void playheadMoved(Ticks from, Ticks to);
    void soundChanged(); ///< litKeys()
    void noteOn(int pitch, int velocity); ///< for the ear, on channel()
    void noteOff(int pitch);

private:
    void onDocumentReplaced();
    void onDocumentChanged();
    void refreshTrack();
    void refreshMarks();
    void refreshRows();

    ProjectDocument* m_document;
    project::TrackId m_track = 0;
    RollPicture m_picture;
    std::vector<project::NoteId> m_selection;
    project::NoteId m_focusNote = 0;
    project::Change m_draft;
    std::vector<project::NoteId> m_hidden; ///< by the draft; sorted
    bool m_hasDraft = false;
    bool m_ghostsShown = true;
    bool m_folded = false;
    bool m_preview = true;
    int m_sounding = -1;
    QTimer m_silence;
    QSizeF m_viewSize;
    Ticks m_playhead;
    bool m_playing = false;
    Ticks m_lastLength{0}; ///< 0: none drawn yet
    int m_lastVelocity = 100;
};

} // namespace partita::ui
