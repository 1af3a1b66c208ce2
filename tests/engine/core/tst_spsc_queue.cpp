#include "engine/core/spsc_queue.h"

#include <QtTest/QtTest>

#include <memory>
#include <thread>

using partita::SpscQueue;

class tst_SpscQueue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void firstInFirstOut()
    {
        SpscQueue<int> queue(3);
        QVERIFY(!queue.pop());
        for (int round = 0; round < 10; ++round) {
            for (int i = 0; i < 3; ++i)
                QVERIFY(queue.push(round * 10 + i));
            for (int i = 0; i < 3; ++i)
                QCOMPARE(queue.pop().value(), round * 10 + i);
            QVERIFY(!queue.pop());
        }
    }

    void aFullQueueLeavesTheItemWithItsOwner()
    {
        SpscQueue<std::unique_ptr<int>> queue(1);
        while (queue.push(std::make_unique<int>(1))) { }
        auto kept = std::make_unique<int>(7);
        QVERIFY(!queue.push(std::move(kept)));
        QVERIFY(kept);
        QCOMPARE(*kept, 7);
        QVERIFY(queue.pop());
        QVERIFY(queue.push(std::move(kept)));
        QVERIFY(!kept);
    }

    void nothingIsLostBetweenTwoThreads()
    {
        constexpr int kItems = 200000;
        SpscQueue<int> queue(64);
        std::jthread producer([&] {
            for (int i = 0; i < kItems;)
                if (queue.push(i))
                    ++i;
                else
                    std::this_thread::yield();
        });
        for (int expected = 0; expected < kItems;) {
            if (const auto item = queue.pop())
                QCOMPARE(*item, expected++);
            else
                std::this_thread::yield();
        }
        QVERIFY(!queue.pop());
    }
};

QTEST_GUILESS_MAIN(tst_SpscQueue)
#include "tst_spsc_queue.moc"
