#include "engine/bundle/safetensors.h"

#include "tests/support/shared.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <bit>

using namespace partita;
using namespace partita::bundle;

namespace {

Bytes fileOf(const std::string& header, std::size_t dataSize)
{
    Bytes bytes(8);
    for (int i = 0; i < 8; ++i)
        bytes[i] = static_cast<std::uint8_t>(header.size() >> (8 * i));
    bytes.insert(bytes.end(), header.begin(), header.end());
    bytes.resize(bytes.size() + dataSize);
    return bytes;
}

Bundle sample()
{
    Bundle bundle;
    bundle.metadata = {{"config", "basic_rnn"}, {"note", "é"}};
    bundle.add(makeTensor("rnn/kernel", {2, 3}, std::vector<float>{1, 2, 3, -4, 0.5f, 1e-30f}));
    bundle.add(makeTensor("global_step", {}, std::vector<std::int64_t>{200}));
    bundle.add(makeTensor("empty", {0, 4}, std::vector<float>{}));
    return bundle;
}

} // namespace

class tst_Safetensors : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    std::filesystem::path path(const char* name) const { return std::filesystem::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void whatIsWrittenIsReadBack()
    {
        const Bundle before = sample();
        QVERIFY(writeSafetensors(path("a.safetensors"), before));
        const auto after = readSafetensors(path("a.safetensors"));
        QVERIFY2(after, after ? "" : after.error().message.c_str());
        QCOMPARE(after->metadata, before.metadata);
        QCOMPARE(after->tensors.size(), before.tensors.size());
        for (const auto& tensor : before.tensors) {
            const Tensor* same = after->find(tensor.name);
            QVERIFY(same);
            QCOMPARE(same->shape, tensor.shape);
            QVERIFY(std::ranges::equal(same->bytes, tensor.bytes));
        }
        QCOMPARE(integers(*after->find("global_step")), std::vector<std::int64_t>{200});
        QVERIFY(!after->find("rnn/kerne"));
    }

    void equalBundlesGiveEqualBytes()
    {
        QVERIFY(writeSafetensors(path("b1"), sample()));
        QVERIFY(writeSafetensors(path("b2"), sample()));
        QCOMPARE(readFile(path("b1"), 1 << 20), readFile(path("b2"), 1 << 20));
    }

    void tensorsOutliveTheirBundle()
    {
        QVERIFY(writeSafetensors(path("c"), sample()));
        Tensor kept;
        {
            const auto bundle = readSafetensors(path("c"));
            kept = *bundle->find("rnn/kernel");
        }
        QCOMPARE(floats(kept).at(3), -4.0f);
    }

    void smallFloatsAreWidened_data()
    {
        QTest::addColumn<int>("dtype");
        QTest::addColumn<quint16>("bits");
        QTest::addColumn<float>("value");
        QTest::newRow("half one") << int(DType::kFloat16) << quint16(0x3c00) << 1.0f;
        QTest::newRow("half minus two") << int(DType::kFloat16) << quint16(0xc000) << -2.0f;
        QTest::newRow("half largest") << int(DType::kFloat16) << quint16(0x7bff) << 65504.0f;
        QTest::newRow("half least") << int(DType::kFloat16) << quint16(0x0001) << 5.9604644775390625e-8f;
        QTest::newRow("bfloat one") << int(DType::kBFloat16) << quint16(0x3f80) << 1.0f;
        QTest::newRow("bfloat pi") << int(DType::kBFloat16) << quint16(0x4049) << 3.140625f;
    }
    void smallFloatsAreWidened()
    {
        QFETCH(int, dtype);
        QFETCH(quint16, bits);
        QFETCH(float, value);
        const auto tensor = makeTensor("x", static_cast<DType>(dtype), {1}, {static_cast<std::uint8_t>(bits & 0xff), static_cast<std::uint8_t>(bits >> 8)});
        QCOMPARE(std::bit_cast<std::uint32_t>(floats(tensor).front()), std::bit_cast<std::uint32_t>(value));
    }

