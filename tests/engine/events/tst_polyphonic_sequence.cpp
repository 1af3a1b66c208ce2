#include "engine/events/pianoroll_sequence.h"
#include "engine/events/polyphonic_sequence.h"

#include "tests/support/music_text.h"

#include <QTest>

using namespace partita;
using Type = PolyphonicEvent::Type;

namespace {

/// One step a quarter at 60: a step is a second.
QuantizedSequence bySeconds(const std::vector<test::Played>& notes)
{
    NoteSequence sequence = test::notesAt(notes);
    sequence.tempos = {{.qpm = 60.0}};
    return *quantize(std::move(sequence), 1);
}

/// `START +60 =60 | END`: new, continued, end of step.
QString text(const PolyphonicSequence& sequence)
{
    QStringList words;
    for (const auto& [type, pitch] : sequence.events()) {
        switch (type) {
        case Type::kStart: words << "START"; break;
        case Type::kEnd: words << "END"; break;
        case Type::kStepEnd: words << "|"; break;
        case Type::kNewNote: words << QStringLiteral("+%1").arg(pitch); break;
        case Type::kContinuedNote: words << QStringLiteral("=%1").arg(pitch); break;
        }
    }
    return words.join(' ');
}

PolyphonicSequence sequenceOf(std::vector<PolyphonicEvent> events)
{
    return PolyphonicSequence(1, {}, std::move(events));
}

const PolyphonicSequence::Rendering kSlow{.qpm = 60.0};

/// `60+64 .` by MIDI pitch.
QString rows(const PianorollSequence& roll)
{
    QStringList steps;
    for (const auto& frame : roll.frames()) {
        QStringList pitches;
        for (std::size_t key = 0; key < frame.size(); ++key)
            if (frame.test(key))
                pitches << QString::number(static_cast<int>(key) + roll.keys().lowest);
        steps << (pitches.isEmpty() ? QStringLiteral(".") : pitches.join('+'));
    }
    return steps.join(' ');
}

} // namespace

class TestPolyphonicSequence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stepsListTheirPitchesFromTheTop();
    void onePitchMaySoundTwice();
    void earlierNotesAreLeftOut();
    void lengthCanChange_data();
    void lengthCanChange();
    void sequencesBecomeNotes();
    void strayEventsArePassedOver();
    void unclosedSequencesAreRefused();
    void notesCanBeAddedToABase();
    void extractionCountsWhatItLeaves();
    void rollsSplitRepeatedNotes();
    void rollsBecomeNotes();
    void rollsAreExtracted();
};

void TestPolyphonicSequence::stepsListTheirPitchesFromTheTop()
{
    const auto sequence = PolyphonicSequence::fromQuantized(bySeconds({{60, 0, 2}, {64, 0, 1}, {67, 1, 3}}));
    QCOMPARE(text(*sequence), "START +64 +60 | +67 =60 | =67 | END");
    QCOMPARE(sequence->numSteps(), 3);
    QCOMPARE(sequence->stepsAtEvents(), (std::vector<std::int64_t>{0, 0, 0, 0, 1, 1, 1, 2, 2, 3}));
}

void TestPolyphonicSequence::onePitchMaySoundTwice()
{
    const auto sequence = PolyphonicSequence::fromQuantized(bySeconds({{60, 0, 2}, {60, 1, 3}}));
    QCOMPARE(text(*sequence), "START +60 | =60 +60 | =60 | END");
    QCOMPARE(test::notesText(*sequence->toNoteSequence(kSlow)), "60 0..2 | 60 1..3");
}

void TestPolyphonicSequence::earlierNotesAreLeftOut()
{
    const auto sequence = PolyphonicSequence::fromQuantized(bySeconds({{60, 0, 3}, {62, 2, 3}}), Steps(1));
    QCOMPARE(text(*sequence), "START | +62 | END");
    QCOMPARE(test::notesText(*sequence->toNoteSequence(kSlow)), "62 2..3");
}

void TestPolyphonicSequence::lengthCanChange_data()
{
    QTest::addColumn<int>("steps");
    QTest::addColumn<QString>("expected");
    QTest::newRow("longer") << 4 << "START +60 | =60 | | | END";
    QTest::newRow("same") << 2 << "START +60 | =60 | END";
    QTest::newRow("shorter") << 1 << "START +60 | END";
    QTest::newRow("nothing") << 0 << "START END";
}

void TestPolyphonicSequence::lengthCanChange()
{
    QFETCH(int, steps);
    QFETCH(QString, expected);
    auto sequence = *PolyphonicSequence::fromQuantized(bySeconds({{60, 0, 2}}));
    sequence.setLength(steps);
    QCOMPARE(text(sequence), expected);
    // An unfinished step is closed and counts.
    auto unfinished = sequenceOf({{Type::kStart}, {Type::kNewNote, 60}});
    unfinished.setLength(1);
    QCOMPARE(text(unfinished), "START +60 | END");
}

void TestPolyphonicSequence::sequencesBecomeNotes()
{
    const auto sequence = *PolyphonicSequence::fromQuantized(bySeconds({{60, 0, 2}, {64, 1, 2}, {67, 3, 4}}));
    const auto notes = sequence.toNoteSequence({.velocity = 80, .instrument = 2, .program = 5, .qpm = 60.0});
    QCOMPARE(test::notesText(*notes), "60 0..2 | 64 1..2 | 67 3..4");
    QCOMPARE(notes->notes[0].velocity, 80);
    QCOMPARE(notes->notes[0].program, 5);
    QCOMPARE(notes->totalTime.value, 4.0);
    QCOMPARE(sequenceOf({{Type::kStart}, {Type::kEnd}}).toNoteSequence()->totalTime.value, 0.0);
}

