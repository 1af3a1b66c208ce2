#include "ui/mainwindow/main_window.h"

#include "engine/devices/audio_output.h"
#include "engine/devices/midi_out.h"
#include "engine/neural/neural.h"
#include "engine/playback/soundfonts.h"
#include "ui/bridge/conversions.h"
#include "ui/generate/candidate_tray.h"
#include "ui/generate/model_list.h"
#include "ui/latent/groove_session.h"
#include "ui/latent/latent_models.h"
#include "ui/latent/latent_page.h"
#include "ui/mainwindow/about_dialog.h"
#include "ui/mainwindow/audio_export.h"
#include "ui/mainwindow/file_session.h"
#include "ui/pianoroll/piano_roll_view.h"
#include "ui/settings/settings_dialog.h"
#include "ui/training/training_page.h"
#include "ui/transport/transport_bar.h"
#include "ui/widgets/message_strip.h"

#include <QApplication>
#include <QFileInfo>
#include <QPointer>
#include <QStackedWidget>

#include <algorithm>

namespace partita::ui {
namespace {

/// What the networks can run on; loads LibTorch, which takes half a second.
struct Computing {
    QStringList devices{QStringLiteral("cpu")};
    QString sentence;
};
Computing findComputing()
{
    Computing found;
    const auto door = neural::open();
    if (!door) {
        found.sentence = toQString(door.error().message);
        return found;
    }
    const nn::DeviceReport report = (*door)->devices();
    for (const nn::DeviceReport::Gpu& gpu : report.gpus) {
        found.devices << toQString(gpu.device);
        found.sentence += QStringLiteral("%1: %2\n").arg(toQString(gpu.device), toQString(gpu.name));
    }
    found.sentence += QStringLiteral("LibTorch %1. %2").arg(toQString(report.libTorchVersion), toQString(report.whyNoGpu));
    return found;
}

} // namespace

void MainWindow::bindTransport()
{
    m_commands.bindToggle(Command::kPlay, [this](bool on) {
        if (on && m_pages->currentWidget() == m_latent && m_latent->hearFault().isEmpty())
            m_latent->hear();
        else
            on ? m_player.play() : m_player.pause();
    });
    m_commands.bind(Command::kPlayLoop, [this] {
        m_player.seek(m_document.document().loop.start);
        m_player.play();
    });
    m_commands.bind(Command::kStop, [this] { m_player.stop(); });
    m_commands.bind(Command::kToStart, [this] { m_player.seek(Ticks(0)); });
    m_commands.bindToggle(Command::kLoop, [this](bool on) {
        project::Loop loop = m_document.document().loop;
        loop.enabled = on;
        m_document.perform(EditKind::kLoop, project::setLoop(m_document.document(), loop));
    });
    m_commands.bind(Command::kLoopSelection, [this] {
        const auto range = *m_roll->selectedBarsRange();
        m_document.perform(EditKind::kLoop, project::setLoop(m_document.document(), {true, range.start, range.end}));
    });
    m_commands.bindToggle(Command::kClick, [this](bool on) { m_player.setMetronome(on); });
    m_commands.bind(Command::kFollow, [this] {
        using Follow = PianoRollView::Follow;
        const Follow next = m_roll->follow() == Follow::kOff ? Follow::kPage : m_roll->follow() == Follow::kPage ? Follow::kSmooth : Follow::kOff;
        m_roll->setFollow(next);
        tell(next == Follow::kOff ? tr("The view stays where it is.") : next == Follow::kPage ? tr("The view turns pages.") : tr("The view glides along."));
    });
    m_commands.bind(Command::kPanic, [this] { m_player.panic(); });
}

void MainWindow::connectPlayer()
{
    connect(&m_player, &PlayerProxy::positionChanged, this, &MainWindow::showPosition);
    connect(&m_player, &PlayerProxy::levelsChanged, m_transport, &TransportBar::setPeaks);
    connect(&m_player, &PlayerProxy::transportChanged, this, [this] {
        m_commands[Command::kPlay]->setChecked(m_player.isPlaying());
        m_roll->setPlaying(m_player.isPlaying());
    });
    connect(&m_player, &PlayerProxy::auditionEnded, this, &MainWindow::showAuditionEnded);
    connect(&m_player, &PlayerProxy::soundChanged, this, &MainWindow::showSound);
    connect(&m_player, &PlayerProxy::told, this, [this](const QString& sentence) { warn(tr("%1", "about the sound").arg(sentence)); });

    connect(m_roll, &PianoRollView::seekRequested, &m_player, &PlayerProxy::seek);
    connect(m_roll, &PianoRollView::noteOn, this, [this](int, int pitch, int velocity) { m_player.previewOn(m_roll->track(), pitch, velocity); });
    connect(m_roll, &PianoRollView::noteOff, this, [this](int, int pitch) { m_player.previewOff(m_roll->track(), pitch); });
    connect(m_roll, &PianoRollView::followChanged, this, &MainWindow::showFollow);
    showFollow();

    // Tempo and meter are those in force at the playhead: what is edited is the change that set them.
    connect(m_transport, &TransportBar::tempoEdited, this, [this](double qpm) {
        const auto& changes = m_document.tempoMap().changes();
        const auto after = std::ranges::upper_bound(changes, playhead(), {}, &TempoChange::tick);
        m_document.perform(EditKind::kTempo, project::setTempo(m_document.document(), std::prev(after)->tick, qpm));
    });
    connect(m_transport, &TransportBar::meterEdited, this, [this](int numerator, int denominator) {
        const Ticks at = m_document.meterMap().meterAt(playhead()).tick;
        m_document.perform(EditKind::kMeter, project::setMeter(m_document.document(), at, numerator, denominator));
    });
}

Ticks MainWindow::playhead() const
{
    return Ticks(static_cast<std::int64_t>(m_player.position()));
}

// ---- What is shown of it

void MainWindow::showPosition()
{
    const Ticks at = playhead();
    if (m_latent->isHeard() && m_player.isAuditioning()) {
        m_latent->showHeard(m_player.position());
        return; // the song is not where the music is
    }
    m_transport->setPosition(toQString(m_document.meterMap().format(at)));
    m_transport->setTempo(m_document.tempoMap().qpmAt(at));
    const Meter& meter = m_document.meterMap().meterAt(at);
    m_transport->setMeter(meter.numerator, meter.denominator);
    m_roll->setPlayhead(at);
    if (const project::Take* take = m_tray->take(m_audition))
        m_tray->setPlaying(m_audition, static_cast<double>((at - take->start).value) / static_cast<double>((take->end - take->start).value));
}

void MainWindow::showFollow()
{
    m_commands[Command::kFollow]->setChecked(m_roll->follow() != PianoRollView::Follow::kOff);
}

void MainWindow::showSound()
{
    const QString font = fromPath(m_player.soundFont().stem());
    const QString device = m_player.isSilent() ? tr("no sound device") : m_player.deviceName();
    m_transport->setSound(font.isEmpty() ? device : QStringLiteral("%1 · %2").arg(font, device), fromPath(m_player.soundFont()));
}

// ---- Hearing takes

void MainWindow::hear(int index)
{
    const bool again = index == m_audition;
    const std::optional<Ticks> goOn = m_audition != kNothing ? std::optional(playhead()) : std::nullopt;
    m_player.endAudition();
    showAuditionEnded(); // which it says itself only of what has begun to sound
    const auto context = again ? std::nullopt : index == kSongItself ? m_takes->asItIs() : m_takes->inContext(index);
    if (!context)
        return;
    if (index != kSongItself)
        m_tray->choose(index);
    m_audition = index;
    showAudition();
    const project::Loop& loop = context->loop;
    m_player.audition(*context, goOn && *goOn >= loop.start && *goOn < loop.end ? *goOn : loop.start);
}

void MainWindow::showAudition()
{
    m_commands[Command::kHearTake]->setChecked(m_audition >= 0);
    m_commands[Command::kHearSong]->setChecked(m_audition == kSongItself);
}

void MainWindow::showAuditionEnded()
{
    m_audition = kNothing;
    showAudition();
    m_tray->setPlaying(-1, 0.0);
    m_latent->showSilence();
}

// ---- Choices

void MainWindow::usePreferences(const Preferences& preferences)
{
    const bool otherLook = preferences.look != m_preferences.look;
    const bool otherDevice = preferences.device != m_preferences.device;
    m_preferences = preferences;
    savePreferences(m_preferences);
    if (otherLook)
        theme::apply(*qApp, m_preferences.look);
    m_commands[Command::kLookSystem]->setChecked(m_preferences.look == theme::Choice::kSystem);
    m_commands[Command::kLookDark]->setChecked(m_preferences.look == theme::Choice::kDark);
    m_commands[Command::kLookLight]->setChecked(m_preferences.look == theme::Choice::kLight);
    if (otherDevice) {
        m_takes->setOpener(opener(m_preferences.device));
        m_latent->session().setOpener(latentOpener(m_preferences.device));
        m_groove->setOpener(latentOpener(m_preferences.device));
    }
    m_training->setComputing(m_preferences.device, m_preferences.threads);
    m_evaluation.setComputing(m_preferences.device, m_preferences.threads);
    useSound();
}

void MainWindow::useSound()
{
    const SoundSettings sound{m_preferences.audioDriver.toStdString(), toPath(m_preferences.soundFont)};
    if (std::exchange(m_sound, sound) != sound)
        m_player.open(sound);
    if (std::exchange(m_midiOut, m_preferences.midiOut) == m_preferences.midiOut)
        return;
    std::optional<devices::MidiPort> port;
    for (const devices::MidiPort& offered : devices::midiOutPorts())
        if (toQString(offered.name) == m_preferences.midiOut)
            port = offered;
    if (!port && !m_preferences.midiOut.isEmpty())
        warn(tr("The MIDI port “%1” is not here. Plug it in, or choose another in the settings.").arg(m_preferences.midiOut));
    m_player.setMidiOut(port);
}

void MainWindow::exportAudio()
{
    const QString target = m_files->askTarget(tr("Export Audio"), tr("WAV files (*.wav)"), QStringLiteral("wav"));
    if (target.isEmpty())
        return;
    const std::filesystem::path font = m_preferences.soundFont.isEmpty() ? playback::defaultSoundFont() : toPath(m_preferences.soundFont);
    m_audioExport->start(m_document.document(), font, target);
}

void MainWindow::openAbout()
{
    m_looking.run([](std::stop_token) { return findComputing(); }, [this](const Computing& computing) { showAbout(this, computing.sentence); });
}

void MainWindow::openSettings()
{
    SettingsDialog::Offers offers;
    for (const std::string& driver : devices::audioDrivers())
        offers.audioDrivers << toQString(driver);
    for (const playback::SoundFont& font : playback::findSoundFonts())
        offers.soundFonts << fromPath(font.path);
    for (const devices::MidiPort& port : devices::midiOutPorts())
        offers.midiPorts << toQString(port.name);
    offers.devices = {QStringLiteral("cpu")};

    auto* dialog = new SettingsDialog(m_preferences, offers, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::changed, this, &MainWindow::usePreferences);
    dialog->open();
    m_looking.run([](std::stop_token) { return findComputing(); },
                  [dialog = QPointer(dialog)](const Computing& computing) {
                      if (dialog)
                          dialog->offerDevices(computing.devices);
                  });
}

} // namespace partita::ui
