#pragma once

namespace partita::ui {

/// Gives the canvas an interface for screen readers: its value is the focus note in words. May be called again.
void installRollAccessibility();

} // namespace partita::ui
