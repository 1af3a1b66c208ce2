// needs: ui
#include "tests/ui/pianoroll/roll_fixture.h"

#include <QAction>
#include <QClipboard>
#include <QMimeData>
#include <QSet>
#include <QSignalSpy>
#include <QUndoStack>

using namespace partita;
using namespace partita::ui;
using test::RollFixture;

namespace {

constexpr const char* kTune = "60@0+480 62@480+480 64@960+480";
constexpr auto kCtrl = Qt::ControlModifier;
constexpr auto kShift = Qt::ShiftModifier;
constexpr auto kAlt = Qt::AltModifier;

} // namespace

class RollCommandsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keysEdit_data();
    void keysEdit();
    void keysChangeVelocities();
    void keysSelect();
    void keysSetTheSnap();
    void digitsChooseTools();
    void quantiseFollowsTheMeter();
    void legatoKeepsChords();
    void copyAndPasteAtThePlayhead();
    void pasteBetweenDivisionsKeepsNoteValues();
    void pasteOfForeignDataDoesNothing();
    void keysDoNotReachTheWindowsShortcuts();
    void arrowsWithoutSelectionMoveThePlayheadAndTheView();
    void newNoteAtThePlayhead();
    void altAndArrowsWalkThroughTheNotes();
    void tabLeavesTheRoll();
    void theFocusNoteIsDescribed();
    void everyCommandHasAUniqueKeyAndAText();
    void commandsNeedWhatTheyWorkOn();
    void zoomToSelectionAndBack();
};

void RollCommandsTest::keysEdit_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("selection");
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* before, const char* selection, Qt::Key key, int modifiers, const char* expected) {
        QTest::newRow(name) << QString::fromLatin1(before) << QString::fromLatin1(selection) << key << modifiers << QString::fromLatin1(expected);
    };
    row("Up: a semitone", kTune, "0 2", Qt::Key_Up, 0, "61@0+480 62@480+480 65@960+480");
    row("Down: a semitone", kTune, "1", Qt::Key_Down, 0, "60@0+480 61@480+480 64@960+480");
    row("Shift+Up: an octave", kTune, "1", Qt::Key_Up, kShift, "60@0+480 74@480+480 64@960+480");
    row("Shift+Down: an octave", kTune, "1", Qt::Key_Down, kShift, "60@0+480 50@480+480 64@960+480");
    row("Ctrl+Up: an octave", kTune, "1", Qt::Key_Up, kCtrl, "60@0+480 74@480+480 64@960+480");
    row("Up: intervals stay at the top", "120@0+480 127@480+480", "0 1", Qt::Key_Up, 0, "120@0+480 127@480+480");
    row("Right: a step", kTune, "1", Qt::Key_Right, 0, "60@0+480 62@600+480 64@960+480");
    row("Left: a step", kTune, "1", Qt::Key_Left, 0, "60@0+480 62@360+480 64@960+480");
    row("Left: onto the grid first", "60@130+100", "0", Qt::Key_Left, 0, "60@120+100");
    row("Ctrl+Right: a bar", kTune, "1", Qt::Key_Right, kCtrl, "60@0+480 64@960+480 62@2400+480");
    row("Ctrl+Left: a bar", "60@2000+480", "0", Qt::Key_Left, kCtrl, "60@80+480");
    row("Ctrl+Left: not before the start", kTune, "1", Qt::Key_Left, kCtrl, kTune);
    row("Shift+Right: longer", kTune, "1", Qt::Key_Right, kShift, "60@0+480 62@480+600 64@960+480");
    row("Shift+Left: shorter", kTune, "0 1", Qt::Key_Left, kShift, "60@0+360 62@480+360 64@960+480");
    row("Delete", kTune, "0 2", Qt::Key_Delete, 0, "62@480+480");
    row("Backspace", kTune, "1", Qt::Key_Backspace, 0, "60@0+480 64@960+480");
    row("Ctrl+D: right after", kTune, "0 1", Qt::Key_D, kCtrl, "60@0+480 62@480+480 60@960+480 64@960+480 62@1440+480");
    row("Ctrl+D: on the grid", "60@10+430", "0", Qt::Key_D, kCtrl, "60@10+430 60@490+430");
    row("Q: the selection", "60@50+480 62@470+480", "1", Qt::Key_Q, 0, "60@50+480 62@480+480");
    row("Q: all without a selection", "60@50+480 62@470+100", "", Qt::Key_Q, 0, "60@0+480 62@480+100");
    row("Ctrl+J: glue", "60@0+240 60@240+240 62@480+480", "0 1 2", Qt::Key_J, kCtrl, "60@0+480 62@480+480");
    row("R: reverse", "60@0+240 62@240+720", "0 1", Qt::Key_R, 0, "62@0+720 60@720+240");
    row("I: upside down", kTune, "0 1 2", Qt::Key_I, 0, "64@0+480 62@480+480 60@960+480");
    row("0: mute", kTune, "1", Qt::Key_0, 0, "60@0+480 (62@480+480) 64@960+480");
    row("Ctrl+X: cut", kTune, "1", Qt::Key_X, kCtrl, "60@0+480 64@960+480");
}

