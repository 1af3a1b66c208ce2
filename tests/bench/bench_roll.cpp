// needs: ui
// How long the piano roll of 100,000 notes takes to paint at 1920 × 1080, over places and zooms of the piece.
// Prints figures; asserts nothing.
#include "engine/core/rng.h"
#include "ui/pianoroll/roll_canvas.h"
#include "ui/pianoroll/roll_model.h"
#include "ui/widgets/theme.h"

#include <QApplication>

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

using namespace partita;
using namespace partita::ui;

namespace {

constexpr int kNotes = 100'000;

/// Ten voices over five octaves, in sixteenths to half notes: 100,000 notes in some 1,700 bars.
project::Document makeDocument()
{
    project::Document document = project::newDocument();
    Rng rng(1);
    auto& notes = document.tracks.front().notes;
    for (int voice = 0; voice < 10; ++voice) {
        Ticks now;
        for (int i = 0; i < kNotes / 10; ++i) {
            project::Note note;
            note.id = document.nextId++;
            note.start = now;
            note.length = Ticks(120) * static_cast<std::int64_t>(1 + rng.below(4));
            note.pitch = static_cast<std::uint8_t>(36 + 6 * voice + static_cast<int>(rng.below(12)));
            note.velocity = static_cast<std::uint8_t>(40 + rng.below(80));
            now += note.length;
            notes.push_back(note);
        }
    }
    std::ranges::sort(notes, project::notesInOrder);
    return document;
}

struct Figures {
    double median, p99, most;
    double cpu; ///< median of the processor's time: what other programs do does not show in it
};

Figures measure(RollModel& model, RollCanvas& canvas, double quarterWidth, double rowHeight)
{
    constexpr int kFrames = 200;
    std::vector<double> times, cpuTimes;
    for (int frame = 0; frame < kFrames; ++frame) {
        RollGeometry geometry = model.geometry();
        geometry.setQuarterWidth(quarterWidth);
        geometry.setRowHeight(rowHeight);
        const double end = geometry.width(model.scrollEnd()) - canvas.width();
        geometry.setScrollX(std::max(0.0, end) * frame / kFrames + frame % 7);
        geometry.setScrollY((128 * rowHeight - canvas.height()) * (0.3 + 0.2 * (frame % 5) / 5));
        model.setGeometry(geometry);
        const auto start = std::chrono::steady_clock::now();
        const std::clock_t cpuStart = std::clock();
        Q_EMIT model.pictureChanged(); // paints anew even where the view did not change
        canvas.repaint();
        cpuTimes.push_back(1000.0 * static_cast<double>(std::clock() - cpuStart) / CLOCKS_PER_SEC);
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::sort(times);
    std::ranges::sort(cpuTimes);
    return {times[kFrames / 2], times[kFrames * 99 / 100], times.back(), cpuTimes[kFrames / 2]};
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    theme::apply(application, theme::Choice::kDark);
    ProjectDocument document;
    document.adopt(makeDocument(), QStringLiteral("bench"));
    RollModel model(document);
    model.setTrack(document.document().tracks.front().id);
    RollCanvas canvas(model);
    canvas.resize(1920, 1080);
    canvas.show();
    QApplication::processEvents();

    fmt::print("piano roll, {} notes, {} × {} pixels, milliseconds a frame\n", kNotes, canvas.width() * canvas.devicePixelRatio(), canvas.height() * canvas.devicePixelRatio());
    fmt::print("{:>16} {:>10} {:>8} {:>8} {:>8} {:>8} {:>8}\n", "pixels/quarter", "row", "notes", "median", "p99", "most", "cpu");
    for (const bool selected : {false, true}) {
        model.select(selected ? model.allIds() : std::vector<project::NoteId>{});
        for (const double quarter : {0.5, 2.0, 8.0, 24.0, 48.0, 200.0})
            for (const double row : {8.0, 16.0}) {
                const Figures figures = measure(model, canvas, quarter, row);
                int visible = 0;
                model.picture().track.index.forEach(model.notes(), model.geometry().tick(0), model.geometry().tick(canvas.width()), [&](std::size_t) { ++visible; });
                fmt::print("{:>16} {:>10} {:>8} {:>8.2f} {:>8.2f} {:>8.2f} {:>8.2f}{}\n", quarter, row, visible, figures.median, figures.p99, figures.most, figures.cpu, selected ? "  all selected" : "");
            }
    }

    // A drag of the whole piece: what each report of the mouse costs before the frame.
    std::vector<double> drags;
    for (int i = 1; i <= 20; ++i) {
        const auto start = std::chrono::steady_clock::now();
        model.setDraft(project::moveNotes(document.document(), model.selection(), Ticks(120 * i), 0));
        drags.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::sort(drags);
    fmt::print("dragging all notes: {:.1f} ms a move of the mouse\n", drags[drags.size() / 2]);
    return 0;
}
