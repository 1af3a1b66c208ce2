#include "engine/core/ordered_work.h"

#include <QtTest/QtTest>

#include <chrono>
#include <numeric>
#include <stdexcept>
#include <vector>

using namespace partita;

namespace {

constexpr int kItems = 200;

/// The numbers from 0 on, up to kItems.
auto numbers(int& begun)
{
    return [&begun] { return begun < kItems ? std::optional(begun++) : std::nullopt; };
}

/// Some items take longer than those after them.
int slowly(int item)
{
    if (item % 7 == 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return item;
}

} // namespace

class tst_OrderedWork : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void resultsComeInTheOrderOfTheItems()
    {
        int begun = 0;
        std::vector<int> used, expected(kItems);
        std::iota(expected.begin(), expected.end(), 0);
        workInOrder(numbers(begun), slowly, [&](int item) {
            used.push_back(item);
            return true;
        });
        QCOMPARE(used, expected);
    }

    void fewItemsAreUnderWay()
    {
        int begun = 0, used = 0, most = 0;
        workInOrder(numbers(begun), slowly, [&](int) {
            most = std::max(most, begun - used++);
            return true;
        });
        QCOMPARE(used, kItems);
        QVERIFY(most <= 4 * static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
    }

    void useEndsTheWorkEarly()
    {
        int begun = 0, used = 0;
        workInOrder(numbers(begun), slowly, [&](int) { return ++used < 3; });
        QCOMPARE(used, 3);
        QVERIFY(begun < kItems);
    }

    void whatWorkThrowsComesOut()
    {
        int begun = 0, used = 0;
        const auto work = [](int item) { return item == 5 ? throw std::runtime_error("five") : item; };
        QVERIFY_EXCEPTION_THROWN(workInOrder(numbers(begun), work, [&](int) { return ++used > 0; }), std::runtime_error);
        QCOMPARE(used, 5);
    }

    void nothingToDoEndsAtOnce()
    {
        workInOrder([] { return std::optional<int>(); }, slowly, [](int) { return true; });
    }
};

QTEST_GUILESS_MAIN(tst_OrderedWork)
#include "tst_ordered_work.moc"
