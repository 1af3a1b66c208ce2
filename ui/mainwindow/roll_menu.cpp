#include "ui/mainwindow/roll_menu.h"

#include <QKeySequence>
#include <QMenu>

#include <initializer_list>

namespace partita::ui {
namespace {

using C = RollCommand;
using Group = std::initializer_list<C>;

const std::initializer_list<Group> kEditGroups{
    {C::kCut, C::kCopy, C::kPaste, C::kDuplicate, C::kDelete},
    {C::kSelectAll, C::kSelectNone, C::kInvertSelection},
    {C::kQuantise, C::kLegato, C::kGlue, C::kReverse, C::kInvert, C::kMute},
    {C::kUp, C::kDown, C::kOctaveUp, C::kOctaveDown, C::kLouder, C::kSofter},
};
const std::initializer_list<Group> kViewGroups{
    {C::kZoomIn, C::kZoomOut, C::kZoomToFit, C::kZoomToSelection, C::kZoomBack},
    {C::kGhosts, C::kFold, C::kChords},
};

bool hasModifier(const QKeySequence& keys)
{
    return keys[0].keyboardModifiers().testAnyFlags(Qt::ControlModifier | Qt::AltModifier);
}

QString whyNot(RollNeed need)
{
    return need == RollNeed::kSelection ? RollMenu::tr("Select notes first.") : RollMenu::tr("This track has no notes.");
}

void fill(QMenu* menu, const RollMenu& actions, const std::initializer_list<Group>& groups)
{
    for (const Group& group : groups) {
        menu->addSeparator();
        for (const RollCommand command : group)
            menu->addAction(actions[command]);
    }
}

} // namespace

RollMenu::RollMenu(PianoRollView& roll, QObject* parent) : QObject(parent), m_roll(roll)
{
    for (const RollCommandRow& row : rollCommands()) {
        QList<QKeySequence> shortcuts;
        for (const QString& keys : QString::fromLatin1(row.keys).split(' ', Qt::SkipEmptyParts))
            shortcuts << QKeySequence(keys, QKeySequence::PortableText);
        auto* action = new QAction(nameOf(row.command), this);
        action->setShortcuts(shortcuts);
        if (!shortcuts.isEmpty() && !hasModifier(shortcuts.first())) {
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
            roll.addAction(action);
        }
        connect(action, &QAction::triggered, this, [this, command = row.command] { m_roll.run(command); });
        m_actions.emplace(row.command, action);
    }
    connect(&roll, &PianoRollView::selectionChanged, this, &RollMenu::refresh);
    connect(&roll.model(), &RollModel::pictureChanged, this, [this] {
        if (m_hasNotes == m_roll.model().notes().empty())
            refresh();
    });
    refresh();
}

void RollMenu::fillEdit(QMenu* menu) const
{
    fill(menu, *this, kEditGroups);
}

void RollMenu::fillView(QMenu* menu) const
{
    fill(menu, *this, kViewGroups);
}

void RollMenu::refresh()
{
    m_hasNotes = !m_roll.model().notes().empty();
    for (const auto& [command, action] : m_actions) {
        const bool available = m_roll.isAvailable(command);
        const QString tip = available ? nameOf(command) : whyNot(row(command).need);
        action->setEnabled(available);
        action->setStatusTip(tip);
        action->setToolTip(tip);
    }
}

} // namespace partita::ui
