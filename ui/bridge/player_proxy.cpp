#include "ui/bridge/player_proxy.h"

#include "engine/playback/soundfonts.h"
#include "engine/playback/synth.h"
#include "engine/playback/timeline.h"
#include "ui/bridge/conversions.h"

#include <algorithm>

namespace partita::ui {
namespace {

using playback::Transport;

constexpr int kPollMs = 16;       // the screen's rate
constexpr int kDeviceLookMs = 1000;
constexpr int kQuietPolls = 120;  // after two seconds of silence there is nothing to look at
constexpr int kDevicePatienceMs = 1000; // for a device to play what it was told to
constexpr float kSilence = 0.001f;

} // namespace

PlayerProxy::PlayerProxy(ProjectDocument& document, QObject* parent) : QObject(parent), m_document(document)
{
    m_edits.setSingleShot(true);
    m_edits.setInterval(0);
    connect(&m_edits, &QTimer::timeout, this, &PlayerProxy::compile);
    connect(&document, &ProjectDocument::changed, &m_edits, qOverload<>(&QTimer::start));
    connect(&document, &ProjectDocument::documentReplaced, this, [this] {
        stop();
        seek(Ticks(0));
    });
    m_poll.setTimerType(Qt::PreciseTimer);
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &PlayerProxy::poll);
}

PlayerProxy::~PlayerProxy() = default;

// ---- Devices

std::unique_ptr<PlayerProxy::Sound> PlayerProxy::makeSound(const SoundSettings& settings)
{
    auto sound = std::make_unique<Sound>();
    sound->player = std::make_unique<playback::Player>(devices::preferredSampleRate(settings.audioDriver));
    sound->output = devices::openAudio(*sound->player, settings.audioDriver);
    if (!sound->output.remark.empty())
        sound->remarks.push_back(sound->output.remark);
    // The chosen SoundFont, else the one that is always there.
    for (const std::filesystem::path& file : {settings.soundFont, playback::defaultSoundFont()}) {
        if (file.empty())
            continue;
        auto synth = playback::Synth::open(file, sound->player->sampleRate());
        if (synth) {
            sound->player->setSynth(std::move(*synth));
            sound->soundFont = file;
            break;
        }
        sound->remarks.push_back(synth.error().message);
    }
    if (sound->soundFont.empty() && sound->remarks.empty())
        sound->remarks.push_back(tr("No SoundFont was found, so there is no sound. Choose one in the settings.").toStdString());
    return sound;
}

void PlayerProxy::open(const SoundSettings& settings)
{
    m_settings = settings;
    m_playWhenReady = false;
    if (m_sound)
        m_sound->feed.reset();
    // A device is closed before it is opened again, and by the same job: both may take their time.
    m_opening.run([settings, old = std::shared_ptr<Sound>(std::move(m_sound))](std::stop_token) mutable {
        old.reset();
        return makeSound(settings);
    }, [this](std::unique_ptr<Sound> sound) { adopt(std::move(sound)); });
    poll();
}

void PlayerProxy::adopt(std::unique_ptr<Sound> sound)
{
    m_sound = std::move(sound);
    m_timeline.reset();
    player()->setVolume(m_volume);
    player()->setMetronome(m_metronome);
    connectMidi();
    compile();
    for (const std::string& remark : m_sound->remarks)
        Q_EMIT told(toQString(remark));
    m_lastLook.start();
    Q_EMIT soundChanged();
}

void PlayerProxy::setMidiOut(const std::optional<devices::MidiPort>& port)
{
    m_midiPort = port;
    if (m_sound)
        connectMidi();
}

void PlayerProxy::connectMidi()
{
    m_sound->feed.reset();
    if (!m_midiPort) {
        m_midiOpening.stop();
        return;
    }
    m_midiOpening.run([port = *m_midiPort](std::stop_token) { return devices::openMidiOut(port); },
        [this](Result<std::unique_ptr<devices::MidiSink>> sink) {
            if (!sink)
                Q_EMIT told(toQString(sink.error().message));
            else if (m_sound)
                m_sound->feed = std::make_unique<devices::MidiFeed>(*player(), std::move(*sink));
        });
}

QString PlayerProxy::deviceName() const { return m_sound ? toQString(m_sound->output.sink->name()) : QString(); }

void PlayerProxy::lookAfterDevice()
{
    if (!m_sound || m_lastLook.elapsed() < kDeviceLookMs)
        return;
    m_lastLook.start();
    player()->collect();
    if (m_sound->feed && !m_sound->feed->isAlive()) {
        m_sound->feed.reset();
        Q_EMIT told(tr("The MIDI device “%1” no longer answers. Choose it again once it is back.").arg(toQString(m_midiPort ? m_midiPort->name : std::string())));
    }
    if (!m_sound->output.sink->isAlive()) {
        Q_EMIT told(tr("The sound device “%1” no longer answers; sound is opened anew.").arg(deviceName()));
        open(m_settings);
    }
}

// ---- The music

