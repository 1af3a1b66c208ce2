#pragma once

class QScrollArea;
class QVBoxLayout;
class QWidget;

// What the columns beside the picture have in common, on all pages.

namespace partita::ui {

/// Gives `widget` the panels' colour.
QWidget* onPanel(QWidget* widget);

/// The one layout of a panel's contents, with the panels' margins and 8 px between controls.
QVBoxLayout* panelColumn(QWidget* widget);

/// Contents that are never squeezed: where the window is low, they scroll. They have the panel's width: what is longer is cut
/// or wrapped, not hidden behind its edge.
QScrollArea* scrolled(QWidget* contents);

} // namespace partita::ui
