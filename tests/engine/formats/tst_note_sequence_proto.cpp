#include "engine/formats/note_sequence_proto.h"
#include "engine/study/note_sequence_json.h"
#include "tests/support/shared.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::formats;

namespace {

Bytes bytesOf(const char* hex)
{
    const QByteArray bytes = QByteArray::fromHex(hex);
    return {bytes.begin(), bytes.end()};
}

/// Every field set, to something else than its default.
NoteSequence full()
{
    NoteSequence s;
    s.id = "/id/midi/x/0";
    s.filename = "피아노.mid";
    s.collectionName = "set";
    s.ticksPerQuarter = -480;
    s.timeSignatures = {{Seconds(0.5), 6, 8}, {}};
    s.keySignatures = {{Seconds(1), 11, NoteSequence::Mode::kLocrian}};
    s.tempos = {{Seconds(2), 90.00009}};
    s.notes = {{.pitch = 60, .velocity = 1, .startTime = Seconds(0.1), .endTime = Seconds(-1), .numerator = 3, .denominator = 16,
                .instrument = 9, .program = 127, .isDrum = true, .part = 2, .pitchName = 35, .voice = -1,
                .quantizedStartStep = Steps(1), .quantizedEndStep = Steps(std::int64_t{1} << 40)}};
    s.totalTime = Seconds(1e300);
    s.pitchBends = {{Seconds(1), -8192, 1, 2, true}};
    s.controlChanges = {{Seconds(1), 64, 127, 1, 2, true, Steps(7)}};
    s.partInfos = {{1, "Violin I"}};
    s.sourceInfo = {NoteSequence::SourceType::kPerformanceBased, NoteSequence::EncodingType::kMusicNet, NoteSequence::Parser::kToneJsMidiConvert};
    s.textAnnotations = {{Seconds(3), "Am7", NoteSequence::TextAnnotationType::kChordSymbol, Steps(12)}};
    s.quantizationInfo = NoteSequence::StepsPerQuarter{0}; // set, though to its default
    s.totalQuantizedSteps = Steps(-3);
    s.subsequenceInfo = {Seconds(4), Seconds(5)};
    s.referenceNumber = 42;
    s.sequenceMetadata = {"title", "artist", {"a", "b"}, {"c"}};
    s.sectionAnnotations = {{Seconds(1), 0}, {Seconds(2), 1}};
    NoteSequence::SectionGroup inner{{{.sectionId = 0, .sectionGroup = {}}}, 2};
    s.sectionGroups = {{{{.sectionId = 1, .sectionGroup = {}}, {.sectionId = std::nullopt, .sectionGroup = {inner}}}, 3}};
    s.instrumentInfos = {{9, "Drums"}};
    return s;
}

} // namespace

