#include "engine/generate/event_search.h"

#include "engine/encoding/lookback_encoding.h"
#include "engine/encoding/melody_codes.h"
#include "engine/encoding/one_hot_encoding.h"
#include "tests/support/fake_network.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace partita;
using namespace partita::generate;

namespace {

const encoding::OneHotEncoding kMelody(encoding::melodyVocabulary({}));
const std::vector<int> kPrimer{14, 0, 16, 0};

ScoredEvents found(const SearchOptions& options, int events = 20, const encoding::EventEncoding& encoding = kMelody, const ExtendControls& controls = {}, const Inject& inject = {},
                   int controlWidth = 0)
{
    test::FakeNetwork network(encoding.inputSize() + controlWidth, encoding.numClasses());
    auto result = searchEvents(network, encoding, {.codes = kPrimer}, events, options, drawsOf(Rng(3)), {}, controls, inject);
    if (!result)
        qFatal("%s", result.error().message.c_str());
    return *result;
}

} // namespace

class tst_EventSearch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theScoreIsTheLikelihoodOfTheWhole_data()
    {
        QTest::addColumn<int>("beam");
        QTest::addColumn<int>("branch");
        QTest::addColumn<int>("iteration");
        QTest::newRow("sampling") << 1 << 1 << 1;
        QTest::newRow("beam") << 3 << 2 << 1;
        QTest::newRow("longer iterations") << 3 << 2 << 3;
        QTest::newRow("wide") << 2 << 5 << 7;
        QTest::newRow("one iteration") << 2 << 2 << 50;
    }
    void theScoreIsTheLikelihoodOfTheWhole()
    {
        // Held against one run over the finished sequence: states, branches and prunings that got mixed up would differ.
        QFETCH(int, beam);
        QFETCH(int, branch);
        QFETCH(int, iteration);
        const auto best = found({.beamSize = beam, .branchFactor = branch, .stepsPerIteration = iteration});
        QCOMPARE(best.codes.size(), kPrimer.size() + 20);
        QVERIFY(std::ranges::equal(std::span(best.codes).first(kPrimer.size()), kPrimer));
        test::FakeNetwork network(38, 38);
        const auto whole = logLikelihood(network, kMelody, best.codes);
        QVERIFY2(std::abs(*whole - best.score) < 1e-9, qPrintable(QString("%1 and %2").arg(*whole).arg(best.score)));
    }

    void countersNeedTheWholePast()
    {
        // Without repeat classes: with them one event has two classes, and the one drawn need not be the event's label.
        const encoding::LookbackEncoding encoding(encoding::melodyVocabulary({}), {}, 6);
        const auto best = found({.beamSize = 2, .branchFactor = 2}, 40, encoding);
        test::FakeNetwork network(encoding.inputSize(), encoding.numClasses());
        QVERIFY(std::abs(*logLikelihood(network, encoding, best.codes) - best.score) < 1e-9);
    }

    void aWiderBeamFindsLikelierMusic()
    {
        QVERIFY(found({.beamSize = 8, .branchFactor = 4}).score > found({}).score);
    }

    void topOneIsTheSameAsTemperatureZero()
    {
        QCOMPARE(found({.sampling = {.topK = 1}}).codes, found({.sampling = {.temperature = 0.0}}).codes);
        QCOMPARE(found({.sampling = {.topP = 0.0}}).codes, found({.sampling = {.temperature = 0.0}}).codes);
    }

    void controlsAreAlwaysOneAhead()
    {
        const ExtendControls extend = [](std::span<const int> codes, encoding::Controls& controls) {
            controls.width = 2;
            while (controls.size() <= codes.size())
                controls.rows.insert(controls.rows.end(), {static_cast<float>(controls.size()), 1.0f});
        };
        const auto best = found({.beamSize = 2, .branchFactor = 2}, 10, kMelody, extend, {}, 2);
        test::FakeNetwork network(40, 38);
        QVERIFY(std::abs(*logLikelihood(network, kMelody, best.codes, best.controls) - best.score) < 1e-9);
        QCOMPARE(best.controls.size(), best.codes.size());
    }

    void injectedEventsAreHeardAndScored()
    {
        const Inject inject = [](std::vector<int>& codes) {
            if (codes.size() % 5 == 0)
                codes.insert(codes.end(), {1, 20});
        };
        for (const int beam : {1, 3}) {
            const auto best = found({.beamSize = beam, .branchFactor = 2, .stepsPerIteration = 2}, 12, kMelody, {}, inject);
            QVERIFY(best.codes.size() > kPrimer.size() + 12);
            QCOMPARE(best.codes[5], 1);
            QCOMPARE(best.codes[6], 20);
            test::FakeNetwork network(38, 38);
            // All but what was injected after the very last event, which the network never heard of.
            auto heard = best.codes;
            if (heard.back() == 20 && (heard.size() - 2) % 5 == 0)
                heard.resize(heard.size() - 2);
            QVERIFY(std::abs(*logLikelihood(network, kMelody, heard) - best.score) < 1e-9);
        }
    }

    void drawsForPaddingChangeNothingButTheirNumber()
    {
        test::FakeNetwork network(38, 38);
        for (const auto& [batch, expected] : {std::pair(0, 60), std::pair(4, 80), std::pair(3, 60), std::pair(16, 160)}) {
            int draws = 0;
            QVERIFY(searchEvents(network, kMelody, {.codes = kPrimer}, 10, {.beamSize = 3, .branchFactor = 2, .drawsPerBatch = batch}, [&] { ++draws; return 0.4; }));
            QCOMPARE(draws, expected);
        }
    }

    void mistakesAreSaid()
    {
        test::FakeNetwork network(38, 38);
        const auto draws = drawsOf(Rng(1));
        const auto code = [&](ScoredEvents primer, int events, const SearchOptions& options) { return searchEvents(network, kMelody, std::move(primer), events, options, draws).error().code; };
        QCOMPARE(code({}, 5, {}), ErrorCode::kInvalidArgument);
        QCOMPARE(code({.codes = kPrimer}, 0, {}), ErrorCode::kInvalidArgument);
        QCOMPARE(code({.codes = kPrimer}, 5, {.beamSize = 0}), ErrorCode::kInvalidArgument);
        QCOMPARE(code({.codes = kPrimer}, 5, {.beamSize = 1024, .branchFactor = 1024}), ErrorCode::kTooLarge);
        std::stop_source stopped;
        stopped.request_stop();
        QCOMPARE(searchEvents(network, kMelody, {.codes = kPrimer}, 5, {}, draws, stopped.get_token()).error().code, ErrorCode::kStopped);
    }
};

QTEST_GUILESS_MAIN(tst_EventSearch)
#include "tst_event_search.moc"
