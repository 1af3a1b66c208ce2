#include "ui/pianoroll/roll_model.h"

#include "ui/pianoroll/roll_painter.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>
#include <variant>

namespace partita::ui {
namespace {

constexpr double kEdge = 6;        ///< logical pixels from a note's end that resize it
constexpr double kRegionGrip = 5; ///< logical pixels from an end of the region that take hold of it
constexpr int kBarsAfterEnd = 8;

bool contains(const std::vector<project::NoteId>& sorted, project::NoteId id)
{
    return std::binary_search(sorted.begin(), sorted.end(), id);
}

} // namespace

RollModel::RollModel(ProjectDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(&document)
{
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, &RollModel::silence);
    connect(m_document, &ProjectDocument::documentReplaced, this, &RollModel::onDocumentReplaced);
    connect(m_document, &ProjectDocument::changed, this, &RollModel::onDocumentChanged);
    refreshTrack();
}

const project::Document& RollModel::document() const { return m_document->document(); }

SnapGrid RollModel::grid(bool ignored) const
{
    Snap snap = m_picture.snap;
    snap.enabled = snap.enabled && !ignored;
    return SnapGrid(snap, m_picture.meters, m_picture.ticksPerQuarter);
}

SnapGrid RollModel::gridForKeys() const
{
    Snap snap = m_picture.snap;
    snap.enabled = true;
    return SnapGrid(snap, m_picture.meters, m_picture.ticksPerQuarter);
}

// ---- The track

void RollModel::setTrack(project::TrackId track)
{
    if (track == m_track)
        return;
    clearDraft();
    silence();
    m_track = track;
    m_selection.clear();
    m_picture.candidate.reset();
    refreshTrack();
    Q_EMIT trackChanged();
    Q_EMIT selectionChanged();
}

int RollModel::channel() const
{
    const project::Track* track = project::findTrack(document(), m_track);
    return track ? track->channel : 0;
}

std::span<const project::Note> RollModel::notes() const
{
    const project::Track* track = project::findTrack(document(), m_track);
    return track ? std::span<const project::Note>(track->notes) : std::span<const project::Note>();
}

const project::Note* RollModel::find(project::NoteId id) const
{
    const auto found = std::ranges::find(notes(), id, &project::Note::id);
    return found == notes().end() ? nullptr : &*found;
}

Ticks RollModel::scrollEnd() const
{
    const Ticks end = std::max(project::endOf(document()), m_picture.region ? m_picture.region->end : Ticks(0));
    return m_picture.meters.barEnd(m_picture.meters.barAt(end) + kBarsAfterEnd - 1);
}

void RollModel::onDocumentReplaced()
{
    silence();
    m_selection.clear();
    m_picture.candidate.reset();
    setRegion({});
    onDocumentChanged();
    Q_EMIT selectionChanged();
}

void RollModel::onDocumentChanged()
{
    clearDraft(); // it was made for another state
    refreshTrack();
}

void RollModel::refreshTrack()
{
    const project::Document& now = document();
    m_picture.meters = project::meterMap(now);
    m_picture.ticksPerQuarter = project::ticksPerQuarter(now);
    m_picture.geometry.setTicksPerQuarter(m_picture.ticksPerQuarter);
    m_picture.track = {};
    m_picture.ghosts.clear();
    for (const project::Track& track : now.tracks) {
        const auto painted = [&track] { return PaintedTrack{track.notes, NoteIndex(track.notes), track.color, track.isDrum()}; };
        if (track.id == m_track)
            m_picture.track = painted();
        else if (m_ghostsShown && !track.isDrum()) // drum hits among pitches would be noise
            m_picture.ghosts.push_back(painted());
    }
    if (m_picture.track.drum)
        m_picture.ghosts.clear();
    std::vector<project::NoteId> alive;
    for (const project::Note& note : notes())
        if (contains(m_selection, note.id))
            alive.push_back(note.id);
    std::ranges::sort(alive);
    const bool lost = alive.size() != m_selection.size();
    m_selection = std::move(alive);
    refreshRows();
    refreshMarks();
    Q_EMIT pictureChanged();
    if (lost)
        Q_EMIT selectionChanged();
}

void RollModel::refreshMarks()
{
    m_picture.marks.clear();
    if (m_selection.empty() && m_hidden.empty())
        return;
    const auto notes = this->notes();
    m_picture.marks.resize(notes.size());
    for (std::size_t i = 0; i < notes.size(); ++i)
        m_picture.marks[i] = static_cast<std::uint8_t>((contains(m_selection, notes[i].id) ? RollPicture::kSelected : 0)
            | (contains(m_hidden, notes[i].id) ? RollPicture::kHidden : 0));
}

void RollModel::refreshRows()
{
    std::set<int> used;
    if (m_folded)
        for (const project::Note& note : notes())
            used.insert(note.pitch);
    RollGeometry geometry = m_picture.geometry;
    geometry.foldTo({used.begin(), used.end()});
    setGeometry(geometry);
}

// ---- The eye

QSizeF RollModel::contentSize() const
{
    return {m_picture.geometry.width(scrollEnd()), m_picture.geometry.contentHeight()};
}

void RollModel::setViewSize(QSizeF size)
{
    // What was in the middle stays there, also when the view gets its first size.
    RollGeometry geometry = m_picture.geometry;
    geometry.setScrollY(geometry.scrollY() + (m_viewSize.height() - size.height()) / 2);
    m_viewSize = size;
    setGeometry(geometry);
}

void RollModel::setGeometry(RollGeometry geometry)
{
    geometry.setScrollX(std::clamp(geometry.scrollX(), 0.0, std::max(0.0, geometry.width(scrollEnd()) - m_viewSize.width())));
    geometry.setScrollY(std::clamp(geometry.scrollY(), 0.0, std::max(0.0, geometry.contentHeight() - m_viewSize.height())));
    if (geometry == m_picture.geometry)
        return;
    m_picture.geometry = geometry;
    Q_EMIT viewChanged();
}

void RollModel::setSnap(const Snap& snap)
{
    if (snap == m_picture.snap)
        return;
    m_picture.snap = snap;
    Q_EMIT snapChanged();
    Q_EMIT pictureChanged();
}

void RollModel::setGhostsShown(bool shown)
{
    m_ghostsShown = shown;
    refreshTrack();
}

void RollModel::setFolded(bool folded)
{
    const int middle = m_picture.geometry.pitch(m_viewSize.height() / 2);
    m_folded = folded;
    refreshRows();
    RollGeometry geometry = m_picture.geometry; // what was in the middle stays there
    geometry.setScrollY(geometry.scrollY() + geometry.y(middle) - m_viewSize.height() / 2);
    setGeometry(geometry);
    Q_EMIT pictureChanged();
}

// ---- Under the pointer

std::optional<RollModel::Hit> RollModel::hit(QPointF at) const
{
    const RollGeometry& geometry = m_picture.geometry;
    const auto notes = this->notes();
    const bool drum = isDrum();
    const double radius = drum ? RollPainter::diamondRadius(geometry) : 1;
    std::optional<Hit> found;
    m_picture.track.index.forEach(notes, geometry.tick(at.x() - radius), geometry.tick(at.x() + radius) + Ticks(1), [&](std::size_t i) {
        const project::Note& note = notes[i];
        if (!geometry.isShown(note.pitch) || geometry.row(note.pitch) != geometry.row(at.y()))
            return;
        QRectF rect = RollPainter::noteRect(geometry, note);
        if (drum)
            rect = QRectF(rect.left() - radius, rect.top(), 2 * radius, rect.height());
        if (at.x() < rect.left() || at.x() > rect.right())
            return;
        const double edge = std::min(kEdge, rect.width() / 4);
        const Part part = drum ? Part::kBody : at.x() > rect.right() - edge ? Part::kEnd : at.x() < rect.left() + edge ? Part::kStart : Part::kBody;
        // Of overlapping notes the selected one, else the topmost, which was painted last.
        if (!found || isSelected(note.id) || !isSelected(notes[found->index].id))
            found = Hit{i, part};
    });
    return found;
}

std::vector<project::NoteId> RollModel::notesIn(const QRectF& rect) const
{
    const RollGeometry& geometry = m_picture.geometry;
    const auto notes = this->notes();
    std::vector<project::NoteId> ids;
    const int top = geometry.row(rect.top()), bottom = geometry.row(rect.bottom());
    m_picture.track.index.forEach(notes, geometry.tick(rect.left()), geometry.tick(rect.right()) + Ticks(1), [&](std::size_t i) {
        const project::Note& note = notes[i];
        const int row = geometry.row(int(note.pitch));
        if (geometry.isShown(note.pitch) && row >= top && row <= bottom)
            ids.push_back(note.id);
    });
    std::ranges::sort(ids);
    return ids;
}

// ---- Edits

void RollModel::setDraft(project::Change draft)
{
    m_draft = std::move(draft);
    m_hasDraft = true;
    m_hidden.clear();
    m_picture.draft.clear();
    for (const project::Step& step : m_draft.steps)
        if (const auto* notes = std::get_if<project::NotesStep>(&step); notes && notes->track == m_track) {
            for (const project::Note& note : notes->removed)
                m_hidden.push_back(note.id);
            m_picture.draft.insert(m_picture.draft.end(), notes->added.begin(), notes->added.end());
        }
    std::ranges::sort(m_hidden);
    refreshMarks();
    Q_EMIT pictureChanged();
}

void RollModel::clearDraft()
{
    if (!m_hasDraft)
        return;
    m_hasDraft = false;
    m_draft = {};
    m_hidden.clear();
    m_picture.draft.clear();
    refreshMarks();
    Q_EMIT pictureChanged();
}

void RollModel::commit(EditKind kind)
{
    const project::Change draft = std::exchange(m_draft, {});
    clearDraft();
    perform(kind, draft, Merging::kNever);
}

void RollModel::perform(EditKind kind, const project::Change& change, Merging merging)
{
    if (const auto added = m_document->perform(kind, change, merging); !added.empty())
        select(added);
}

// ---- Bars

void RollModel::setRegion(std::optional<TickRange> region)
{
    if (region && region->isEmpty())
        region.reset();
    if (region == m_picture.region)
        return;
    m_picture.region = region;
    Q_EMIT pictureChanged();
    Q_EMIT regionChanged();
}

Ticks RollModel::nearestBarLine(Ticks tick) const
{
    const TickRange bar = wholeBars({tick, tick});
    return tick - bar.start < bar.end - tick ? bar.start : bar.end;
}

std::optional<project::Edge> RollModel::regionEdgeAt(double x) const
{
    if (!region())
        return std::nullopt;
    if (std::abs(x - geometry().x(region()->end)) <= kRegionGrip)
        return project::Edge::kEnd;
    if (std::abs(x - geometry().x(region()->start)) <= kRegionGrip)
        return project::Edge::kStart;
    return std::nullopt;
}

TickRange RollModel::wholeBars(const TickRange& range) const
{
    const int first = m_picture.meters.barAt(range.start);
    const int last = m_picture.meters.barAt(std::max(range.start, range.end - Ticks(1)));
    return {m_picture.meters.barStart(first), m_picture.meters.barEnd(last)};
}

void RollModel::setCandidate(std::optional<Candidate> candidate)
{
    m_picture.candidate = std::move(candidate);
    Q_EMIT pictureChanged();
}

// ---- Time passing

void RollModel::setPlayhead(Ticks tick)
{
    if (tick == m_playhead)
        return;
    const Ticks from = std::exchange(m_playhead, tick);
    Q_EMIT playheadMoved(from, tick);
    if (m_playing)
        Q_EMIT soundChanged();
}

void RollModel::setPlaying(bool playing)
{
    m_playing = playing;
    Q_EMIT soundChanged();
}

std::bitset<128> RollModel::litKeys() const
{
    std::bitset<128> keys;
    if (m_playing)
        m_picture.track.index.forEach(m_picture.track.notes, m_playhead, m_playhead + Ticks(1), [&](std::size_t i) {
            if (const project::Note& note = m_picture.track.notes[i]; !note.muted)
                keys.set(note.pitch & 127);
        });
    if (m_sounding >= 0)
        keys.set(static_cast<std::size_t>(m_sounding));
    return keys;
}

void RollModel::setLoop(const project::Loop& loop)
{
    perform(EditKind::kLoop, project::setLoop(document(), loop));
}

} // namespace partita::ui
