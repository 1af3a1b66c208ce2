#pragma once

#include "engine/project/files.h"

#include <QString>

class QWidget;

namespace partita::ui {

/// How much of `file` could be read, in one sentence.
QString headline(const QString& file, midi::Verdict verdict);

/// Shows it; does not wait for an answer.
void showImportReport(const QString& file, const project::ImportReport& report, QWidget* parent);

} // namespace partita::ui
