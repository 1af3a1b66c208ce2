// needs: ui
#include "tests/ui/pianoroll/roll_fixture.h"
#include "ui/widgets/theme.h"

#include <QAction>
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

/// A drag on the canvas, in ticks and pitches.
struct Drag {
    int fromTick, fromPitch, toTick, toPitch;
};

} // namespace

Q_DECLARE_METATYPE(Drag)

class RollGesturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dragsOnTheCanvas_data();
    void dragsOnTheCanvas();
    void clicksSelect_data();
    void clicksSelect();
    void rubberBandSelects_data();
    void rubberBandSelects();
    void drawingRemembersTheLastLength();
    void drumHitsHaveAFixedLength();
    void rightButtonErasesInTheDrawTool();
    void copyLeavesTheCopySelected();
    void velocityLaneSetsTheNotesUnderThePointer();
    void velocityLaneDrawsALine();
    void velocityLaneHeedsTheSelection();
    void velocityLaneShowsATakeInPlaceOfWhatItReplaces();
    void altWheelChangesVelocity();
    void escapeCancelsADrag();
    void escapeThenClearsSelectionAndRegion();
    void theRegionsEdgesAreDraggedOnTheCanvas();
    void snapTogglesDuringADrag();
    void clicksAndMovesAreHeard();
    void previewCanBeOff();
    void undoAfterADragTakesOneStep();
};

void RollGesturesTest::dragsOnTheCanvas_data()
{
    QTest::addColumn<ToolId>("tool");
    QTest::addColumn<QString>("selection");
    QTest::addColumn<Drag>("drag");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, ToolId tool, const char* selection, Drag drag, int modifiers, const char* expected) {
        QTest::newRow(name) << tool << QString::fromLatin1(selection) << drag << modifiers << QString::fromLatin1(expected);
    };
    using enum ToolId;
    row("draw: drag to the right sets the length", kDraw, "", {1930, 67, 2630, 67}, 0, "60@0+480 62@480+480 64@960+480 67@1920+720");
    row("draw: Alt draws off the grid", kDraw, "", {1930, 67, 2630, 67}, kAlt, "60@0+480 62@480+480 64@960+480 67@1930+700");
    row("draw: a drag on a note moves it", kDraw, "", {700, 62, 700 + 240, 65}, 0, "60@0+480 65@720+480 64@960+480");
    row("move: to the grid", kSelect, "", {700, 62, 700 + 130, 64}, 0, "60@0+480 64@600+480 64@960+480");
    row("move: with Alt by any tick", kSelect, "", {700, 62, 700 + 130, 62}, kAlt, "60@0+480 62@610+480 64@960+480");
    row("move: with Shift along one axis", kSelect, "", {700, 62, 700 + 480, 63}, kShift, "60@0+480 62@960+480 64@960+480");
    row("move: the whole selection", kSelect, "0 2", {1200, 64, 1200 + 240, 66}, 0, "62@240+480 62@480+480 66@1200+480");
    row("move: not before the start", kSelect, "0 1", {700, 62, 10, 62}, 0, "60@0+480 62@480+480 64@960+480");
    row("move: an unselected note goes alone", kSelect, "0", {700, 62, 700, 63}, 0, "60@0+480 63@480+480 64@960+480");
    row("resize: the end", kSelect, "", {955, 62, 1200, 62}, 0, "60@0+480 62@480+720 64@960+480");
    row("resize: the start", kSelect, "", {485, 62, 250, 62}, 0, "60@0+480 62@240+720 64@960+480");
    row("resize: the whole selection", kSelect, "0 1", {955, 62, 715, 62}, 0, "60@0+240 62@480+240 64@960+480");
    row("resize: no shorter than a step", kSelect, "", {955, 62, 300, 62}, 0, "60@0+480 62@480+120 64@960+480");
    row("resize: with Alt to any tick", kSelect, "", {955, 62, 985, 62}, kAlt, "60@0+480 62@480+510 64@960+480");
    row("copy: Ctrl and drag", kSelect, "", {700, 62, 700 + 1440, 67}, kCtrl, "60@0+480 62@480+480 64@960+480 67@1920+480");
    row("copy: the whole selection", kSelect, "0 1", {700, 62, 700 + 1920, 62}, kCtrl, "60@0+480 62@480+480 64@960+480 60@1920+480 62@2400+480");
    row("erase: a sweep", kErase, "", {240, 60, 1200, 64}, 0, "");
    row("erase: a click", kErase, "", {700, 62, 700, 62}, 0, "60@0+480 64@960+480");
    row("split: at the grid", kSplit, "", {725, 62, 725, 62}, 0, "60@0+480 62@480+240 62@720+240 64@960+480");
    row("glue: with nothing of its pitch", kGlue, "", {700, 62, 700, 62}, 0, "60@0+480 62@480+480 64@960+480");
}

