#pragma once

#include <QWidget>

#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;

namespace partita::ui {

/// A line across the window, or two where a sentence is long, that tells something once and waits for no answer: what was mended in a file, work to
/// recover, a device that is missing. Hidden when it has nothing to tell. A newer message takes the place of an older one.
class MessageStrip : public QWidget {
    Q_OBJECT

public:
    enum class Kind { kInfo, kWarning };
    struct Answer {
        QString text;
        std::function<void()> act;
    };

    explicit MessageStrip(QWidget* parent = nullptr);

    /// Each answer is a button; any of them, or the cross, closes the strip. `dismissed` is what the cross does besides.
    void show(Kind kind, const QString& sentence, std::vector<Answer> answers = {}, std::function<void()> dismissed = {});
    QString sentence() const;

private:
    QLabel* m_icon;
    QLabel* m_text;
    QHBoxLayout* m_answers;
    std::function<void()> m_dismissed;
};

} // namespace partita::ui
