#pragma once

#include "engine/devices/audio_output.h"
#include "engine/devices/midi_feed.h"
#include "engine/devices/midi_out.h"
#include "engine/playback/player.h"
#include "ui/bridge/job_runner.h"
#include "ui/document/project_document.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace partita::ui {

/// What the open document sounds with. Empty: as `engine/devices` and `engine/playback` choose.
struct SoundSettings {
    std::string audioDriver;
    std::filesystem::path soundFont;
    friend bool operator==(const SoundSettings&, const SoundSettings&) = default;
};

/// Plays the open document: the window's side of Player, its Synth, its sound device and live MIDI out.
///
/// Devices and SoundFonts open, and documents are compiled, away from the GUI thread; orders given before the first
/// sound device is open hold once it is. Edits are heard while playing.
/// Threads: GUI thread; never waits.
class PlayerProxy : public QObject {
    Q_OBJECT
public:
    explicit PlayerProxy(ProjectDocument& document, QObject* parent = nullptr);
    ~PlayerProxy() override;

    /// Opens device and SoundFont, in place of those that are open; then `soundChanged`. Playing stops.
    void open(const SoundSettings& settings);
    /// Nothing: no live MIDI out. What cannot be opened is told, and stays closed.
    void setMidiOut(const std::optional<devices::MidiPort>& port);

    void play();
    void pause();
    /// Back to where play began.
    void stop();
    void togglePlay() { isPlaying() ? pause() : play(); }
    void seek(Ticks tick);
    void setMetronome(bool on);
    /// Bars of clicks before each play.
    void setCountIn(int bars) { m_countIn = bars; }
    /// 1: as the SoundFont and the file have it.
    void setVolume(float gain);
    void panic();
    /// A note on a track's channel for as long as key or mouse is held.
    void previewOn(project::TrackId track, int pitch, int velocity);
    void previewOff(project::TrackId track, int pitch);

    /// Plays another document, e.g. with a candidate in its place, from `from` on; its loop counts. It ends by `stop`,
    /// `pause`, `play`, `seek`, or by itself; then the open document is back at its position, and `auditionEnded` is said.
    void audition(project::Document document, Ticks from);
    void endAudition();
    bool isAuditioning() const { return m_auditioning; }

    bool isPlaying() const { return m_transport != playback::Transport::kStopped; }
    playback::Transport transport() const { return m_transport; }
    /// In ticks, with their fraction.
    double position() const { return m_position; }
    /// Nothing is open yet, or the device is one that is not heard.
    bool isSilent() const { return !m_sound || !m_sound->output.sink->isHeard(); }
    /// "pulseaudio", "jack", …; empty until a device is open.
    QString deviceName() const;
    /// Of the SoundFont in use; empty when there is none.
    std::filesystem::path soundFont() const { return m_sound ? m_sound->soundFont : std::filesystem::path(); }

Q_SIGNALS:
    void transportChanged(playback::Transport transport);
    void positionChanged(double tick);
    void levelsChanged(float left, float right);
    void soundChanged();
    void auditionEnded();
    /// A sentence about a device, a port or a SoundFont that is not what was asked for.
    void told(const QString& sentence);

private:
    /// Everything that sounds; the player goes last.
    struct Sound {
        std::unique_ptr<playback::Player> player;
        devices::AudioOutput output;
        std::unique_ptr<devices::MidiFeed> feed;
        std::filesystem::path soundFont;
        std::vector<std::string> remarks;
    };
    using Timeline = std::shared_ptr<const playback::Timeline>;

    static std::unique_ptr<Sound> makeSound(const SoundSettings& settings);
    void adopt(std::unique_ptr<Sound> sound);
    void compile();
    void connectMidi();
    void startPlaying();
    void watch();
    void poll();
    void lookAfterDevice();
    playback::Player* player() { return m_sound ? m_sound->player.get() : nullptr; }
    void preview(project::TrackId track, int pitch, int velocity);

    ProjectDocument& m_document;
    SoundSettings m_settings;
    std::optional<devices::MidiPort> m_midiPort;
    std::unique_ptr<Sound> m_sound;
    Timeline m_timeline; ///< of the open document, at the player's rate

    playback::Transport m_transport = playback::Transport::kStopped;
    double m_position = 0;
    playback::Player::Levels m_levels;
    bool m_playWhenReady = false;
    bool m_auditioning = false;
    bool m_auditionHeard = false; ///< the player was seen playing it
    QElapsedTimer m_auditionStart;
    Ticks m_returnTo; ///< after an audition
    bool m_metronome = false;
    int m_countIn = 0;
    float m_volume = 1;

    QTimer m_edits; ///< gathers the edits of one turn of the event loop
    QTimer m_poll;
    QElapsedTimer m_lastLook; ///< at the device
    int m_quietPolls = 0;
    JobRunner m_opening;
    JobRunner m_compiling;
    JobRunner m_auditions;
    JobRunner m_midiOpening;
};

} // namespace partita::ui
