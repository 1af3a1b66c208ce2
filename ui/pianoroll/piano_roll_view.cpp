#include "ui/pianoroll/piano_roll_view.h"

#include "ui/pianoroll/chord_lane.h"
#include "ui/pianoroll/roll_accessible.h"
#include "ui/pianoroll/roll_canvas.h"
#include "ui/pianoroll/roll_header.h"
#include "ui/pianoroll/roll_keys.h"
#include "ui/pianoroll/roll_ruler.h"
#include "ui/pianoroll/velocity_lane.h"
#include "ui/widgets/theme.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

// Q_INIT_RESOURCE works only outside of namespaces.
static void initResources() { Q_INIT_RESOURCE(pianoroll); }

namespace partita::ui {
namespace {

constexpr double kFollowMargin = 0.08; ///< of the canvas's width: where the playhead stands after a turn of the page

const RollCommandRow* commandFor(const QKeyEvent& event)
{
    // The keypad's digits and arrows count as the others.
    const QKeyCombination keys(event.modifiers() & ~Qt::KeypadModifier, static_cast<Qt::Key>(event.key()));
    // "+" needs Shift on many keyboards and is meant without it.
    const QKeyCombination bare(keys.keyboardModifiers() & ~Qt::ShiftModifier, keys.key());
    const bool symbol = event.key() == Qt::Key_Plus;
    for (const RollCommandRow& row : rollCommands())
        for (const QString& text : QString::fromLatin1(row.keys).split(QLatin1Char(' '))) {
            const QKeySequence sequence = QKeySequence::fromString(text, QKeySequence::PortableText);
            if (sequence[0] == keys || (symbol && sequence[0] == bare))
                return &row;
        }
    return nullptr;
}

} // namespace

PianoRollView::PianoRollView(ProjectDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(&document)
    , m_model(new RollModel(document, this))
{
    initResources();
    installRollAccessibility();
    build();
    connectParts();
    setTool(ToolId::kSelect);
    showTrack();
}

void PianoRollView::build()
{
    m_header = new RollHeader(*this);
    m_ruler = new RollRuler(*m_model, this);
    m_chords = new ChordLane(*m_document, *m_model, this);
    m_keys = new RollKeys(*m_model, this);
    m_canvas = new RollCanvas(*m_model, this);
    m_lane = new VelocityLane(*m_model, this);
    m_horizontal = new QScrollBar(Qt::Horizontal, this);
    m_vertical = new QScrollBar(Qt::Vertical, this);
    m_canvas->setAccessibleName(tr("Piano roll"));
    m_canvas->setHint(tr("No notes yet: press B and click to draw, or drop a MIDI file here."));
    m_horizontal->setAccessibleName(tr("Scroll in time"));
    m_vertical->setAccessibleName(tr("Scroll in pitch"));

    const auto title = [this](const QString& text, Qt::Alignment alignment) {
        auto* const label = new QLabel(text, this);
        label->setFont(theme::labelFont());
        label->setForegroundRole(QPalette::PlaceholderText);
        label->setAlignment(alignment | Qt::AlignHCenter);
        return label;
    };
    m_chordTitle = title(tr("Chords"), Qt::AlignVCenter);
    auto* const laneTitle = title(tr("Velocity"), Qt::AlignTop);
    laneTitle->setContentsMargins(0, theme::measure::kGap, 0, 0);

    auto* const grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(0);
    grid->addWidget(m_header, 0, 0, 1, 3);
    grid->addWidget(m_ruler, 1, 1);
    grid->addWidget(m_chordTitle, 2, 0);
    grid->addWidget(m_chords, 2, 1);
    grid->addWidget(m_keys, 3, 0);
    grid->addWidget(m_canvas, 3, 1);
    grid->addWidget(m_vertical, 3, 2);
    grid->addWidget(laneTitle, 4, 0);
    grid->addWidget(m_lane, 4, 1);
    grid->addWidget(m_horizontal, 5, 1);
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(3, 1);
    setChordsShown(m_chords->hasChords());
}

void PianoRollView::setInvitation(const std::vector<QAction*>& actions)
{
    m_canvas->setInvitation(actions);
}

void PianoRollView::connectParts()
{
    connect(m_model, &RollModel::viewChanged, this, &PianoRollView::syncScrollBars);
    connect(m_model, &RollModel::pictureChanged, this, &PianoRollView::syncScrollBars);
    connect(m_model, &RollModel::selectionChanged, this, &PianoRollView::selectionChanged);
    connect(m_model, &RollModel::selectionChanged, this, &PianoRollView::selectedBarsChanged);
    connect(m_model, &RollModel::selectionChanged, this, &PianoRollView::describeFocus);
    connect(m_model, &RollModel::regionChanged, this, &PianoRollView::selectedBarsChanged);
    connect(m_model, &RollModel::noteOn, this, [this](int pitch, int velocity) {
        m_noteChannel = m_model->channel();
        Q_EMIT noteOn(m_noteChannel, pitch, velocity);
    });
    connect(m_model, &RollModel::noteOff, this, [this](int pitch) { Q_EMIT noteOff(m_noteChannel, pitch); });
    connect(m_horizontal, &QScrollBar::valueChanged, this, [this](int value) {
        RollGeometry geometry = m_model->geometry();
        geometry.setScrollX(value);
        m_model->setGeometry(geometry);
        m_followPaused = true;
    });
    connect(m_vertical, &QScrollBar::valueChanged, this, [this](int value) {
        RollGeometry geometry = m_model->geometry();
        geometry.setScrollY(value);
        m_model->setGeometry(geometry);
    });
    connect(m_canvas, &RollCanvas::statusChanged, this, &PianoRollView::statusChanged);
    connect(m_canvas, &RollCanvas::contextMenuRequested, this, &PianoRollView::showContextMenu);
    connect(m_canvas, &RollCanvas::scrolledByHand, this, [this] { m_followPaused = true; });
    connect(m_lane, &VelocityLane::statusChanged, this, &PianoRollView::statusChanged);
    connect(m_ruler, &RollRuler::seekRequested, this, &PianoRollView::seekRequested);
    connect(m_keys, &RollKeys::pitchChosen, this, [this](int pitch) {
        std::vector<project::NoteId> ids;
        for (const project::Note& note : m_model->notes())
            if (note.pitch == pitch)
                ids.push_back(note.id);
        m_model->select(std::move(ids));
    });
    connect(m_chords, &ChordLane::refused, this, &PianoRollView::refused);
    connect(m_chords, &ChordLane::chordsChanged, this, [this] {
        if (m_chords->hasChords())
            setChordsShown(true);
    });
    connect(m_document, &ProjectDocument::documentReplaced, this, [this] {
        setChordsShown(m_chords->hasChords());
        showTrack();
    });
    connect(m_document, &ProjectDocument::changed, this, &PianoRollView::describeFocus);
}

void PianoRollView::syncScrollBars()
{
    const QSizeF content = m_model->contentSize(), view = m_model->viewSize();
    const auto sync = [](QScrollBar* bar, double content, double view, double scroll) {
        const QSignalBlocker quiet(bar);
        bar->setRange(0, static_cast<int>(std::min(std::max(0.0, content - view), 2e9)));
        bar->setPageStep(static_cast<int>(view));
        bar->setSingleStep(48);
        bar->setValue(static_cast<int>(std::min(scroll, 2e9)));
    };
    sync(m_horizontal, content.width(), view.width(), m_model->geometry().scrollX());
    sync(m_vertical, content.height(), view.height(), m_model->geometry().scrollY());
}

// ---- The track

void PianoRollView::setTrack(project::TrackId track)
{
    if (track == m_model->track())
        return;
    m_canvas->cancelGesture();
    m_model->setTrack(track);
    showTrack();
}

void PianoRollView::showTrack()
{
    const auto& tracks = m_document->document().tracks;
    if (!project::findTrack(m_document->document(), m_model->track()) && !tracks.empty()) {
        const auto first = std::ranges::find_if(tracks, [](const project::Track& track) { return !track.notes.empty(); });
        m_model->setTrack(first == tracks.end() ? tracks.front().id : first->id);
    }
    // The middle of the notes in the middle of the view; middle C where there are none.
    int low = 60, high = 60;
    if (const auto notes = m_model->notes(); !notes.empty()) {
        const auto [lowest, highest] = std::ranges::minmax(notes, {}, &project::Note::pitch);
        low = lowest.pitch;
        high = highest.pitch;
    }
    RollGeometry geometry = m_model->geometry();
    const double middle = (geometry.y(low) + geometry.y(high) + geometry.rowHeight()) / 2 + geometry.scrollY();
    geometry.setScrollY(middle - m_model->viewSize().height() / 2);
    m_model->setGeometry(geometry);
    describeFocus();
}

// ---- Chords

void PianoRollView::setChordsShown(bool shown)
{
    m_chords->setVisible(shown);
    m_chordTitle->setVisible(shown);
    Q_EMIT chordsShownChanged(shown);
}

bool PianoRollView::areChordsShown() const { return !m_chords->isHidden(); }

void PianoRollView::editChords(int bar)
{
    setChordsShown(true);
    m_chords->edit(bar);
}

// ---- Bars and candidates

std::optional<TickRange> PianoRollView::selectedBarsRange() const
{
    if (m_model->region())
        return m_model->region();
    if (const auto range = m_model->selectionRange())
        return m_model->wholeBars(*range);
    return std::nullopt;
}

std::optional<PianoRollView::Bars> PianoRollView::selectedBars() const
{
    const auto range = selectedBarsRange();
    if (!range)
        return std::nullopt;
    return Bars{m_model->meters().barAt(range->start), m_model->meters().barAt(range->end - Ticks(1))};
}

void PianoRollView::selectBars(std::optional<Bars> bars)
{
    m_model->setRegion(bars ? std::optional(TickRange{m_model->meters().barStart(bars->first), m_model->meters().barEnd(bars->last)}) : std::nullopt);
}

void PianoRollView::setCandidate(std::vector<project::Note> notes, const TickRange& region)
{
    m_model->setCandidate(Candidate{std::move(notes), region});
}

void PianoRollView::clearCandidate() { m_model->setCandidate({}); }

// ---- Time passing

void PianoRollView::setPlayhead(Ticks tick)
{
    m_model->setPlayhead(tick);
    followPlayhead();
}

void PianoRollView::setPlaying(bool playing)
{
    if (playing && !m_model->isPlaying())
        m_followPaused = false;
    m_model->setPlaying(playing);
    followPlayhead();
}

void PianoRollView::setFollow(Follow follow)
{
    if (follow == m_follow)
        return;
    m_follow = follow;
    m_followPaused = false;
    followPlayhead();
    Q_EMIT followChanged(follow);
}

void PianoRollView::followPlayhead()
{
    if (m_follow == Follow::kOff || m_followPaused || !m_model->isPlaying() || hasGesture())
        return;
    RollGeometry geometry = m_model->geometry();
    const double x = geometry.x(m_model->playhead()), width = m_canvas->width();
    if (m_follow == Follow::kSmooth)
        geometry.setScrollX(geometry.scrollX() + x - width / 3);
    else if (x < 0 || x > width * (1 - kFollowMargin))
        geometry.setScrollX(geometry.scrollX() + x - width * kFollowMargin);
    m_model->setGeometry(geometry);
}

void PianoRollView::setPlayedKeys(const std::bitset<128>& keys) { m_keys->setPlayedKeys(keys); }

// ---- Keys, menu, words

bool PianoRollView::hasGesture() const
{
    return m_canvas->hasGesture() || m_lane->hasGesture() || m_ruler->hasGesture();
}

bool PianoRollView::cancel()
{
    if (hasGesture()) {
        m_canvas->cancelGesture();
        m_lane->cancelGesture();
        m_ruler->cancelGesture();
        return true;
    }
    if (!m_model->selection().empty()) {
        m_model->select({});
        return true;
    }
    if (m_model->region()) {
        m_model->setRegion({});
        return true;
    }
    return false;
}

void PianoRollView::focusInEvent(QFocusEvent* event)
{
    m_canvas->setFocus(event->reason());
}

bool PianoRollView::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
        auto* const key = static_cast<QKeyEvent*>(event);
        const bool press = event->type() == QEvent::KeyPress;
        if (key->key() == Qt::Key_Escape && (press ? cancel() : true)) {
            event->accept();
            return true;
        }
        if (const RollCommandRow* const command = commandFor(*key)) {
            // Accepted as an override, a key comes here before any shortcut of the window.
            event->accept();
            // During a drag only the snap may change.
            if (press && command->command >= RollCommand::kSnap1 && command->command <= RollCommand::kSnapOff)
                command->run(*this);
            else if (press)
                run(command->command);
            return true;
        }
    }
    return QWidget::event(event);
}

