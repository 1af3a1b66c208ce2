#include "engine/core/digest.h"
#include "engine/core/file_io.h"
#include "engine/doctor/convert_folder.h"
#include "engine/doctor/music_file.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/formats/tfrecord.h"
#include "engine/midi/file.h"
#include "tests/support/shared.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace partita;

class tst_ConvertFolder : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path at(const char* name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }

    static Bytes oneNote(std::uint8_t pitch)
    {
        midi::File file;
        file.tracks.push_back({{{Ticks(0), 0x90, pitch, 100, {}}, {Ticks(480), 0x80, pitch, 64, {}}, {Ticks(480), 0xff, midi::meta::kEndOfTrack, 0, {}}}});
        return midi::write(file);
    }

    static std::vector<NoteSequence> read(const std::filesystem::path& path)
    {
        std::vector<NoteSequence> sequences;
        auto reader = formats::TfRecordReader::open(path);
        while (auto record = reader->next().value())
            sequences.push_back(formats::parseNoteSequence(*record).value());
        return sequences;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(makeFolder(at("tunes/deeper")));
        QVERIFY(writeFileAtomically(at("tunes/b.mid"), oneNote(62)));
        QVERIFY(writeFileAtomically(at("tunes/A.MID"), oneNote(60)));
        QVERIFY(writeFileAtomically(at("tunes/broken.mid"), "no music"));
        QVERIFY(writeFileAtomically(at("tunes/notes.txt"), "no music either"));
        QVERIFY(writeFileAtomically(at("tunes/deeper/book.abc"), "X:1\nK:C\nC\n\nX:2\nK:C\nz\n\nX:7\nK:C\nD\n"));
    }

    void aFolderBecomesNamedSequences()
    {
        const auto report = doctor::convertFolder(at("tunes"), at("out.tfrecord"), {.recursive = true});
        QVERIFY(report);
        QCOMPARE(report->files, std::size_t(4));
        QCOMPARE(report->others, std::size_t(1));
        QCOMPARE(report->rejected.size(), std::size_t(2));
        QVERIFY(report->rejected[0].reason.contains("broken.mid"));
        QVERIFY(report->rejected[1].reason.contains("book.abc") && report->rejected[1].reason.contains("Tune 2")); // of rests alone

        const auto sequences = read(at("out.tfrecord"));
        QCOMPARE(sequences.size(), report->sequences);
        std::string text;
        for (const auto& sequence : sequences)
            text += sequence.filename + ":" + std::to_string(sequence.notes.front().pitch) + " ";
        QCOMPARE(text, std::string("A.MID:60 b.mid:62 deeper/book.abc:60 deeper/book.abc:62 "));
        QCOMPARE(sequences[1].id, "/id/midi/tunes/" + sha1("b.mid"));
        QCOMPARE(sequences[3].id, "/id/abc/tunes/" + sha1("deeper/book.abc_7"));
        QCOMPARE(sequences[3].collectionName, std::string("tunes"));
    }

    void foldersInFoldersOnlyWhenAsked()
    {
        const auto report = doctor::convertFolder(at("tunes"), at("flat.tfrecord"), {.recursive = false});
        QVERIFY(report);
        QCOMPARE(report->sequences, std::size_t(2));
    }

    void aMissingFolderIsNamed()
    {
        const auto report = doctor::convertFolder(at("nowhere"), at("none.tfrecord"), {.recursive = true});
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::kNotFound);
        QVERIFY(!std::filesystem::exists(at("none.tfrecord")));
    }

    void sequencesAreThoseOfMagentasConverter()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/datasets/input_folk");
        const auto golden = test::shared("golden/tensorflow/rnn/datasets/input_folk/notesequences.tfrecord");
        if (!std::filesystem::exists(golden))
            QSKIP("the golden record file is stored otherwise");
        int compared = 0;
        for (const auto& expected : read(golden)) {
            // The file's place below data/ is its collection and name.
            for (const char* folder : {"folk/airdsAirs/", "folk/oneills1850/", "folk/ryansMammoth/", "folk/"}) {
                const auto path = test::shared(std::string("data/") + folder + expected.filename);
                if (!std::filesystem::exists(path))
                    continue;
                NoteSequence sequence = doctor::readMusic(path, doctor::Convention::kAsNoteSeq).value().tunes.front().sequence;
                sequence.id = expected.id;
                sequence.filename = expected.filename;
                sequence.collectionName = expected.collectionName;
                QVERIFY2(sequence == expected, path.c_str());
                QCOMPARE(expected.id, "/id/midi/" + expected.collectionName + "/" + sha1(expected.filename));
                ++compared;
                break;
            }
        }
        QVERIFY(compared > 0);
    }
};

QTEST_GUILESS_MAIN(tst_ConvertFolder)
#include "tst_convert_folder.moc"
