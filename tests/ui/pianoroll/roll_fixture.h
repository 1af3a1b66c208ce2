#pragma once

#include "tests/support/documents.h"
#include "ui/pianoroll/piano_roll_view.h"
#include "ui/pianoroll/roll_canvas.h"
#include "ui/pianoroll/roll_keys.h"
#include "ui/pianoroll/roll_ruler.h"
#include "ui/pianoroll/velocity_lane.h"

#include <QApplication>
#include <QMouseEvent>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

namespace partita::test {

/// A roll with one track of notes, at 0.1 pixels a tick (a sixteenth is 12 wide), rows of 16 pixels and middle C in view;
/// and hands for it.
struct RollFixture {
    QTemporaryDir folder;
    ui::ProjectDocument document{std::filesystem::path(folder.path().toStdString()), nullptr};
    ui::PianoRollView view{document};
    ui::RollCanvas& canvas = *view.findChild<ui::RollCanvas*>();
    ui::RollRuler& ruler = *view.findChild<ui::RollRuler*>();
    ui::RollKeys& keys = *view.findChild<ui::RollKeys*>();
    ui::VelocityLane& lane = *view.findChild<ui::VelocityLane*>();

    /// `notes`: as notesText writes them, e.g. "60@0+480 62@480+480"; velocity 100.
    explicit RollFixture(const QString& notes, int channel = 0)
    {
        view.resize(1000, 600);
        view.show();
        QCoreApplication::processEvents();
        project::Document value = project::newDocument();
        value.tracks.front().channel = channel;
        for (const QString& text : notes.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            project::Note note;
            note.id = value.nextId++;
            note.pitch = static_cast<std::uint8_t>(text.section(QLatin1Char('@'), 0, 0).toInt());
            note.start = Ticks(text.section(QLatin1Char('@'), 1).section(QLatin1Char('+'), 0, 0).toInt());
            note.length = Ticks(text.section(QLatin1Char('+'), 1).toInt());
            value.tracks.front().notes.push_back(note);
        }
        document.adopt(std::move(value), QStringLiteral("test"));
        view.setTrack(document.document().tracks.front().id);
        ui::RollGeometry geometry = view.model().geometry();
        geometry.setQuarterWidth(48);
        geometry.setRowHeight(16);
        geometry.setScrollX(0);
        geometry.setScrollY(geometry.scrollY() + geometry.y(72));
        view.model().setGeometry(geometry);
    }

    const project::Track& track() const { return document.document().tracks.front(); }
    QString text() const { return notesText(track()); }
    /// "100 96 …" of the notes in order.
    QString velocities() const
    {
        QStringList text;
        for (const project::Note& note : track().notes)
            text << QString::number(note.velocity);
        return text.join(QLatin1Char(' '));
    }
    /// The selected notes' places in the track, from 0.
    QString selected() const
    {
        QStringList text;
        for (std::size_t i = 0; i < track().notes.size(); ++i)
            if (view.model().isSelected(track().notes[i].id))
                text << QString::number(i);
        return text.join(QLatin1Char(' '));
    }
    void select(const QString& places)
    {
        std::vector<project::NoteId> ids;
        for (const QString& place : places.split(QLatin1Char(' '), Qt::SkipEmptyParts))
            ids.push_back(track().notes[static_cast<std::size_t>(place.toInt())].id);
        view.model().select(std::move(ids));
    }

    /// The middle of a pitch's row at a tick.
    QPointF at(int tick, int pitch) const
    {
        const ui::RollGeometry& geometry = view.model().geometry();
        return {geometry.x(Ticks(tick)), geometry.y(pitch) + geometry.rowHeight() / 2};
    }

    static void mouse(QWidget& widget, QEvent::Type type, QPointF at, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton)
    {
        const bool moves = type == QEvent::MouseMove;
        QMouseEvent event(type, at, widget.mapToGlobal(at), moves ? Qt::NoButton : button, type == QEvent::MouseButtonRelease ? Qt::NoButton : button, modifiers);
        QCoreApplication::sendEvent(&widget, &event);
    }
    static void press(QWidget& widget, QPointF at, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton) { mouse(widget, QEvent::MouseButtonPress, at, modifiers, button); }
    static void move(QWidget& widget, QPointF at, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton) { mouse(widget, QEvent::MouseMove, at, modifiers, button); }
    static void release(QWidget& widget, QPointF at, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton) { mouse(widget, QEvent::MouseButtonRelease, at, modifiers, button); }
    static void drag(QWidget& widget, QPointF from, QPointF to, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton)
    {
        press(widget, from, modifiers, button);
        for (const double way : {0.25, 0.5, 0.75, 1.0})
            move(widget, from + (to - from) * way, modifiers, button);
        release(widget, to, modifiers, button);
    }
    static void click(QWidget& widget, QPointF at, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton)
    {
        press(widget, at, modifiers, button);
        release(widget, at, modifiers, button);
    }
    static void wheel(QWidget& widget, QPointF at, int notches, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&widget, &event);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&canvas, key, modifiers); }
};

} // namespace partita::test
