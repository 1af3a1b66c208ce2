#pragma once

#include "engine/project/change.h"
#include "ui/document/project_document.h"

#include <QUndoCommand>

#include <chrono>

namespace partita::ui {

/// A change of the document as an undo step.
class ChangeCommand : public QUndoCommand {
public:
    ChangeCommand(ProjectDocument& document, EditKind kind, project::Change change, Merging merging);

    void redo() override { m_document.carryOut(m_change, m_extent); }
    void undo() override { m_document.carryOut(project::inverse(m_change), m_extent); }

    int id() const override;
    bool mergeWith(const QUndoCommand* next) override;

private:
    using Clock = std::chrono::steady_clock;

    ProjectDocument& m_document;
    const EditKind m_kind;
    const bool m_merges;
    project::Change m_change;
    project::Extent m_extent;
    Clock::time_point m_time = Clock::now(); ///< of the latest edit in it
};

} // namespace partita::ui
