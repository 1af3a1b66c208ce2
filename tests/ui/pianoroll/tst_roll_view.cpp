// needs: ui
#include "tests/ui/pianoroll/roll_fixture.h"

#include <QScrollBar>
#include <QSignalSpy>
#include <QUndoStack>

using namespace partita;
using namespace partita::ui;
using test::RollFixture;
using Bars = PianoRollView::Bars;

namespace {

constexpr const char* kTune = "60@0+480 62@480+480 64@960+480 65@7680+480";

double upper(const RollRuler& ruler) { return ruler.height() * 0.25; }
double lower(const RollRuler& ruler) { return ruler.height() * 0.75; }

} // namespace

class RollViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wheelZoomsAboutThePointer();
    void wheelScrolls();
    void middleButtonPans();
    void zoomToFitShowsTheWholeSong();
    void aDragInTheUpperRulerMakesALoop();
    void loopEndsAndLoopMove();
    void aClickOnTheLoopTurnsItOff();
    void aClickInTheLowerRulerSeeks();
    void aDragInTheLowerRulerSelectsBars();
    void barHandlesMove();
    void escapeRestoresTheBars();
    void selectedBarsComeFromTheSelectionOtherwise();
    void playheadTurnsThePage();
    void smoothFollowKeepsThePlayheadInPlace();
    void scrollingByHandStopsFollowing();
    void keysLightWhilePlaying();
    void anotherTrackForgetsTheSelection();
    void anotherDocumentShowsItsFirstTrackWithNotes();
    void foldShowsOnlyRowsInUse();
    void undoOutsideKeepsTheViewInStep();
};

