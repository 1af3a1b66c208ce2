#pragma once

#include "engine/models/event_rnn_config.h"

#include <QWidget>

#include <functional>
#include <vector>

class QAction;
class QLabel;

namespace partita::ui {

class ChoiceBox;

/// A model the user may choose: a checkpoint and one line about it.
struct ModelChoice {
    QString name;
    QString path;
    QString description;
    const models::EventRnnConfig* config = nullptr; ///< of an event RNN; points into the table of configs
    QString summary{}; ///< another line: config, size, training
};

/// The models to choose from, beside them the ways to add one and to ask how good the chosen one is, below a line about it.
class ModelMenu : public QWidget {
    Q_OBJECT

public:
    /// Why a model cannot be used now, as a sentence; empty where it can.
    using Misfit = std::function<QString(const ModelChoice& model)>;

    /// `empty`: what is said where there is no model.
    ModelMenu(QAction* addModel, QAction* howGood, const QString& empty, QWidget* parent = nullptr);

    /// Keeps the choice where the same path is among the new ones.
    void setModels(const std::vector<ModelChoice>& models);
    /// Models that cannot be used are greyed and say why; where the chosen one cannot, the first that can takes its place.
    void setMisfit(Misfit misfit);
    const std::vector<ModelChoice>& models() const { return m_models; }
    const ModelChoice* chosen() const; ///< null where there is none
    QString path() const;              ///< of the chosen one's checkpoint; empty where there is none
    /// The checkpoint at `path`, or that of the run in the folder `path`.
    void choose(const QString& path);

Q_SIGNALS:
    /// By hand or not: another choice, or other models.
    void changed();

private:
    void fit();
    void describe();

    const QString m_empty;
    std::vector<ModelChoice> m_models;
    Misfit m_misfit;
    ChoiceBox* m_box;
    QLabel* m_description;
};

} // namespace partita::ui
