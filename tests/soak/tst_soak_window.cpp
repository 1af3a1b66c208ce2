// label: soak
// needs: ui
#include "tests/ui/mainwindow/studio_fixture.h"

#include "engine/core/paths.h"
#include "tests/soak/soak.h"
#include "tests/soak/sound_document.h"
#include "tests/ui/pianoroll/roll_fixture.h"

#include <QContextMenuEvent>

using namespace partita;
using namespace partita::ui;
using namespace partita::test;

namespace {

/// Somebody who presses everything that the window and its roll have, wherever the mouse happens to be.
class RestlessHands {
public:
    RestlessHands(Rng& rng, MainWindow& window) : m_rng(rng), m_window(window)
    {
        for (const CommandRow& row : commandTable())
            if (!asksOrLeaves(row))
                m_commands.push_back(row.command);
        for (const char* part : {"RollCanvas", "RollRuler", "RollKeys", "VelocityLane", "ChordLane"})
            for (QWidget* widget : window.roll().findChildren<QWidget*>())
                if (QByteArray(widget->metaObject()->className()).endsWith(part))
                    m_parts.push_back(widget);
    }
    std::size_t parts() const { return m_parts.size(); }

    void act()
    {
        switch (below(10)) {
        case 0: case 1: trigger(m_window.commands()[m_commands[m_rng.below(m_commands.size())]]); break;
        case 2: case 3: case 4: m_window.roll().run(static_cast<RollCommand>(m_rng.below(rollCommands().size()))); break;
        case 5: case 6: case 7: drag(); break;
        case 8: wheel(); break;
        default: key(); break;
        }
    }

private:
    int below(int most) { return static_cast<int>(m_rng.below(static_cast<std::uint64_t>(most))); }

    /// Dialogs, other documents and the end are for other tests.
    static bool asksOrLeaves(const CommandRow& row)
    {
        constexpr Command kLeaving[] = {Command::kNew, Command::kSave, Command::kOpenDemo, Command::kQuit, Command::kShortcuts, Command::kAbout, Command::kStartRun, Command::kContinueRun};
        return QByteArray(row.text).contains("…") || std::ranges::find(kLeaving, row.command) != std::end(kLeaving);
    }
    static void trigger(QAction* action)
    {
        if (action->isEnabled())
            action->trigger();
    }
    QWidget& part() { return *m_parts[m_rng.below(m_parts.size())]; }
    QPointF place(const QWidget& widget) { return {m_rng.uniform() * (widget.width() + 40) - 20, m_rng.uniform() * (widget.height() + 40) - 20}; }
    Qt::KeyboardModifiers modifiers()
    {
        Qt::KeyboardModifiers held;
        for (const auto modifier : {Qt::ShiftModifier, Qt::ControlModifier, Qt::AltModifier})
            held.setFlag(modifier, below(4) == 0);
        return held;
    }
    void drag()
    {
        QWidget& widget = part();
        const auto button = below(6) ? Qt::LeftButton : below(2) ? Qt::MiddleButton : Qt::RightButton;
        const auto held = modifiers();
        const QPointF from = place(widget);
        RollFixture::move(widget, from, held);
        RollFixture::press(widget, from, held, button);
        QPointF at = from;
        for (int i = below(5); i > 0; --i)
            RollFixture::move(widget, at = below(2) ? place(widget) : from + QPointF(below(9) - 4, below(9) - 4), modifiers(), button);
        if (below(10) == 0)
            QTest::keyClick(&widget, Qt::Key_Escape);
        RollFixture::release(widget, at, held, button);
        if (below(8) == 0)
            RollFixture::mouse(widget, QEvent::MouseButtonDblClick, at, held, button);
    }
    void wheel()
    {
        QWidget& widget = part();
        RollFixture::wheel(widget, place(widget), below(7) - 3, modifiers());
    }
    void key()
    {
        constexpr Qt::Key kKeys[] = {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_Delete, Qt::Key_Return, Qt::Key_Escape, Qt::Key_Tab, Qt::Key_Home, Qt::Key_End, Qt::Key_Q, Qt::Key_A, Qt::Key_Space};
        QTest::keyClick(&part(), kKeys[m_rng.below(std::size(kKeys))], modifiers());
    }

    Rng& m_rng;
    MainWindow& m_window;
    std::vector<Command> m_commands;
    std::vector<QWidget*> m_parts;
};

} // namespace

/// The window under restless hands for a long time.
class tst_SoakWindow : public QObject {
    Q_OBJECT

    StudioFixture m_fixture;

private Q_SLOTS:
    void everyEditCanBeTakenBackAndNothingIsLost()
    {
        Rng rng(soakSeed());
        const auto window = m_fixture.window();
        window->resize(1280, 800);
        window->show();
        ProjectDocument& document = window->document();
        QSignalSpy opened(&document, &ProjectDocument::opened);
        window->openPath(QString::fromStdString((paths::resources() / "demo" / "demo.mid").string()));
        QVERIFY(!opened.isEmpty() || opened.wait());
        const project::Document first = document.document();
        RestlessHands hands(rng, *window);
        QCOMPARE(hands.parts(), std::size_t(5));

        // A menu that opens under the mouse is closed again.
        QTimer closing;
        connect(&closing, &QTimer::timeout, &closing, [] {
            if (QWidget* popup = QApplication::activePopupWidget())
                popup->close();
            else if (QWidget* dialog = QApplication::activeModalWidget())
                dialog->close();
        });
        closing.start(20);

        const SoakTime time;
        FlatMemory memory;
        long actions = 0, edits = 0;
        while (time.isLeft()) {
            document.adopt(first, "soak");
            for (int i = 0; i < 150; ++i, ++actions) {
                hands.act();
                QCoreApplication::processEvents();
                const char* flaw = flawOf(document.document());
                QVERIFY2(!flaw, flaw);
            }
            window->takes().stop();
            QTRY_VERIFY(!window->takes().isWriting());
            QUndoStack& undo = *document.undoStack();
            while (undo.canRedo())
                undo.redo();
            const project::Document last = document.document();
            edits += undo.count();
            undo.setIndex(0);
            QVERIFY(document.document() == withNextId(first, document.document().nextId));
            undo.setIndex(undo.count());
            QVERIFY(document.document() == withNextId(last, document.document().nextId));
            memory.look(time);
        }
        qInfo("%ld actions, %ld edits; %.1f MB more at the end than at the half", actions, edits, static_cast<double>(memory.growth()) / 1e6);
        QVERIFY(memory.growth() < 24'000'000);
    }
};

QTEST_MAIN(tst_SoakWindow)
#include "tst_soak_window.moc"