void RollViewTest::wheelZoomsAboutThePointer()
{
    RollFixture roll(kTune);
    const QPointF at = roll.at(4000, 64);
    const double before = roll.view.model().geometry().quarterWidth();
    RollFixture::wheel(roll.canvas, at, 3, Qt::ControlModifier);
    QVERIFY(roll.view.model().geometry().quarterWidth() > before * 1.5);
    QVERIFY(std::abs(roll.at(4000, 64).x() - at.x()) < 0.01);
    const double rows = roll.view.model().geometry().rowHeight();
    RollFixture::wheel(roll.canvas, at, 2, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(roll.view.model().geometry().rowHeight() > rows);
    QCOMPARE(roll.view.model().geometry().pitch(at.y()), 64);
}

void RollViewTest::wheelScrolls()
{
    RollFixture roll(kTune);
    const RollGeometry before = roll.view.model().geometry();
    RollFixture::wheel(roll.canvas, {100, 100}, -1);
    QCOMPARE(roll.view.model().geometry().scrollY(), before.scrollY() + 60);
    RollFixture::wheel(roll.canvas, {100, 100}, -1, Qt::ShiftModifier);
    QCOMPARE(roll.view.model().geometry().scrollX(), before.scrollX() + 60);
    RollFixture::wheel(roll.canvas, {100, 100}, 100, Qt::ShiftModifier);
    QCOMPARE(roll.view.model().geometry().scrollX(), 0.0);
    for (const QScrollBar* bar : roll.view.findChildren<QScrollBar*>())
        QCOMPARE(bar->value(), static_cast<int>(bar->orientation() == Qt::Horizontal ? 0 : before.scrollY() + 60));
}

void RollViewTest::middleButtonPans()
{
    RollFixture roll(kTune);
    RollFixture::drag(roll.canvas, {500, 200}, {400, 170}, {}, Qt::MiddleButton);
    QCOMPARE(roll.view.model().geometry().scrollX(), 100.0);
    QCOMPARE(roll.text(), QString::fromLatin1(kTune));
}

void RollViewTest::zoomToFitShowsTheWholeSong()
{
    RollFixture roll(kTune);
    roll.view.zoomToFit();
    QCOMPARE(roll.view.model().geometry().scrollX(), 0.0);
    QCOMPARE(std::round(roll.view.model().geometry().x(Ticks(8160))), double(roll.canvas.width()));
}

void RollViewTest::aDragInTheUpperRulerMakesALoop()
{
    RollFixture roll(kTune);
    RollFixture::drag(roll.ruler, {roll.at(1000, 60).x(), upper(roll.ruler)}, {roll.at(2900, 60).x(), upper(roll.ruler)});
    QCOMPARE(roll.document.document().loop, (project::Loop{true, Ticks(960), Ticks(2880)}));
    QCOMPARE(roll.document.undoStack()->count(), 1);
    roll.document.undoStack()->undo();
    QVERIFY(!roll.document.document().loop.enabled);
}

void RollViewTest::loopEndsAndLoopMove()
{
    RollFixture roll(kTune);
    roll.document.perform(EditKind::kLoop, project::setLoop(roll.document.document(), {true, Ticks(960), Ticks(2880)}));
    const auto at = [&](int tick) { return QPointF(roll.at(tick, 60).x(), upper(roll.ruler)); };
    RollFixture::drag(roll.ruler, at(2880), at(3850));
    QCOMPARE(roll.document.document().loop, (project::Loop{true, Ticks(960), Ticks(3840)}));
    RollFixture::drag(roll.ruler, at(960), at(1900));
    QCOMPARE(roll.document.document().loop, (project::Loop{true, Ticks(1920), Ticks(3840)}));
    RollFixture::drag(roll.ruler, at(3000), at(2050));
    QCOMPARE(roll.document.document().loop, (project::Loop{true, Ticks(960), Ticks(2880)}));
}

void RollViewTest::aClickOnTheLoopTurnsItOff()
{
    RollFixture roll(kTune);
    roll.document.perform(EditKind::kLoop, project::setLoop(roll.document.document(), {true, Ticks(960), Ticks(2880)}));
    RollFixture::click(roll.ruler, {roll.at(1900, 60).x(), upper(roll.ruler)});
    QCOMPARE(roll.document.document().loop, (project::Loop{false, Ticks(960), Ticks(2880)}));
}

void RollViewTest::aClickInTheLowerRulerSeeks()
{
    RollFixture roll(kTune);
    QSignalSpy seek(&roll.view, &PianoRollView::seekRequested);
    RollFixture::click(roll.ruler, {roll.at(1970, 60).x(), lower(roll.ruler)});
    QCOMPARE(seek.takeFirst().first().value<Ticks>().value, 1920);
    RollFixture::click(roll.ruler, {roll.at(1970, 60).x(), lower(roll.ruler)}, Qt::AltModifier);
    QCOMPARE(seek.takeFirst().first().value<Ticks>().value, 1970);
    QVERIFY(!roll.view.selectedBars());
}

void RollViewTest::aDragInTheLowerRulerSelectsBars()
{
    RollFixture roll(kTune);
    QSignalSpy changed(&roll.view, &PianoRollView::selectedBarsChanged), seek(&roll.view, &PianoRollView::seekRequested);
    RollFixture::drag(roll.ruler, {roll.at(2500, 60).x(), lower(roll.ruler)}, {roll.at(6000, 60).x(), lower(roll.ruler)});
    QCOMPARE(roll.view.selectedBars(), std::optional(Bars{2, 4}));
    QCOMPARE(roll.view.selectedBarsRange(), std::optional(TickRange{Ticks(1920), Ticks(7680)}));
    QVERIFY(!changed.isEmpty());
    QVERIFY(seek.isEmpty());
    // From right to left as well.
    RollFixture::drag(roll.ruler, {roll.at(9000, 60).x(), lower(roll.ruler)}, {roll.at(8000, 60).x(), lower(roll.ruler)});
    QCOMPARE(roll.view.selectedBars(), std::optional(Bars{5, 5}));
}

void RollViewTest::barHandlesMove()
{
    RollFixture roll(kTune);
    roll.view.selectBars(Bars{2, 3});
    const auto at = [&](int tick) { return QPointF(roll.at(tick, 60).x(), lower(roll.ruler)); };
    RollFixture::drag(roll.ruler, at(5760), at(7500));
    QCOMPARE(roll.view.selectedBars(), std::optional(Bars{2, 4}));
    RollFixture::drag(roll.ruler, at(1920), at(3900));
    QCOMPARE(roll.view.selectedBars(), std::optional(Bars{3, 4}));
}

void RollViewTest::escapeRestoresTheBars()
{
    RollFixture roll(kTune);
    roll.view.selectBars(Bars{1, 1});
    RollFixture::press(roll.ruler, {roll.at(2500, 60).x(), lower(roll.ruler)});
    RollFixture::move(roll.ruler, {roll.at(6000, 60).x(), lower(roll.ruler)});
    QCOMPARE(roll.view.selectedBars(), std::optional(Bars{2, 4}));
    QTest::keyClick(&roll.ruler, Qt::Key_Escape);
    RollFixture::release(roll.ruler, {roll.at(6000, 60).x(), lower(roll.ruler)});
    QCOMPARE(roll.view.selectedBars(), std::optional(Bars{1, 1}));
}

void RollViewTest::selectedBarsComeFromTheSelectionOtherwise()
{
    RollFixture roll(kTune);
    QVERIFY(!roll.view.selectedBars());
    roll.select(QStringLiteral("2 3"));
    QCOMPARE(roll.view.selectedBars(), std::optional(Bars{1, 5}));
    roll.view.selectBars(Bars{3, 4});
    QCOMPARE(roll.view.selectedBars(), std::optional(Bars{3, 4}));
}

void RollViewTest::playheadTurnsThePage()
{
    RollFixture roll(kTune);
    roll.view.setFollow(PianoRollView::Follow::kPage);
    roll.view.setPlaying(true);
    roll.view.setPlayhead(roll.view.model().geometry().tick(roll.canvas.width() * 0.5));
    QCOMPARE(roll.view.model().geometry().scrollX(), 0.0);
    roll.view.setPlayhead(roll.view.model().geometry().tick(roll.canvas.width() * 0.95));
    QVERIFY(roll.view.model().geometry().scrollX() > roll.canvas.width() * 0.5);
    const double x = roll.view.model().geometry().x(roll.view.model().playhead());
    QVERIFY(x > 0 && x < roll.canvas.width() * 0.5);
}

void RollViewTest::smoothFollowKeepsThePlayheadInPlace()
{
    RollFixture roll(kTune);
    roll.view.setFollow(PianoRollView::Follow::kSmooth);
    roll.view.setPlaying(true);
    for (const int tick : {4000, 4500, 5000}) {
        roll.view.setPlayhead(Ticks(tick));
        QVERIFY(std::abs(roll.view.model().geometry().x(Ticks(tick)) - roll.canvas.width() / 3.0) < 1);
    }
}

void RollViewTest::scrollingByHandStopsFollowing()
{
    RollFixture roll(kTune);
    roll.view.setPlaying(true);
    RollFixture::wheel(roll.canvas, {100, 100}, -1, Qt::ShiftModifier);
    const double scroll = roll.view.model().geometry().scrollX();
    roll.view.setPlayhead(Ticks(15000));
    QCOMPARE(roll.view.model().geometry().scrollX(), scroll);
    roll.view.setPlaying(false);
    roll.view.setPlaying(true); // a new start follows again
    QVERIFY(roll.view.model().geometry().scrollX() != scroll);
}

void RollViewTest::keysLightWhilePlaying()
{
    RollFixture roll(kTune);
    roll.view.setPlayhead(Ticks(600));
    QVERIFY(roll.view.model().litKeys().none());
    roll.view.setPlaying(true);
    QCOMPARE(roll.view.model().litKeys().count(), std::size_t(1));
    QVERIFY(roll.view.model().litKeys().test(62));
    roll.view.setPlayhead(Ticks(2000));
    QVERIFY(roll.view.model().litKeys().none());
}

void RollViewTest::anotherTrackForgetsTheSelection()
{
    RollFixture roll(kTune);
    roll.document.perform(EditKind::kAddTrack, project::addTrack(roll.document.document(), {.name = "Bass"}));
    roll.select(QStringLiteral("0"));
    QSignalSpy changed(&roll.view, &PianoRollView::selectionChanged);
    roll.view.setTrack(roll.document.document().tracks.back().id);
    QVERIFY(roll.view.selection().empty());
    QVERIFY(!changed.isEmpty());
    QCOMPARE(roll.view.model().picture().ghosts.size(), std::size_t(1));
    QCOMPARE(roll.view.model().picture().ghosts.front().notes.size(), std::size_t(4));
}

void RollViewTest::anotherDocumentShowsItsFirstTrackWithNotes()
{
    RollFixture roll(kTune);
    roll.select(QStringLiteral("0"));
    roll.view.selectBars(Bars{1, 2});
    project::Document other = test::smallDocument();
    other.tracks.front().notes.clear();
    roll.document.adopt(other, QStringLiteral("other"));
    QVERIFY(!roll.view.model().notes().empty());
    QCOMPARE(roll.view.track(), roll.document.document().tracks[1].id);
    QVERIFY(roll.view.selection().empty());
    QVERIFY(!roll.view.selectedBars());
}

void RollViewTest::foldShowsOnlyRowsInUse()
{
    RollFixture roll("36@0+60 42@480+60 36@960+60", 9);
    roll.key(Qt::Key_F, Qt::ShiftModifier);
    QCOMPARE(roll.view.model().geometry().rowCount(), 2);
    // What is drawn there lands on the pitch of the row.
    roll.view.setTool(ToolId::kDraw);
    roll.click(roll.canvas, roll.at(1450, 42));
    QCOMPARE(roll.text(), QStringLiteral("36@0+60 42@480+60 36@960+60 42@1440+60"));
}

void RollViewTest::undoOutsideKeepsTheViewInStep()
{
    RollFixture roll(kTune);
    roll.view.setTool(ToolId::kDraw);
    roll.click(roll.canvas, roll.at(2000, 70));
    QCOMPARE(roll.selected(), QStringLiteral("3"));
    // In the middle of a drag the document changes below it: the drag's draft was made for another state.
    roll.press(roll.canvas, roll.at(240, 60));
    roll.move(roll.canvas, roll.at(240, 66));
    roll.document.undoStack()->undo();
    QVERIFY(!roll.view.model().hasDraft());
    roll.release(roll.canvas, roll.at(240, 66));
    QCOMPARE(roll.text(), QString::fromLatin1(kTune));
}

QTEST_MAIN(RollViewTest)
#include "tst_roll_view.moc"
