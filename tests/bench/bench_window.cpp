// needs: ui, neural
// How long the window leaves a hand without an answer: the longest that a call from another thread waits for its event loop,
// while a large song is opened and edited, bars are regenerated, a morph is dragged, and a model is trained. Aim: under 50 ms
// once it is there. Prints figures; asserts nothing.
//   QT_QPA_PLATFORM=offscreen bench_window [FILE]        FILE: music to open in place of a song of 100,000 notes in 40 tracks
#include "engine/project/edit.h"
#include "engine/project/files.h"
#include "ui/bridge/conversions.h"
#include "ui/document/project_document.h"
#include "ui/generate/candidate_tray.h"
#include "ui/generate/generate_panel.h"
#include "ui/latent/latent_page.h"
#include "ui/latent/morph_panel.h"
#include "ui/mainwindow/main_window.h"
#include "ui/pianoroll/piano_roll_view.h"
#include "ui/training/run_form.h"
#include "ui/training/training_page.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <functional>
#include <thread>

using namespace partita;
using namespace partita::ui;

namespace {

constexpr int kTracks = 40, kNotesPerTrack = 2500;
constexpr qint64 kPatienceMs = 60'000;
constexpr qint64 kAfterMs = 150;

/// Knocks at the window every 2 ms, as a hand might, and keeps how long it took until the window heard it.
class Knocks {
public:
    explicit Knocks(QObject* window)
        : m_hand([this, window](std::stop_token stop) {
              while (!stop.stop_requested()) {
                  if (!m_waiting.exchange(true))
                      QMetaObject::invokeMethod(window, [this, asked = Clock::now()] { hear(asked); }, Qt::QueuedConnection);
                  std::this_thread::sleep_for(std::chrono::milliseconds(2));
              }
          })
    {
    }

    void measure(const char* what, const std::function<void()>& act, const std::function<bool()>& done)
    {
        QCoreApplication::processEvents();
        m_longest = {};
        QElapsedTimer patience;
        patience.start();
        QTimer::singleShot(0, qApp, act); // from the loop, as a key or a click
        bool acted = false;
        QTimer::singleShot(0, qApp, [&acted] { acted = true; });
        while (!(acted && done()) && patience.elapsed() < kPatienceMs)
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        QElapsedTimer after; // what it leaves to be painted
        after.start();
        while (after.elapsed() < kAfterMs)
            QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        fmt::print("{:<44} {:6.1f} ms at most{}\n", what, m_longest.count(), done() ? "" : ", and it never ended");
    }

private:
    using Clock = std::chrono::steady_clock;

    void hear(Clock::time_point asked)
    {
        m_longest = std::max(m_longest, std::chrono::duration<double, std::milli>(Clock::now() - asked));
        m_waiting = false;
    }

    std::chrono::duration<double, std::milli> m_longest{};
    std::atomic<bool> m_waiting = false;
    std::jthread m_hand;
};

void writeSong(const QString& path, int tracks, int notesEach)
{
    project::Document song = project::newDocument();
    for (int t = 0; t < tracks; ++t) {
        if (t > 0)
            project::apply(song, project::addTrack(song, {.name = "Part " + std::to_string(t + 1)}));
        std::vector<project::Note> notes;
        for (int i = 0; i < notesEach; ++i)
            notes.push_back({.start = Ticks(120 * i), .length = Ticks(110), .pitch = static_cast<std::uint8_t>(48 + (i * 5 + t) % 36)});
        project::apply(song, project::addNotes(song, song.tracks.back().id, notes));
    }
    if (const auto written = project::exportMidi(song, path.toStdString()); !written)
        fmt::print(stderr, "{}\n", written.error().message);
}

} // namespace

int main(int argc, char** argv)
{
    QTemporaryDir folder;
    qputenv("PARTITA_DATA", folder.filePath(QStringLiteral("data")).toLocal8Bit());
    qputenv("PARTITA_STATE", folder.filePath(QStringLiteral("state")).toLocal8Bit());
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    QApplication application(argc, argv);
    theme::apply(application, theme::Choice::kDark);

    const QString large = argc > 1 ? QString::fromLocal8Bit(argv[1]) : folder.filePath(QStringLiteral("large.mid"));
    if (argc == 1)
        writeSong(large, kTracks, kNotesPerTrack);
    const QString corpus = folder.filePath(QStringLiteral("corpus"));
    QDir().mkpath(corpus);
    for (int i = 0; i < 20; ++i)
        writeSong(QStringLiteral("%1/%2.mid").arg(corpus).arg(i), 1, 128);

    MainWindow window(Preferences{.audioDriver = QStringLiteral("null"), .device = QStringLiteral("cpu")});
    window.resize(1440, 900);
    Knocks knocks(&window);
    bool opened = false;
    QObject::connect(&window.document(), &ProjectDocument::opened, &window, [&] { opened = true; });
    knocks.measure("the window appears", [&] { window.show(); }, [] { return true; });
    knocks.measure("the models are found", [] {}, [&] { return window.generatePanel().chosenModel() && !window.latent().panel().model().isEmpty(); });
    knocks.measure("a large song opened", [&] { window.openPath(large); }, [&] { return opened; });

    RollModel& roll = window.roll().model();
    const auto& tracks = window.document().document().tracks;
    knocks.measure("another track shown", [&] { window.roll().setTrack(tracks[tracks.size() / 2].id); }, [] { return true; });
    knocks.measure("all notes of the track selected", [&] { window.roll().run(RollCommand::kSelectAll); }, [] { return true; });
    knocks.measure("all of them transposed", [&] { window.roll().run(RollCommand::kUp); }, [] { return true; });
    knocks.measure("and back", [&] { window.document().undoStack()->undo(); }, [] { return true; });

    roll.select({});
    window.roll().selectBars(PianoRollView::Bars{5, 8});
    knocks.measure("four takes of bars 5–8", [&] { window.commands()[Command::kRegenerate]->trigger(); },
                  [&] { return window.tray().take(3) && !window.takes().isWriting(); });
    knocks.measure("a take accepted", [&] { window.commands()[Command::kAccept]->trigger(); }, [] { return true; });

    LatentPage& latent = window.latent();
    knocks.measure("two clips, a model opened, a strip filled",
                  [&] {
                      window.commands()[Command::kUseBars]->trigger();
                      window.roll().selectBars(PianoRollView::Bars{11, 12});
                      window.commands()[Command::kUseBars]->trigger();
                  },
                  [&] { return latent.session().isReady() && !latent.session().isWorking(); });
    int moves = 0;
    QTimer hand;
    QObject::connect(&hand, &QTimer::timeout, &window, [&] { latent.session().setPosition({0.5 + 0.4 * std::sin(0.1 * ++moves), 0.5}); });
    knocks.measure("the handle dragged for two seconds", [&] { hand.start(16); }, [&] { return moves > 120; });
    hand.stop();

    TrainingPage& training = window.training();
    knocks.measure("a model trained for 20 steps",
                  [&] {
                      window.commands()[Command::kTrain]->trigger();
                      training.setData(corpus);
                      auto* form = training.findChild<RunForm*>();
                      RunForm::Settings settings = form->settings();
                      settings.steps = 20;
                      form->setSettings(settings);
                      training.start();
                  },
                  [&] { return !training.process().isRunning(); });
}
