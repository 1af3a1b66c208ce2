#include "ui/widgets/theme_stylesheet.h"

#include "ui/widgets/theme.h"

#include <utility>

namespace partita::ui::theme {
namespace {

// @name stands for a colour. The property "primary" marks the one button that is next to do, "quiet" a
// switch that is on most of the time: its icon's colour says so.
constexpr const char* kTemplate = R"(
QToolTip { color: @text; background: @raised; border: 1px solid @bar; padding: 4px 6px; }
QMainWindow::separator { background: @window; width: 4px; height: 4px; }
QMainWindow::separator:hover { background: @accent; }
QSplitter::handle { background: @window; }
QSplitter::handle:hover { background: @accent; }

QMenuBar { background: @window; padding: 2px 4px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @raised; }
QMenu { background: @panel; border: 1px solid @bar; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: @accent; color: @onAccent; }
QMenu::item:disabled { color: @disabled; background: transparent; }
QMenu::separator { height: 1px; background: @beat; margin: 4px 8px; }

QToolBar { background: @window; border: none; spacing: 4px; padding: 2px 8px; }
QToolBar::separator { background: @beat; width: 1px; height: 1px; margin: 6px; }
QStatusBar { background: @window; color: @dim; border: none; }
QStatusBar::item { border: none; }
QDockWidget { color: @dim; }
QDockWidget::title { background: @window; padding: 6px 8px; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton, QToolButton { min-height: 20px; padding: 3px 10px; color: @text; background: @raised; border: 1px solid @raised; border-radius: 4px; }
QToolButton { padding: 3px; min-width: 20px; background: transparent; border-color: transparent; }
QPushButton:hover, QToolButton:hover { background: @hover; border-color: @hover; }
QPushButton:pressed, QToolButton:pressed { background: @beat; border-color: @beat; }
QPushButton:checked, QToolButton:checked { color: @text; background: @checked; border-color: @accent; }
QToolButton[quiet="true"]:checked { background: transparent; border-color: transparent; }
QPushButton:focus, QToolButton:focus, QToolButton[quiet="true"]:checked:focus { border-color: @accent; }
QPushButton:checked:focus, QToolButton:checked:focus { border-color: @text; }
QPushButton:disabled, QToolButton:disabled { color: @disabled; background: @panel; border-color: @panel; }
QToolButton:disabled { background: transparent; border-color: transparent; }
QToolButton[popupMode="1"] { padding-right: 18px; }
QToolButton::menu-button { border: none; width: 16px; }
QToolButton::menu-indicator { image: url(:/theme/chevron-down.svg); width: 10px; height: 10px; subcontrol-origin: padding; subcontrol-position: center right; right: 4px; }
QToolButton[popupMode="2"] { padding-right: 18px; }
QPushButton[primary="true"] { color: @onAccent; background: @accent; border-color: @accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[primary="true"]:focus { border-color: @text; }
QPushButton[primary="true"]:disabled { color: @disabled; background: @raised; border-color: @raised; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox { color: @text; background: @raised; border: 1px solid @raised; border-radius: 4px;
    selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit, QAbstractSpinBox, QComboBox { min-height: 20px; padding: 3px 6px; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: @bar; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus { border-color: @accent; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: @disabled; background: @panel; }
QAbstractSpinBox { padding-right: 18px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { background: transparent; border: none; width: 18px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: @hover; }
QAbstractSpinBox::up-arrow { image: url(:/theme/chevron-up.svg); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url(:/theme/chevron-down.svg); width: 9px; height: 9px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(:/theme/chevron-down.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: @panel; border: 1px solid @bar; padding: 4px; outline: none; }

QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @bar; background: @raised; border-radius: 3px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QCheckBox::indicator:focus, QRadioButton::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(:/theme/check-@scheme.svg); }
QRadioButton::indicator:checked { background: @accent; border: 4px solid @raised; width: 8px; height: 8px; }

QSlider:horizontal { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @beat; }
QSlider::sub-page:horizontal { border-radius: 2px; background: @dim; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -4px 0; border-radius: 6px; background: @text; }
QSlider::groove:vertical { width: 4px; border-radius: 2px; background: @beat; }
QSlider::add-page:vertical { border-radius: 2px; background: @dim; }
QSlider::handle:vertical { width: 12px; height: 12px; margin: 0 -4px; border-radius: 6px; background: @text; }
QSlider::handle:hover, QSlider::handle:focus { background: @accent; }
QSlider::handle:disabled { background: @disabled; }
QSlider::sub-page:horizontal:disabled { background: @beat; }

QProgressBar { border: none; border-radius: 2px; background: @beat; text-align: center; min-height: 4px; color: @text; }
QProgressBar::chunk { border-radius: 2px; background: @accent; }

QScrollBar { background: transparent; border: none; }
QScrollBar:horizontal { height: 12px; }
QScrollBar:vertical { width: 12px; }
QScrollBar::handle { background: @bar; border-radius: 3px; margin: 3px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:hover { background: @dim; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QAbstractScrollArea { border: none; }
QAbstractItemView { background: @panel; alternate-background-color: @alternate; outline: none; selection-background-color: @checked; selection-color: @text; }
QTreeView::item, QTableView::item { min-height: 24px; }
QTableView::item { padding: 0 8px; }
QHeaderView::section { color: @dim; background: @panel; border: none; border-bottom: 1px solid @beat; padding: 4px 8px; }
QTabWidget::pane { border: none; }
QTabBar::tab { color: @dim; padding: 6px 12px; border: none; border-bottom: 2px solid transparent; background: transparent; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:hover { color: @text; }
QGroupBox { border: none; margin-top: 24px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; color: @dim; }
)";

} // namespace

QString stylesheet(const Tokens& t)
{
    // Longer names first where one begins another.
    const std::pair<const char*, QColor> colors[] = {
        {"@accentHover", mix(t.text, t.accent, 0.14)}, {"@accent", t.accent}, {"@onAccent", t.onAccent},
        {"@alternate", mix(t.raised, t.panel, 0.4)}, {"@window", t.window}, {"@panel", t.panel}, {"@raised", t.raised},
        {"@text", t.text}, {"@disabled", mix(t.dimText, t.window, 0.6)}, {"@dim", t.dimText},
        {"@hover", mix(t.text, t.raised, 0.10)}, {"@checked", mix(t.accent, t.panel, 0.24)},
        {"@beat", t.gridBeat}, {"@bar", t.gridBar},
    };
    QString sheet = QString::fromLatin1(kTemplate);
    for (const auto& [name, color] : colors)
        sheet.replace(QLatin1String(name), color.name());
    return sheet.replace(QLatin1String("@scheme"), QLatin1String(&t == &tokens(Scheme::kDark) ? "dark" : "light"));
}

} // namespace partita::ui::theme