void RollCommandsTest::keysEdit()
{
    QFETCH(QString, before);
    QFETCH(QString, selection);
    QFETCH(Qt::Key, key);
    QFETCH(int, modifiers);
    QFETCH(QString, expected);
    RollFixture roll(before);
    roll.select(selection);
    roll.key(key, Qt::KeyboardModifiers(modifiers));
    QCOMPARE(roll.text(), expected);
    if (before == expected) {
        QCOMPARE(roll.document.undoStack()->count(), 0);
        return;
    }
    QCOMPARE(roll.document.undoStack()->count(), 1);
    roll.document.undoStack()->undo();
    QCOMPARE(roll.text(), before);
}

void RollCommandsTest::keysChangeVelocities()
{
    RollFixture roll(kTune);
    roll.select(QStringLiteral("0 1"));
    roll.key(Qt::Key_Minus);
    QCOMPARE(roll.velocities(), QStringLiteral("96 96 100"));
    roll.key(Qt::Key_Plus, kShift); // as many keyboards send it
    QCOMPARE(roll.velocities(), QStringLiteral("100 100 100"));
}

void RollCommandsTest::keysSelect()
{
    RollFixture roll(kTune);
    roll.key(Qt::Key_A, kCtrl);
    QCOMPARE(roll.selected(), QStringLiteral("0 1 2"));
    roll.key(Qt::Key_A, kCtrl | kShift);
    QCOMPARE(roll.selected(), QString());
    roll.select(QStringLiteral("1"));
    roll.key(Qt::Key_I, kCtrl);
    QCOMPARE(roll.selected(), QStringLiteral("0 2"));
    // The keyboard's right button takes all notes of a pitch.
    roll.click(roll.keys, {10, roll.at(0, 62).y()}, {}, Qt::RightButton);
    QCOMPARE(roll.selected(), QStringLiteral("1"));
}

void RollCommandsTest::keysSetTheSnap()
{
    RollFixture roll(kTune);
    const auto name = [&roll] { return snapName(roll.view.model().snap()); };
    roll.key(Qt::Key_4, kAlt);
    QCOMPARE(name(), QStringLiteral("1/8"));
    roll.key(Qt::Key_T);
    QCOMPARE(name(), QStringLiteral("1/8 triplet"));
    roll.key(Qt::Key_Period);
    QCOMPARE(name(), QStringLiteral("1/8 dotted"));
    roll.key(Qt::Key_N);
    QCOMPARE(name(), QStringLiteral("Off"));
    roll.key(Qt::Key_N);
    QCOMPARE(name(), QStringLiteral("1/8 dotted"));
}

void RollCommandsTest::digitsChooseTools()
{
    RollFixture roll(kTune);
    for (const Tool& tool : tools()) {
        roll.key(tool.key);
        QCOMPARE(roll.view.tool(), tool.id);
    }
    roll.key(Qt::Key_B);
    QCOMPARE(roll.view.tool(), ToolId::kDraw);
    roll.key(Qt::Key_B);
    QCOMPARE(roll.view.tool(), ToolId::kSelect);
}

void RollCommandsTest::quantiseFollowsTheMeter()
{
    // A dotted half bar of 3/4 holds one and a half dotted quarters: the grid starts anew at each bar line.
    RollFixture roll("60@1430+100");
    roll.document.perform(EditKind::kMeter, project::setMeter(roll.document.document(), Ticks(0), 3, 4));
    roll.view.model().setSnap({.denominator = 2});
    roll.key(Qt::Key_Q);
    QCOMPARE(roll.text(), QStringLiteral("60@1440+100")); // bar 2, not 1920
}

