#pragma once

#include <QWidget>

#include <cstdint>

class QAction;
class QSpinBox;
class QToolButton;

// What every panel that has music written asks for and shows: Generate, Groove and Morph.

namespace partita::ui {

class ProgressLine;

/// A seed with a dice beside it and, where asked for, a lock that keeps it.
class SeedField : public QWidget {
    Q_OBJECT

public:
    enum class Lock { kNone, kOffered };

    explicit SeedField(Lock lock = Lock::kNone, QWidget* parent = nullptr);

    std::uint64_t seed() const;
    void setSeed(std::uint64_t seed);
    /// Another seed by chance, unless it is locked.
    void roll();

Q_SIGNALS:
    void changed();

private:
    void throwDice();

    QSpinBox* m_seed;
    QToolButton* m_lock = nullptr;
};

/// How many takes to write at once: 1–16.
QSpinBox* takesField();

/// How far the takes are, and a button that stops them. Shows only while they are being written; its place stays.
class TakeProgress : public QWidget {
    Q_OBJECT

public:
    explicit TakeProgress(QAction* stop, QWidget* parent = nullptr);

    /// 0–1; below 0 when idle.
    void setProgress(double progress);

private:
    ProgressLine* m_line;
    QToolButton* m_stop;
};

} // namespace partita::ui
