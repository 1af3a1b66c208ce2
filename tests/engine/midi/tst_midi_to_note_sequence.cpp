// label: slow
#include "engine/formats/note_sequence_proto.h"
#include "engine/midi/note_sequence.h"
#include "tests/support/note_sequence_text.h"
#include "tests/support/shared.h"

#include <QtTest/QtTest>

using namespace partita;

/// Thousands of real files against what note_seq makes of them: same notes, same bits, same refusals.
class tst_MidiToNoteSequence : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFileIsWhatMagentaMakesOfIt()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/core/midi/digest.tsv");
        int compared = 0;
        for (const auto& row : test::readTsv(test::shared("golden/tensorflow/core/midi/digest.tsv"))) {
            const std::string path = row["path"].toStdString();
            const auto sequence = midi::readNoteSequence(test::shared("data") / path);
            if (row["result"] != "ok") {
                QVERIFY2(!sequence, path.c_str());
                continue;
            }
            QVERIFY2(sequence, sequence ? "" : sequence.error().message.c_str());
            ++compared;
            QVERIFY2(sequence->ticksPerQuarter == row["ticks_per_quarter"].toInt(), path.c_str());
            QVERIFY2(sequence->totalTime.value == row["total_time"].toDouble(), path.c_str());
            QVERIFY2(test::sha256(test::noteText(*sequence)) == row["notes_sha256"].toStdString(), path.c_str());
            QVERIFY2(test::sha256(test::exactNoteText(*sequence)) == row["exact_sha256"].toStdString(), path.c_str());
            const Bytes message = formats::serialize(*sequence);
            QVERIFY2(message.size() == row["proto_bytes"].toULongLong(), path.c_str());
            QVERIFY2(test::sha256({message.begin(), message.end()}) == row["proto_sha256"].toStdString(), path.c_str());
            QVERIFY2(test::sha256(test::eventText(*sequence)) == row["events_sha256"].toStdString(), path.c_str());
        }
        QVERIFY(compared > 3000);
    }
};

QTEST_GUILESS_MAIN(tst_MidiToNoteSequence)
#include "tst_midi_to_note_sequence.moc"
