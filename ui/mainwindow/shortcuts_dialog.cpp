#include "ui/mainwindow/shortcuts_dialog.h"

#include "ui/pianoroll/roll_commands.h"
#include "ui/widgets/theme.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <map>

namespace partita::ui {
namespace {

/// What the mouse does in the roll: not actions, so they are told here.
struct GestureRow {
    const char* what;
    const char* how;
};
constexpr GestureRow kGestures[] = {
    {QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Select bars to regenerate"), QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Drag in the lower half of the ruler")},
    {QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Loop region"), QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Drag in the upper half of the ruler")},
    {QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Select notes"), QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Drag over empty space; Ctrl toggles, Shift adds")},
    {QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Move notes"), QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Drag a note; Shift keeps to one axis, Alt ignores the grid")},
    {QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Copy notes"), QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Ctrl+drag a note")},
    {QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Change length"), QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Drag either edge of a note")},
    {QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Change velocity"), QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Drag a bar in the lane below the roll")},
    {QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Zoom time about the pointer"), QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Ctrl+wheel")},
    {QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Zoom pitch about the pointer"), QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Ctrl+Shift+wheel")},
    {QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Scroll"), QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Wheel; Shift+wheel sideways; drag with the middle button")},
    {QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Hear a key"), QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", "Click the keyboard at the left")},
};

/// "Ctrl+Y Ctrl+Shift+Z" of a table as people read it.
QString keysText(const char* shortcuts)
{
    QStringList keys;
    for (const QString& one : QString::fromLatin1(shortcuts).split(' ', Qt::SkipEmptyParts))
        keys << QKeySequence(one, QKeySequence::PortableText).toString(QKeySequence::NativeText);
    return keys.join(QStringLiteral(", "));
}

} // namespace

ShortcutsDialog::ShortcutsDialog(const Commands& commands, QWidget* parent) : QDialog(parent), m_tree(new QTreeWidget)
{
    setWindowTitle(tr("Keys and Gestures"));
    m_tree->setColumnCount(2);
    m_tree->setHeaderLabels({tr("What"), tr("Keys or gesture")});
    m_tree->setRootIsDecorated(false);
    m_tree->setAccessibleName(windowTitle());

    const auto groupItem = [this](const QString& title) {
        auto* group = new QTreeWidgetItem(m_tree, {title});
        QFont font = theme::textFont();
        font.setWeight(QFont::DemiBold);
        group->setFont(0, font);
        group->setFlags(Qt::ItemIsEnabled);
        return group;
    };
    QTreeWidgetItem* roll = groupItem(tr("Piano roll"));
    for (const GestureRow& gesture : kGestures)
        new QTreeWidgetItem(roll, {tr(gesture.what), tr(gesture.how)});
    std::map<MenuId, QTreeWidgetItem*> groups;
    for (const CommandRow& row : commandTable()) {
        const QAction* action = commands[row.command];
        if (action->shortcuts().isEmpty())
            continue;
        QTreeWidgetItem*& group = groups[row.menu];
        if (!group)
            group = groupItem(withoutLetter(menuTitle(row.menu)));
        new QTreeWidgetItem(group, {action->iconText(), keysText(row.shortcuts)});
    }
    for (const RollCommandRow& row : rollCommands())
        new QTreeWidgetItem(roll, {nameOf(row.command), keysText(row.keys)});
    m_tree->expandAll();
    m_tree->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);

    auto* search = new QLineEdit;
    search->setPlaceholderText(tr("Search"));
    search->setAccessibleName(tr("Search"));
    search->setClearButtonEnabled(true);
    connect(search, &QLineEdit::textChanged, this, &ShortcutsDialog::filter);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto* column = new QVBoxLayout(this);
    column->addWidget(search);
    column->addWidget(m_tree, 1);
    column->addWidget(buttons);
    resize(720, 640); // no gesture of the roll is cut short
}

void ShortcutsDialog::filter(const QString& text)
{
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem* group = m_tree->topLevelItem(i);
        bool any = false;
        for (int j = 0; j < group->childCount(); ++j) {
            QTreeWidgetItem* item = group->child(j);
            const bool fits = item->text(0).contains(text, Qt::CaseInsensitive) || item->text(1).contains(text, Qt::CaseInsensitive);
            item->setHidden(!fits);
            any |= fits;
        }
        group->setHidden(!any);
    }
}

} // namespace partita::ui