    void brokenFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("dataSize");
        QTest::addColumn<QString>("says");
        QTest::newRow("not JSON") << QByteArray("{\"a\":") << 0 << "not JSON";
        QTest::newRow("unknown dtype") << QByteArray(R"({"a":{"dtype":"F8","shape":[1],"data_offsets":[0,1]}})") << 1 << "dtype";
        QTest::newRow("no shape") << QByteArray(R"({"a":{"dtype":"F32","data_offsets":[0,4]}})") << 4 << "lacks";
        QTest::newRow("negative shape") << QByteArray(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})") << 4 << "sizes";
        QTest::newRow("shape overflows") << QByteArray(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})") << 0 << "too large";
        QTest::newRow("outside") << QByteArray(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})") << 4 << "outside";
        QTest::newRow("reversed") << QByteArray(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})") << 4 << "outside";
        QTest::newRow("wrong size") << QByteArray(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})") << 4 << "needs 8";
        QTest::newRow("hole") << QByteArray(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})") << 8 << "overlap";
        QTest::newRow("rest") << QByteArray(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})") << 8 << "overlap";
        QTest::newRow("overlap") << QByteArray(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})") << 8 << "overlap";
        QTest::newRow("twice") << QByteArray(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})") << 1 << "twice";
        QTest::newRow("deep") << QByteArray("{\"a\":" + QByteArray(100000, '[')) << 0 << "deeper";
        QTest::newRow("metadata") << QByteArray(R"({"__metadata__":{"step":7}})") << 0 << "not texts";
    }
    void brokenFilesAreRefused()
    {
        QFETCH(QByteArray, header);
        QFETCH(int, dataSize);
        QFETCH(QString, says);
        const auto bundle = parseSafetensors(ownBytes(fileOf(header.toStdString(), dataSize)), "x.safetensors");
        QVERIFY(!bundle);
        QVERIFY2(QString::fromStdString(bundle.error().message).contains(says), bundle.error().message.c_str());
        QVERIFY(bundle.error().message.starts_with("\"x.safetensors\""));
    }

    void everyTruncationIsRefused()
    {
        QVERIFY(writeSafetensors(path("d"), sample()));
        const Bytes whole = *readFile(path("d"), 1 << 20);
        QVERIFY(parseSafetensors(ownBytes(whole), "d"));
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY2(!parseSafetensors(ownBytes(Bytes(whole.begin(), whole.begin() + size)), "d"), std::to_string(size).c_str());
    }

    void aHugeHeaderIsRefusedUnread()
    {
        Bytes bytes(64, 0xff);
        bytes[8] = '{';
        const auto bundle = parseSafetensors(ownBytes(bytes), "x");
        QVERIFY(!bundle);
        QCOMPARE(bundle.error().code, ErrorCode::kTooLarge);
    }

    void aFailedWriteKeepsTheOldFile()
    {
        QVERIFY(writeSafetensors(path("e"), sample()));
        Bundle strings = sample();
        strings.add(Tensor{"words", DType::kString, {1}, {}, {"word"}, {}});
        const auto written = writeSafetensors(path("e"), strings);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::kUnsupported);
        QCOMPARE(readSafetensors(path("e"))->tensors.size(), sample().tensors.size());
    }

    void otherWritersFilesOpen()
    {
        SKIP_WITHOUT_SHARED("golden/tensorflow/rnn/graphs/basic_rnn/values.safetensors");
        const auto bundle = readSafetensors(test::shared("golden/tensorflow/rnn/graphs/basic_rnn/values.safetensors"));
        QVERIFY2(bundle, bundle ? "" : bundle.error().message.c_str());
        QVERIFY(bundle->find("train/logits"));
    }
};

QTEST_GUILESS_MAIN(tst_Safetensors)
#include "tst_safetensors.moc"
