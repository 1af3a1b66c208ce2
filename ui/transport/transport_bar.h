#pragma once

#include <QWidget>

class QAction;
class QComboBox;
class QDoubleSpinBox;
class QLabel;

namespace partita::ui {

class LevelMeter;
class TabularLabel;

/// The bar across the top: playing, where, how fast, how loud; at the right the page shown and what the sound comes from.
/// It shows what it is told and reports what the user edits; it knows neither document nor player.
class TransportBar : public QWidget {
    Q_OBJECT

public:
    struct Actions {
        QAction* toStart;
        QAction* play;
        QAction* stop;
        QAction* loop;
        QAction* click;
        QAction* panic;
        QAction* compose;
        QAction* morph;
        QAction* train;
        QAction* settings;
    };

    explicit TransportBar(const Actions& actions, QWidget* parent = nullptr);

    /// "bars.beats.ticks", all from 1 but the ticks.
    void setPosition(const QString& position);
    /// Tempo in quarter notes a minute and meter at the playhead. Does not emit.
    void setTempo(double qpm);
    void setMeter(int numerator, int denominator);
    void setPeaks(float left, float right);
    /// What sounds: audio driver and SoundFont, MIDI port; one short text, the details as tool tip.
    void setSound(const QString& text, const QString& details);
    /// What is being computed: the model at work, or nothing.
    void setWork(const QString& text);

Q_SIGNALS:
    void tempoEdited(double qpm);
    void meterEdited(int numerator, int denominator);

private:
    TabularLabel* m_position;
    QDoubleSpinBox* m_tempo;
    QComboBox* m_meter;
    LevelMeter* m_level;
    QLabel* m_sound;
    QLabel* m_work;
};

} // namespace partita::ui
