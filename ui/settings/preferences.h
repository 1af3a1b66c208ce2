#pragma once

#include "ui/widgets/theme.h"

#include <QString>
#include <QStringList>

namespace partita::ui {

/// What the user chose once and keeps, as a value. Empty text means "as the system has it".
struct Preferences {
    theme::Choice look = theme::Choice::kSystem;
    QString language;    ///< "en", "ko"
    QString audioDriver; ///< a name FluidSynth knows: pulseaudio, alsa, jack
    QString soundFont;   ///< path
    QString midiOut;     ///< port name; empty: no MIDI out
    QString device;      ///< auto, cpu, cuda, cuda:1, … for generating and training
    int threads = 0;     ///< of a training run; 0: all of the processor's
    QStringList models;      ///< checkpoints that were added by hand
    QStringList recentFiles;

    friend bool operator==(const Preferences&, const Preferences&) = default;
};

Preferences loadPreferences();
void savePreferences(const Preferences& preferences);

/// `path` moved to the front of at most ten.
void remember(Preferences& preferences, const QString& path);

} // namespace partita::ui
