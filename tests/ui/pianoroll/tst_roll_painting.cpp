// needs: ui
#include "tests/ui/pianoroll/roll_fixture.h"
#include "ui/pianoroll/raster.h"
#include "ui/widgets/theme.h"

#include <QImage>

using namespace partita;
using namespace partita::ui;
using test::RollFixture;

namespace {

/// The canvas as it is painted, without focus frame.
QImage shot(RollFixture& roll)
{
    roll.canvas.clearFocus();
    return roll.canvas.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

QString near(QRgb actual, const QColor& expected)
{
    const QColor color(actual);
    const int distance = std::max({std::abs(color.red() - expected.red()), std::abs(color.green() - expected.green()), std::abs(color.blue() - expected.blue())});
    return distance <= 3 ? QString() : QStringLiteral("%1 instead of %2").arg(color.name(), expected.name());
}

#define COMPARE_COLOR(actual, expected)                                                                                           \
    do {                                                                                                                          \
        const QString fault = near(actual, expected);                                                                             \
        QVERIFY2(fault.isEmpty(), qPrintable(fault));                                                                             \
    } while (false)

} // namespace

class RollPaintingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { theme::apply(*qApp, theme::Choice::kDark); }
    void rowsAndLines();
    void notesInTheirColourByVelocity();
    void mutedNotesAreHatched();
    void selectedNotesHaveAnAccentOutline();
    void ghostsAreFaint();
    void candidateStandsOverFaintNotes();
    void regionIsTinted();
    void drumsAreDiamonds();
    void recipeMarksTheCorner();
    void namesAppearOnWideNotes();
    void aDraftReplacesItsNotes();
    void playheadIsAccent();
    void themeChangeRepaints();
    void emptyRollInvites();
    void placesFarOutsideDoNoHarm();
    void rasterKeepsWithinItsImage();
    void rasterMixesColours();
};

void RollPaintingTest::rowsAndLines()
{
    RollFixture roll({});
    roll.canvas.setHint({});
    const QImage image = shot(roll);
    const auto& tokens = theme::tokens();
    COMPARE_COLOR(image.pixel(roll.at(2000, 62).toPoint()), tokens.roll);
    COMPARE_COLOR(image.pixel(roll.at(2000, 61).toPoint()), tokens.blackKeyRow);
    COMPARE_COLOR(image.pixel(roll.at(1920, 62).toPoint()), tokens.gridBar);
    COMPARE_COLOR(image.pixel(roll.at(2400, 62).toPoint()), tokens.gridBeat);
    COMPARE_COLOR(image.pixel(roll.at(2040, 62).toPoint()), tokens.gridStep);
}

void RollPaintingTest::notesInTheirColourByVelocity()
{
    RollFixture roll("60@0+120 62@480+120");
    roll.document.perform(EditKind::kVelocity, project::setVelocity(roll.document.document(), std::vector{roll.track().notes[1].id}, 1));
    const QImage image = shot(roll);
    COMPARE_COLOR(image.pixel(roll.at(60, 60).toPoint()), theme::note(0, 100));
    COMPARE_COLOR(image.pixel(roll.at(540, 62).toPoint()), theme::note(0, 1));
    QVERIFY(theme::note(0, 1).lightness() < theme::note(0, 100).lightness());
}

void RollPaintingTest::mutedNotesAreHatched()
{
    RollFixture roll("60@0+480");
    roll.document.perform(EditKind::kMuteNotes, project::muteNotes(roll.document.document(), std::vector{roll.track().notes[0].id}, true));
    const QImage image = shot(roll);
    const QPoint middle = roll.at(240, 60).toPoint();
    int fill = 0, gap = 0;
    for (int x = -12; x < 12; ++x) {
        fill += near(image.pixel(middle + QPoint(x, 0)), theme::note(0, 100)).isEmpty();
        gap += near(image.pixel(middle + QPoint(x, 0)), theme::tokens().roll).isEmpty();
    }
    QVERIFY(fill >= 12);
    QVERIFY(gap >= 6);
}

void RollPaintingTest::selectedNotesHaveAnAccentOutline()
{
    RollFixture roll("60@480+480 62@480+480");
    roll.select(QStringLiteral("1"));
    const QImage image = shot(roll);
    COMPARE_COLOR(image.pixel(roll.at(720, 62).toPoint() + QPoint(0, -7)), theme::tokens().accent);
    QVERIFY(!near(image.pixel(roll.at(720, 60).toPoint() + QPoint(0, -7)), theme::tokens().accent).isEmpty());
}

void RollPaintingTest::ghostsAreFaint()
{
    RollFixture roll("60@480+480");
    roll.document.perform(EditKind::kAddTrack, project::addTrack(roll.document.document(), {.name = "Bass"}));
    roll.view.setTrack(roll.document.document().tracks.back().id);
    RollGeometry geometry = roll.view.model().geometry();
    geometry.setScrollY(geometry.scrollY() + geometry.y(72));
    roll.view.model().setGeometry(geometry);
    roll.canvas.setHint({});
    const QPoint at = roll.at(660, 60).toPoint();
    COMPARE_COLOR(shot(roll).pixel(at), theme::mix(theme::note(0, 100), theme::tokens().roll, 0.22));
    roll.view.model().setGhostsShown(false);
    COMPARE_COLOR(shot(roll).pixel(at), theme::tokens().roll);
}

