#include "engine/generate/latent_space.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace partita;
using namespace partita::generate;

class tst_LatentSpace : public QObject {
    Q_OBJECT

    static void same(const Z& a, const Z& b)
    {
        QCOMPARE(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY2(std::abs(a[i] - b[i]) < 1e-6, qPrintable(QString("%1: %2, not %3").arg(i).arg(a[i]).arg(b[i])));
    }

private Q_SLOTS:
    void theArcGoesThroughTheMiddleOfTheAngle()
    {
        same(between(Z{1, 0}, Z{0, 1}, 0.5, Path::kSpherical), Z{std::sqrt(0.5f), std::sqrt(0.5f)});
        same(between(Z{1, 0}, Z{0, 1}, 0.5, Path::kLinear), Z{0.5f, 0.5f});
    }
    void theArcMixesThePlacesNotTheirDirections()
    {
        same(between(Z{2, 0}, Z{0, 1}, 1.0 / 3.0, Path::kSpherical), Z{static_cast<float>(2 * std::sin(M_PI / 3)), 0.5f});
    }
    void bothEndsAreExact()
    {
        const Z a{0.1f, 0.2f, 0.3f}, b{0.7f, -0.9f, 0.4f};
        for (const auto path : {Path::kSpherical, Path::kLinear}) {
            const auto way = walk(a, b, 5, path);
            QCOMPARE(way.front(), a);
            QCOMPARE(way.back(), b);
            QCOMPARE(way.size(), std::size_t{5});
        }
        QCOMPARE(walk(a, b, 1, Path::kSpherical), std::vector<Z>{a});
    }
    void whereThereIsNoArcTheWayIsStraight()
    {
        same(between(Z{1, 1}, Z{3, 3}, 0.5, Path::kSpherical), Z{2, 2});
        same(between(Z{1, 1}, Z{-1, -1}, 0.25, Path::kSpherical), Z{0.5f, 0.5f});
        same(between(Z{0, 0}, Z{1, 0}, 0.5, Path::kSpherical), Z{0.5f, 0.0f});
    }
    void aSquareHasItsCornersWhereMagentaJsHasThem()
    {
        const Corners corners{{0, 0}, {0, 4}, {2, 0}, {2, 4}};
        const auto places = square(corners, 3, 2, Path::kLinear);
        QCOMPARE(places, (std::vector<Z>{{0, 0}, {1, 0}, {2, 0}, {0, 4}, {1, 4}, {2, 4}}));
        same(within(corners, 0.25, 0.5, Path::kLinear), Z{0.5f, 2});
    }
    void theSphericalSquareHasItsArcsAsSides()
    {
        const Corners corners{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}};
        same(within(corners, 0.0, 0.3, Path::kSpherical), between(corners.topLeft, corners.bottomLeft, 0.3, Path::kSpherical));
        same(within(corners, 0.7, 0.0, Path::kSpherical), between(corners.topLeft, corners.topRight, 0.7, Path::kSpherical));
        QCOMPARE(within(corners, 1.0, 1.0, Path::kSpherical), corners.bottomRight);
    }
    void likeThisGoesFromAnywhereToHere()
    {
        const Z z(64, 3.0f);
        same(similar(z, 1.0, Rng(1)), z);
        same(similar(z, 0.0, Rng(1)), anywhere(64, Rng(1)));
        const Z half = similar(z, 0.5, Rng(1));
        same(half, moved(moved(Z(64), z, 0.5), anywhere(64, Rng(1)), 0.5));
        QVERIFY(similar(z, 0.5, Rng(2)) != half);
    }
};

QTEST_GUILESS_MAIN(tst_LatentSpace)
#include "tst_latent_space.moc"
