// needs: ui
#include "tests/ui/mainwindow/studio_fixture.h"

#include "ui/mainwindow/window_state.h"

using namespace partita;
using namespace partita::ui;

/// The window stands as it was left.
class TestWindowState : public QObject {
    Q_OBJECT

    test::StudioFixture m_fixture;

    static QSplitter& columns(MainWindow& window) { return *window.findChild<QSplitter*>(); }

private Q_SLOTS:
    void cleanup() { QSettings().clear(); }

    void closingKeepsSizeColumnsAndPanels()
    {
        const auto window = m_fixture.window();
        window->show();
        window->resize(700, 610);
        QSplitterHandle* handle = columns(*window).handle(1);
        QTest::mousePress(handle, Qt::LeftButton);
        QTest::mouseMove(handle, handle->rect().center() + QPoint(30, 0));
        QTest::mouseRelease(handle, Qt::LeftButton, {}, handle->rect().center() + QPoint(30, 0));
        window->commands()[Command::kShowTray]->trigger();
        window->close();
        QTRY_VERIFY(!window->isVisible());
        const WindowState left = loadWindowState();
        QVERIFY(!left.tray && left.tracks && left.inspector);

        const auto next = m_fixture.window();
        next->restore(left);
        next->show();
        QCOMPARE(next->size(), window->size());
        QCOMPARE(columns(*next).sizes(), columns(*window).sizes());
        QVERIFY(!next->tray().isVisible());
        QVERIFY(!next->commands()[Command::kShowTray]->isChecked());
        QVERIFY(next->commands()[Command::kShowTracks]->isChecked());
    }

    void columnsThatNobodyMovedFollowTheWindow()
    {
        const auto window = m_fixture.window();
        QVERIFY(window->state().columns.isEmpty());
        window->restore(window->state());
        window->show();
        window->resize(1000, 700);
        const int narrow = columns(*window).sizes().first();
        window->resize(1400, 700);
        QVERIFY(columns(*window).sizes().first() > narrow);
    }

    void aSmallerScreenGetsASmallerWindow()
    {
        WindowState left;
        {
            const auto window = m_fixture.window();
            window->resize(4000, 3000);
            window->move(3000, 2500);
            left = window->state();
        }
        const auto window = m_fixture.window();
        window->restore(left);
        window->show();
        const QRect screen = window->screen()->availableGeometry();
        QVERIFY(window->width() <= std::max(screen.width(), window->minimumSizeHint().width()));
        QVERIFY(window->height() <= std::max(screen.height(), window->minimumSizeHint().height()));
        QVERIFY(screen.contains(window->geometry().topLeft()));
    }

    void whatWasNeverStoredChangesNothing()
    {
        const auto window = m_fixture.window();
        const QSize size = window->size();
        window->restore(loadWindowState());
        QCOMPARE(window->size(), size);
        QVERIFY(!window->tray().isHidden());
    }
};

QTEST_MAIN(TestWindowState)
#include "tst_window_state.moc"
