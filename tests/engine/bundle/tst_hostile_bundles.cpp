// Damaged and hostile checkpoints: a sentence that names the file, bounded memory and time, no crash.
#include "engine/bundle/file_source.h"
#include "engine/bundle/open.h"
#include "engine/bundle/safetensors.h"
#include "engine/bundle/sorted_table.h"
#include "engine/bundle/tensorflow_tar.h"
#include "engine/bundle/tensorflow_v2.h"
#include "engine/core/crc32c.h"

#include "tests/support/shared.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace partita;
using namespace partita::bundle;
namespace fs = std::filesystem;

namespace {

// Just enough of the protobuf wire format to write what no library would.
std::string varint(std::uint64_t number)
{
    std::string bytes;
    for (; number >= 0x80; number >>= 7)
        bytes += static_cast<char>(number | 0x80);
    return bytes + static_cast<char>(number);
}
std::string field(int number, std::uint64_t value) { return varint(number << 3) + varint(value); }
std::string field(int number, const std::string& bytes) { return varint(number << 3 | 2) + varint(bytes.size()) + bytes; }
std::string fixed32(int number, std::uint32_t value)
{
    std::string bytes = varint(number << 3 | 5);
    for (int i = 0; i < 4; ++i)
        bytes += static_cast<char>(value >> (8 * i));
    return bytes;
}
std::string shape(std::initializer_list<std::uint64_t> sizes)
{
    std::string dims;
    for (const auto size : sizes)
        dims += field(2, field(1, size));
    return dims;
}

struct Entry {
    int dtype = 1;
    std::string shape = ::shape({2});
    std::uint64_t shard = 0, offset = 0, size = 8;
    std::uint32_t sum = maskedCrc(crc32c(Bytes(8)));
    std::string rest;

    std::string bytes() const { return field(1, dtype) + field(2, shape) + field(3, shard) + field(4, offset) + field(5, size) + fixed32(6, sum) + rest; }
};

const std::string kHeader = field(1, 1) + field(3, field(1, 1));

/// A V2 checkpoint of eight zero bytes with whatever index.
void writeV2(const fs::path& prefix, const std::string& header, const std::vector<std::pair<std::string, std::string>>& entries)
{
    TableWriter table;
    if (!header.empty())
        table.add("", header);
    for (const auto& [key, value] : entries)
        table.add(key, value);
    QVERIFY(writeFileAtomically(prefix.string() + ".index", table.finish()));
    QVERIFY(writeFileAtomically(prefix.string() + ".data-00000-of-00001", Bytes(8)));
}

/// A tar of one member with eight bytes.
Bytes tar(const std::string& name, char type = '0', const std::string& link = {})
{
    Bytes block(512 * 4);
    const auto put = [&](std::size_t at, const std::string& text) { std::ranges::copy(text, block.begin() + at); };
    put(0, name);
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, type == '0' ? "00000000010" : "00000000000");
    put(136, "00000000000");
    put(148, "        ");
    block[156] = type;
    put(157, link);
    put(257, "ustar");
    put(263, "00");
    unsigned sum = 0;
    for (int i = 0; i < 512; ++i)
        sum += block[i];
    put(148, QString("%1").arg(sum, 6, 8, QChar('0')).toStdString() + std::string("\0 ", 2));
    return block;
}

} // namespace

class tst_HostileBundles : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    fs::path m_root;
    int m_count = 0;

    /// Opens and expects a refusal that says `says` and names `names`.
    void refuses(const fs::path& path, const QString& says, const std::string& names)
    {
        const auto bundle = openBundle(path);
        QVERIFY(!bundle);
        const auto message = QString::fromStdString(bundle.error().message);
        QVERIFY2(message.contains(says), qPrintable(message));
        QVERIFY2(message.contains(QString::fromStdString(names)), qPrintable(message));
        QVERIFY2(message.endsWith('.'), qPrintable(message));
    }

