// needs: ui
#include "engine/core/rng.h"
#include "ui/pianoroll/note_index.h"
#include "ui/pianoroll/pitch_names.h"

#include <QTest>

#include <algorithm>

using namespace partita;
using namespace partita::ui;

class NoteIndexTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatALoopOverAllFinds();
    void oneLongNoteIsFoundAnywhereInIt();
    void aNoteOfNoLengthIsFoundAtItsStart();
    void namesOfPitchesAndDrums();
};

void NoteIndexTest::findsWhatALoopOverAllFinds()
{
    Rng rng(7);
    std::vector<project::Note> notes(3000);
    for (std::size_t i = 0; i < notes.size(); ++i) {
        notes[i].id = i + 1;
        notes[i].start = Ticks(static_cast<std::int64_t>(rng.below(100'000)));
        notes[i].length = Ticks(1 + static_cast<std::int64_t>(rng.below(rng.below(50) == 0 ? 50'000 : 400)));
    }
    std::ranges::sort(notes, project::notesInOrder);
    const NoteIndex index(notes);
    for (int round = 0; round < 300; ++round) {
        const Ticks from(static_cast<std::int64_t>(rng.below(110'000))), to = from + Ticks(static_cast<std::int64_t>(rng.below(5000)));
        std::vector<std::size_t> found, expected;
        index.forEach(notes, from, to, [&](std::size_t i) { found.push_back(i); });
        for (std::size_t i = 0; i < notes.size(); ++i)
            if (notes[i].start < to && notes[i].end() > from)
                expected.push_back(i);
        QCOMPARE(found, expected);
    }
    QCOMPARE(index.end().value, std::ranges::max(notes, {}, &project::Note::end).end().value);
}

void NoteIndexTest::oneLongNoteIsFoundAnywhereInIt()
{
    std::vector<project::Note> notes(1000);
    for (std::size_t i = 0; i < notes.size(); ++i)
        notes[i] = {.id = i + 1, .start = Ticks(static_cast<std::int64_t>(i) * 100), .length = Ticks(i == 0 ? 1'000'000 : 50)};
    const NoteIndex index(notes);
    std::vector<std::size_t> found;
    index.forEach(notes, Ticks(90'060), Ticks(90'090), [&](std::size_t i) { found.push_back(i); });
    QCOMPARE(found, std::vector<std::size_t>{0});
}

void NoteIndexTest::aNoteOfNoLengthIsFoundAtItsStart()
{
    const std::vector<project::Note> notes{{.id = 1, .start = Ticks(10), .length = Ticks(0)}};
    int found = 0;
    NoteIndex(notes).forEach(notes, Ticks(10), Ticks(11), [&](std::size_t) { ++found; });
    QCOMPARE(found, 1);
    NoteIndex().forEach({}, Ticks(0), Ticks(100), [&](std::size_t) { ++found; });
    QCOMPARE(found, 1);
}

void NoteIndexTest::namesOfPitchesAndDrums()
{
    QCOMPARE(pitchName(60), QStringLiteral("C4"));
    QCOMPARE(pitchName(0), QStringLiteral("C-1"));
    QCOMPARE(pitchName(127), QStringLiteral("G9"));
    QCOMPARE(pitchName(70), QStringLiteral("A♯4"));
    QCOMPARE(drumName(36), QStringLiteral("Bass drum 1"));
    QCOMPARE(drumName(42), QStringLiteral("Closed hi-hat"));
    QCOMPARE(drumName(81), QStringLiteral("Open triangle"));
    QCOMPARE(shortDrumName(38), QStringLiteral("Snare"));
    QCOMPARE(drumName(34), pitchName(34));
    QCOMPARE(drumName(82), pitchName(82));
    QString keys;
    for (int pitch = 60; pitch < 72; ++pitch)
        keys += isBlackKey(pitch) ? QLatin1Char('b') : QLatin1Char('w');
    QCOMPARE(keys, QStringLiteral("wbwbwwbwbwbw"));
}

QTEST_GUILESS_MAIN(NoteIndexTest)
#include "tst_note_index.moc"
