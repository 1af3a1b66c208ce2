#pragma once

#include <QLabel>

namespace partita::ui {

/// A label of one line that ends in "…" where it does not fit, and then shows the whole text as its tool tip.
/// Its size hint does not follow the text, so a changing text moves nothing beside it.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void setFullText(const QString& text);
    QString fullText() const { return m_text; }

    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void elide();

    QString m_text;
};

} // namespace partita::ui
