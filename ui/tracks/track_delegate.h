#pragma once

#include <QStyledItemDelegate>

#include <optional>

namespace partita::ui {

/// Paints a row of a TrackListModel as a strip and makes its parts work: name, M and S, program, volume and pan.
class TrackDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// The parts of a strip that can be hit.
    enum class Part { kName, kMute, kSolo, kProgram, kVolume, kPan, kColor };
    static QRect rectOf(Part part, const QRect& strip);
    static std::optional<Part> partAt(const QRect& strip, QPoint position);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index) override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option, const QModelIndex& index) override;

Q_SIGNALS:
    void programMenuRequested(const QModelIndex& index, QPoint globalPosition);
    void colorMenuRequested(const QModelIndex& index, QPoint globalPosition);

private:
    static QString toolTip(Part part, const QModelIndex& index);
    void drag(QAbstractItemModel* model, const QModelIndex& index, const QRect& strip, QPoint position);

    std::optional<Part> m_dragged; ///< volume or pan, from press to release
};

} // namespace partita::ui
