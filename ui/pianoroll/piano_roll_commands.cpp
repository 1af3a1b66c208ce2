/// What the note editor does when it is told to.
#include "ui/pianoroll/piano_roll_view.h"

#include "ui/pianoroll/roll_canvas.h"
#include "ui/pianoroll/roll_clipboard.h"
#include "ui/pianoroll/roll_header.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

namespace partita::ui {

bool PianoRollView::isAvailable(RollCommand command) const
{
    switch (row(command).need) {
    case RollNeed::kNothing:
        return true;
    case RollNeed::kNotes:
        return !m_model->notes().empty();
    case RollNeed::kSelection:
        return !m_model->selection().empty();
    }
    return false;
}

void PianoRollView::run(RollCommand command)
{
    if (isAvailable(command) && !hasGesture())
        row(command).run(*this);
}

void PianoRollView::setTool(ToolId tool)
{
    m_canvas->setTool(tool);
    m_header->showTool(tool);
    Q_EMIT toolChanged(tool);
}

ToolId PianoRollView::tool() const { return m_canvas->tool(); }

void PianoRollView::cut()
{
    copy();
    m_model->perform(EditKind::kCut, project::removeNotes(m_model->document(), m_model->selection()));
}

void PianoRollView::copy()
{
    const auto notes = m_model->selectedNotes();
    if (!notes.empty())
        QGuiApplication::clipboard()->setMimeData(toMimeData(notes, notes.front().start, m_model->picture().ticksPerQuarter).release());
}

void PianoRollView::paste()
{
    const QMimeData* const data = QGuiApplication::clipboard()->mimeData();
    auto notes = data ? fromMimeData(*data, m_model->playhead(), m_model->picture().ticksPerQuarter) : std::vector<project::Note>();
    if (notes.empty())
        Q_EMIT refused(tr("There are no notes on the clipboard: copy some first."));
    else
        m_model->perform(EditKind::kPaste, project::addNotes(m_model->document(), m_model->track(), std::move(notes)));
}

void PianoRollView::addNoteAtPlayhead()
{
    const project::Note* const like = m_model->focusNote();
    project::Note note;
    note.start = m_model->grid().floor(m_model->playhead());
    note.length = m_model->lastLength();
    note.pitch = like ? like->pitch : note.pitch;
    note.velocity = static_cast<std::uint8_t>(m_model->lastVelocity());
    m_model->perform(EditKind::kDraw, project::addNotes(m_model->document(), m_model->track(), {note}));
    revealFocusNote();
    soundFocusNote();
}

void PianoRollView::revealFocusNote()
{
    if (const project::Note* const note = m_model->focusNote())
        m_model->reveal(*note);
}

void PianoRollView::soundFocusNote()
{
    const project::Note* const note = m_model->focusNote();
    if (!note)
        return;
    m_model->sound(note->pitch, note->velocity);
    m_model->silenceLater();
}

} // namespace partita::ui