class tst_NoteSequenceProto : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void melodyOfEightStepsIsTheKnown110Bytes()
    {
        NoteSequence melody;
        melody.ticksPerQuarter = 220;
        melody.tempos = {{Seconds(0), 120}};
        melody.notes = {{.pitch = 60, .velocity = 100, .endTime = Seconds(0.25)},
                        {.pitch = 60, .velocity = 100, .startTime = Seconds(0.25), .endTime = Seconds(0.5)},
                        {.pitch = 67, .velocity = 100, .startTime = Seconds(0.5), .endTime = Seconds(0.75)},
                        {.pitch = 67, .velocity = 100, .startTime = Seconds(0.75), .endTime = Seconds(1)}};
        melody.totalTime = Seconds(1);
        const Bytes expected = bytesOf("20dc01 3a09110000000000005e40 420d083c106421000000000000d03f"
                                       "4216083c106419000000000000d03f21000000000000e03f"
                                       "42160843106419000000000000e03f21000000000000e83f"
                                       "42160843106419000000000000e83f21000000000000f03f 49000000000000f03f");
        QCOMPARE(expected.size(), std::size_t(110));
        QVERIFY(serialize(melody) == expected);
        const auto parsed = parseNoteSequence(expected);
        QVERIFY(parsed && *parsed == melody);
    }

    void everyFieldReturns()
    {
        const auto parsed = parseNoteSequence(serialize(full()));
        QVERIFY(parsed);
        QVERIFY(*parsed == full());
        QVERIFY(serialize(NoteSequence{}).empty());
    }

    void unknownFieldsAreSkipped()
    {
        Bytes bytes = serialize(full());
        const Bytes more = bytesOf("b2 06 03 61 62 63  c0 3e 01"); // fields 102 and 1000
        bytes.insert(bytes.end(), more.begin(), more.end());
        const auto parsed = parseNoteSequence(bytes);
        QVERIFY(parsed && *parsed == full());
    }

    void messagesAreReadAsProtobufReadsThem_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("as");
        QTest::newRow("the last of two numbers counts") << QByteArray("20 01 20 02") << QByteArray("20 02");
        QTest::newRow("defaults are not written") << QByteArray("20 00 49 0000000000000000") << QByteArray("");
        QTest::newRow("minus zero is no default") << QByteArray("49 0000000000000080") << QByteArray("49 0000000000000080");
        QTest::newRow("a negative number takes ten bytes") << QByteArray("20 ff ff ff ff ff ff ff ff ff 01") << QByteArray("20 ff ff ff ff ff ff ff ff ff 01");
        QTest::newRow("a number beyond 32 bits loses the others") << QByteArray("20 81 80 80 80 10") << QByteArray("20 01");
        QTest::newRow("a field of another type is unknown") << QByteArray("22 01 61") << QByteArray("");
        QTest::newRow("an empty message is there") << QByteArray("6a 00") << QByteArray("6a 00");
        QTest::newRow("two halves of a message make one") << QByteArray("6a 02 08 01 6a 02 10 02") << QByteArray("6a 04 08 01 10 02");
        QTest::newRow("the last of two resolutions counts") << QByteArray("7a 04 08 04 10 64") << QByteArray("7a 02 10 64");
        QTest::newRow("no resolution chosen") << QByteArray("7a 00") << QByteArray("");
        QTest::newRow("an empty text in a list is one") << QByteArray("9a 01 02 1a 00") << QByteArray("9a 01 02 1a 00");
        QTest::newRow("a section or a group, the last") << QByteArray("aa 01 06 0a 04 08 01 12 00") << QByteArray("aa 01 04 0a 02 12 00");
        QTest::newRow("fields in any order") << QByteArray("42 02 10 05 0a 01 61 42 04 10 06 08 3c") << QByteArray("0a 01 61 42 02 10 05 42 04 08 3c 10 06");
    }
    void messagesAreReadAsProtobufReadsThem()
    {
        QFETCH(const QByteArray, hex);
        QFETCH(const QByteArray, as);
        const auto parsed = parseNoteSequence(bytesOf(hex));
        QVERIFY2(parsed, parsed ? "" : parsed.error().message.c_str());
        const Bytes written = serialize(*parsed);
        QCOMPARE(QByteArray(reinterpret_cast<const char*>(written.data()), static_cast<int>(written.size())).toHex(), QByteArray::fromHex(as).toHex());
    }

    void damagedMessagesAreRefused()
    {
        const Bytes bytes = serialize(full());
        for (std::size_t size = 0; size < bytes.size(); ++size) // cut anywhere: an error or a shorter sequence, never a crash
            if (const auto parsed = parseNoteSequence(std::span(bytes).first(size)))
                QVERIFY(!(*parsed == full()));
            else
                QVERIFY(parsed.error().message.ends_with('.'));
        QVERIFY(!parseNoteSequence(bytesOf("0a ff ff ff ff 0f 00")));
        QVERIFY(!parseNoteSequence(bytesOf("4d 54 68 64 00 00 00 06"))); // a MIDI file
    }

    void smallMessagesCannotAskForMuchMemory()
    {
        const auto repeated = [](const char* hex, int times) {
            Bytes bytes;
            for (const Bytes piece = bytesOf(hex); times > 0; --times)
                bytes.insert(bytes.end(), piece.begin(), piece.end());
            return bytes;
        };
        const auto notes = parseNoteSequence(repeated("4200", int(kMaxNoteSequenceEntries) + 1));
        QVERIFY(!notes);
        QCOMPARE(notes.error().code, ErrorCode::kTooLarge);
        QVERIFY(!parseNoteSequence(repeated("aa01020a00", 1 << 20))); // groups of empty sections
        QVERIFY(parseNoteSequence(repeated("4200", 1000)));
    }

    void deepNestingIsRefused()
    {
        // A field of up to 16383 bytes: tag, length in two bytes, content.
        const auto field = [](Bytes tag, const Bytes& content) {
            tag.push_back(static_cast<std::uint8_t>((content.size() & 0x7f) | 0x80));
            tag.push_back(static_cast<std::uint8_t>(content.size() >> 7));
            tag.insert(tag.end(), content.begin(), content.end());
            return tag;
        };
        const auto nested = [&](int depth) {
            Bytes group;
            for (; depth > 0; --depth)
                group = field({0x0a}, field({0x12}, group)); // sections { section_group { … } }
            return field({0xaa, 0x01}, group);
        };
        QVERIFY(parseNoteSequence(nested(20)));
        QVERIFY(!parseNoteSequence(nested(150)));
    }

    void sequencesOfRealFilesReturn()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/core/midi/notesequences.jsonl");
        int count = 0;
        for (const auto& row : test::readJsonLines(test::shared("golden/tensorflow/core/midi/notesequences.jsonl"))) {
            const NoteSequence sequence = study::noteSequenceFromJson(row.contains("sequence") ? row["sequence"] : row);
            const auto parsed = parseNoteSequence(serialize(sequence));
            QVERIFY(parsed && *parsed == sequence);
            ++count;
        }
        QVERIFY(count > 5);
    }
};

QTEST_GUILESS_MAIN(tst_NoteSequenceProto)
#include "tst_note_sequence_proto.moc"