void PianoRollView::showContextMenu(QPoint globalPosition)
{
    using enum RollCommand;
    QMenu menu(this);
    for (const auto& group : {std::vector{kCut, kCopy, kPaste, kDelete, kDuplicate}, {kQuantise, kLegato, kGlue, kReverse, kInvert, kMute}, {kSelectAll, kInvertSelection, kZoomToSelection}}) {
        for (const RollCommand command : group) {
            QAction* const action = menu.addAction(nameOf(command), this, [this, command] { run(command); });
            action->setEnabled(isAvailable(command));
            action->setShortcut(QKeySequence::fromString(QString::fromLatin1(row(command).keys).section(QLatin1Char(' '), 0, 0)));
            action->setShortcutContext(Qt::WidgetShortcut);
        }
        menu.addSeparator();
    }
    Q_EMIT contextMenuAboutToShow(&menu);
    menu.exec(globalPosition);
}

void PianoRollView::describeFocus()
{
    QString text;
    if (const project::Note* const note = m_model->focusNote())
        text = m_model->selection().size() == 1 ? m_model->describe(*note) : tr("%n notes selected", nullptr, static_cast<int>(m_model->selection().size()));
    m_canvas->setAccessibleDescription(text.isEmpty() ? tr("%n notes; Alt+Right goes from note to note", nullptr, static_cast<int>(m_model->notes().size())) : text);
    if (text != m_focusText) // also that there is none any more
        Q_EMIT statusChanged(m_focusText = text);
}

} // namespace partita::ui
