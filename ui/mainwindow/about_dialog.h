#pragma once

class QString;
class QWidget;

namespace partita::ui {

/// Version, licences, and what this computer offers (`computer`, one line each).
void showAbout(QWidget* parent, const QString& computer);

} // namespace partita::ui
