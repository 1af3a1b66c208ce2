#include "ui/mainwindow/shortcuts_dialog.h"

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
struct Gesture {
    const char* what;
    const char* how;
};
#define TEXT(text) QT_TRANSLATE_NOOP("partita::ui::ShortcutsDialog", text)
constexpr Gesture kGestures[] = {
    {TEXT("Select bars to regenerate"), TEXT("Drag in the lower half of the ruler")},
    {TEXT("Loop region"), TEXT("Drag in the upper half of the ruler")},
    {TEXT("Select notes"), TEXT("Drag over empty space; Ctrl toggles, Shift adds")},
    {TEXT("Move notes"), TEXT("Drag a note; Shift keeps to one axis, Alt ignores the grid")},
    {TEXT("Copy notes"), TEXT("Ctrl+drag a note")},
    {TEXT("Change length"), TEXT("Drag either edge of a note")},
    {TEXT("Change velocity"), TEXT("Drag a bar in the lane below the roll")},
    {TEXT("Zoom time about the pointer"), TEXT("Ctrl+wheel")},
    {TEXT("Zoom pitch about the pointer"), TEXT("Ctrl+Shift+wheel")},
    {TEXT("Scroll"), TEXT("Wheel; Shift+wheel sideways; drag with the middle button")},
    {TEXT("Hear a key"), TEXT("Click the keyboard at the left")},
};
#undef TEXT

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
    for (const Gesture& gesture : kGestures)
        new QTreeWidgetItem(roll, {tr(gesture.what), tr(gesture.how)});
    std::map<MenuId, QTreeWidgetItem*> groups;
    for (const CommandRow& row : commandTable()) {
        const QAction* action = commands[row.command];
        if (action->shortcuts().isEmpty())
            continue;
        QTreeWidgetItem*& group = groups[row.menu];
        if (!group)
            group = groupItem(menuTitle(row.menu).remove('&'));
        new QTreeWidgetItem(group, {action->iconText(), QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText).replace(";", ",")});
    }
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
    resize(560, 640);
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
