// needs: ui
#include "ui/generate/candidate_card.h"
#include "ui/generate/candidate_tray.h"

#include <QAction>
#include <QSignalSpy>
#include <QTest>

using namespace partita;
using namespace partita::ui;

class TestCandidateTray : public QObject {
    Q_OBJECT

    QAction m_regenerate{QStringLiteral("Regenerate bars")};
    QAction m_hearSong{QStringLiteral("Hear as it is")};
    QAction m_more{QStringLiteral("More")};

    static project::Take take(double score)
    {
        project::Take take;
        take.end = Ticks(1920);
        take.recipe.seed = 7;
        take.recipe.score = score;
        take.notes.push_back({.id = 1, .start = Ticks(0), .length = Ticks(480), .pitch = 60});
        return take;
    }

private Q_SLOTS:
    void cardsDoNotMoveWhenTheirTakesArrive()
    {
        CandidateTray tray(&m_regenerate, &m_hearSong, &m_more);
        tray.resize(1200, tray.height());
        tray.show();
        QVERIFY(QTest::qWaitForWindowExposed(&tray));
        QCOMPARE(tray.expect(3), 0);
        QTRY_VERIFY(tray.findChildren<CandidateCard*>().at(2)->x() > 0);
        const auto cards = tray.findChildren<CandidateCard*>();
        QList<QRect> before;
        for (const CandidateCard* card : cards)
            before << card->geometry();
        for (int i = 0; i < 3; ++i)
            tray.setTake(i, take(-i), {});
        QTest::qWait(1); // lets layouts settle
        for (int i = 0; i < 3; ++i)
            QCOMPARE(cards[i]->geometry(), before[i]);
    }

    void anEmptyTrayLeavesTheRoomToTheMusic()
    {
        CandidateTray tray(&m_regenerate, &m_hearSong, &m_more);
        const int empty = tray.height();
        tray.expect(1); // the room is there before the first take is
        const int filled = tray.height();
        QVERIFY(empty * 3 < filled);
        tray.setTake(0, take(-1), {});
        QCOMPARE(tray.height(), filled);
        tray.clear();
        QCOMPARE(tray.height(), empty);
    }

    void furtherTakesStandBehindTheOthers()
    {
        CandidateTray tray(&m_regenerate, &m_hearSong, &m_more);
        tray.expect(2);
        tray.setTake(0, take(-1), {});
        tray.setTake(1, take(-2), {});
        QCOMPARE(tray.expect(2), 2);
        QCOMPARE(tray.count(), 4);
        tray.dropWaiting();
        QCOMPARE(tray.count(), 2);
    }

    void onlyOneIsChosen()
    {
        CandidateTray tray(&m_regenerate, &m_hearSong, &m_more);
        tray.expect(2);
        QCOMPARE(tray.chosen(), -1);
        tray.setTake(0, take(-1), {});
        tray.setTake(1, take(-2), {});
        QSignalSpy spy(&tray, &CandidateTray::chosenChanged);
        tray.findChildren<CandidateCard*>().at(1)->click();
        QCOMPARE(tray.chosen(), 1);
        QCOMPARE(spy.last().at(0).toInt(), 1);
        tray.choose(0);
        QCOMPARE(tray.chosen(), 0);
        tray.clear();
        QCOMPARE(tray.chosen(), -1);
        QCOMPARE(spy.last().at(0).toInt(), -1);
    }

    void aWaitingCardCannotBeAccepted()
    {
        CandidateTray tray(&m_regenerate, &m_hearSong, &m_more);
        tray.expect(1);
        QSignalSpy spy(&tray, &CandidateTray::acceptRequested);
        auto* card = tray.findChild<CandidateCard*>();
        QTest::keyClick(card, Qt::Key_Return);
        QCOMPARE(spy.size(), 0);
        tray.setTake(0, take(-1), {});
        QTest::keyClick(card, Qt::Key_Return);
        QCOMPARE(spy.size(), 1);
    }
};

QTEST_MAIN(TestCandidateTray)
#include "tst_candidate_tray.moc"