void RollCommandsTest::legatoKeepsChords()
{
    RollFixture roll("60@0+100 64@0+200 62@480+900 65@960+50");
    roll.view.run(RollCommand::kLegato);
    QCOMPARE(roll.text(), QStringLiteral("60@0+480 64@0+480 62@480+480 65@960+50"));
}

void RollCommandsTest::copyAndPasteAtThePlayhead()
{
    RollFixture roll(kTune);
    roll.select(QStringLiteral("1 2"));
    roll.key(Qt::Key_C, kCtrl);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("D4 E4"));
    roll.view.setPlayhead(Ticks(1920));
    roll.key(Qt::Key_V, kCtrl);
    QCOMPARE(roll.text(), QStringLiteral("60@0+480 62@480+480 64@960+480 62@1920+480 64@2400+480"));
    QCOMPARE(roll.selected(), QStringLiteral("3 4"));
    QCOMPARE(roll.document.undoStack()->count(), 1);
}

void RollCommandsTest::pasteBetweenDivisionsKeepsNoteValues()
{
    RollFixture roll(kTune);
    roll.key(Qt::Key_A, kCtrl);
    roll.key(Qt::Key_C, kCtrl);
    project::Document other = project::newDocument();
    other.division = 96;
    roll.document.adopt(other, QStringLiteral("other"));
    roll.view.setTrack(roll.document.document().tracks.front().id);
    roll.key(Qt::Key_V, kCtrl);
    QCOMPARE(roll.text(), QStringLiteral("60@0+96 62@96+96 64@192+96"));
}

void RollCommandsTest::pasteOfForeignDataDoesNothing()
{
    RollFixture roll(kTune);
    QSignalSpy refused(&roll.view, &PianoRollView::refused);
    int tries = 0;
    for (const char* bytes : {"", "{", "[]", R"({"ticksPerQuarter":0,"notes":[]})", R"({"ticksPerQuarter":480,"notes":[[0,1]]})", R"({"ticksPerQuarter":480,"notes":[["a",1,2,3,true]]})"}) {
        auto* const data = new QMimeData;
        data->setData(QStringLiteral("application/x-partita-notes"), bytes);
        data->setText(QStringLiteral("hello"));
        QGuiApplication::clipboard()->setMimeData(data);
        roll.key(Qt::Key_V, kCtrl);
        QCOMPARE(roll.text(), QString::fromLatin1(kTune));
        QCOMPARE(refused.size(), ++tries); // and it is said
    }
    // Numbers out of range are brought into it.
    auto* const data = new QMimeData;
    data->setData(QStringLiteral("application/x-partita-notes"), R"({"ticksPerQuarter":480,"notes":[[-5,1e300,999,-3,false]]})");
    QGuiApplication::clipboard()->setMimeData(data);
    roll.key(Qt::Key_A, kCtrl);
    roll.key(Qt::Key_Delete);
    roll.key(Qt::Key_V, kCtrl);
    QCOMPARE(roll.text(), QStringLiteral("127@0+1000000000"));
}

void RollCommandsTest::keysDoNotReachTheWindowsShortcuts()
{
    RollFixture roll(kTune);
    QAction action;
    action.setShortcut(QKeySequence(Qt::Key_Up));
    QSignalSpy triggered(&action, &QAction::triggered);
    roll.view.addAction(&action);
    roll.view.activateWindow();
    roll.canvas.setFocus();
    roll.select(QStringLiteral("1"));
    roll.key(Qt::Key_Up);
    QCOMPARE(roll.text(), QStringLiteral("60@0+480 63@480+480 64@960+480"));
    QVERIFY(triggered.isEmpty());
}

void RollCommandsTest::arrowsWithoutSelectionMoveThePlayheadAndTheView()
{
    RollFixture roll(kTune);
    QSignalSpy seek(&roll.view, &PianoRollView::seekRequested);
    roll.view.setPlayhead(Ticks(480));
    roll.key(Qt::Key_Right);
    QCOMPARE(seek.takeFirst().first().value<Ticks>().value, 600);
    roll.key(Qt::Key_Left, kCtrl);
    QCOMPARE(seek.takeFirst().first().value<Ticks>().value, 0);
    roll.key(Qt::Key_Home);
    QCOMPARE(seek.takeFirst().first().value<Ticks>().value, 0);
    roll.key(Qt::Key_End);
    QCOMPARE(seek.takeFirst().first().value<Ticks>().value, project::endOf(roll.document.document()).value);
    const double before = roll.view.model().geometry().scrollY();
    roll.key(Qt::Key_Down);
    QCOMPARE(roll.view.model().geometry().scrollY(), before + 16);
}

