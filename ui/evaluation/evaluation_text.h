#pragma once

#include "engine/study/assessment.h"

#include <QString>
#include <QStringList>

#include <vector>

/// What an assessment says, in words and columns for people. Nothing is computed here.
namespace partita::ui {

struct EvaluationTable {
    struct Row {
        QString name;
        QStringList cells; ///< one a column
    };
    QString title;
    QStringList columns; ///< without that of the names
    std::vector<Row> rows;
};

/// The figures of training::evaluate, and of a MusicVAE how much of clips comes back.
std::vector<EvaluationTable> evaluationTables(const study::Assessment& assessment);

/// What the figures of an event RNN mean, for people who do not read them every day; empty for other models.
QString meaningText(const study::Assessment& assessment);

/// The sign of posterior collapse; empty for models that have no posterior.
QString collapseText(const study::Assessment& assessment);

/// What besides belongs to the figures: the step, and files that gave nothing.
QString evaluationNote(const study::Assessment& assessment);

/// Everything as lines, columns apart by tabs: for the clipboard.
QString evaluationText(const QString& model, const QString& music, const study::Assessment& assessment);

} // namespace partita::ui
