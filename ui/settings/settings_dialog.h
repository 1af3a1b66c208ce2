#pragma once

#include "ui/settings/preferences.h"

#include <QDialog>

class QComboBox;
class QSpinBox;

namespace partita::ui {

/// Sound, MIDI, computing, looks and language. Reports every change at once, so that it is heard and seen; Cancel brings
/// back what was there before.
class SettingsDialog : public QDialog {
    Q_OBJECT

public:
    /// What this computer has to choose from.
    struct Offers {
        QStringList audioDrivers;
        QStringList soundFonts; ///< paths
        QStringList midiPorts;
        QStringList devices; ///< "cpu", "cuda:0", …; more may be offered later
    };

    SettingsDialog(const Preferences& preferences, const Offers& offers, QWidget* parent = nullptr);

    /// Adds devices found since: looking for them takes a moment.
    void offerDevices(const QStringList& devices);

    const Preferences& preferences() const { return m_now; }

    void reject() override;

Q_SIGNALS:
    void changed(const Preferences& preferences);

private:
    void report();
    void chooseSoundFont();

    Preferences m_before;
    Preferences m_now;
    QComboBox* m_driver;
    QComboBox* m_soundFont;
    QComboBox* m_midiOut;
    QComboBox* m_device;
    QSpinBox* m_threads;
    QComboBox* m_look;
    QComboBox* m_language;
};

} // namespace partita::ui
