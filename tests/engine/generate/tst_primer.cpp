#include "engine/generate/primer.h"

#include <QtTest/QtTest>

using namespace partita;
using namespace partita::generate;

class tst_Primer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aListOfEventsBecomesMusic()
    {
        const auto primer = melodyPrimer(" [60, -2, 62,-1 , 64, ] ", 120.0);
        QVERIFY2(primer, primer ? "" : primer.error().message.c_str());
        QString notes;
        for (const auto& note : primer->notes)
            notes += QString("%1 %2-%3 ").arg(note.pitch).arg(note.startTime.value).arg(note.endTime.value);
        QCOMPARE(notes, QString("60 0-0.25 62 0.25-0.375 64 0.5-0.625 "));
        QCOMPARE(primerQpm(*primer), 120.0);
    }

    void mistakesShowTheirPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("no list") << "60" << "\"60\"";
        QTest::newRow("letters") << "[60, C4]" << "\"C4]\"";
        QTest::newRow("fraction") << "[60.5]" << "\"60.5]\"";
        QTest::newRow("open") << "[60, 62" << "at \"\"";
        QTest::newRow("more") << "[60] 62" << "\"62\"";
        QTest::newRow("two commas") << "[60,,62]" << "\",62]\"";
        QTest::newRow("too high") << "[128]" << "from 0 to 127";
        QTest::newRow("too low") << "[-3]" << "from 0 to 127";
        QTest::newRow("overflow") << "[99999999999]" << "\"99999999999]\"";
    }
    void mistakesShowTheirPlace()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto primer = melodyPrimer(text.toStdString(), 120.0);
        QVERIFY(!primer);
        QVERIFY2(QString::fromStdString(primer.error().message).contains(says), primer.error().message.c_str());
    }

    void theSectionBeginsAStepAfterThePrimer()
    {
        const auto& melody = *models::findEventRnnConfig("basic_rnn").value();
        const auto section = sectionAfter(*melodyPrimer("[60]", 120.0), 128, melody);
        QVERIFY(section);
        QCOMPARE(section->start.value, 0.25);
        QCOMPARE(section->end.value, 16.0);
        const auto afterSilence = sectionAfter(*melodyPrimer("[-2]", 120.0), 16, melody);
        QCOMPARE(afterSilence->start.value, 0.125);
        QCOMPARE(afterSilence->end.value, 2.0);
        QCOMPARE(sectionAfter(*melodyPrimer("[60, -2, -2, -2]", 120.0), 5, melody).error().code, ErrorCode::kInvalidArgument);

        // Playing goes on where the primer ends, in steps of 10 ms.
        const auto playing = sectionAfter(*melodyPrimer("[60]", 120.0), 300, *models::findEventRnnConfig("performance").value());
        QCOMPARE(playing->start.value, 0.125);
        QCOMPARE(playing->end.value, 3.0);
    }
};

QTEST_GUILESS_MAIN(tst_Primer)
#include "tst_primer.moc"
