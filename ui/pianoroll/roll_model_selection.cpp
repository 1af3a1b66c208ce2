/// What is selected, and which note the keys are at.
#include "ui/pianoroll/roll_model.h"

#include <algorithm>

namespace partita::ui {

bool RollModel::isSelected(project::NoteId id) const { return std::binary_search(m_selection.begin(), m_selection.end(), id); }

void RollModel::select(std::vector<project::NoteId> ids)
{
    std::ranges::sort(ids);
    if (ids == m_selection)
        return;
    m_selection = std::move(ids);
    refreshMarks();
    Q_EMIT pictureChanged();
    Q_EMIT selectionChanged();
}

std::vector<project::NoteId> RollModel::allIds() const
{
    std::vector<project::NoteId> ids;
    ids.reserve(notes().size());
    for (const project::Note& note : notes())
        ids.push_back(note.id);
    return ids;
}

std::vector<project::NoteId> RollModel::selectionOrAll() const { return m_selection.empty() ? allIds() : m_selection; }

std::vector<project::Note> RollModel::selectedNotes() const
{
    std::vector<project::Note> selected;
    for (const project::Note& note : notes())
        if (isSelected(note.id))
            selected.push_back(note);
    return selected;
}

std::optional<TickRange> RollModel::selectionRange() const
{
    std::optional<TickRange> range;
    for (const project::Note& note : selectedNotes())
        range = range ? TickRange{std::min(range->start, note.start), std::max(range->end, note.end())} : TickRange{note.start, note.end()};
    return range;
}

const project::Note* RollModel::focusNote() const
{
    if (isSelected(m_focusNote))
        return find(m_focusNote);
    const auto first = std::ranges::find_if(notes(), [this](const project::Note& note) { return isSelected(note.id); });
    return first == notes().end() ? nullptr : &*first;
}

void RollModel::stepFocus(bool forward)
{
    const auto notes = this->notes();
    if (notes.empty())
        return;
    const project::Note* next = nullptr;
    if (const project::Note* now = focusNote())
        next = forward ? now + 1 : now - 1;
    else if (const auto after = std::ranges::lower_bound(notes, m_picture.geometry.tick(0), {}, &project::Note::start); after != notes.end())
        next = &*after; // the first that can be seen
    else
        next = &notes.back();
    if (next < notes.data() || next >= notes.data() + notes.size())
        return;
    m_focusNote = next->id;
    select({next->id});
    reveal(*next);
    sound(next->pitch, next->velocity);
    silenceLater();
}

void RollModel::reveal(const project::Note& note)
{
    constexpr double kMargin = 24;
    RollGeometry geometry = m_picture.geometry;
    const auto scrolled = [](double scroll, double near, double far, double size) {
        if (near < kMargin || far - near > size - 2 * kMargin)
            return scroll + near - kMargin;
        return far > size - kMargin ? scroll + far - size + kMargin : scroll;
    };
    const double x = geometry.x(note.start), y = geometry.y(note.pitch);
    geometry.setScrollX(scrolled(geometry.scrollX(), x, x + geometry.width(note.length), m_viewSize.width()));
    geometry.setScrollY(scrolled(geometry.scrollY(), y, y + geometry.rowHeight(), m_viewSize.height()));
    setGeometry(geometry);
}

} // namespace partita::ui
