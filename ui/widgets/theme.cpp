#include "ui/widgets/theme.h"

#include "ui/widgets/theme_stylesheet.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QPalette>
#include <QScreen>
#include <QStyle>
#include <QStyleFactory>

#include <algorithm>
#include <cmath>

// Q_INIT_RESOURCE works only outside of namespaces.
static void initResources() { Q_INIT_RESOURCE(theme); }

namespace partita::ui::theme {
namespace {

const Tokens kDarkTokens{
    .window = 0x17191d, .panel = 0x1e2126, .raised = 0x272b31,
    .text = 0xe8eaed, .dimText = 0xa3abb6,
    .accent = 0x5db2ff, .onAccent = 0x0b1a28,
    .warn = 0xffb454, .bad = 0xff7a70, .good = 0x5fd38d,
    .roll = 0x1b1e23, .blackKeyRow = 0x16181c,
    .gridStep = 0x2b3037, .gridBeat = 0x353b44, .gridBar = 0x4a525e,
    .tracks = {0x4f9bd9, 0xe69f00, 0x2fa88a, 0xd5646b, 0x9a7fd1, 0x8a9a2f, 0xd277a8, 0x7d8794},
    .noteName = 0x0d0f12,
    .whiteKey = 0xd4d7db, .blackKey = 0x24272c, .keyName = 0x4a4f57,
};

const Tokens kLightTokens{
    .window = 0xf4f5f7, .panel = 0xffffff, .raised = 0xeceef1,
    .text = 0x1b1f24, .dimText = 0x586069,
    .accent = 0x0b66c3, .onAccent = 0xffffff,
    .warn = 0x8a5300, .bad = 0xb3261e, .good = 0x146c43,
    .roll = 0xffffff, .blackKeyRow = 0xf1f3f5,
    .gridStep = 0xe6e9ed, .gridBeat = 0xd5dae0, .gridBar = 0xaab3be,
    .tracks = {0x2f7fc1, 0xb87600, 0x1f8a70, 0xc24a52, 0x7d5fc0, 0x6f7d1c, 0xb8558a, 0x636d79},
    .noteName = 0xffffff,
    .whiteKey = 0xffffff, .blackKey = 0x3a4048, .keyName = 0x6b727b,
};

Scheme currentScheme = Scheme::kDark;
Choice currentChoice = Choice::kSystem;

/// Dark where the system's own window colour is dark (Qt 6.4 has no colour scheme to ask for).
Scheme systemScheme(QApplication& application)
{
    application.setPalette(QPalette()); // ours hides the system's
    return application.palette().color(QPalette::Window).lightnessF() < 0.5 ? Scheme::kDark : Scheme::kLight;
}

QPalette paletteOf(const Tokens& t)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor& color, const QColor& disabled) {
        palette.setColor(QPalette::Active, role, color);
        palette.setColor(QPalette::Inactive, role, color);
        palette.setColor(QPalette::Disabled, role, disabled);
    };
    const QColor disabledText = mix(t.dimText, t.window, 0.6);
    set(QPalette::Window, t.window, t.window);
    set(QPalette::WindowText, t.text, disabledText);
    set(QPalette::Base, t.panel, t.window);
    set(QPalette::AlternateBase, mix(t.raised, t.panel, 0.4), t.window);
    set(QPalette::Text, t.text, disabledText);
    set(QPalette::PlaceholderText, t.dimText, disabledText);
    set(QPalette::Button, t.raised, t.panel);
    set(QPalette::ButtonText, t.text, disabledText);
    set(QPalette::BrightText, t.bad, disabledText);
    set(QPalette::ToolTipBase, t.raised, t.raised);
    set(QPalette::ToolTipText, t.text, t.text);
    set(QPalette::Highlight, t.accent, t.gridBar);
    set(QPalette::HighlightedText, t.onAccent, t.panel);
    set(QPalette::Link, t.accent, disabledText);
    set(QPalette::LinkVisited, t.accent, disabledText);
    set(QPalette::Light, mix(t.text, t.raised, 0.12), t.raised);
    set(QPalette::Midlight, mix(t.text, t.raised, 0.06), t.raised);
    set(QPalette::Mid, t.gridBar, t.gridBeat);
    set(QPalette::Dark, t.gridBeat, t.gridBeat);
    set(QPalette::Shadow, t.window.darker(140), t.window.darker(140));
    return palette;
}

/// The size in pixels, larger where the user asked the system for larger text.
QFont fontOf(int pixels)
{
    static const QString family = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    const QScreen* screen = QGuiApplication::primaryScreen();
    const double textScale = screen ? std::clamp(screen->logicalDotsPerInch() / 96.0, 1.0, 3.0) : 1.0;
    QFont font(family);
    font.setPixelSize(static_cast<int>(std::lround(pixels * textScale)));
    return font;
}

/// Applies the choice again when the system changes its palette.
class SystemWatch : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::ThemeChange && currentChoice == Choice::kSystem && watched->isWindowType() && !m_applying) {
            m_applying = true;
            apply(*qApp, Choice::kSystem);
            m_applying = false;
        }
        return false;
    }

private:
    bool m_applying = false;
};

} // namespace

const Tokens& tokens(Scheme scheme) { return scheme == Scheme::kDark ? kDarkTokens : kLightTokens; }
const Tokens& tokens() { return tokens(currentScheme); }
Scheme scheme() { return currentScheme; }

void apply(QApplication& application, Choice choice)
{
    static SystemWatch* watch = nullptr;
    if (!watch) {
        initResources();
        application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        application.installEventFilter(watch = new SystemWatch(&application));
        QObject::connect(watch, &QObject::destroyed, [] { watch = nullptr; });
    }
    currentChoice = choice;
    currentScheme = choice == Choice::kSystem ? systemScheme(application) : choice == Choice::kDark ? Scheme::kDark : Scheme::kLight;
    application.setFont(textFont());
    application.setPalette(paletteOf(tokens()));
    application.setStyleSheet(stylesheet(tokens()));
}

QColor mix(const QColor& top, const QColor& bottom, double opacity)
{
    const auto channel = [opacity](int a, int b) { return static_cast<int>(std::lround(a * opacity + b * (1 - opacity))); };
    return QColor(channel(top.red(), bottom.red()), channel(top.green(), bottom.green()), channel(top.blue(), bottom.blue()));
}

const QColor& track(int color)
{
    const auto& tracks = tokens().tracks;
    const int count = static_cast<int>(tracks.size());
    return tracks[static_cast<std::size_t>((color % count + count) % count)];
}

QColor note(int color, int velocity)
{
    return mix(track(color), tokens().roll, 0.4 + 0.6 * (std::clamp(velocity, 1, 127) - 1) / 126.0);
}

QFont textFont() { return fontOf(13); }
QFont labelFont() { return fontOf(11); }

QFont positionFont()
{
    QFont font = fontOf(20);
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace partita::ui::theme
