// needs: ui, neural, support
// Morph as a hand meets it: the time from moving the handle to the new music painted, one move at a time and in a drag of 60
// moves a second, and from another temperature to the place under the handle and to all seven rolls. For the shipped models
// and for one of cat-mel_2bar_small's full size with random weights. Prints figures; asserts nothing.
//   QT_QPA_PLATFORM=offscreen bench_morph [NAME …]
#include "engine/core/paths.h"
#include "engine/project/edit.h"
#include "tests/support/random_model.h"
#include "ui/bridge/conversions.h"
#include "ui/latent/latent_models.h"
#include "ui/latent/latent_page.h"
#include "ui/latent/morph_panel.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QApplication>
#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QTemporaryDir>

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <vector>

using namespace partita;
using namespace partita::ui;

namespace {

constexpr int kMoves = 40;
constexpr int kDragMs = 16; ///< between the moves of a drag
constexpr int kDrag = 120;
constexpr qint64 kPatienceMs = 60'000;

/// Two bars of eighths: a scale up and down, or drums.
ClipSource clip(int step, bool drums)
{
    constexpr int kScale[] = {0, 2, 4, 5, 7, 9, 11, 12};
    constexpr int kKit[] = {36, 42, 38, 46};
    project::Document song = project::newDocument();
    if (drums)
        project::apply(song, project::addTrack(song, {.name = "Drums", .isDrum = true}));
    std::vector<project::Note> notes;
    for (int i = 0; i < 16; ++i)
        notes.push_back({.start = Ticks(240 * i), .length = Ticks(240), .pitch = static_cast<std::uint8_t>(drums ? kKit[i * step % 4] : 60 + kScale[i * step % 8])});
    project::apply(song, project::addNotes(song, song.tracks.back().id, notes));
    return {.name = QString::number(step), .document = std::make_shared<const project::Document>(song), .track = song.tracks.back().id};
}

/// Lets the window work until `done`; the milliseconds it took, or below 0 if it never came.
double until(const std::function<bool()>& done)
{
    QElapsedTimer clock;
    clock.start();
    while (!done()) {
        if (clock.elapsed() > kPatienceMs)
            return -1.0;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    QCoreApplication::processEvents(); // what was asked to be painted is painted
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

void move(LatentMap& map, int key, Qt::KeyboardModifiers modifiers)
{
    QKeyEvent press(QEvent::KeyPress, key, modifiers);
    QCoreApplication::sendEvent(&map, &press);
}

std::string spread(std::vector<double> times)
{
    std::ranges::sort(times);
    return fmt::format("median {:6.1f}, 95 % {:6.1f}, longest {:6.1f} ms", times[times.size() / 2], times[times.size() * 95 / 100], times.back());
}

void measure(LatentPage& page, const QString& name, const QString& path, bool drums)
{
    page.setModels({{.name = name, .path = path, .description = {}}});
    MorphSession& session = page.session();
    for (int i = 0; i < 2; ++i)
        page.setClip(i, clip(1 + 2 * i, drums));
    const double opened = until([&] { return session.isCurrent(); });
    const double filled = until([&] { return page.stripFault().isEmpty() && !session.isWorking(); });
    if (opened < 0.0 || filled < 0.0) {
        fmt::print("{}: {}\n", name.toStdString(), page.message().toStdString());
        return;
    }
    fmt::print("{}\n  opening, clips read, first in-between: {:.0f} ms; all rolls {:.0f} ms later\n", name.toStdString(), opened, filled);

    std::vector<double> moves;
    for (int i = 0; i < kMoves; ++i) {
        move(page.map(), i % 20 < 10 ? Qt::Key_Right : Qt::Key_Left, Qt::ShiftModifier);
        moves.push_back(until([&] { return session.isCurrent(); }));
    }
    fmt::print("  a move of the handle: {}\n", spread(moves));

    int shown = 0;
    std::vector<double> late; // how old what is seen is when it comes
    std::vector<std::pair<double, double>> asked;
    QElapsedTimer clock;
    clock.start();
    const auto heard = QObject::connect(&session, &MorphSession::betweenChanged, [&] {
        ++shown;
        const auto wish = std::ranges::find_if(asked, [&](const auto& one) { return session.between() && session.between()->position.x() == one.first; });
        if (wish == asked.end())
            return;
        late.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6 - wish->second);
        asked.erase(asked.begin(), wish + 1); // those before it were overtaken
    });
    for (int i = 0; i < kDrag; ++i) {
        move(page.map(), i % 60 < 30 ? Qt::Key_Right : Qt::Key_Left, Qt::ShiftModifier);
        const double x = page.map().position().x();
        std::erase_if(asked, [x](const auto& earlier) { return earlier.first == x; });
        asked.emplace_back(x, static_cast<double>(clock.nsecsElapsed()) / 1e6);
        const qint64 next = clock.elapsed() + kDragMs;
        while (clock.elapsed() < next)
            QCoreApplication::processEvents();
    }
    const double rest = until([&] { return session.isCurrent(); });
    QObject::disconnect(heard);
    fmt::print("  a drag of {} moves: {} seen, {}; {:.0f} ms after its end at rest\n", kDrag, shown, late.empty() ? "none" : spread(late), rest);

    std::vector<double> places, rolls;
    auto* temperature = page.panel().findChild<QDoubleSpinBox*>();
    for (int i = 0; i < 8; ++i) {
        temperature->setValue(0.5 + 0.1 * (1 + i % 2));
        places.push_back(until([&] { return session.isCurrent(); }));
        rolls.push_back(places.back() + until([&] { return !session.isWorking(); }));
    }
    fmt::print("  another temperature: the place {}\n                       all rolls {}\n", spread(places), spread(rolls));
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    theme::apply(application, theme::Choice::kDark);
    QTemporaryDir folder;
    const QString random = folder.filePath(QStringLiteral("random.safetensors"));
    if (const auto written = test::writeRandomLatentModel(random.toStdString(), "cat-mel_2bar_small", 0, 0); !written) {
        fmt::print(stderr, "{}\n", written.error().message);
        return 1;
    }
    struct Row {
        QString name, path;
        bool drums;
    };
    const QString shipped = fromPath(paths::resources() / "models");
    const Row rows[] = {{QStringLiteral("melody-2bar"), shipped + QStringLiteral("/melody-2bar.safetensors"), false},
                        {QStringLiteral("groove-2bar"), shipped + QStringLiteral("/groove-2bar.safetensors"), true},
                        {QStringLiteral("cat-mel_2bar_small, random"), random, false}};

    ProjectDocument document;
    QAction action(QStringLiteral("action"));
    LatentPage page(document, {&action, &action, &action, &action, &action, &action, &action}, latentOpener(QStringLiteral("cpu")), std::make_shared<JobThread>());
    page.resize(1440, 800);
    page.show();
    for (const Row& row : rows)
        if (argc == 1 || std::any_of(argv + 1, argv + argc, [&](const char* wanted) { return row.name.startsWith(QLatin1String(wanted)); }))
            measure(page, row.name, row.path, row.drums);
}