void RollGesturesTest::dragsOnTheCanvas()
{
    QFETCH(ToolId, tool);
    QFETCH(QString, selection);
    QFETCH(Drag, drag);
    QFETCH(int, modifiers);
    QFETCH(QString, expected);
    RollFixture roll(kTune);
    roll.view.setTool(tool);
    roll.select(selection);
    const QString before = roll.text();

    roll.drag(roll.canvas, roll.at(drag.fromTick, drag.fromPitch), roll.at(drag.toTick, drag.toPitch), Qt::KeyboardModifiers(modifiers));
    QCOMPARE(roll.text(), expected);

    QUndoStack& undo = *roll.document.undoStack();
    if (before == expected) {
        QCOMPARE(undo.count(), 0);
        return;
    }
    QCOMPARE(undo.count(), 1);
    undo.undo();
    QCOMPARE(roll.text(), before);
    undo.redo();
    QCOMPARE(roll.text(), expected);
}

void RollGesturesTest::clicksSelect_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<int>("tick");
    QTest::addColumn<int>("pitch");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<QString>("after");
    QTest::newRow("one") << "" << 700 << 62 << 0 << "1";
    QTest::newRow("another instead") << "0" << 700 << 62 << 0 << "1";
    QTest::newRow("one of several alone") << "0 1" << 700 << 62 << 0 << "1";
    QTest::newRow("Ctrl adds") << "0" << 700 << 62 << int(kCtrl) << "0 1";
    QTest::newRow("Ctrl takes out") << "0 1" << 700 << 62 << int(kCtrl) << "0";
    QTest::newRow("Shift adds") << "0" << 700 << 62 << int(kShift) << "0 1";
    QTest::newRow("Shift keeps") << "0 1" << 700 << 62 << int(kShift) << "0 1";
    QTest::newRow("empty space clears") << "0 1" << 2000 << 62 << 0 << "";
}

void RollGesturesTest::clicksSelect()
{
    QFETCH(QString, before);
    QFETCH(int, tick);
    QFETCH(int, pitch);
    QFETCH(int, modifiers);
    QFETCH(QString, after);
    RollFixture roll(kTune);
    roll.select(before);
    roll.click(roll.canvas, roll.at(tick, pitch), Qt::KeyboardModifiers(modifiers));
    QCOMPARE(roll.selected(), after);
    QCOMPARE(roll.document.undoStack()->count(), 0);
}

void RollGesturesTest::rubberBandSelects_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<QString>("after");
    QTest::newRow("plain") << "2" << 0 << "0 1";
    QTest::newRow("Shift adds") << "2" << int(kShift) << "0 1 2";
    QTest::newRow("Ctrl turns round") << "1 2" << int(kCtrl) << "0 2";
}

void RollGesturesTest::rubberBandSelects()
{
    QFETCH(QString, before);
    QFETCH(int, modifiers);
    QFETCH(QString, after);
    RollFixture roll(kTune);
    roll.select(before);
    roll.drag(roll.canvas, roll.at(900, 58), roll.at(100, 62), Qt::KeyboardModifiers(modifiers));
    QCOMPARE(roll.selected(), after);
}

void RollGesturesTest::drawingRemembersTheLastLength()
{
    RollFixture roll({});
    roll.view.setTool(ToolId::kDraw);
    roll.click(roll.canvas, roll.at(10, 60));
    QCOMPARE(roll.text(), QStringLiteral("60@0+240")); // an eighth, as long as nothing was drawn
    roll.drag(roll.canvas, roll.at(490, 62), roll.at(840, 62));
    roll.click(roll.canvas, roll.at(970, 64));
    QCOMPARE(roll.text(), QStringLiteral("60@0+240 62@480+360 64@960+360"));
    QCOMPARE(roll.selected(), QStringLiteral("2"));
    QCOMPARE(roll.document.undoStack()->count(), 3);
}

void RollGesturesTest::drumHitsHaveAFixedLength()
{
    RollFixture roll({}, 9);
    roll.view.setTool(ToolId::kDraw);
    roll.drag(roll.canvas, roll.at(490, 60), roll.at(1500, 60));
    QCOMPARE(roll.text(), QStringLiteral("60@480+60"));
    // A diamond is taken anywhere on it and only moves.
    roll.drag(roll.canvas, roll.at(480, 60) + QPointF(5, 0), roll.at(960, 62) + QPointF(5, 0));
    QCOMPARE(roll.text(), QStringLiteral("62@960+60"));
}