private Q_SLOTS:
    void initTestCase() { m_root = m_folder.path().toStdString(); }

    void theCraftedCheckpointItselfIsSound()
    {
        writeV2(m_root / "sound", kHeader, {{"a", Entry().bytes()}});
        const auto bundle = openBundle(m_root / "sound");
        QVERIFY2(bundle, bundle ? "" : bundle.error().message.c_str());
        QCOMPARE(floats(*bundle->find("a")), (std::vector<float>{0, 0}));
    }

    void craftedV2IsRefused_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("entry");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const Entry& entry, const char* says, const std::string& header = kHeader) {
            QTest::newRow(name) << QByteArray::fromStdString(header) << QByteArray::fromStdString(entry.bytes()) << QString(says);
        };
        row("no header", {}, "no header", {});
        row("big-endian", {}, "big-endian", kHeader + field(2, 1));
        row("no shard", {}, "claims 0 shards", field(3, field(1, 1)));
        row("a million shards", {}, "claims 1000000 shards", field(1, 1'000'000));
        row("newer format", {}, "newer reader", field(1, 1) + field(3, field(1, 9) + field(2, 9)));
        row("wrong sum", {.sum = 1}, "check sum");
        row("shard beyond", {.shard = 1}, "shard 1 of 1");
        row("offset outside", {.offset = 1}, "outside its file");
        row("offset negative", {.offset = ~0ull}, "outside its file");
        row("size negative", {.size = ~0ull}, "outside its file");
        row("size outside", {.shape = shape({1u << 30}), .size = 1ull << 32}, "outside its file");
        row("size wrong", {.shape = shape({3})}, "needs 12");
        row("shape overflows", {.shape = shape({1ull << 40, 1ull << 40})}, "no shape");
        row("shape negative", {.shape = shape({~0ull})}, "no shape");
        row("shape unknown", {.shape = field(3, 1)}, "no shape");
        row("shape of 17 dimensions", {.shape = shape({1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1})}, "no shape");
        row("alien type", {.dtype = 8}, "type 8");
        row("texts longer than themselves", {.dtype = 7, .shape = shape({1u << 30})}, "more texts than bytes");
        row("texts that do not fill", {.dtype = 7}, "do not fill");
        row("slice outside", {.rest = field(7, field(1, field(1, 1) + field(2, 2)))}, "slice that lies outside");
        row("slice of other rank", {.rest = field(7, std::string())}, "slice that lies outside");
        row("slice missing", {.rest = field(7, field(1, field(2, 1)))}, "lacks one of its slices");
        QTest::newRow("entry is noise") << QByteArray::fromStdString(kHeader) << QByteArray("\xff\xff\xff") << QString("entry of \"a\" is damaged");
    }
    void craftedV2IsRefused()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, entry);
        QFETCH(QString, says);
        const auto prefix = m_root / ("crafted" + std::to_string(m_count++));
        writeV2(prefix, header.toStdString(), {{"a", entry.toStdString()}});
        refuses(prefix, says, prefix.string());
    }

    void namesThatAreNoTextAreRefused()
    {
        writeV2(m_root / "name", kHeader, {{"a\xff", Entry().bytes()}});
        refuses(m_root / "name", "not UTF-8", "name");
        writeV2(m_root / "long", kHeader, {{std::string(5000, 'a'), Entry().bytes()}});
        refuses(m_root / "long", "longer than", "long");
    }

    void aMissingShardIsNamed()
    {
        writeV2(m_root / "half", kHeader, {{"a", Entry().bytes()}});
        fs::remove(m_root / "half.data-00000-of-00001");
        refuses(m_root / "half", "half.data-00000-of-00001", "half");
    }

    void aMillionVariablesAreTooMany()
    {
        std::vector<std::pair<std::string, std::string>> entries;
        const auto entry = Entry().bytes();
        for (int i = 0; i < 250'000; ++i)
            entries.emplace_back(QString("v%1").arg(i, 7, 10, QChar('0')).toStdString(), entry);
        writeV2(m_root / "many", kHeader, entries);
        refuses(m_root / "many", "more than 200000", "many");
    }

    void keysOutOfOrderAreRefused()
    {
        // LevelDB's writer would assert, so two tables' blocks cannot be made to disagree; a swapped byte in a checked
        // block is caught by its sum instead.
        writeV2(m_root / "order", kHeader, {{"a", Entry().bytes()}, {"b", Entry().bytes()}});
        Bytes bytes = *readFile(m_root / "order.index", 1 << 20);
        bytes[3] ^= 1;
        QVERIFY(writeFileAtomically(m_root / "order.index", bytes));
        refuses(m_root / "order", "table is damaged", "order");
    }

    void archivesThatReachOutAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const Bytes& bytes, const char* says) { QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())) << QString(says); };
        row("parent", tar("../checkpoint"), "leads out");
        row("parent within", tar("a/../../checkpoint"), "leads out");
        row("absolute", tar("/etc/checkpoint"), "leads out");
        row("symbolic link", tar("checkpoint", '2', "/etc/passwd"), "is a link");
        row("hard link", tar("checkpoint", '1', "other"), "is a link");
        row("device", tar("checkpoint", '3'), "is a link or a device");
        auto twice = tar("model.index");
        twice.resize(1024);
        const auto second = tar("./model.index");
        twice.insert(twice.end(), second.begin(), second.end());
        row("twice", twice, "twice");
        auto cut = tar("model.index");
        cut.resize(514);
        row("cut", cut, "cannot be used");
        row("nothing in it", tar("readme"), "holds no checkpoint");
    }
    void archivesThatReachOutAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        const auto path = m_root / "archive.tar";
        QVERIFY(writeFileAtomically(path, std::string_view(bytes.data(), std::size_t(bytes.size()))));
        refuses(path, says, path.string());
    }

    void aBombIsRefused()
    {
        auto bytes = tar("model.safetensors");
        const auto size = std::size_t(100) << 20;
        std::ranges::copy(QString("%1").arg(size, 11, 8, QChar('0')).toStdString(), bytes.begin() + 124);
        std::ranges::copy(std::string("        "), bytes.begin() + 148);
        unsigned sum = 0;
        for (int i = 0; i < 512; ++i)
            sum += bytes[i];
        std::ranges::copy(QString("%1").arg(sum, 6, 8, QChar('0')).toStdString(), bytes.begin() + 148);
        bytes.resize(512 + size);
        const auto path = m_root / "bomb.tar";
        {
            QFile out(QString::fromStdString(path.string()));
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
        }
        QProcess gzip;
        gzip.start("gzip", {"-1", QString::fromStdString(path.string())});
        QVERIFY2(gzip.waitForFinished() && gzip.exitCode() == 0, "gzip is needed");
        refuses(path.string() + ".gz", "unpacks to more than", "bomb.tar.gz");
    }

    void aPlainTarIsReadWhereItLies()
    {
        const std::vector<float> values(10'000, 0.5f);
        const auto path = m_root / "plain.tar";
        Bundle written;
        written.add(makeTensor("w", {100, 100}, values));
        QVERIFY(writeTensorFlowTar(path, written));
        const auto bytes = mapFile(path);
        QVERIFY(bytes);
        const auto files = openArchive(*bytes, path);
        QVERIFY(files);
        QVERIFY((*files)->names().size() >= 2);
        for (const auto& name : (*files)->names()) {
            const auto member = (*files)->read(name);
            QVERIFY(member && !member->bytes.empty());
            QVERIFY2(member->bytes.data() >= bytes->bytes.data() && member->bytes.data() + member->bytes.size() <= bytes->bytes.data() + bytes->bytes.size(), name.c_str());
        }
        const auto bundle = openBundle(path);
        QVERIFY(bundle);
        QCOMPARE(floats(bundle->tensors.front()), values);
    }

    void checkpointsInArchivesOpen()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/containers/sharded");
        const auto folder = test::shared("golden/tensorflow/rnn/containers");
        const auto path = m_root / "sharded.tgz";
        QProcess packer;
        packer.start("tar", {"-czf", QString::fromStdString(path.string()), "-C", QString::fromStdString(folder.string()), "sharded/checkpoint"});
        QVERIFY2(packer.waitForFinished() && packer.exitCode() == 0, "tar is needed");
        const auto bundle = openBundle(path);
        QVERIFY2(bundle, bundle ? "" : bundle.error().message.c_str());
        QCOMPARE(bundle->tensors.size(), std::size_t(7));
        QCOMPARE(bundle->files, std::vector<fs::path>{path});
    }

    void whatIsNoCheckpointIsSaid_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray() << "empty.mag" << "is empty";
        QTest::newRow("one byte") << QByteArray("x") << "one" << "not a checkpoint";
        QTest::newRow("web page as mag") << QByteArray("<!DOCTYPE html><html><head>…</head></html>") << "basic_rnn.mag" << "may be a web page";
        QTest::newRow("text") << QByteArray("a song is not a checkpoint") << "song.txt" << "not a checkpoint";
        QTest::newRow("state file without a name") << QByteArray("all_model_checkpoint_paths: \"x\"\n") << "checkpoint" << "does not name";
        QTest::newRow("state file of another place") << QByteArray("model_checkpoint_path: \"/elsewhere/model.ckpt-9\"\n") << "checkpoint" << "not beside it";
        QTest::newRow("manifest that is no list") << QByteArray("{}") << "weights_manifest.json" << "not a list";
        QTest::newRow("manifest of noise") << QByteArray(100000, '[') << "weights_manifest.json" << "not a list";
        QTest::newRow("manifest without files") << QByteArray(R"([{"paths":["gone"],"weights":[]}])") << "weights_manifest.json" << "is missing";
        QTest::newRow("manifest that names a parent") << QByteArray(R"([{"paths":["../x"],"weights":[]}])") << "weights_manifest.json" << "is missing";
        QTest::newRow("weight beyond its files") << QByteArray(R"([{"paths":[],"weights":[{"name":"a","shape":[1],"dtype":"float32"}]}])") << "weights_manifest.json" << "after the end";
        QTest::newRow("weight with a shape that overflows") << QByteArray(R"([{"paths":[],"weights":[{"name":"a","shape":[18446744073709551615,4],"dtype":"float32"}]}])") << "weights_manifest.json" << "no shape";
        QTest::newRow("weight of a type") << QByteArray(R"([{"paths":[],"weights":[{"name":"a","shape":[0],"dtype":"complex64"}]}])") << "weights_manifest.json" << "type";
        QTest::newRow("quantisation of nothing") << QByteArray(R"([{"paths":[],"weights":[{"name":"a","shape":[0],"dtype":"float32","quantization":7}]}])") << "weights_manifest.json" << "type";
        QTest::newRow("quantisation without scale") << QByteArray(R"([{"paths":[],"weights":[{"name":"a","shape":[0],"dtype":"float32","quantization":{"dtype":"uint8"}}]}])") << "weights_manifest.json" << "quantised";
        QTest::newRow("weight named twice") << QByteArray(R"([{"paths":[],"weights":[{"name":"a","shape":[0],"dtype":"float32"},{"name":"a","shape":[0],"dtype":"float32"}]}])") << "weights_manifest.json" << "twice";
    }
    void whatIsNoCheckpointIsSaid()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, name);
        QFETCH(QString, says);
        const auto folder = m_root / ("f" + std::to_string(m_count++));
        fs::create_directories(folder);
        QVERIFY(writeFileAtomically(folder / name.toStdString(), std::string_view(bytes.data(), std::size_t(bytes.size()))));
        refuses(folder / name.toStdString(), says, folder.string());
    }

    void foldersWithoutCheckpointsAreSaid()
    {
        fs::create_directories(m_root / "nothing");
        refuses(m_root / "nothing", "holds no checkpoint", "nothing");
        refuses(m_root / "not there", "There is no checkpoint", "not there");
    }

    void everyTruncationAndFlipEndsWell_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("mag") << "golden/tensorflow/rnn/containers/bundle_basic_rnn/basic_rnn.mag";
        QTest::newRow("V1") << "golden/tensorflow/rnn/containers/partitioned_v1/checkpoint/model.ckpt-5";
        QTest::newRow("V2 index") << "golden/tensorflow/rnn/containers/types/checkpoint/model.ckpt-1.index";
        QTest::newRow("manifest") << "checkpoints/tfjs/note_rnn_small_q1/weights_manifest.json";
        QTest::newRow("safetensors") << "golden/tensorflow/rnn/containers/types/values.safetensors";
    }
    void everyTruncationAndFlipEndsWell()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/containers");
        QFETCH(QString, file);
        const auto original = test::shared(file.toStdString());
        const auto folder = m_root / ("flip" + std::to_string(m_count++));
        fs::copy(original.parent_path(), folder);
        const auto path = folder / original.filename();
        const Bytes whole = *readFile(path, 1 << 24);
        int refused = 0;
        for (std::size_t i = 0; i < 200; ++i) {
            const std::size_t at = whole.size() * i / 200;
            for (const bool cut : {true, false}) {
                Bytes bytes = whole;
                if (cut)
                    bytes.resize(at);
                else
                    bytes[at] ^= static_cast<std::uint8_t>(1 << (i % 8));
                {
                    // Unsynced, and as a new file: a truncated one is flushed when it is closed.
                    QFile::remove(QString::fromStdString(path.string()));
                    QFile out(QString::fromStdString(path.string()));
                    QVERIFY(out.open(QIODevice::WriteOnly));
                    out.write(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
                }
                if (const auto bundle = openBundle(path); !bundle) {
                    ++refused;
                    QVERIFY(!bundle.error().message.empty());
                }
            }
        }
        QVERIFY2(refused >= 200, qPrintable(QString::number(refused))); // a truncation is never taken for the whole
    }
};

QTEST_GUILESS_MAIN(tst_HostileBundles)
#include "tst_hostile_bundles.moc"
