#pragma once

#include "engine/project/chords.h"

#include <QWidget>

#include <vector>

class QLineEdit;

namespace partita::ui {

class ProjectDocument;
class RollModel;

/// The song's chord symbols above the canvas. The chords of a bar are edited as text in their place: click a bar, or walk
/// to it with the arrow keys and press Enter; Tab keeps what was typed and goes on to the next bar.
class ChordLane : public QWidget {
    Q_OBJECT

public:
    ChordLane(ProjectDocument& document, RollModel& model, QWidget* parent = nullptr);

    bool hasChords() const { return !m_chords.empty(); }
    /// Opens the field of a bar.
    void edit(int bar);
    bool isEditing() const;

Q_SIGNALS:
    void chordsChanged();
    /// What was typed is no chord; the field stays open.
    void refused(const QString& sentence);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    QRectF barRect(int bar) const;
    void read();
    void go(int bar);
    bool keep();
    void close();
    void place();

    ProjectDocument& m_document;
    RollModel& m_model;
    std::vector<project::Chord> m_chords;
    QLineEdit* m_field;
    int m_bar = 1; ///< the one that keys work on
};

} // namespace partita::ui