void RollCommandsTest::newNoteAtThePlayhead()
{
    RollFixture roll({});
    roll.view.setPlayhead(Ticks(500));
    roll.key(Qt::Key_Insert);
    QCOMPARE(roll.text(), QStringLiteral("60@480+240"));
    QCOMPARE(roll.selected(), QStringLiteral("0"));
}

void RollCommandsTest::altAndArrowsWalkThroughTheNotes()
{
    RollFixture roll(kTune);
    for (const char* expected : {"0", "1", "2", "2"}) { // the last one stays
        roll.key(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(roll.selected(), QString::fromLatin1(expected));
    }
    roll.key(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(roll.selected(), QStringLiteral("1"));
}

void RollCommandsTest::tabLeavesTheRoll()
{
    RollFixture roll(kTune);
    roll.view.activateWindow();
    roll.canvas.setFocus();
    QTRY_VERIFY(roll.canvas.hasFocus());
    roll.key(Qt::Key_Tab);
    QVERIFY(!roll.canvas.hasFocus());
    QCOMPARE(roll.selected(), QString());
}

void RollCommandsTest::theFocusNoteIsDescribed()
{
    RollFixture roll(kTune);
    QSignalSpy status(&roll.view, &PianoRollView::statusChanged);
    roll.select(QStringLiteral("1"));
    QCOMPARE(roll.canvas.accessibleDescription(), QStringLiteral("1.2.000 · D4 (62) · velocity 100 · 1/4"));
    QCOMPARE(status.last().first().toString(), roll.canvas.accessibleDescription());
    roll.key(Qt::Key_Up);
    QCOMPARE(roll.canvas.accessibleDescription(), QStringLiteral("1.2.000 · D♯4 (63) · velocity 100 · 1/4"));
    roll.select(QStringLiteral("0 1"));
    QVERIFY(roll.canvas.accessibleDescription().startsWith(QLatin1Char('2')));
    QVERIFY(!roll.canvas.accessibleName().isEmpty());
    // Under the pointer: the note, or the place.
    RollFixture::move(roll.canvas, roll.at(1200, 64));
    QCOMPARE(status.last().first().toString(), QStringLiteral("1.3.000 · E4 (64) · velocity 100 · 1/4"));
    RollFixture::move(roll.canvas, roll.at(1930, 65));
    QCOMPARE(status.last().first().toString(), QStringLiteral("2.1.010 · F4 (65)"));
}

void RollCommandsTest::everyCommandHasAUniqueKeyAndAText()
{
    QSet<QString> keys;
    std::size_t index = 0;
    for (const RollCommandRow& row : rollCommands()) {
        QCOMPARE(static_cast<std::size_t>(row.command), index++);
        QVERIFY(!nameOf(row.command).isEmpty());
        for (const QString& text : QString::fromLatin1(row.keys).split(QLatin1Char(' '))) {
            QVERIFY2(QKeySequence::fromString(text).count() == 1, row.keys);
            QVERIFY2(!keys.contains(text), qPrintable(text));
            keys.insert(text);
        }
    }
}

void RollCommandsTest::commandsNeedWhatTheyWorkOn()
{
    RollFixture roll(kTune);
    QVERIFY(!roll.view.isAvailable(RollCommand::kCut));
    QVERIFY(roll.view.isAvailable(RollCommand::kQuantise));
    roll.view.run(RollCommand::kDelete);
    QCOMPARE(roll.text(), QString::fromLatin1(kTune));
    roll.select(QStringLiteral("0"));
    QVERIFY(roll.view.isAvailable(RollCommand::kCut));
    QVERIFY(!RollFixture({}).view.isAvailable(RollCommand::kQuantise));
}

void RollCommandsTest::zoomToSelectionAndBack()
{
    RollFixture roll(kTune);
    const RollGeometry before = roll.view.model().geometry();
    roll.select(QStringLiteral("1"));
    roll.key(Qt::Key_Z);
    const RollGeometry& now = roll.view.model().geometry();
    QCOMPARE(std::round(now.x(Ticks(480))), 24.0);
    QCOMPARE(std::round(now.x(Ticks(960))), roll.canvas.width() - 24.0);
    roll.key(Qt::Key_Z, kShift);
    QCOMPARE(roll.view.model().geometry(), before);
}

QTEST_MAIN(RollCommandsTest)
#include "tst_roll_keys_and_commands.moc"
