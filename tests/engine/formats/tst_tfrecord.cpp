#include "engine/core/crc32c.h"
#include "engine/formats/tfrecord.h"

#include <QtTest/QtTest>

#include <QTemporaryDir>

using namespace partita;
using namespace partita::formats;

namespace {

void save(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QFile::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray load(const QString& path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

/// All payloads, or what went wrong.
Result<std::vector<Bytes>> readAll(const QString& path)
{
    auto reader = TfRecordReader::open(path.toStdString());
    if (!reader)
        return fail(reader);
    std::vector<Bytes> records;
    for (;;) {
        auto record = reader->next();
        if (!record)
            return fail(record);
        if (!*record)
            return records;
        records.push_back(std::move(**record));
    }
}

} // namespace

class tst_TfRecord : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_path = m_folder.filePath("x.tfrecord"); }

    void payloadOf110BytesIsFramedAsTensorFlowDoes()
    {
        const QByteArray payload = QByteArray::fromHex("20dc013a09110000000000005e40420d083c106421000000000000d03f"
                                                       "4216083c106419000000000000d03f21000000000000e03f"
                                                       "42160843106419000000000000e03f21000000000000e83f"
                                                       "42160843106419000000000000e83f21000000000000f03f49000000000000f03f");
        auto writer = TfRecordWriter::open(m_path.toStdString());
        QVERIFY(writer);
        QVERIFY(writer->write(Bytes(payload.begin(), payload.end())));
        QVERIFY(writer->finish());
        QCOMPARE(load(m_path).toHex(), "6e00000000000000c4bf3364" + payload.toHex() + "e7fc8b3d");
    }

    void recordsReturnInOrder()
    {
        std::vector<Bytes> records{{}, {1}, Bytes(100000, 7), {0xff, 0x00}};
        auto writer = TfRecordWriter::open(m_path.toStdString());
        QVERIFY(writer);
        for (const Bytes& record : records)
            QVERIFY(writer->write(record));
        QVERIFY(!QFile::exists(m_path) || load(m_path).size() < 1000); // not before the end
        QVERIFY(writer->finish());
        const auto read = readAll(m_path);
        QVERIFY(read);
        QVERIFY(*read == records);
    }

    void emptyFileHasNoRecords()
    {
        save(m_path, {});
        const auto read = readAll(m_path);
        QVERIFY(read && read->empty());
    }

    void writerThatGivesUpLeavesNothing()
    {
        QTemporaryDir folder;
        {
            auto writer = TfRecordWriter::open(folder.filePath("x.tfrecord").toStdString());
            QVERIFY(writer);
            QVERIFY(writer->write(Bytes{1, 2, 3}));
        }
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void damageIsFoundAndNamed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        // Two records: "a" and "b".
        const QByteArray good = two();
        const auto changed = [&](int at) {
            QByteArray bytes = good;
            bytes[at] = static_cast<char>(bytes[at] ^ 1);
            return bytes;
        };
        QTest::newRow("not a record file") << QByteArray("This is a letter, not a record.") << int(ErrorCode::kNotRecognized);
        QTest::newRow("cut in the first length") << good.first(5) << int(ErrorCode::kNotRecognized);
        QTest::newRow("cut in the second length") << good.first(17 + 5) << int(ErrorCode::kDamaged);
        QTest::newRow("cut in the second payload") << good.first(17 + 12) << int(ErrorCode::kDamaged);
        QTest::newRow("length changed") << changed(17) << int(ErrorCode::kDamaged);
        QTest::newRow("sum of the length changed") << changed(17 + 8) << int(ErrorCode::kDamaged);
        QTest::newRow("payload changed") << changed(17 + 12) << int(ErrorCode::kDamaged);
        QTest::newRow("sum of the payload changed") << changed(17 + 13) << int(ErrorCode::kDamaged);
    }
    void damageIsFoundAndNamed()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        save(m_path, bytes);
        const auto read = readAll(m_path);
        QVERIFY(!read);
        QCOMPARE(int(read.error().code), code);
        QVERIFY(QString::fromStdString(read.error().message).contains("x.tfrecord"));
        QVERIFY(read.error().message.ends_with('.'));
    }

    void afterAnErrorReadingIsOver()
    {
        QByteArray bytes = two();
        bytes[12] = 'x';
        save(m_path, bytes);
        auto reader = TfRecordReader::open(m_path.toStdString());
        QVERIFY(reader);
        QVERIFY(!reader->next());
        const auto after = reader->next();
        QVERIFY(after && !*after);
    }

    void hugeLengthsAllocateNothing()
    {
        // A length of 2^63 whose sum is good.
        const Bytes length{0, 0, 0, 0, 0, 0, 0, 0x80};
        const std::uint32_t sum = maskedCrc(crc32c(length));
        QByteArray bytes(reinterpret_cast<const char*>(length.data()), 8);
        for (int shift = 0; shift < 32; shift += 8)
            bytes.append(static_cast<char>(sum >> shift));
        save(m_path, bytes + QByteArray(64, 0));
        QVERIFY(!readAll(m_path));
    }

    void whatCannotBeOpenedIsSaid()
    {
        QCOMPARE(TfRecordReader::open(m_folder.filePath("missing").toStdString()).error().code, ErrorCode::kNotFound);
        QCOMPARE(TfRecordReader::open(m_folder.path().toStdString()).error().code, ErrorCode::kUnreadable);
        QCOMPARE(TfRecordWriter::open(m_folder.filePath("no/such/folder/x").toStdString()).error().code, ErrorCode::kUnwritable);
    }

private:
    /// A file of the records "a" and "b": 17 bytes each.
    QByteArray two()
    {
        const QString path = m_folder.filePath("two");
        auto writer = TfRecordWriter::open(path.toStdString());
        if (!writer || !writer->write(Bytes{'a'}) || !writer->write(Bytes{'b'}) || !writer->finish())
            qFatal("cannot write the file of two records");
        return load(path);
    }

    QTemporaryDir m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(tst_TfRecord)
#include "tst_tfrecord.moc"