void RollPaintingTest::candidateStandsOverFaintNotes()
{
    RollFixture roll("60@0+480 62@1920+480 64@3600+480");
    roll.view.setCandidate({{.start = Ticks(2880), .length = Ticks(480), .pitch = 67}}, {Ticks(1920), Ticks(3840)});
    QImage image = shot(roll);
    COMPARE_COLOR(image.pixel(roll.at(180, 60).toPoint() + QPoint(0, 5)), theme::note(0, 100));
    COMPARE_COLOR(image.pixel(roll.at(2100, 62).toPoint()), theme::mix(theme::note(0, 100), theme::tokens().roll, 0.25));
    // Held over the end of the region: accepting leaves it, so it looks as it is.
    COMPARE_COLOR(image.pixel(roll.at(3780, 64).toPoint() + QPoint(0, 5)), theme::note(0, 100));
    COMPARE_COLOR(image.pixel(roll.at(3060, 67).toPoint()), theme::mix(theme::tokens().accent, theme::tokens().roll, 0.55));
    // Dashes: accent and not, along the top edge.
    const QPoint edge(static_cast<int>(roll.at(2880, 67).x()), static_cast<int>(roll.at(2880, 67).y()) - 7);
    int accent = 0;
    for (int x = 1; x < 43; ++x)
        accent += near(image.pixel(edge + QPoint(x, 0)), theme::tokens().accent).isEmpty();
    QVERIFY2(accent > 15 && accent < 35, qPrintable(QString::number(accent)));
    roll.view.clearCandidate();
    image = shot(roll);
    COMPARE_COLOR(image.pixel(roll.at(2100, 62).toPoint() + QPoint(0, 5)), theme::note(0, 100));
}

void RollPaintingTest::regionIsTinted()
{
    RollFixture roll({});
    roll.canvas.setHint({});
    roll.view.selectBars(PianoRollView::Bars{2, 2});
    const QImage image = shot(roll);
    COMPARE_COLOR(image.pixel(roll.at(2100, 62).toPoint()), theme::mix(theme::tokens().accent, theme::tokens().roll, 0.08));
    COMPARE_COLOR(image.pixel(roll.at(4020, 62).toPoint()), theme::tokens().roll);
}

void RollPaintingTest::drumsAreDiamonds()
{
    RollFixture roll("60@480+60", 9);
    const QImage image = shot(roll);
    const QPoint centre = roll.at(480, 60).toPoint();
    COMPARE_COLOR(image.pixel(centre), theme::note(0, 100));
    COMPARE_COLOR(image.pixel(centre + QPoint(0, -4)), theme::note(0, 100));
    QVERIFY(!near(image.pixel(centre + QPoint(5, -5)), theme::note(0, 100)).isEmpty()); // the corner of a square would be
    QVERIFY(!near(image.pixel(centre + QPoint(-5, 5)), theme::note(0, 100)).isEmpty());
}

void RollPaintingTest::recipeMarksTheCorner()
{
    RollFixture roll("60@0+480");
    project::Recipe recipe;
    recipe.model = "folk.safetensors";
    recipe.seed = 7;
    roll.document.perform(EditKind::kAcceptTake,
        project::insertCandidate(roll.document.document(), roll.track().id, Ticks(1920), Ticks(3840), {{.start = Ticks(1920), .length = Ticks(960), .pitch = 64}}, recipe));
    const QImage image = shot(roll);
    const QPoint corner(static_cast<int>(roll.at(2880, 64).x()) - 3, static_cast<int>(roll.at(2880, 64).y()) - 5);
    COMPARE_COLOR(image.pixel(corner), theme::tokens().noteName);
    const QPoint other(static_cast<int>(roll.at(480, 60).x()) - 3, static_cast<int>(roll.at(480, 60).y()) - 5);
    COMPARE_COLOR(image.pixel(other), theme::note(0, 100));
    const QString text = roll.view.model().recipeText(roll.track().notes[1]);
    QVERIFY2(text.contains(QStringLiteral("folk.safetensors")) && text.contains(QLatin1Char('7')), qPrintable(text));
    QVERIFY(roll.view.model().recipeText(roll.track().notes[0]).isEmpty());
}

void RollPaintingTest::namesAppearOnWideNotes()
{
    const auto darkPixels = [](RollFixture& roll, int tick, int pitch) {
        const QImage image = shot(roll);
        const QPoint at = roll.at(tick, pitch).toPoint();
        int count = 0;
        for (int x = 4; x < 20; ++x)
            for (int y = -5; y <= 5; ++y)
                count += QColor(image.pixel(at + QPoint(x, y))).lightness() < theme::note(0, 100).lightness() / 2;
        return count;
    };
    RollFixture roll("60@480+480 62@1920+200");
    QVERIFY(darkPixels(roll, 480, 60) > 20);
    RollFixture narrow("60@480+220"); // 22 pixels
    QCOMPARE(darkPixels(narrow, 480, 60), 0);
}