void RollGesturesTest::rightButtonErasesInTheDrawTool()
{
    RollFixture roll(kTune);
    roll.view.setTool(ToolId::kDraw);
    roll.drag(roll.canvas, roll.at(240, 60), roll.at(700, 62), {}, Qt::RightButton);
    QCOMPARE(roll.text(), QStringLiteral("64@960+480"));
    QCOMPARE(roll.document.undoStack()->count(), 1);
}

void RollGesturesTest::copyLeavesTheCopySelected()
{
    RollFixture roll(kTune);
    roll.drag(roll.canvas, roll.at(700, 62), roll.at(700 + 1440, 62), kCtrl);
    QCOMPARE(roll.text(), QStringLiteral("60@0+480 62@480+480 64@960+480 62@1920+480"));
    QCOMPARE(roll.selected(), QStringLiteral("3"));
}

void RollGesturesTest::velocityLaneSetsTheNotesUnderThePointer()
{
    RollFixture roll(kTune);
    roll.drag(roll.lane, {48, 8}, {48, 8});
    QCOMPARE(roll.velocities(), QStringLiteral("100 127 100"));
    roll.drag(roll.lane, {-10, double(roll.lane.height())}, {130, double(roll.lane.height())});
    QCOMPARE(roll.velocities(), QStringLiteral("1 1 1"));
    QCOMPARE(roll.document.undoStack()->count(), 2);
    roll.document.undoStack()->undo();
    roll.document.undoStack()->undo();
    QCOMPARE(roll.velocities(), QStringLiteral("100 100 100"));
}

void RollGesturesTest::velocityLaneDrawsALine()
{
    RollFixture roll(kTune);
    const double top = 8, bottom = roll.lane.height() - 6;
    roll.drag(roll.lane, {0, top}, {96, bottom}, kShift);
    QCOMPARE(roll.velocities(), QStringLiteral("127 64 1"));
}

void RollGesturesTest::velocityLaneHeedsTheSelection()
{
    RollFixture roll("60@0+480 64@0+480 67@0+480");
    roll.select(QStringLiteral("1"));
    roll.click(roll.lane, {1, 8});
    QCOMPARE(roll.velocities(), QStringLiteral("100 127 100"));
}

void RollGesturesTest::velocityLaneShowsATakeInPlaceOfWhatItReplaces()
{
    RollFixture roll("60@0+480 62@480+480 64@960+480");
    roll.view.setCandidate({{.id = 1, .start = Ticks(720), .length = Ticks(240), .pitch = 65, .velocity = 90}}, {Ticks(480), Ticks(960)});
    const QImage lane = roll.lane.grab().toImage();
    const auto stemAt = [&](int tick) { return lane.pixelColor(static_cast<int>(roll.view.model().geometry().x(Ticks(tick))), lane.height() - 3).name(); };
    const QString ofTheSong = theme::note(roll.track().color, 100).name();
    QCOMPARE(stemAt(0), ofTheSong);
    QVERIFY(stemAt(480) != ofTheSong);
    QCOMPARE(stemAt(720), theme::tokens().accent.name());
    QCOMPARE(stemAt(960), ofTheSong);
}

void RollGesturesTest::altWheelChangesVelocity()
{
    RollFixture roll(kTune);
    roll.wheel(roll.canvas, roll.at(700, 62), -2, kAlt);
    QCOMPARE(roll.velocities(), QStringLiteral("100 92 100"));
}

void RollGesturesTest::escapeCancelsADrag()
{
    for (const ToolId tool : {ToolId::kSelect, ToolId::kDraw, ToolId::kErase, ToolId::kVelocity}) {
        RollFixture roll(kTune);
        roll.view.setTool(tool);
        roll.press(roll.canvas, roll.at(700, 62));
        roll.move(roll.canvas, roll.at(1500, 67));
        roll.key(Qt::Key_Escape);
        roll.release(roll.canvas, roll.at(1500, 67));
        QCOMPARE(roll.text(), QString::fromLatin1(kTune));
        QCOMPARE(roll.velocities(), QStringLiteral("100 100 100"));
        QVERIFY(!roll.view.model().hasDraft());
        QCOMPARE(roll.document.undoStack()->count(), 0);
    }
}

