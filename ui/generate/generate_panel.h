#pragma once

#include <QWidget>

#include <cstdint>
#include <vector>

class QAction;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QSpinBox;
class QToolButton;

namespace partita::ui {

class ElidedLabel;

/// A model the user may choose: a checkpoint and one line about it.
struct ModelChoice {
    QString name;
    QString path;
    QString description;
};

/// What to regenerate with. A form: it holds values, the window does the work.
class GeneratePanel : public QWidget {
    Q_OBJECT

public:
    struct Options {
        QString model; ///< path of the checkpoint
        int takes = 4;
        double temperature = 1.0;
        std::uint64_t seed = 0; ///< of the first take
    };

    GeneratePanel(QAction* regenerate, QAction* stop, QAction* addModel, QWidget* parent = nullptr);

    /// Keeps the choice where the same path is among the new ones.
    void setModels(const std::vector<ModelChoice>& models);
    void chooseModel(const QString& path);
    /// Whether a checkpoint of this folder is offered.
    bool hasModelBelow(const QString& folder) const;
    /// E.g. "Bars 5–8 of Melody", or what to do first.
    void setRegion(const QString& text);
    /// 0–1 while takes are being written, below 0 when idle.
    void setProgress(double progress);
    /// A sentence below the button: what went wrong, or nothing.
    void setMessage(const QString& sentence);

    Options options() const;
    void setOptions(const Options& options);
    /// A new seed for the next takes, unless the seed is locked.
    void rollSeed();

Q_SIGNALS:
    void fileDropped(const QString& path);
    void modelChanged();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void describeModel();
    void throwDice();

    QComboBox* m_model;
    QLabel* m_description;
    ElidedLabel* m_region;
    QSpinBox* m_takes;
    QDoubleSpinBox* m_temperature;
    QSpinBox* m_seed;
    QToolButton* m_lock;
    QProgressBar* m_progress;
    QLabel* m_message;
};

} // namespace partita::ui
