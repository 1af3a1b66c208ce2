#include "ui/document/change_command.h"

namespace partita::ui {
namespace {

constexpr std::chrono::seconds kSoon{1};

} // namespace

ChangeCommand::ChangeCommand(ProjectDocument& document, EditKind kind, project::Change change, Merging merging)
    : QUndoCommand(nameOf(kind, static_cast<int>(project::noteCount(change)))), m_document(document), m_kind(kind),
      m_merges(merging == Merging::kByKind && merges(kind)), m_change(std::move(change)), m_extent(project::extentOf(m_change))
{
}

int ChangeCommand::id() const { return m_merges ? static_cast<int>(m_kind) : -1; }

bool ChangeCommand::mergeWith(const QUndoCommand* next)
{
    const auto& other = static_cast<const ChangeCommand&>(*next); // of the same id
    if (other.m_time - m_time > kSoon || !project::sameTargets(m_change, other.m_change))
        return false;
    m_change = project::combined(std::move(m_change), other.m_change);
    m_extent = project::extentOf(m_change);
    m_time = other.m_time;
    return true;
}

} // namespace partita::ui
