// needs: ui
#include "tests/ui/mainwindow/studio_fixture.h"

#include "ui/evaluation/evaluation_dialog.h"
#include "ui/mainwindow/shortcuts_dialog.h"
#include "ui/settings/settings_dialog.h"
#include "ui/widgets/theme.h"

#include <QAccessible>

using namespace partita;
using namespace partita::ui;

namespace {

QString describe(const QWidget& widget)
{
    QStringList path;
    for (const QWidget* each = &widget; each && path.size() < 3; each = each->parentWidget())
        path << QStringLiteral("%1 “%2”").arg(QString::fromLatin1(each->metaObject()->className()), each->accessibleName());
    return path.join(QStringLiteral(" in "));
}

QString nameOf(QWidget& widget)
{
    const QAccessibleInterface* shown = QAccessible::queryAccessibleInterface(&widget);
    return shown ? shown->text(QAccessible::Name) : QString();
}

/// What the keyboard can reach now.
bool isStop(const QWidget& widget)
{
    return widget.isVisible() && widget.isEnabled() && (widget.focusPolicy() & Qt::TabFocus) && !widget.focusProxy();
}

/// The stops in the order of Tab, once around.
QList<QWidget*> walk(QWidget& window, Qt::Key key = Qt::Key_Tab)
{
    const auto press = [key](QWidget* widget) { QTest::keyClick(widget, key, key == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier); };
    if (!isStop(*window.focusWidget())) // a page; keys go through it to the window
        press(window.focusWidget());
    QList<QWidget*> stops;
    QWidget* first = window.focusWidget();
    for (QWidget* now = first; now; now = window.focusWidget() == first ? nullptr : window.focusWidget()) {
        if (stops.contains(now))
            return {}; // a trap
        stops << now;
        press(now);
    }
    return stops;
}

} // namespace

/// The whole window by keyboard alone.
class TestFocus : public QObject {
    Q_OBJECT

    test::StudioFixture m_fixture;

    std::unique_ptr<MainWindow> shown()
    {
        auto window = m_fixture.window();
        window->resize(1280, 800);
        window->show();
        window->activateWindow();
        [[maybe_unused]] const bool exposed = QTest::qWaitForWindowActive(window.get());
        return window;
    }

    static void open(MainWindow& window, const QString& place)
    {
        if (place == "train")
            window.commands()[Command::kTrain]->trigger();
        else if (place == "morph")
            window.commands()[Command::kMorph]->trigger();
        else if (place == "groove")
            window.findChild<QTabWidget*>()->setCurrentIndex(1);
        else if (place == "settings")
            (new SettingsDialog({}, {{"alsa"}, {}, {}, {"cpu"}}, &window))->show();
        else if (place == "keys")
            (new ShortcutsDialog(window.commands(), &window))->show();
        else if (place == "evaluation")
            (new EvaluationDialog(window.evaluation(), &window))->show();
    }

    static QWidget& top(MainWindow& window)
    {
        const auto dialogs = window.findChildren<QDialog*>();
        return dialogs.isEmpty() ? static_cast<QWidget&>(window) : *dialogs.last();
    }

    static void places()
    {
        QTest::addColumn<QString>("place");
        for (const char* place : {"compose", "groove", "morph", "train", "settings", "keys", "evaluation"})
            QTest::newRow(place) << QString(place);
    }

private Q_SLOTS:
    void initTestCase()
    {
        theme::apply(*qApp, theme::Choice::kDark);
        qApp->setCursorFlashTime(0);
    }

    void tabReachesEveryControlWhichHasANameAndShowsIt_data() { places(); }
    void tabReachesEveryControlWhichHasANameAndShowsIt()
    {
        QFETCH(QString, place);
        const auto window = shown();
        open(*window, place);
        QWidget& face = top(*window);
        face.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&face));
        QTRY_VERIFY(face.focusWidget());
        const QList<QWidget*> stops = walk(face);
        QVERIFY(!stops.isEmpty());
        for (QWidget* stop : stops)
            QVERIFY2(!nameOf(*stop).isEmpty(), qPrintable(describe(*stop)));
        for (QWidget* widget : face.findChildren<QWidget*>())
            if (widget->window() == &face && isStop(*widget))
                QVERIFY2(stops.contains(widget), qPrintable(describe(*widget)));
        QList<QWidget*> back = walk(face, Qt::Key_Backtab);
        std::reverse(back.begin() + 1, back.end());
        QCOMPARE(back, stops);

        QStringList unseen;
        for (QWidget* stop : stops) {
            stop->setFocus(Qt::TabFocusReason);
            const QImage with = stop->grab().toImage();
            stop->clearFocus();
            if (stop->grab().toImage() == with)
                unseen << describe(*stop);
        }
        QVERIFY2(unseen.isEmpty(), qPrintable(unseen.join('\n')));
    }

    void partAfterPart()
    {
        const auto window = shown();
        window->generatePanel().setOperation(generate::Operation::kNew); // with all it has to ask
        const auto partOf = [&](const QWidget* stop) {
            for (; stop; stop = stop->parentWidget())
                for (const char* part : {"TransportBar", "TrackList", "PianoRollView", "QTabWidget", "CandidateTray"})
                    if (QString::fromLatin1(stop->metaObject()->className()).endsWith(QLatin1String(part)))
                        return QString::fromLatin1(part);
            return QString("TrackList"); // its head
        };
        QStringList parts;
        for (const QWidget* stop : walk(*window))
            if (parts.isEmpty() || parts.last() != partOf(stop))
                parts << partOf(stop);
        if (parts.size() > 1 && parts.first() == parts.last())
            parts.removeLast(); // the walk began in its middle
        while (!parts.isEmpty() && parts.contains("TransportBar") && parts.first() != "TransportBar")
            parts << parts.takeFirst();
        QCOMPARE(parts.join(' '), "TransportBar TrackList PianoRollView QTabWidget"); // the tray is empty
    }

    void tabLeavesTheRollAndComesBack()
    {
        const auto window = shown();
        QWidget* canvas = window->focusWidget();
        QVERIFY(window->roll().isAncestorOf(canvas));
        QTest::keyClick(canvas, Qt::Key_Tab);
        QVERIFY(window->focusWidget() != canvas);
        QTest::keyClick(window->focusWidget(), Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(window->focusWidget(), canvas);
    }
};

QTEST_MAIN(TestFocus)
#include "tst_focus.moc"
