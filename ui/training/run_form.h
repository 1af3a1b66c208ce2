#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace partita::ui {

class Form;

/// What a new training run is started with: the model's family and size and how it learns. Fields show only where the
/// chosen config takes them.
class RunForm : public QWidget {
    Q_OBJECT

public:
    struct Settings {
        QString config; ///< of an event RNN or a MusicVAE
        QString hparams; ///< as `--hparams` takes them
        int steps = 0;
        int seed = 0;
        bool gentle = false; ///< `--gentle`
    };

    explicit RunForm(QWidget* parent = nullptr);

    /// Errors are a sentence for the person; empty when the settings can be used.
    QString fault() const;
    Settings settings() const;
    void setSettings(const Settings& settings);
    /// What models of a config make.
    QString about(const QString& config) const;

Q_SIGNALS:
    void changed();

private:
    void takeDefaults();
    bool isLatent() const; ///< the chosen config is a MusicVAE's

    Form* m_form;
    QComboBox* m_config;
    QLabel* m_about; ///< what models of the config make
    QLineEdit* m_layers;  ///< of an event RNN
    QLineEdit* m_encoder; ///< of a MusicVAE, as what follows
    QLineEdit* m_decoder;
    QSpinBox* m_latentSize;
    QDoubleSpinBox* m_freeBits;
    QDoubleSpinBox* m_beta;
    QSpinBox* m_batch;
    QDoubleSpinBox* m_learningRate;
    QDoubleSpinBox* m_keep;
    QSpinBox* m_steps;
    QSpinBox* m_seed;
    QCheckBox* m_gentle;
};

} // namespace partita::ui
