#pragma once

#include "engine/core/rng.h"
#include "tests/support/resident.h"

#include <QElapsedTimer>
#include <QtTest/QtTest>

#include <random>

/// What long tests share: they do at random what people do, for as long as PARTITA_SOAK_SECONDS says (60), from a seed
/// that they print; PARTITA_SOAK_SEED repeats a run.
namespace partita::test {

inline std::uint64_t soakSeed()
{
    const QByteArray given = qgetenv("PARTITA_SOAK_SEED");
    const std::uint64_t seed = given.isEmpty() ? std::random_device{}() : given.toULongLong();
    qInfo("PARTITA_SOAK_SEED=%llu", static_cast<unsigned long long>(seed));
    return seed;
}

/// Runs out after the seconds asked for.
class SoakTime {
public:
    SoakTime() { m_timer.start(); }
    bool isLeft() const { return m_timer.elapsed() < m_length; }
    bool isHalfOver() const { return 2 * m_timer.elapsed() >= m_length; }

private:
    static qint64 seconds()
    {
        const int given = qEnvironmentVariableIntValue("PARTITA_SOAK_SECONDS");
        return given > 0 ? given : 60;
    }
    const qint64 m_length = 1000 * seconds();
    QElapsedTimer m_timer;
};

/// Memory that grows with time, not with what is open, is lost memory. Looked at from the half on, when all that is kept
/// for good has been taken.
class FlatMemory {
public:
    /// Call it at the same point of every round.
    void look(const SoakTime& time)
    {
        if (!time.isHalfOver())
            return;
        const std::int64_t now = residentBytes();
        if (m_half == 0)
            m_half = now;
        m_last = now;
    }
    /// In bytes, since the half.
    std::int64_t growth() const { return m_last - m_half; }

private:
    std::int64_t m_half = 0, m_last = 0;
};

} // namespace partita::test
