#pragma once

#include <QString>

namespace partita::ui {

/// "C4" for 60, with sharps.
QString pitchName(int pitch);
bool isBlackKey(int pitch);

/// General MIDI percussion, 35–81: the name in full, and one short enough for the keyboard column. Elsewhere the pitch's name.
QString drumName(int pitch);
QString shortDrumName(int pitch);

} // namespace partita::ui
