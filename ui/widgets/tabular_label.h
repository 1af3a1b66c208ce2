#pragma once

#include <QStringList>
#include <QWidget>

namespace partita::ui {

/// Text whose figures all have the same width, whatever the font: a number that counts does not shake.
/// As wide as the longest of `widest` needs, so nothing beside it moves.
class TabularLabel : public QWidget {
    Q_OBJECT

public:
    explicit TabularLabel(const QStringList& widest, QWidget* parent = nullptr);

    void setText(const QString& text);
    QString text() const { return m_text; }
    void setAlignment(Qt::Alignment alignment);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QString m_text;
    QStringList m_widest;
    Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
};

} // namespace partita::ui
