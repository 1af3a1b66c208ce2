#include "engine/events/extract_performances.h"

#include "tests/support/music_text.h"
#include "engine/study/note_sequence_json.h"
#include "tests/support/shared.h"

#include <QTest>

using namespace partita;
using Type = PerformanceEvent::Type;

namespace {

AbsoluteQuantizedSequence played(const std::vector<test::Played>& notes)
{
    return *quantizeAbsolute(test::notesAt(notes));
}

/// `v25 +60 >50 -60`: velocity, on, shift, off.
QString text(std::span<const PerformanceEvent> events)
{
    constexpr std::array kSigns{"+", "-", ">", "v"};
    QStringList words;
    for (const auto& [type, value] : events)
        words << kSigns[static_cast<std::size_t>(type) - 1] + QString::number(value);
    return words.join(' ');
}

QString text(const nlohmann::json& events)
{
    const std::map<std::string, std::pair<QString, const char*>> kinds{{"note-on", {"+", "pitch"}}, {"note-off", {"-", "pitch"}}, {"time-shift", {">", "steps"}}, {"velocity-change", {"v", "velocityBin"}}};
    QStringList words;
    for (const auto& event : events) {
        const auto& [sign, field] = kinds.at(event["type"].get<std::string>());
        words << sign + QString::number(event[field].get<int>());
    }
    return words.join(' ');
}

Performance performance(const std::vector<PerformanceEvent>& events, int bins = 0)
{
    Performance result(NoteSequence::StepsPerSecond{100}, {}, bins);
    for (const auto& event : events)
        result.append(event);
    return result;
}

const std::vector<test::Played> kThree{{60, 0, 1, 100}, {64, 0, 0.5, 80}, {67, 0.5, 1, 100}};

} // namespace

class TestPerformance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void velocitiesFallIntoBins();
    void notesBecomeEvents();
    void longShiftsAreParted();
    void metricShiftsAreFourQuarters();
    void lengthCanChange();
    void eventsBecomeNotes();
    void whatIsOpenEndsAtTheEnd();
    void soundIsWhatNotesShare();
    void numbersMidiDoesNotHaveAreRefused();
    void notesCanBeTheEvents();
    void longNotesAndPausesAreFaults();
    void extractionCountsWhatItLeaves();
    void agreesWithMagentaJs();
};

void TestPerformance::velocitiesFallIntoBins()
{
    const auto bin = [](int velocity) { return velocityToBin(velocity, 32); };
    QCOMPARE(bin(1), 1);
    QCOMPARE(bin(5), 2);
    QCOMPARE(bin(64), 16);
    QCOMPARE(bin(100), 25);
    QCOMPARE(bin(127), 32);
    QCOMPARE(binToVelocity(25, 32), 97);
    for (int velocity = 1; velocity <= 127; ++velocity)
        QCOMPARE(binToVelocity(velocityToBin(velocity, 127), 127), velocity);
}

void TestPerformance::notesBecomeEvents()
{
    const auto playing = Performance::fromQuantized(played(kThree), {.numVelocityBins = 32});
    QCOMPARE(text(playing->events()), "v25 +60 v20 +64 >50 -64 v25 +67 >50 -60 -67");
    QCOMPARE(playing->numSteps(), 100);
    QCOMPARE(playing->stepsAtEvents().back(), 100);
    QCOMPARE(text(Performance::fromQuantized(played(kThree))->events()), "+60 +64 >50 -64 +67 >50 -60 -67");
    QCOMPARE(text(Performance::fromQuantized(played(kThree), {.start = Steps(20)})->events()), ">30 +67 >50 -67");
}

void TestPerformance::longShiftsAreParted()
{
    QCOMPARE(text(Performance::fromQuantized(played({{60, 0, 2.5}, {62, 3.5, 4.5}}))->events()), "+60 >100 >100 >50 -60 >100 +62 >100 -62");
}

void TestPerformance::metricShiftsAreFourQuarters()
{
    const auto sequence = *quantize(test::notesAt({{60, 0, 2.125}}));
    const auto playing = Performance::fromQuantized(sequence);
    QCOMPARE(playing->maxShiftSteps(), 16);
    QCOMPARE(text(playing->events()), "+60 >16 >1 -60");
    const NoteSequence notes = playing->toNoteSequence({.qpm = 60.0});
    QCOMPARE(test::notesText(notes), "60 0..4.25");
    QCOMPARE(notes.tempos, (std::vector<NoteSequence::Tempo>{{Seconds(0.0), 60.0}}));
}