void TestPolyphonicSequence::strayEventsArePassedOver()
{
    auto sequence = sequenceOf({{Type::kStart}, {Type::kContinuedNote, 50}, {Type::kNewNote, 60}, {Type::kEnd}, {Type::kStepEnd}, {Type::kStart}});
    sequence.setLength(2);
    QCOMPARE(test::notesText(*sequence.toNoteSequence(kSlow)), "60 0..1");
}

void TestPolyphonicSequence::unclosedSequencesAreRefused()
{
    QCOMPARE(sequenceOf({{Type::kStart}, {Type::kNewNote, 60}}).toNoteSequence().error(), Fault::kInvalidArgument);
    QCOMPARE(PolyphonicSequence::fromQuantized(bySeconds({{200, 0, 1}})).error(), Fault::kEventOutOfRange);
}

void TestPolyphonicSequence::notesCanBeAddedToABase()
{
    NoteSequence base = test::notesAt({{50, 0, 9}});
    base.tempos = {{.qpm = 60.0}};
    const auto sequence = *PolyphonicSequence::fromQuantized(bySeconds({{60, 0, 2}}));
    QCOMPARE(test::notesText(*sequence.toNoteSequence(kSlow, &base)), "50 0..9 | 60 0..2");
    QCOMPARE(sequence.toNoteSequence({}, &base).error(), Fault::kInvalidArgument);
}

void TestPolyphonicSequence::extractionCountsWhatItLeaves()
{
    NoteSequence twoPrograms = *bySeconds({{60, 0, 1}, {62, 1, 2}});
    twoPrograms.notes[1].program = 7;
    const auto counters = [](const auto& found) { return found->statistics.counters; };
    QCOMPARE(counters(extractPolyphony(*QuantizedSequence::from(twoPrograms))).at("polyphonic_tracks_discarded_more_than_1_program"), 1);
    const auto sequence = bySeconds({{60, 0, 3}});
    QCOMPARE(counters(extractPolyphony(sequence, {.minStepsDiscard = 4})).at("polyphonic_tracks_discarded_too_short"), 1);
    QCOMPARE(counters(extractPolyphony(sequence, {.maxStepsDiscard = 2})).at("polyphonic_tracks_discarded_too_long"), 1);
    QCOMPARE(extractPolyphony(sequence)->sequences.size(), 1u);
}

void TestPolyphonicSequence::rollsSplitRepeatedNotes()
{
    const auto sequence = bySeconds({{60, 0, 2}, {60, 2, 4}, {64, 1, 2}, {20, 0, 4}});
    QCOMPARE(rows(*PianorollSequence::fromQuantized(sequence)), "60 64 60 60");
    // Written in another order, the note at 0 clears the last step.
    QCOMPARE(rows(*PianorollSequence::fromQuantized(bySeconds({{60, 2, 4}, {60, 0, 2}}))), "60 60 60 .");
    QCOMPARE(rows(*PianorollSequence::fromQuantized(sequence, {}, {}, false)), "60 60+64 60 60");
    QCOMPARE(rows(*PianorollSequence::fromQuantized(sequence, Steps(1), {60, 62})), ". 60 60"); // the note at 0 is before
    QCOMPARE(rows(*PianorollSequence::fromQuantized(sequence, Steps(9))), "");
}

void TestPolyphonicSequence::rollsBecomeNotes()
{
    PianorollSequence roll(1, Steps(2), {60, 72});
    PianorollFrame both;
    both.set(0).set(4);
    roll.append(both);
    roll.append(PianorollFrame().set(4));
    roll.append({});
    roll.append(PianorollFrame().set(0));
    const auto notes = roll.toNoteSequence({.qpm = 60.0});
    QCOMPARE(test::notesText(*notes), "60 2..3 | 64 2..4 | 60 5..6");
    QCOMPARE(notes->totalTime.value, 6.0);
    roll.setLength(3);
    QCOMPARE(roll.toNoteSequence({.qpm = 60.0})->totalTime.value, 4.0);
}

void TestPolyphonicSequence::rollsAreExtracted()
{
    const auto sequence = bySeconds({{60, 0, 5}});
    const auto cut = extractPianorolls(sequence, {.maxStepsTruncate = 3});
    QCOMPARE(cut->sequences[0].size(), 3u);
    QCOMPARE(cut->statistics.counters.at("pianoroll_tracks_truncated_too_long"), 1);
    QCOMPARE(extractPianorolls(sequence, {.minStepsDiscard = 6})->statistics.counters.at("pianoroll_tracks_discarded_too_short"), 1);
    QCOMPARE(extractPianorolls(sequence, {.maxStepsDiscard = 4})->statistics.counters.at("pianoroll_tracks_discarded_too_long"), 1);
    QCOMPARE(extractPianorolls(sequence, {.maxStepsDiscard = 4, .maxStepsTruncate = 4}).error(), Fault::kInvalidArgument);
}

QTEST_GUILESS_MAIN(TestPolyphonicSequence)
#include "tst_polyphonic_sequence.moc"