void RollPaintingTest::aDraftReplacesItsNotes()
{
    RollFixture roll("60@480+120");
    roll.press(roll.canvas, roll.at(540, 60));
    roll.move(roll.canvas, roll.at(540, 66));
    const QImage image = shot(roll);
    COMPARE_COLOR(image.pixel(roll.at(540, 60).toPoint()), theme::tokens().roll);
    COMPARE_COLOR(image.pixel(roll.at(540, 66).toPoint()), theme::note(0, 100));
    roll.release(roll.canvas, roll.at(540, 66));
}

void RollPaintingTest::playheadIsAccent()
{
    RollFixture roll({});
    roll.canvas.setHint({});
    roll.view.setPlayhead(Ticks(2100));
    const QImage image = shot(roll);
    const QColor pixel = image.pixelColor(QPoint(210, 300));
    QVERIFY2(pixel.blue() > 150, qPrintable(pixel.name()));
    COMPARE_COLOR(image.pixel(214, static_cast<int>(roll.at(0, 62).y())), theme::tokens().roll);
}

void RollPaintingTest::themeChangeRepaints()
{
    RollFixture roll("60@480+120");
    (void)shot(roll);
    theme::apply(*qApp, theme::Choice::kLight);
    const QImage image = shot(roll);
    COMPARE_COLOR(image.pixel(roll.at(2000, 62).toPoint()), QColor(Qt::white));
    COMPARE_COLOR(image.pixel(roll.at(540, 60).toPoint()), theme::note(0, 100));
}

void RollPaintingTest::emptyRollInvites()
{
    RollFixture empty({});
    const QImage image = shot(empty);
    int text = 0;
    for (int x = 0; x < image.width(); ++x)
        for (int y = 0; y < image.height(); ++y)
            text += near(image.pixel(x, y), theme::tokens().dimText).isEmpty();
    QVERIFY(text > 50);
}

void RollPaintingTest::placesFarOutsideDoNoHarm()
{
    constexpr std::int64_t kFar = 1'000'000'000'000;
    RollFixture roll(QStringLiteral("60@0+%1 62@%1+480").arg(1'000'000'000));
    roll.view.model().setRegion(TickRange{Ticks(1920), Ticks(kFar)});
    roll.view.setCandidate({{.start = Ticks(kFar), .length = Ticks(kFar), .pitch = 60}}, {Ticks(1920), Ticks(kFar)});
    roll.view.setPlayhead(Ticks(kFar));
    for (const double factor : {1e6, 1e-9}) {
        roll.view.zoom(factor);
        const QImage image = shot(roll);
        QVERIFY(!roll.view.grab().isNull());
        COMPARE_COLOR(image.pixel(QPoint(5, static_cast<int>(roll.at(0, 60).y()) + 5)), theme::note(0, 100));
    }
}

void RollPaintingTest::rasterKeepsWithinItsImage()
{
    // A frame of guard pixels round the image proper, in one buffer.
    constexpr int kSize = 40, kGuard = 8;
    QImage buffer(kSize + 2 * kGuard, kSize + 2 * kGuard, QImage::Format_RGB32);
    buffer.fill(Qt::green);
    QImage image(buffer.scanLine(kGuard) + kGuard * 4, kSize, kSize, buffer.bytesPerLine(), QImage::Format_RGB32);
    Raster raster(image, 1);
    for (const QRect& rect : {QRect(-20, -20, 100, 100), QRect(-5, 3, 10, 6), QRect(36, 30, 50, 50), QRect(100, 100, 5, 5), QRect(5, 5, 0, 0), QRect(-30, 10, 31, 2)}) {
        raster.fill(rect, 0xff112233);
        raster.blend(rect, 0xff445566, 100);
        raster.hatch(rect, 0xff000000, 6);
        for (const int radius : {0, 1, 2, 8, 100})
            raster.fillRounded(rect, 0xffffffff, radius, 200);
        raster.fillDiamond(rect.center(), 9, 0xff888888);
    }
    for (int y = 0; y < buffer.height(); ++y)
        for (int x = 0; x < buffer.width(); ++x)
            if (x < kGuard || y < kGuard || x >= kGuard + kSize || y >= kGuard + kSize)
                QCOMPARE(buffer.pixel(x, y), QColor(Qt::green).rgb());
}

void RollPaintingTest::rasterMixesColours()
{
    QCOMPARE(Raster::mixed(0xffffffff, 0xff000000, 256), 0xffffffffu);
    QCOMPARE(Raster::mixed(0xffffffff, 0xff123456, 0), 0xff123456u);
    QCOMPARE(Raster::mixed(0xff804020, 0xff000000, 128), 0xff402010u);
}

QTEST_MAIN(RollPaintingTest)
#include "tst_roll_painting.moc"
