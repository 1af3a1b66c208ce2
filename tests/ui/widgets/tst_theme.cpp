// needs: ui
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QPalette>
#include <QTest>

#include <cmath>

using namespace partita::ui;

class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textContrast_data();
    void textContrast();
    void gridLinesStandInThreeClearSteps();
    void applyChangesThePalette();
    void systemChoiceFollowsTheSystemsPalette();
    void velocityIsStrengthOfColour();
    void anyTrackNumberHasAColour();
};

namespace {

/// WCAG 2 contrast ratio, 1–21.
double contrast(const QColor& a, const QColor& b)
{
    const auto luminance = [](const QColor& color) {
        const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
    };
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

} // namespace

void ThemeTest::textContrast_data()
{
    QTest::addColumn<QColor>("foreground");
    QTest::addColumn<QColor>("background");
    QTest::addColumn<double>("least");
    for (const auto scheme : {theme::Scheme::kDark, theme::Scheme::kLight}) {
        const auto& t = theme::tokens(scheme);
        const char* name = scheme == theme::Scheme::kDark ? "dark" : "light";
        const std::pair<const char*, QColor> surfaces[] = {{"window", t.window}, {"panel", t.panel}, {"raised", t.raised}};
        for (const auto& [surface, background] : surfaces) {
            QTest::addRow("%s text on %s", name, surface) << t.text << background << 11.0;
            QTest::addRow("%s dim text on %s", name, surface) << t.dimText << background << 4.5;
        }
        QTest::addRow("%s text on accent", name) << t.onAccent << t.accent << 5.5;
        QTest::addRow("%s bad on panel", name) << t.bad << t.panel << 6.0;
        QTest::addRow("%s warn on panel", name) << t.warn << t.panel << 6.0;
        QTest::addRow("%s good on panel", name) << t.good << t.panel << 6.0;
        for (std::size_t i = 0; i < t.tracks.size(); ++i)
            QTest::addRow("%s track %zu on the roll", name, i + 1) << t.tracks[i] << t.roll << (scheme == theme::Scheme::kDark ? 4.5 : 3.3);
    }
}

void ThemeTest::textContrast()
{
    QFETCH(QColor, foreground);
    QFETCH(QColor, background);
    QFETCH(double, least);
    const double ratio = contrast(foreground, background);
    QVERIFY2(ratio >= least, qPrintable(QStringLiteral("%1 < %2").arg(ratio).arg(least)));
}

void ThemeTest::gridLinesStandInThreeClearSteps()
{
    for (const auto scheme : {theme::Scheme::kDark, theme::Scheme::kLight}) {
        const auto& t = theme::tokens(scheme);
        QVERIFY(contrast(t.gridStep, t.roll) > 1.15);
        QVERIFY(contrast(t.gridBeat, t.roll) > contrast(t.gridStep, t.roll) * 1.1);
        QVERIFY(contrast(t.gridBar, t.roll) > contrast(t.gridBeat, t.roll) * 1.3);
    }
}

void ThemeTest::applyChangesThePalette()
{
    for (const auto& [choice, scheme] : {std::pair(theme::Choice::kLight, theme::Scheme::kLight), std::pair(theme::Choice::kDark, theme::Scheme::kDark)}) {
        theme::apply(*qApp, choice);
        QCOMPARE(theme::scheme(), scheme);
        QCOMPARE(QApplication::palette().color(QPalette::Window), theme::tokens(scheme).window);
        QCOMPARE(QApplication::palette().color(QPalette::Highlight), theme::tokens(scheme).accent);
        QVERIFY(qApp->styleSheet().contains(theme::tokens(scheme).raised.name()));
        QVERIFY2(!qApp->styleSheet().contains(QLatin1Char('@')), "every colour's name was replaced");
    }
}

void ThemeTest::systemChoiceFollowsTheSystemsPalette()
{
    // The offscreen platform's palette is light.
    theme::apply(*qApp, theme::Choice::kDark);
    theme::apply(*qApp, theme::Choice::kSystem);
    QCOMPARE(theme::scheme(), theme::Scheme::kLight);
}

void ThemeTest::velocityIsStrengthOfColour()
{
    theme::apply(*qApp, theme::Choice::kDark);
    QCOMPARE(theme::note(0, 127), theme::tokens().tracks[0]);
    double last = 1;
    for (int velocity = 1; velocity <= 127; velocity += 21) {
        const double now = contrast(theme::note(0, velocity), theme::tokens().roll);
        QVERIFY(now > last);
        last = now;
    }
}

void ThemeTest::anyTrackNumberHasAColour()
{
    QCOMPARE(theme::track(8), theme::track(0));
    QCOMPARE(theme::track(-1), theme::track(7));
}

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
