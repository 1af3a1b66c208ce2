#include "engine/project/edit.h"
#include "engine/project/project_file.h"
#include "tests/support/documents.h"

#include <QtTest/QtTest>

#include <nlohmann/json.hpp>

using namespace partita;
using namespace partita::project;
using namespace partita::test;

class tst_ProjectFile : public QObject {
    Q_OBJECT

    /// Something in every field.
    static Document fullDocument()
    {
        Document document = smallDocument();
        const TrackId flute = document.tracks[0].id;
        const Recipe recipe{.model = "tune \"1\".safetensors", .modelSha256 = "00ff", .config = "basic_rnn", .operation = "regenerate", .seed = UINT64_MAX,
            .temperature = 0.9, .logLikelihood = -12.345678901234567, .score = 1e-300, .details = "{\"beam\":3}"};
        apply(document, insertCandidate(document, flute, Ticks(480), Ticks(960), {Note{.start = Ticks(500), .length = Ticks(60)}}, recipe));
        apply(document, keepTake(document, {flute, Ticks(0), Ticks(960), recipe, document.tracks[1].notes}));
        apply(document, muteNotes(document, std::vector{document.tracks[0].notes[0].id}, true));
        apply(document, setLook(document, flute, {"플루트 \"1\"\n", 5, true, true}));
        apply(document, setLoop(document, {true, Ticks(480), Ticks(960)}));
        apply(document, setArrangement(document, {"AABA", "ABC"}));
        apply(document, setTitle(document, "Title"));
        return document;
    }
    static nlohmann::json parsed(const Document& document) { return nlohmann::json::parse(writeProject(document)); }
    static QString refusal(const nlohmann::json& value)
    {
        const auto document = readProject(value.dump(), "\"x.partita\"");
        return document ? QString() : QString::fromStdString(document.error().message);
    }

private Q_SLOTS:
    void everythingComesBack()
    {
        const Document document = fullDocument();
        const auto back = readProject(writeProject(document), "x");
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QCOMPARE(*back, document);
        QCOMPARE(readProject(writeProject(newDocument()), "x").value(), newDocument());
        QCOMPARE(toMidi(*readProject(writeProject(smallDocument()), "x")), smallFile());
    }
    void filesAreReplacedAndTheOldOneKept()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("song.partita").toStdString();
        QVERIFY(saveProject(newDocument(), path));
        QVERIFY(saveProject(fullDocument(), path));
        QCOMPARE(loadProject(path).value(), fullDocument());
        QCOMPARE(loadProject(path.string() + ".bak").value(), newDocument());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 2);
    }
    void aFolderThatCannotBeWrittenIsNamed()
    {
        const auto saved = saveProject(newDocument(), "/proc/song.partita");
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::kUnwritable);
        QVERIFY(QString::fromStdString(saved.error().message).contains("\"/proc/song.partita\""));
    }
    void unknownFieldsArePassedOver()
    {
        auto value = parsed(fullDocument());
        value["future"] = {1, 2, 3};
        value["tracks"][0]["future"] = "yes";
        value["tracks"][0]["notes"][0].push_back(17);
        QCOMPARE(readProject(value.dump(), "x").value(), fullDocument());
    }
    void newerSchemasAreRefused()
    {
        auto value = parsed(newDocument());
        value["schema"] = kProjectSchema + 1;
        const auto document = readProject(value.dump(), "\"x.partita\"");
        QCOMPARE(document.error().code, ErrorCode::kUnsupported);
        QVERIFY(QString::fromStdString(document.error().message).contains("newer Partita"));
    }

    void damageIsFound_data()
    {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::newRow("schema") << "/schema" << "0";
        QTest::newRow("format") << "/format" << "3";
        QTest::newRow("division") << "/division" << "0";
        QTest::newRow("a fraction") << "/division" << "480.5";
        QTest::newRow("chunks") << "/chunks" << "7";
        QTest::newRow("chunk") << "/chunks/0" << "[]";
        QTest::newRow("event") << "/chunks/0/events/0" << "[0, 0]";
        QTest::newRow("event's tick") << "/chunks/0/events/0/0" << "-1";
        QTest::newRow("event's tick out of bounds") << "/chunks/0/events/0/0" << "18446744073709551615";
        QTest::newRow("event's status") << "/chunks/0/events/0/2" << "127";
        QTest::newRow("event's data") << "/chunks/0/events/0/3" << "128";
        QTest::newRow("event's bytes") << "/chunks/0/events/0/5" << "\"0\"";
        QTest::newRow("event's bytes not hex") << "/chunks/0/events/0/5" << "\"0g\"";
        QTest::newRow("tracks") << "/tracks" << "{}";
        QTest::newRow("chunk not there") << "/tracks/0/chunk" << "3";
        QTest::newRow("channel") << "/tracks/0/channel" << "16";
        QTest::newRow("name") << "/tracks/0/name" << "5";
        QTest::newRow("mute") << "/tracks/0/mute" << "1";
        QTest::newRow("color") << "/tracks/0/color" << "8";
        QTest::newRow("note") << "/tracks/0/notes/0" << "[1,2,3]";
        QTest::newRow("note is text") << "/tracks/0/notes/0/1" << "\"1\"";
        QTest::newRow("pitch") << "/tracks/0/notes/0/3" << "128";
        QTest::newRow("length") << "/tracks/0/notes/0/2" << "-1";
        QTest::newRow("id twice") << "/tracks/0/notes/0/0" << "3";
        QTest::newRow("id zero") << "/tracks/0/id" << "0";
        QTest::newRow("seed") << "/recipes/0/seed" << "-1";
        QTest::newRow("recipe") << "/recipes/0" << "null";
        QTest::newRow("loop") << "/loop" << "[]";
        QTest::newRow("arrangement") << "/arrangement" << "[5]";
        QTest::newRow("nextId") << "/nextId" << "-5";
    }
    void damageIsFound()
    {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        auto broken = parsed(fullDocument());
        broken[nlohmann::json::json_pointer(pointer.toStdString())] = nlohmann::json::parse(value.toStdString());
        const QString sentence = refusal(broken);
        QVERIFY2(sentence.startsWith("\"x.partita\" is a damaged Partita project: "), qPrintable(sentence));
        QVERIFY(sentence.endsWith("."));
    }
    void missingFieldsAreDamage()
    {
        const auto whole = parsed(fullDocument());
        for (const auto& [name, value] : whole.items()) {
            auto broken = whole;
            broken.erase(name);
            QCOMPARE(!refusal(broken).isEmpty(), name != "program");
        }
    }
    void everyTruncationIsRefused()
    {
        const std::string text = writeProject(fullDocument());
        for (std::size_t length = 0; length + 2 < text.size(); length += 7)
            QVERIFY(!readProject(text.substr(0, length), "x"));
    }
    void randomDamageNeverBreaksThrough()
    {
        const std::string text = writeProject(fullDocument());
        std::srand(3);
        for (int round = 0; round < 2000; ++round) {
            std::string broken = text;
            for (int i = 0; i <= round % 4; ++i)
                broken[std::size_t(std::rand()) % broken.size()] = char(std::rand() % 3 ? '0' + std::rand() % 10 : std::rand() % 256);
            if (const auto document = readProject(broken, "x")) {
                QVERIFY(midi::write(toMidi(*document)).size() > 0);
                QVERIFY(writeProject(*document).size() > 0);
            }
        }
    }
    void whatIsNoProjectIsSaidSo_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a byte") << QByteArray("x");
        QTest::newRow("MIDI") << QByteArray("MThd\0\0\0\6", 8);
        QTest::newRow("other JSON") << QByteArray("{\"a\": 1}");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("another kind") << QByteArray("{\"partita\": \"theme\", \"schema\": 1}");
        QTest::newRow("not UTF-8") << QByteArray("\xff\xfe\x00");
    }
    void whatIsNoProjectIsSaidSo()
    {
        QFETCH(QByteArray, content);
        const auto document = readProject(std::string_view(content.data(), std::size_t(content.size())), "\"x\"");
        QCOMPARE(document.error().code, ErrorCode::kNotRecognized);
        QVERIFY(QString::fromStdString(document.error().message).startsWith("\"x\" is "));
    }
    void hugeAndDeepTextsAreRefusedBeforeTheyTakeMemory()
    {
        QCOMPARE(readProject(std::string(50'000'000, '['), "x").error().code, ErrorCode::kTooLarge);
        std::string many = "[";
        for (int i = 0; i < 8'100'000; ++i)
            many += "0,";
        QCOMPARE(readProject(many + "0]", "x").error().code, ErrorCode::kTooLarge);
    }
    void foldersAndMissingFilesAreNamed()
    {
        QTemporaryDir folder;
        QCOMPARE(loadProject(folder.path().toStdString()).error().code, ErrorCode::kUnreadable);
        QCOMPARE(loadProject(folder.filePath("none.partita").toStdString()).error().code, ErrorCode::kNotFound);
    }
};

QTEST_GUILESS_MAIN(tst_ProjectFile)
#include "tst_project_file.moc"
