#pragma once

#include <QColor>
#include <QFont>

#include <array>

class QApplication;

/// The look of the studio as data: two schemes of the same tokens, and the measures all screens share.
/// A widget that paints itself asks `tokens()` while painting and repaints on QEvent::PaletteChange.
/// Threads: GUI.
namespace partita::ui::theme {

enum class Scheme { kDark, kLight };

/// What the user chose; kSystem follows the system's palette, also while running.
enum class Choice { kSystem, kDark, kLight };

struct Tokens {
    QColor window, panel, raised; ///< behind everything, docks and lists, controls
    QColor text, dimText;
    QColor accent, onAccent; ///< only for what is selected, playing or next to do
    QColor warn, bad, good;
    QColor roll, blackKeyRow;
    QColor gridStep, gridBeat, gridBar;
    std::array<QColor, 8> tracks; ///< by project::Track::color
    QColor noteName;              ///< text on a note in any track colour
    QColor whiteKey, blackKey, keyName;
};

/// Logical pixels. Lines are one device pixel, whatever the scale.
namespace measure {
inline constexpr int kGrid = 4;
inline constexpr int kGap = 8;       ///< between controls
inline constexpr int kGroupGap = 16; ///< between groups
inline constexpr int kRadius = 4;
inline constexpr int kCardRadius = 6;
inline constexpr int kHitTarget = 28;
inline constexpr int kIcon = 20;
inline constexpr int kTransportHeight = 44;
inline constexpr int kRulerHeight = 28;
inline constexpr int kTracksWidth = 220;
inline constexpr int kInspectorWidth = 300;
inline constexpr int kKeysWidth = 56;
inline constexpr int kVelocityLaneHeight = 84;
inline constexpr int kTrayHeight = 150;
inline constexpr int kEmptyTrayHeight = 44;
inline constexpr int kCardWidth = 220;
inline constexpr int kStatusHeight = 24;
inline constexpr int kPanelMilliseconds = 120; ///< of the only animation there is: panels
}

const Tokens& tokens(Scheme scheme);
/// Those of the scheme in force; dark before `apply`.
const Tokens& tokens();
Scheme scheme();

/// Gives the application style, palette, fonts and stylesheet. May be called again at any time.
void apply(QApplication& application, Choice choice);

/// `top` over `bottom` at an opacity of 0–1: an opaque colour.
QColor mix(const QColor& top, const QColor& bottom, double opacity);
/// The colour of a track, whatever number a file or an older version left there.
const QColor& track(int color);
/// Velocity is strength of colour: 40 % at 1, 100 % at 127, over the roll.
QColor note(int color, int velocity);

QFont textFont();     ///< 13 px of the system's font
QFont labelFont();    ///< 11 px: inside the roll and its ruler
QFont positionFont(); ///< 20 px semibold: the position read-out

} // namespace partita::ui::theme