void PlayerProxy::compile()
{
    m_edits.stop();
    if (!m_sound)
        return;
    m_compiling.run([document = m_document.document(), rate = player()->sampleRate()](std::stop_token) { return playback::compile(document, rate); },
        [this](Timeline timeline) {
            if (!m_sound || timeline->sampleRate() != player()->sampleRate())
                return;
            const bool first = !m_timeline;
            m_timeline = std::move(timeline);
            if (m_auditioning)
                return; // its turn comes when that ends
            player()->setTimeline(m_timeline);
            if (first)
                player()->seek(Ticks(static_cast<std::int64_t>(m_position)));
            if (std::exchange(m_playWhenReady, false))
                startPlaying();
        });
}

void PlayerProxy::play()
{
    endAudition();
    if (m_timeline && m_sound)
        startPlaying();
    else
        m_playWhenReady = true;
}

void PlayerProxy::startPlaying()
{
    player()->play(m_countIn);
    watch();
}

void PlayerProxy::pause()
{
    m_playWhenReady = false;
    if (isAuditioning())
        endAudition();
    else if (player())
        player()->pause();
    watch();
}

void PlayerProxy::stop()
{
    m_playWhenReady = false;
    if (isAuditioning())
        endAudition();
    else if (player())
        player()->stop();
    watch();
}

void PlayerProxy::seek(Ticks tick)
{
    endAudition();
    tick = std::max(tick, Ticks(0));
    if (m_timeline && m_sound) {
        player()->seek(tick);
        watch();
    } else if (m_position != static_cast<double>(tick.value)) { // kept until there is somebody to tell
        m_position = static_cast<double>(tick.value);
        Q_EMIT positionChanged(m_position);
    }
}

void PlayerProxy::setMetronome(bool on)
{
    m_metronome = on;
    if (player())
        player()->setMetronome(on);
}

void PlayerProxy::setVolume(float gain)
{
    m_volume = gain;
    if (player())
        player()->setVolume(gain);
}

void PlayerProxy::panic()
{
    if (player())
        player()->panic();
    watch();
}

void PlayerProxy::previewOn(project::TrackId track, int pitch, int velocity) { preview(track, pitch, std::clamp(velocity, 1, 127)); }
void PlayerProxy::previewOff(project::TrackId track, int pitch) { preview(track, pitch, 0); }

void PlayerProxy::preview(project::TrackId id, int pitch, int velocity)
{
    const project::Track* track = project::findTrack(m_document.document(), id);
    if (!track || !player() || pitch < 0 || pitch > 127)
        return;
    const int channel = playback::playedChannel(m_document.document(), *track);
    if (velocity > 0)
        player()->previewOn(channel, static_cast<std::uint8_t>(pitch), static_cast<std::uint8_t>(velocity));
    else
        player()->previewOff(channel, static_cast<std::uint8_t>(pitch));
    watch();
}

// ---- Auditions

void PlayerProxy::audition(project::Document document, Ticks from)
{
    if (!m_sound)
        return;
    if (!m_auditioning)
        m_returnTo = Ticks(static_cast<std::int64_t>(m_position));
    m_playWhenReady = false;
    m_auditions.run([document = std::move(document), rate = player()->sampleRate()](std::stop_token) { return playback::compile(document, rate); },
        [this, from](Timeline timeline) {
            if (!m_sound || timeline->sampleRate() != player()->sampleRate())
                return;
            m_auditioning = true;
            player()->stop();
            player()->setTimeline(std::move(timeline));
            player()->seek(from);
            player()->play();
            m_auditionHeard = false;
            m_auditionStart.start();
            watch();
        });
}

void PlayerProxy::endAudition()
{
    m_auditions.stop();
    if (!std::exchange(m_auditioning, false))
        return;
    if (m_sound) {
        player()->stop();
        if (m_timeline)
            player()->setTimeline(m_timeline);
        player()->seek(m_returnTo);
    }
    watch();
    Q_EMIT auditionEnded();
}

// ---- Looking

void PlayerProxy::watch()
{
    m_quietPolls = 0;
    if (!m_poll.isActive())
        m_poll.start();
}

void PlayerProxy::poll()
{
    const Transport transport = m_sound ? player()->transport() : Transport::kStopped;
    if (std::exchange(m_transport, transport) != transport)
        Q_EMIT transportChanged(transport);
    m_auditionHeard |= transport != Transport::kStopped;
    // The order to play takes effect at the device's next block: that nothing plays yet is not the end.
    if (m_auditioning && transport == Transport::kStopped && (m_auditionHeard || m_auditionStart.hasExpired(kDevicePatienceMs)))
        endAudition();
    if (m_sound && m_timeline) {
        const double position = player()->position();
        if (std::exchange(m_position, position) != position)
            Q_EMIT positionChanged(position);
    }
    const auto levels = m_sound ? player()->levels() : playback::Player::Levels{};
    const bool quiet = levels.left < kSilence && levels.right < kSilence;
    if (!quiet || m_levels.left != 0 || m_levels.right != 0) {
        m_levels = quiet ? playback::Player::Levels{} : levels;
        Q_EMIT levelsChanged(m_levels.left, m_levels.right);
    }
    lookAfterDevice();
    m_quietPolls = quiet && transport == Transport::kStopped ? m_quietPolls + 1 : 0;
    if (m_quietPolls > kQuietPolls)
        m_poll.stop();
}

} // namespace partita::ui
