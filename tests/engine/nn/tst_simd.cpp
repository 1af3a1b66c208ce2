#pragma GCC diagnostic ignored "-Wpsabi" // the vectors here are handed only to inlined functions

#include "engine/nn/simd.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace partita::nn;

/// The elementary functions of the networks' own loops against the C library's in double precision.
class tst_Simd : public QObject {
    Q_OBJECT

    /// One number through a function of sixteen. (No function here takes wide vectors by value: their calling convention
    /// hangs on the processor.)
    static void inPlace(float& x, auto&& function)
    {
        simd::Floats lanes = simd::Floats{} + x;
        function(lanes);
        float result[simd::kLanes];
        simd::store(result, lanes);
        x = result[0];
    }

    /// The largest distance from the truth over [−range, range], zero and tiny numbers included, in units in the last place
    /// of the truth.
    static double worst(double range, void (*own)(float& x), double (*truth)(double))
    {
        double units = 0.0;
        const auto check = [&](float x) {
            float result = x;
            own(result);
            const double expected = truth(static_cast<double>(x));
            const auto size = std::max(std::abs(static_cast<float>(expected)), std::numeric_limits<float>::min());
            const double unit = std::nextafter(size, std::numeric_limits<float>::infinity()) - size;
            units = std::max(units, std::abs(static_cast<double>(result) - expected) / unit);
        };
        constexpr int kPoints = 200'000;
        for (int i = 0; i <= kPoints; ++i)
            check(static_cast<float>(range * (2.0 * i / kPoints - 1.0)));
        for (double x = range; x > 1e-30; x *= 0.9) {
            check(static_cast<float>(x));
            check(static_cast<float>(-x));
        }
        return units;
    }

private Q_SLOTS:
    void exponentialsAreWithinTwoUnits()
    {
        QVERIFY(worst(80.0, [](float& x) { inPlace(x, [](auto& v) { v = simd::exp(v); }); }, [](double x) { return std::exp(x); }) <= 2.0);
    }
    void hyperbolicTangentsKeepSmallNumbers()
    {
        QVERIFY(worst(20.0, [](float& x) { inPlace(x, [](auto& v) { v = simd::tanh(v); }); }, [](double x) { return std::tanh(x); }) <= 4.0);
    }
    void sigmoidsAreWithinThreeUnits()
    {
        QVERIFY(worst(30.0, [](float& x) { inPlace(x, [](auto& v) { v = simd::sigmoid(v); }); }, [](double x) { return 1.0 / (1.0 + std::exp(-x)); }) <= 3.0);
    }
    void whatIsNoNumberStaysNone()
    {
        float x = std::numeric_limits<float>::quiet_NaN();
        inPlace(x, [](auto& v) { v = simd::tanh(v); });
        QVERIFY(std::isnan(x));
    }
};

QTEST_GUILESS_MAIN(tst_Simd)
#include "tst_simd.moc"
