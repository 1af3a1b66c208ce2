#pragma once

#include <QString>

namespace partita::ui::theme {

struct Tokens;

/// Flat, thin, quiet controls in the colours given.
QString stylesheet(const Tokens& tokens);

} // namespace partita::ui::theme
