// needs: ui
#include "tests/ui/mainwindow/studio_fixture.h"

#include "ui/mainwindow/commands.h"
#include "ui/mainwindow/shortcuts_dialog.h"
#include "ui/tracks/track_list.h"

#include <QMenuBar>
#include <QTest>

#include <set>

using namespace partita;
using namespace partita::ui;

class TestCommands : public QObject {
    Q_OBJECT

    test::StudioFixture m_fixture;

    static void collect(const QMenu* menu, QList<QAction*>& actions)
    {
        for (QAction* action : menu->actions()) {
            if (action->menu())
                collect(action->menu(), actions);
            else if (!action->isSeparator())
                actions << action;
        }
    }

private Q_SLOTS:
    void theTableNamesEveryCommandOnce()
    {
        std::set<Command> seen;
        for (const CommandRow& row : commandTable())
            QVERIFY2(seen.insert(row.command).second, row.text);
        QCOMPARE(seen.size(), commandTable().size());
        QCOMPARE(static_cast<int>(*seen.rbegin()) + 1, static_cast<int>(seen.size())); // none of the enumeration is missing
    }

    void everyCommandDoesSomething()
    {
        const auto window = m_fixture.window();
        for (const CommandRow& row : commandTable())
            QVERIFY2(window->commands().isBound(row.command), row.text);
    }

    void everyActionHasTextAndAReasonWhenItCannotWork()
    {
        const auto window = m_fixture.window();
        QList<QAction*> actions;
        for (QAction* top : window->menuBar()->actions())
            collect(top->menu(), actions);
        QVERIFY(actions.size() >= static_cast<int>(commandTable().size()));
        for (const QAction* action : actions) {
            QVERIFY(!action->text().isEmpty());
            QVERIFY2(!action->toolTip().isEmpty(), qPrintable(action->text()));
            QVERIFY2(!action->statusTip().isEmpty() || action->parent() == nullptr, qPrintable(action->text()));
        }
        const QAction* undo = window->commands()[Command::kUndo];
        QVERIFY(!undo->isEnabled());
        QVERIFY(undo->toolTip().contains("nothing to undo"));
    }

    void noTwoCommandsShareAKey()
    {
        const auto window = m_fixture.window();
        QHash<QString, QString> owners;
        for (const CommandRow& row : commandTable())
            for (const QKeySequence& keys : window->commands()[row.command]->shortcuts()) {
                QVERIFY2(!owners.contains(keys.toString()), qPrintable(QString("%1: %2 and %3").arg(keys.toString(), owners[keys.toString()], row.text)));
                owners.insert(keys.toString(), row.text);
            }
        for (const RollCommandRow& row : rollCommands())
            for (const QString& keys : QString(row.keys).split(' ', Qt::SkipEmptyParts)) {
                const QString name = QKeySequence(keys).toString();
                QVERIFY2(name == "Home" || !owners.contains(name), qPrintable(QString("%1: %2 and %3").arg(name, owners[name], row.text)));
            }
    }

    void everyControlHasAName()
    {
        const auto window = m_fixture.window();
        for (const QWidget* widget : window->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith("qt_"))
                continue;
            const bool named = !widget->accessibleName().isEmpty() || widget->property("text").toString().size() > 0 || widget->toolTip().size() > 0;
            const bool inner = qobject_cast<const QLineEdit*>(widget) && qobject_cast<const QAbstractSpinBox*>(widget->parentWidget());
            const bool frame = qobject_cast<const QAbstractScrollArea*>(widget) || qobject_cast<const QStackedWidget*>(widget) || qobject_cast<const QMenu*>(widget);
            QVERIFY2(named || inner || frame, qPrintable(QString("%1 in %2").arg(widget->metaObject()->className(), widget->parentWidget()->metaObject()->className())));
        }
    }

    void theSheetOfKeysCanBeSearched()
    {
        const auto window = m_fixture.window();
        ShortcutsDialog sheet(window->commands(), window.get());
        auto* tree = sheet.findChild<QTreeWidget*>();
        const auto visible = [tree] {
            int count = 0;
            for (QTreeWidgetItemIterator it(tree); *it; ++it)
                count += (*it)->parent() && !(*it)->isHidden() && !(*it)->parent()->isHidden();
            return count;
        };
        const int all = visible();
        QVERIFY(all > 40);
        sheet.findChild<QLineEdit*>()->setText("panic");
        QCOMPARE(visible(), 1);
    }
};

QTEST_MAIN(TestCommands)
#include "tst_commands.moc"