void TestPerformance::lengthCanChange()
{
    const std::vector<PerformanceEvent> events{{Type::kNoteOn, 60}, {Type::kTimeShift, 30}, {Type::kNoteOff, 60}, {Type::kTimeShift, 40}};
    const auto withLength = [&](std::int64_t steps) {
        Performance playing = performance(events);
        playing.setLength(steps);
        return text(playing.events());
    };
    QCOMPARE(withLength(70), "+60 >30 -60 >40");
    QCOMPARE(withLength(300), "+60 >30 -60 >100 >100 >70");
    QCOMPARE(withLength(50), "+60 >30 -60 >20");
    QCOMPARE(withLength(30), "+60 >30 -60");
    QCOMPARE(withLength(20), "+60 >20");
    QCOMPARE(withLength(0), "+60");
    Performance playing = performance({{Type::kNoteOn, 60}});
    playing.setLength(200);
    QCOMPARE(text(playing.events()), "+60 >100 >100");
    playing.truncate(2);
    QCOMPARE(text(playing.events()), "+60 >100");
}

void TestPerformance::eventsBecomeNotes()
{
    const auto playing = performance({{Type::kVelocity, 25}, {Type::kNoteOn, 60}, {Type::kTimeShift, 50}, {Type::kNoteOn, 60}, {Type::kTimeShift, 50},
                                      {Type::kNoteOff, 60}, {Type::kNoteOff, 62}, {Type::kTimeShift, 100}, {Type::kNoteOff, 60}, {Type::kNoteOn, 70}, {Type::kNoteOff, 70}}, 32);
    const NoteSequence notes = playing.toNoteSequence({.instrument = 3, .program = 7});
    QCOMPARE(test::notesText(notes), "60 0..1 | 60 0.5..2");
    QCOMPARE(notes.notes[0].velocity, 97);
    QCOMPARE(notes.notes[0].instrument, 3);
    QCOMPARE(notes.notes[0].program, 7);
    QCOMPARE(notes.totalTime.value, 2.0);
    QVERIFY(notes.tempos.empty());
    QCOMPARE(test::notesText(playing.toNoteSequence({.maxNoteDuration = Seconds(0.75)})), "60 0..0.75 | 60 0.5..1.25");
}

void TestPerformance::whatIsOpenEndsAtTheEnd()
{
    const auto playing = performance({{Type::kNoteOn, 64}, {Type::kNoteOn, 60}, {Type::kTimeShift, 50}, {Type::kNoteOn, 62}});
    QCOMPARE(test::notesText(playing.toNoteSequence()), "64 0..0.5 | 60 0..0.5");
    QCOMPARE(playing.toNoteSequence().notes[0].velocity, 100);
}

void TestPerformance::soundIsWhatNotesShare()
{
    NoteSequence sequence = test::notesAt({{60, 0, 1}, {62, 0, 1}});
    sequence.notes[0].program = sequence.notes[1].program = 5;
    sequence.notes[1].instrument = 1;
    QCOMPARE(soundOf(sequence, {}), (PerformanceSound{5, false}));
    sequence.notes[1].program = 6;
    QCOMPARE(soundOf(sequence, {}), (PerformanceSound{{}, false}));
    QCOMPARE(soundOf(sequence, 1), (PerformanceSound{6, false}));
    sequence.notes[1].isDrum = true;
    QCOMPARE(soundOf(sequence, {}), PerformanceSound{});
    QCOMPARE(soundOf(sequence, 1), (PerformanceSound{{}, true}));
}

void TestPerformance::numbersMidiDoesNotHaveAreRefused()
{
    QCOMPARE(Performance::fromQuantized(played({{128, 0, 1}})).error(), Fault::kEventOutOfRange);
    QCOMPARE(Performance::fromQuantized(played({{60, 0, 1, 0}}), {.numVelocityBins = 32}).error(), Fault::kEventOutOfRange);
    QVERIFY(Performance::fromQuantized(played({{60, 0, 1, 0}})).has_value());
    QCOMPARE(Performance::fromQuantized(played(kThree), {.numVelocityBins = 128}).error(), Fault::kInvalidArgument);
}

void TestPerformance::notesCanBeTheEvents()
{
    const auto playing = NotePerformance::fromQuantized(played(kThree), {.numVelocityBins = 32});
    QCOMPARE(playing->size(), 3u);
    QCOMPARE(playing->events()[0], (NotePerformanceEvent{0, 60, 25, 100}));
    QCOMPARE(playing->events()[1], (NotePerformanceEvent{0, 64, 20, 50}));
    QCOMPARE(playing->events()[2], (NotePerformanceEvent{50, 67, 25, 50}));
    QCOMPARE(playing->numSteps(), 100);
    QCOMPARE(playing->stepsAtEvents(), (std::vector<std::int64_t>{0, 0, 50}));
    const NoteSequence notes = playing->toNoteSequence(2, 9);
    QCOMPARE(test::notesText(notes), "60 0..1 | 64 0..0.5 | 67 0.5..1");
    QCOMPARE(notes.notes[1].velocity, 77);
    QCOMPARE(notes.notes[1].program, 9);
}

