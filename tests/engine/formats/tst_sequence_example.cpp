#include "engine/core/file_io.h"
#include "engine/core/rng.h"
#include "engine/datasets/example_record.h"
#include "engine/formats/sequence_example.h"
#include "places.h"

#include <QtTest/QtTest>

#include <limits>

using namespace partita;
using namespace partita::formats;

namespace {

const std::vector<float> kInputs{1, 0, 0, 1, 1, 0};
const std::vector<std::int64_t> kLabels{1, 0, 1};

Bytes record(std::span<const float> inputs = kInputs, int inputSize = 2, std::span<const std::int64_t> labels = kLabels, int width = 1)
{
    return serializeSequenceExample(inputs, inputSize, labels, width);
}

Bytes corpus(const QString& name)
{
    return readFile(std::filesystem::path(PARTITA_SOURCE_DIR) / "tests/corpus/sequence_example" / name.toStdString(), 1 << 20).value();
}

const models::EventRnnConfig& config(const QString& id)
{
    return **models::findEventRnnConfig(id.toStdString());
}

} // namespace

class tst_SequenceExample : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void comesBack()
    {
        const auto example = parseSequenceExample(record());
        QVERIFY(example);
        QCOMPARE(example->inputSize, 2);
        QCOMPARE(example->width, 1);
        QCOMPARE(example->inputs, kInputs);
        QCOMPARE(example->labels, kLabels);
        QVERIFY(looksLikeSequenceExample(record()));
    }

    void unpackedValuesAndStrangersAreRead()
    {
        const auto example = parseSequenceExample(corpus("unpacked.pb"));
        QVERIFY(example);
        QCOMPARE(example->inputs, (std::vector<float>{1, 0}));
        QCOMPARE(example->labels, std::vector<std::int64_t>{1});
    }

    void seedsFitTheirConfigs_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("steps");
        QTest::newRow("drums") << "one_drum.pb" << "one_drum" << 3;
        QTest::newRow("six softmaxes") << "six_labels.pb" << "performance_with_dynamics_and_note_encoding" << 2;
        QTest::newRow("an index") << "index.pb" << "performance_with_dynamics_compact" << 2;
        QTest::newRow("piano roll") << "roll.pb" << "rnn-nade" << 3;
    }
    void seedsFitTheirConfigs()
    {
        QFETCH(QString, file);
        QFETCH(QString, id);
        QFETCH(int, steps);
        const auto example = datasets::fromRecord(corpus(file), config(id));
        QVERIFY2(example, example ? "" : example.error().message.c_str());
        QCOMPARE(example->length(), std::size_t(steps));
        const auto other = datasets::fromRecord(corpus(file), config("basic_rnn"));
        QVERIFY(!other && other.error().code == ErrorCode::kMismatch && other.error().message.find("basic_rnn") != std::string::npos);
    }

    void everyTruncationIsRefused()
    {
        const Bytes whole = record();
        for (std::size_t size = 1; size < whole.size(); ++size) {
            const auto cut = parseSequenceExample(std::span(whole).first(size));
            QVERIFY2(!cut && cut.error().code == ErrorCode::kDamaged, qPrintable(QString::number(size)));
        }
    }

    /// Whatever a flipped bit makes of a record: an example that is whole, or a sentence.
    void everyFlippedBitIsSurvived()
    {
        const Bytes whole = corpus("one_drum.pb");
        int refused = 0;
        Rng rng(1);
        for (int i = 0; i < 4000; ++i) {
            Bytes bytes = whole;
            bytes[rng.below(bytes.size())] ^= static_cast<std::uint8_t>(1u << rng.below(8));
            const auto example = datasets::fromRecord(bytes, config("one_drum"));
            if (!example) {
                ++refused;
                QVERIFY(example.error().code == ErrorCode::kDamaged || example.error().code == ErrorCode::kMismatch);
                QVERIFY(QString::fromStdString(example.error().message).endsWith('.'));
                continue;
            }
            QCOMPARE(example->inputs.size(), example->length() * 2);
            for (const int label : example->labels)
                QVERIFY(label == 0 || label == 1);
        }
        QVERIFY(refused > 100);
    }

    void hostileRecordsGetASentence_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char* name, const Bytes& bytes, ErrorCode code = ErrorCode::kDamaged) {
            QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())) << code;
        };
        constexpr float kNaN = std::numeric_limits<float>::quiet_NaN(), kInfinity = std::numeric_limits<float>::infinity();
        row("an input that is no number", record(std::vector<float>{1, 0, kNaN, 1, 1, 0}));
        row("an infinite input", record(std::vector<float>{1, 0, kInfinity, 1, 1, 0}));
        row("a label outside the classes", record(kInputs, 2, std::vector<std::int64_t>{1, 2, 1}), ErrorCode::kMismatch);
        row("a negative label", record(kInputs, 2, std::vector<std::int64_t>{1, -1, 1}), ErrorCode::kMismatch);
        row("a label that wraps around", record(kInputs, 2, std::vector<std::int64_t>{1, std::int64_t{1} << 32, 1}), ErrorCode::kMismatch);
        row("two labels a step", record(std::vector<float>{1, 0}, 2, std::vector<std::int64_t>{1, 0}, 2), ErrorCode::kMismatch);
        row("wider inputs", record(kInputs, 3, std::vector<std::int64_t>{1, 0}), ErrorCode::kMismatch);
        row("labels without end", record(std::vector<float>{1, 0}, 2, std::vector<std::int64_t>(100'000), 100'000));
        row("a length of 2^63", {0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f});
        row("a number of eleven bytes", {0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01});
        row("a group", {0x13});
    }
    void hostileRecordsGetASentence()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(ErrorCode, code);
        const auto example = datasets::fromRecord(std::span(reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())), config("one_drum"));
        QVERIFY(!example);
        QCOMPARE(example.error().code, code);
        QVERIFY(QString::fromStdString(example.error().message).endsWith('.'));
    }
};

QTEST_GUILESS_MAIN(tst_SequenceExample)
#include "tst_sequence_example.moc"