void RollGesturesTest::theRegionsEdgesAreDraggedOnTheCanvas()
{
    RollFixture roll(kTune);
    roll.view.selectBars(PianoRollView::Bars{2, 2});
    const auto at = [&](int bar) { return QPoint(static_cast<int>(roll.view.model().geometry().x(roll.view.model().meters().barStart(bar))), 590 - 400); };
    QTest::mousePress(&roll.canvas, Qt::LeftButton, {}, at(3));
    QTest::mouseMove(&roll.canvas, at(4));
    QVERIFY(roll.view.selectedBars() == (PianoRollView::Bars{2, 3}));
    roll.key(Qt::Key_Escape); // the drag is given up
    QVERIFY(roll.view.selectedBars() == (PianoRollView::Bars{2, 2}));
    QTest::mouseRelease(&roll.canvas, Qt::LeftButton, {}, at(4));

    QTest::mousePress(&roll.canvas, Qt::LeftButton, {}, at(2));
    QTest::mouseMove(&roll.canvas, at(1));
    QTest::mouseRelease(&roll.canvas, Qt::LeftButton, {}, at(1));
    QVERIFY(roll.view.selectedBars() == (PianoRollView::Bars{1, 2}));
    QCOMPARE(roll.document.undoStack()->count(), 0);
}

void RollGesturesTest::escapeThenClearsSelectionAndRegion()
{
    RollFixture roll(kTune);
    roll.select(QStringLiteral("0 1"));
    roll.view.selectBars(PianoRollView::Bars{1, 2});
    roll.key(Qt::Key_Escape);
    QCOMPARE(roll.selected(), QString());
    QVERIFY(roll.view.selectedBars());
    roll.key(Qt::Key_Escape);
    QVERIFY(!roll.view.selectedBars());
}

void RollGesturesTest::snapTogglesDuringADrag()
{
    RollFixture roll(kTune);
    roll.press(roll.canvas, roll.at(700, 62));
    roll.move(roll.canvas, roll.at(700 + 60, 62));
    roll.key(Qt::Key_N);
    roll.move(roll.canvas, roll.at(700 + 50, 62));
    roll.release(roll.canvas, roll.at(700 + 50, 62));
    QCOMPARE(roll.text(), QStringLiteral("60@0+480 62@530+480 64@960+480"));
}

void RollGesturesTest::clicksAndMovesAreHeard()
{
    RollFixture roll(kTune, 3);
    QSignalSpy on(&roll.view, &PianoRollView::noteOn), off(&roll.view, &PianoRollView::noteOff);
    roll.press(roll.canvas, roll.at(700, 62));
    QCOMPARE(on.last(), (QVariantList{3, 62, 100}));
    QVERIFY(off.isEmpty());
    roll.move(roll.canvas, roll.at(700, 65));
    QCOMPARE(on.last(), (QVariantList{3, 65, 100}));
    roll.release(roll.canvas, roll.at(700, 65));
    QCOMPARE(on.size(), off.size());
    // The keyboard: from key to key.
    roll.press(roll.keys, {10, roll.at(0, 60).y()});
    QCOMPARE(on.last().at(1).toInt(), 60);
    QVERIFY(roll.view.model().litKeys().test(60));
    roll.move(roll.keys, {10, roll.at(0, 59).y()});
    QCOMPARE(on.last().at(1).toInt(), 59);
    roll.release(roll.keys, {10, roll.at(0, 59).y()});
    QCOMPARE(on.size(), off.size());
    QVERIFY(roll.view.model().litKeys().none());
}

void RollGesturesTest::previewCanBeOff()
{
    RollFixture roll(kTune);
    roll.view.model().setPreview(false);
    QSignalSpy on(&roll.view, &PianoRollView::noteOn);
    roll.click(roll.canvas, roll.at(700, 62));
    QVERIFY(on.isEmpty());
}

void RollGesturesTest::undoAfterADragTakesOneStep()
{
    // Two drags right after each other are two steps, however quick the hand.
    RollFixture roll(kTune);
    roll.drag(roll.canvas, roll.at(700, 62), roll.at(700, 65));
    roll.drag(roll.canvas, roll.at(700, 65), roll.at(700, 67));
    QCOMPARE(roll.document.undoStack()->count(), 2);
    roll.document.undoStack()->undo();
    QCOMPARE(roll.text(), QStringLiteral("60@0+480 65@480+480 64@960+480"));
}

QTEST_MAIN(RollGesturesTest)
#include "tst_roll_gestures.moc"
