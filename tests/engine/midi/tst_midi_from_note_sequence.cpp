#include "engine/midi/note_sequence.h"
#include "engine/study/midi_text.h"
#include "engine/study/note_sequence_json.h"
#include "engine/study/note_sequence_text.h"
#include "tests/support/shared.h"

#include <QtTest/QtTest>

using namespace partita;

class tst_MidiFromNoteSequence : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void filesEqualNoteSeqsByteForByte()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/core/write/midi_out.json.gz");
        for (const auto& row : test::readJson(test::shared("golden/tensorflow/core/write/midi_out.json.gz"))) {
            const std::string name = row["input"];
            NoteSequence sequence;
            if (row.contains("sequence")) {
                sequence = study::noteSequenceFromJson(row["sequence"]);
            } else {
                const auto read = midi::readNoteSequence(test::shared("data") / name);
                QVERIFY2(read, name.c_str());
                sequence = *read;
            }
            midi::FromNoteSequenceOptions options;
            if (const auto& drop = row["drop_events_n_seconds_after_last_note"]; !drop.is_null())
                options.dropEventsAfterLastNote = Seconds(drop.get<double>());

            const auto file = midi::fromNoteSequence(sequence, options);
            QVERIFY2(file, file ? "" : file.error().message.c_str());
            const std::string lines = study::midiLines(*file);
            QString expected;
            for (const auto& line : row["lines"])
                expected += QString::fromStdString(line.get<std::string>()) + '\n';
            if (row["lines"].size() == row["n_lines"])
                QCOMPARE(QString::fromStdString(lines), expected);
            QCOMPARE(test::sha256(lines), row["lines_sha256"].get<std::string>());
            const Bytes bytes = midi::write(*file);
            QCOMPARE(test::sha256({bytes.begin(), bytes.end()}), row["file_sha256"].get<std::string>());

            const auto back = midi::toNoteSequence(midi::read(bytes));
            QVERIFY2(back, name.c_str());
            QCOMPARE(test::sha256(study::noteText(*back)), row["read_back"]["notes_sha256"].get<std::string>());
            QCOMPARE(test::sha256(study::eventText(*back)), row["read_back"]["events_sha256"].get<std::string>());
        }
    }

    void numbersThatMidiCannotHoldAreRefused_data()
    {
        QTest::addColumn<int>("pitch");
        QTest::addColumn<double>("end");
        QTest::addColumn<double>("qpm");
        QTest::addColumn<int>("denominator");
        QTest::addColumn<bool>("fits");
        QTest::newRow("ordinary") << 60 << 1.0 << 120.0 << 4 << true;
        QTest::newRow("pitch 128") << 128 << 1.0 << 120.0 << 4 << false;
        QTest::newRow("no end") << 60 << qInf() << 120.0 << 4 << false;
        QTest::newRow("tempo 0") << 60 << 1.0 << 0.0 << 4 << false;
        QTest::newRow("tempo too slow for three bytes") << 60 << 1.0 << 3.0 << 4 << false;
        QTest::newRow("fifths of a bar") << 60 << 1.0 << 120.0 << 5 << false;
    }
    void numbersThatMidiCannotHoldAreRefused()
    {
        QFETCH(int, pitch);
        QFETCH(double, end);
        QFETCH(double, qpm);
        QFETCH(int, denominator);
        QFETCH(bool, fits);
        NoteSequence sequence;
        sequence.notes.push_back({.pitch = pitch, .velocity = 100, .endTime = Seconds(end)});
        sequence.tempos.push_back({Seconds(0.0), qpm});
        sequence.timeSignatures.push_back({Seconds(0.0), 4, denominator});
        const auto file = midi::fromNoteSequence(sequence);
        QCOMPARE(file.has_value(), fits);
        if (!fits)
            QVERIFY(file.error().message.ends_with('.'));
    }

    void namesOutsideLatin1AreKeptAsUtf8()
    {
        NoteSequence sequence;
        sequence.notes.push_back({.pitch = 60, .velocity = 100, .endTime = Seconds(1.0)});
        const auto nameOf = [&](const char* name) {
            sequence.instrumentInfos = {{0, name}};
            const Bytes bytes = midi::fromNoteSequence(sequence)->tracks[1].events.front().payload;
            return std::string(bytes.begin(), bytes.end());
        };
        QCOMPARE(nameOf("Flöte"), std::string("Fl\xf6te"));
        QCOMPARE(nameOf("피아노"), std::string("피아노"));
    }
};

QTEST_GUILESS_MAIN(tst_MidiFromNoteSequence)
#include "tst_midi_from_note_sequence.moc"
