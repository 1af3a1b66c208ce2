#pragma once

#include <QWidget>

#include <bitset>

namespace partita::ui {

class RollModel;

/// The keyboard at the left: click or drag along it to hear; keys light while they sound. Rows of drums have names.
class RollKeys : public QWidget {
    Q_OBJECT

public:
    explicit RollKeys(RollModel& model, QWidget* parent = nullptr);

    /// Keys that sound elsewhere, e.g. played on a MIDI keyboard.
    void setPlayedKeys(const std::bitset<128>& keys);

Q_SIGNALS:
    /// A click with the right button.
    void pitchChosen(int pitch);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void paintKeys(QPainter& painter, const std::bitset<128>& lit) const;
    void paintDrums(QPainter& painter, const std::bitset<128>& lit) const;
    void press(const QMouseEvent& event);
    QRectF row(int pitch) const;

    RollModel& m_model;
    std::bitset<128> m_played;
    int m_pressed = -1;
};

} // namespace partita::ui
