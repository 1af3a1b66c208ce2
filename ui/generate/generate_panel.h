#pragma once

#include "engine/generate/write_bars.h"
#include "ui/generate/model_menu.h"

#include <QWidget>

#include <array>
#include <cstdint>
#include <vector>

class QAction;
class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QTabBar;

namespace partita::ui {

class ElidedLabel;
class Form;
class SeedField;
class TakeProgress;

/// What to write and with what. A form: it holds values, the window does the work.
class GeneratePanel : public QWidget {
    Q_OBJECT

public:
    /// What the buttons do; one action for each operation.
    struct Actions {
        QAction* regenerate;
        QAction* continueOn;
        QAction* beginNew;
        QAction* stop;
        QAction* addModel;
        QAction* howGood;
        QAction* editChords;
    };
    struct Options {
        generate::Operation operation = generate::Operation::kRegenerate;
        int bars = 4;  ///< how many new ones, where none are selected
        QString model; ///< path of the checkpoint
        int takes = 4;
        double temperature = 1.0;
        std::uint64_t seed = 0; ///< of the first take
        // What conditioned performance models are told; where it is empty, nothing, and the model takes its default.
        std::vector<double> notesPerSecond{};
        std::vector<encoding::PitchHistogram> pitchClassHistogram{};
        std::vector<bool> disableConditioning{};
    };

    explicit GeneratePanel(const Actions& actions, QWidget* parent = nullptr);

    void setModels(const std::vector<ModelChoice>& models) { m_model->setModels(models); }
    const std::vector<ModelChoice>& models() const { return m_model->models(); }
    void chooseModel(const QString& path) { m_model->choose(path); }
    const ModelChoice* chosenModel() const { return m_model->chosen(); }
    /// The kind of the chosen model; null where there is none.
    const models::EventRnnConfig* config() const;
    /// The track that is to be written for. Models that cannot are greyed and say why; where the chosen one cannot, the
    /// first that can takes its place.
    void setTrack(const project::Track& track);
    /// Why the chosen model cannot write for the track, as a sentence; empty when it can.
    QString misfit() const;

    void setOperation(generate::Operation operation);
    generate::Operation operation() const;
    /// E.g. "Bars 5–8 of Melody", or what to do first. `countable`: nothing is selected, and the number of bars is asked for.
    void setRegion(const QString& text, bool countable);
    /// The chords over those bars, for models that play over them.
    void setChords(const QString& text);
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
    /// Another operation, or another number of bars.
    void taskChanged();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildConditions();
    void showModel();
    void showOperation();

    std::optional<project::Track> m_track; ///< without its notes
    QTabBar* m_operations;
    ElidedLabel* m_region;
    QSpinBox* m_bars;
    ModelMenu* m_model;
    Form* m_form;
    QWidget* m_chordRow;
    ElidedLabel* m_chords;
    QCheckBox* m_conditioned;
    QDoubleSpinBox* m_density;
    QComboBox* m_scale;
    QSpinBox* m_takes;
    QDoubleSpinBox* m_temperature;
    SeedField* m_seed;
    std::array<QPushButton*, 3> m_write; ///< by operation
    TakeProgress* m_progress;
    QLabel* m_message;
};

} // namespace partita::ui
