#include "engine/core/crc32c.h"

#include <QtTest/QtTest>

#include <vector>

using namespace partita;

class tst_Crc32c : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sumsOfTheStandard_data()
    {
        // RFC 3720, appendix B.4, and the check value of the Rocksoft catalogue.
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<quint32>("sum");
        QByteArray rising(32, 0), falling(32, 0);
        for (int i = 0; i < 32; ++i) {
            rising[i] = static_cast<char>(i);
            falling[i] = static_cast<char>(31 - i);
        }
        QTest::newRow("nothing") << QByteArray() << 0u;
        QTest::newRow("check") << QByteArray("123456789") << 0xe3069283u;
        QTest::newRow("zeros") << QByteArray(32, 0) << 0x8a9136aau;
        QTest::newRow("ones") << QByteArray(32, char(0xff)) << 0x62a8ab43u;
        QTest::newRow("rising") << rising << 0x46dd794eu;
        QTest::newRow("falling") << falling << 0x113fdb5cu;
    }
    void sumsOfTheStandard()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(quint32, sum);
        const std::span all(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<std::size_t>(bytes.size()));
        QCOMPARE(crc32c(all), sum);
        for (std::size_t cut = 0; cut <= all.size(); ++cut)
            QCOMPARE(crc32c(all.subspan(cut), crc32c(all.first(cut))), sum);
    }
    void maskingRotatesAndAdds()
    {
        static_assert(maskedCrc(0) == 0xa282ead8u);
        static_assert(maskedCrc(0x8000u) == 0xa282ead9u);
    }
};

QTEST_GUILESS_MAIN(tst_Crc32c)
#include "tst_crc32c.moc"
