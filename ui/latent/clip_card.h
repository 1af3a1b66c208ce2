#pragma once

#include "ui/latent/morph_session.h"

#include <QFrame>

#include <optional>

class QComboBox;
class QLabel;
class QSpinBox;
class QStackedWidget;
class QToolButton;

namespace partita::ui {

class ElidedLabel;
class MiniRoll;

/// One of the clips to morph between: where it comes from, which of its tracks and bars, how the model hears it once it is
/// aligned with the others, and what was done to it for that. Takes MIDI files that are dropped on it.
class ClipCard : public QFrame {
    Q_OBJECT

public:
    explicit ClipCard(const QString& letter, QWidget* parent = nullptr);

    /// Shows the source; nothing: the card says how to fill it.
    void setSource(const std::optional<ClipSource>& source);
    const std::optional<ClipSource>& source() const { return m_source; }
    /// Bars that the model takes: what "from bar" counts out.
    void setModelBars(int bars) { m_modelBars = bars; }
    void showAligned(const MorphSession::Aligned& aligned);
    /// Why the model cannot take it.
    void showFault(const QString& sentence);
    void showWaiting();
    QString notes() const; ///< what is said below the roll

Q_SIGNALS:
    /// Another track or other bars of the same source, or none at all.
    void sourceChanged();
    void selectionRequested();
    void fileRequested();
    void fileDropped(const QString& path);

protected:
    void paintEvent(QPaintEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* buildEmpty();
    QWidget* buildFull();
    void choose();
    void say(const QString& text);

    const QString m_letter;
    std::optional<ClipSource> m_source;
    int m_modelBars = 2;
    bool m_fault = false;
    bool m_dropping = false;
    QStackedWidget* m_pages;
    ElidedLabel* m_title;
    MiniRoll* m_roll;
    QComboBox* m_track;
    QSpinBox* m_bar;
    QLabel* m_notes;
};

/// What was done to a clip, as a clause: "+3 st, into the key of clip A".
QString textOf(const generate::Adjustment& adjustment);

} // namespace partita::ui
