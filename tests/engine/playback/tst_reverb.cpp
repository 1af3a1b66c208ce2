#include "engine/playback/limiter.h"
#include "engine/playback/reverb.h"

#include <QtTest/QtTest>

#include <cmath>
#include <vector>

using namespace partita::playback;

namespace {

double decibels(const std::vector<float>& samples, double from, double to, double rate)
{
    double squares = 0;
    for (auto i = std::size_t(from * rate); i < std::size_t(to * rate); ++i)
        squares += double(samples[i]) * samples[i];
    return 10 * std::log10(squares / ((to - from) * rate) + 1e-30);
}

} // namespace

class tst_Reverb : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aClapDiesAwayAlikeAtEveryRate_data()
    {
        QTest::addColumn<double>("rate");
        for (const double rate : {8000.0, 44100.0, 96000.0})
            QTest::addRow("%.0f", rate) << rate;
    }
    void aClapDiesAwayAlikeAtEveryRate()
    {
        QFETCH(double, rate);
        Reverb reverb(rate);
        const auto frames = std::size_t(3 * rate);
        std::vector<float> send(frames), left(frames), right(frames);
        send[0] = 1;
        reverb.process(send.data(), send.data(), left.data(), right.data(), int(frames));
        QVERIFY(decibels(left, 0, 0.02, rate) < -290); // before the first echo
        const double early = decibels(left, 0.1, 0.3, rate), late = decibels(left, 1.1, 1.3, rate);
        QVERIFY2(early - late > 30 && early - late < 60, qPrintable(QString::number(early - late)));
        QVERIFY(decibels(left, 2.5, 3.0, rate) < early - 80);
        QVERIFY(left != right);
    }
    void silenceStaysSilent()
    {
        Reverb reverb(44100);
        std::vector<float> send(44100), left(44100), right(44100);
        reverb.process(send.data(), send.data(), left.data(), right.data(), 44100);
        QVERIFY(std::ranges::max(left) < 1e-12f);
    }
    void theLimiterHoldsTheCeilingAndLetsQuietSoundPass()
    {
        Limiter limiter(44100);
        std::vector<float> left(4410), right(4410);
        const auto fill = [&](float peak) {
            for (std::size_t i = 0; i < left.size(); ++i)
                left[i] = right[i] = peak * std::sin(float(i) * 0.05f);
        };
        fill(0.9f);
        const auto before = left;
        limiter.process({left.data(), right.data(), int(left.size())}, 1.0f);
        QVERIFY(left == before);
        fill(5.0f);
        limiter.process({left.data(), right.data(), int(left.size())}, 1.0f);
        QVERIFY(std::ranges::max(left) < Limiter::kCeiling + 1e-5f && std::ranges::max(left) > 0.9f);
        for (int second = 0; second < 40; ++second) {
            fill(0.5f);
            limiter.process({left.data(), right.data(), int(left.size())}, 1.0f);
        }
        QVERIFY(std::ranges::max(left) > 0.49f);
    }
};

QTEST_GUILESS_MAIN(tst_Reverb)
#include "tst_reverb.moc"
