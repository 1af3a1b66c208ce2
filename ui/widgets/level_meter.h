#pragma once

#include <QElapsedTimer>
#include <QWidget>

namespace partita::ui {

/// Two bars of peak level on a scale of −60 to 0 dB, falling 20 dB a second, with a mark that holds the highest peak
/// for a second. Above −1 dB the bar's end is drawn in the theme's warning colour and taller, so that colour is not the only sign.
class LevelMeter : public QWidget {
    Q_OBJECT

public:
    explicit LevelMeter(QWidget* parent = nullptr);

    /// Peak amplitudes since the last call, 1.0 is full scale.
    void setPeaks(float left, float right);

    QSize sizeHint() const override { return {84, 16}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Bar {
        double level = -60.0; ///< dB
        double hold = -60.0;
        qint64 holdUntil = 0; ///< ms on m_clock
    };
    void follow(Bar& bar, float peak, double fall, qint64 now);

    Bar m_bars[2];
    QElapsedTimer m_clock;
    qint64 m_last = 0;
};

} // namespace partita::ui
