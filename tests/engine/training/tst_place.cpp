#include "engine/training/place.h"

#include <QTest>

#include <map>

using namespace partita;
using training::Place;
using training::Share;

namespace {

using Environment = std::map<std::string, std::string>;

Result<std::optional<Place>> placeIn(const Environment& environment)
{
    return training::readPlace([&](const char* name) -> const char* {
        const auto found = environment.find(name);
        return found == environment.end() ? nullptr : found->second.c_str();
    });
}

const Environment kSecond{{"RANK", "1"}, {"WORLD_SIZE", "3"}, {"MASTER_ADDR", "node7"}, {"MASTER_PORT", "29500"}};

} // namespace

class TestPlace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutALauncherThereIsOnlyThisProcess()
    {
        QVERIFY(!placeIn({}).value());
        QVERIFY(!placeIn({{"RANK", "0"}, {"WORLD_SIZE", "1"}}).value()); // nothing to meet
        QVERIFY(!placeIn({{"MASTER_PORT", "no matter"}}).value());
    }

    void aPlaceIsWhatTheLauncherSays()
    {
        const auto place = placeIn(kSecond).value().value();
        QCOMPARE(place.share.rank, 1);
        QCOMPARE(place.share.size, 3);
        QCOMPARE(place.address, "node7");
        QCOMPARE(place.port, 29500);
        QVERIFY(!place.hostedElsewhere && !place.device);

        auto torchrun = kSecond;
        torchrun.insert({{"LOCAL_RANK", "1"}, {"TORCHELASTIC_USE_AGENT_STORE", "True"}, {"TORCHELASTIC_RESTART_COUNT", "2"}});
        const auto again = placeIn(torchrun).value().value();
        QVERIFY(again.hostedElsewhere);
        QCOMPARE(*again.device, 1);
        QVERIFY(again.prefix != place.prefix);
    }

    void whatCannotBeIsASentenceThatNamesTheVariable_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value"); // null: not set
        QTest::addColumn<QString>("says");
        QTest::newRow("no rank") << "RANK" << QString() << "WORLD_SIZE is set, and RANK is not";
        QTest::newRow("no size") << "WORLD_SIZE" << QString() << "RANK is set, and WORLD_SIZE is not";
        QTest::newRow("rank too high") << "RANK" << "3" << "RANK is \"3\", and must be a whole number from 0 to 2. WORLD_SIZE is 3.";
        QTest::newRow("negative rank") << "RANK" << "-1" << "RANK is \"-1\"";
        QTest::newRow("rank is a word") << "RANK" << "first" << "RANK is \"first\"";
        QTest::newRow("empty rank") << "RANK" << "" << "RANK is \"\"";
        QTest::newRow("no processes") << "WORLD_SIZE" << "0" << "WORLD_SIZE is \"0\"";
        QTest::newRow("endless processes") << "WORLD_SIZE" << "99999999999999" << "WORLD_SIZE is";
        QTest::newRow("no address") << "MASTER_ADDR" << QString() << "MASTER_ADDR is not set";
        QTest::newRow("empty address") << "MASTER_ADDR" << "" << "MASTER_ADDR is not set";
        QTest::newRow("no port") << "MASTER_PORT" << QString() << "MASTER_PORT is not set";
        QTest::newRow("port is no port") << "MASTER_PORT" << "65536" << "MASTER_PORT is \"65536\"";
        QTest::newRow("port with a tail") << "MASTER_PORT" << "29500x" << "MASTER_PORT is \"29500x\"";
        QTest::newRow("local rank") << "LOCAL_RANK" << "a" << "LOCAL_RANK is \"a\"";
    }
    void whatCannotBeIsASentenceThatNamesTheVariable()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(QString, says);
        auto environment = kSecond;
        environment.erase(name.toStdString());
        if (!value.isNull())
            environment[name.toStdString()] = value.toStdString();
        const auto place = placeIn(environment);
        QVERIFY(!place);
        QCOMPARE(place.error().code, ErrorCode::kInvalidArgument);
        QVERIFY2(QString::fromStdString(place.error().message).startsWith(says), place.error().message.c_str());
    }

    void sharesCoverAllWithoutOverlap()
    {
        for (const int size : {1, 2, 3, 7})
            for (const std::size_t count : {0u, 1u, 6u, 7u, 64u}) {
                std::size_t covered = 0;
                for (int rank = 0; rank < size; ++rank) {
                    const Share share{rank, size};
                    QCOMPARE(share.begin(count), covered);
                    covered = share.end(count);
                    QVERIFY(covered - share.begin(count) <= count / static_cast<std::size_t>(size) + 1);
                }
                QCOMPARE(covered, count);
            }
    }
};

QTEST_GUILESS_MAIN(TestPlace)
#include "tst_place.moc"
