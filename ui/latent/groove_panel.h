#pragma once

#include "ui/generate/model_menu.h"

#include <QWidget>

#include <vector>

class QAction;
class QDoubleSpinBox;
class QLabel;
class QSlider;
class QSpinBox;

namespace partita::ui {

class ElidedLabel;
class SeedField;
class TakeProgress;

/// What to play drum bars with. A form: it holds values, the window does the work.
class GroovePanel : public QWidget {
    Q_OBJECT

public:
    struct Options {
        QString model; ///< path of the checkpoint
        int takes = 4;
        double amount = 1.0;      ///< 0–1 of the way from the notes' timing and velocity to the drummer's
        double temperature = 1.0; ///< of what is struck
        double spread = 0.5;      ///< how unlike the takes are
        quint64 seed = 1;
    };

    struct Actions {
        QAction* groove;
        QAction* stop;
        QAction* addModel;
        QAction* howGood;
    };

    explicit GroovePanel(const Actions& actions, QWidget* parent = nullptr);

    void setModels(const std::vector<ModelChoice>& models) { m_model->setModels(models); }
    void chooseModel(const QString& path) { m_model->choose(path); }
    const ModelChoice* chosenModel() const { return m_model->chosen(); }
    /// E.g. "Bars 5–8 of Drums", or what to do first.
    void setRegion(const QString& text);
    /// 0–1 while takes are being written, below 0 when idle.
    void setProgress(double progress);
    /// A sentence below the button: what went wrong, what is missing, or nothing.
    void setMessage(const QString& sentence);
    Options options() const;
    void setOptions(const Options& options);

Q_SIGNALS:
    void modelChanged();

private:
    ModelMenu* m_model;
    ElidedLabel* m_region;
    QSlider* m_amount;
    QDoubleSpinBox* m_temperature;
    QDoubleSpinBox* m_spread;
    QSpinBox* m_takes;
    SeedField* m_seed;
    TakeProgress* m_progress;
    QLabel* m_message;
};

} // namespace partita::ui