void TestPerformance::longNotesAndPausesAreFaults()
{
    const PerformanceOptions options{.numVelocityBins = 32};
    QVERIFY(NotePerformance::fromQuantized(played({{60, 10, 20}}), options).has_value());
    QCOMPARE(NotePerformance::fromQuantized(played({{60, 10.01, 20}}), options).error(), Fault::kTooManyTimeShiftSteps);
    QCOMPARE(NotePerformance::fromQuantized(played({{60, 0, 10.01}}), options).error(), Fault::kTooManyDurationSteps);
    const auto found = extractNotePerformances(played({{60, 0, 10.01}}), {.numVelocityBins = 32});
    QVERIFY(found->performances.empty());
    QCOMPARE(found->statistics.counters.at("performance_discarded_too_many_duration_steps"), 1);
}

void TestPerformance::extractionCountsWhatItLeaves()
{
    NoteSequence sequence = test::notesAt(kThree);
    sequence.notes[1].instrument = 1;
    sequence.notes[1].program = 4;
    const auto quantized = *quantizeAbsolute(sequence);
    QCOMPARE(extractPerformances(quantized)->statistics.counters.at("performances_discarded_more_than_1_program"), 1);
    const auto split = extractPerformances(quantized, {.splitInstruments = true});
    QCOMPARE(split->performances.size(), 2u);
    QCOMPARE(text(split->performances[1].events()), "+64 >50 -64");
    QCOMPARE(split->performances[1].sound().program, 4);
    const auto cut = extractPerformances(played(kThree), {.minEventsDiscard = 4, .maxEventsTruncate = 4, .maxStepsTruncate = 60});
    QCOMPARE(text(cut->performances[0].events()), "+60 +64 >50 -64");
    QCOMPARE(cut->statistics.counters.at("performances_truncated"), 1);
    QCOMPARE(cut->statistics.counters.at("performances_truncated_timewise"), 1);
    QCOMPARE(extractPerformances(played(kThree), {.minEventsDiscard = 9})->statistics.counters.at("performances_discarded_too_short"), 1);
    QCOMPARE(extractPerformances(*quantize(test::notesAt(kThree)))->statistics.histograms.at("performance_lengths_in_bars").total(), 1);
}

void TestPerformance::agreesWithMagentaJs()
{
    SKIP_WITHOUT_SHARED("golden/magenta-js/core");
    for (const auto& golden : test::readJson(test::shared("golden/magenta-js/core/performance.json"))["cases"]) {
        const auto sequence = *AbsoluteQuantizedSequence::from(study::noteSequenceFromJson(golden["input"]));
        const auto instrument = golden.contains("instrument") && golden["instrument"].is_number() ? std::optional(golden["instrument"].get<int>()) : std::nullopt;
        if (golden["maxShiftSteps"] == kMaxShiftSteps) {
            const auto playing = Performance::fromQuantized(sequence, {.numVelocityBins = golden["numVelocityBins"].get<int>(), .instrument = instrument});
            QCOMPARE(text(playing->events()), text(golden["events"]));
            QCOMPARE(playing->numSteps(), golden["numSteps"].get<std::int64_t>());
        }
        Performance playing = performance({});
        playing.setMaxShiftSteps(golden["maxShiftSteps"].get<int>());
        for (const auto& event : golden["events"]) {
            const auto type = event["type"].get<std::string>();
            playing.append(type == "note-on" ? PerformanceEvent{Type::kNoteOn, event["pitch"].get<int>()}
                    : type == "note-off"     ? PerformanceEvent{Type::kNoteOff, event["pitch"].get<int>()}
                    : type == "time-shift"   ? PerformanceEvent{Type::kTimeShift, event["steps"].get<int>()}
                                             : PerformanceEvent{Type::kVelocity, event["velocityBin"].get<int>()});
        }
        const std::int64_t half = playing.numSteps() / 2;
        playing.setLength(half);
        QCOMPARE(text(playing.events()), text(golden["afterSetNumStepsHalf"]));
        playing.setLength(half + 130);
        QCOMPARE(text(playing.events()), text(golden["thenSetNumStepsPlus130"]));
    }
}

QTEST_GUILESS_MAIN(TestPerformance)
#include "tst_performance.moc"
