// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/table.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/icons.h"

namespace flambeau::ui {
namespace {
constexpr int kSide = 10;
}

void TableDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QRectF cell(option.rect);
    const auto* view = qobject_cast<const TableView*>(option.widget);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(cell, color(Token::Selection));
    else if (view != nullptr && view->hoveredRow() == index.row())
        painter->fillRect(cell, mixed(color(Token::Surface), color(Token::Sunken), 0.6));
    QRectF inner = cell.adjusted(kSide, 0, -kSide, 0);
    const QString text = index.data(Qt::DisplayRole).toString();
    const QVariant chip = index.data(ChipToneRole);
    if (chip.isValid() && !text.isEmpty()) {
        const bool outlined = index.data(ChipOutlinedRole).toBool();
        const QSizeF size = chipSize(text, outlined);
        paintChip(*painter,
                  {inner.left(), inner.center().y() - size.height() / 2, std::min(size.width(), inner.width()),
                   size.height()},
                  text, static_cast<Tone>(chip.toInt()), outlined);
        return;
    }
    const QVariant progress = index.data(ProgressRole);
    if (progress.isValid()) {
        paintBar(*painter, {inner.left(), inner.center().y() - 3, inner.width(), 6}, progress.toDouble(),
                 color(Token::Accent));
        return;
    }
    const QVariant series = index.data(SeriesRole);
    if (series.isValid()) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme().series(series.toInt()));
        painter->drawEllipse(QRectF(inner.left(), inner.center().y() - 4.5, 9, 9));
        painter->restore();
        inner.setLeft(inner.left() + 18);
    }
    const QString iconName = index.data(IconNameRole).toString();
    const QVariant token = index.data(TokenRole);
    const QColor ink = color(token.isValid() ? static_cast<Token>(token.toInt()) : Token::Text);
    if (!iconName.isEmpty()) {
        paintIcon(*painter, {inner.left(), inner.center().y() - 7, 14, 14}, iconName, ink);
        inner.setLeft(inner.left() + 20);
    }
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    const Qt::Alignment horizontal =
        alignment.isValid() ? Qt::Alignment(alignment.toInt()) & Qt::AlignHorizontal_Mask : Qt::AlignLeft;
    const TextKind kind = index.data(MonoRole).toBool()     ? TextKind::Mono
                          : index.data(StrongRole).toBool() ? TextKind::Strong
                                                            : TextKind::Body;
    paintText(*painter, inner, horizontal | Qt::AlignVCenter, text, ink, ui::font(kind));
}

QSize TableDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const QString text = index.data(Qt::DisplayRole).toString();
    const int height = theme().size("rowHeight");
    if (index.data(ChipToneRole).isValid())
        return {static_cast<int>(chipSize(text, index.data(ChipOutlinedRole).toBool()).width()) + 2 * kSide, height};
    const TextKind kind = index.data(MonoRole).toBool()     ? TextKind::Mono
                          : index.data(StrongRole).toBool() ? TextKind::Strong
                                                            : TextKind::Body;
    const double extra =
        (index.data(SeriesRole).isValid() ? 18 : 0) + (index.data(IconNameRole).toString().isEmpty() ? 0 : 20);
    return {static_cast<int>(std::ceil(QFontMetricsF(ui::font(kind)).horizontalAdvance(text) + extra)) + 2 * kSide + 1,
            height};
}

TableHeader::TableHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setMinimumSectionSize(20);
    setAttribute(Qt::WA_Hover);
}

QSize TableHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), theme().size("rowHeight")};
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    const QVariant aligned = model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole);
    const Qt::Alignment horizontal =
        aligned.isValid() ? Qt::Alignment(aligned.toInt()) & Qt::AlignHorizontal_Mask : Qt::AlignLeft;
    const QString text = model()->headerData(section, Qt::Horizontal).toString();
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section && sectionsClickable();
    const QFont shown = ui::font(TextKind::SmallMedium);
    QRectF inner = QRectF(rect).adjusted(kSide, 0, -kSide, 0);
    constexpr int kArrow = 12;
    const double width =
        std::min(QFontMetricsF(shown).horizontalAdvance(text), inner.width() - (sorted ? kArrow + 3 : 0));
    if (sorted) {
        const double left = horizontal & Qt::AlignRight ? inner.right() - kArrow : inner.left() + width + 3;
        paintIcon(*painter, {left, inner.center().y() - kArrow / 2.0, kArrow, kArrow},
                  sortIndicatorOrder() == Qt::DescendingOrder ? "arrow-down" : "arrow-up", color(Token::Secondary));
        if (horizontal & Qt::AlignRight)
            inner.setRight(inner.right() - kArrow - 3);
    }
    paintText(*painter, inner, horizontal | Qt::AlignVCenter, text, color(sorted ? Token::Text : Token::Secondary),
              shown);
}

void TableHeader::paintEvent(QPaintEvent* event) {
    QHeaderView::paintEvent(event);
    QPainter painter(viewport());
    paintLine(painter, {0, height() - 1.0}, {double(viewport()->width()), height() - 1.0}, color(Token::Border));
}

TableView::TableView(QWidget* parent) : QTableView(parent) {
    setItemDelegate(new TableDelegate(this));
    setHorizontalHeader(new TableHeader(this));
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setMouseTracking(true);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(20);
    verticalHeader()->setDefaultSectionSize(theme().size("rowHeight"));
    horizontalHeader()->setStretchLastSection(true);
    connect(this, &QTableView::doubleClicked, this, &TableView::opened);
}

void TableView::setModel(QAbstractItemModel* model) {
    if (this->model() != nullptr)
        disconnect(this->model(), nullptr, this, nullptr);
    QTableView::setModel(model);
    if (model != nullptr) {
        for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
            connect(model, signal, this, &TableView::showEmptyState);
        connect(model, &QAbstractItemModel::modelReset, this, &TableView::showEmptyState);
    }
    showEmptyState();
}

void TableView::setEmptyState(EmptyState* state) {
    delete m_empty;
    m_empty = state;
    if (state != nullptr)
        state->setParent(viewport());
    showEmptyState();
}

void TableView::showEmptyState() {
    const bool empty = model() == nullptr || model()->rowCount() == 0;
    if (m_empty != nullptr) {
        m_empty->setGeometry(viewport()->rect());
        m_empty->setVisible(empty);
    }
    horizontalHeader()->setVisible(!empty || m_empty == nullptr);
    if (m_hovered >= 0 && (empty || m_hovered >= model()->rowCount()))
        m_hovered = -1;
}

void TableView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    if (m_empty != nullptr)
        m_empty->setGeometry(viewport()->rect());
}

void TableView::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    // The lines between rows, once for the view and on device pixels; cells would leave gaps at 1.5x.
    QPainter painter(viewport());
    const int first = rowAt(event->rect().top());
    if (first < 0)
        return;
    const int rows = model()->rowCount();
    for (int row = first; row < rows; ++row) {
        const double y = rowViewportPosition(row) + rowHeight(row) - 1;
        if (y > event->rect().bottom())
            break;
        paintLine(painter, {0, y}, {double(viewport()->width()), y}, color(Token::Grid));
    }
}

QByteArray TableView::saveLayout() const {
    return horizontalHeader()->saveState();
}

void TableView::restoreLayout(const QByteArray& state) {
    if (!state.isEmpty())
        horizontalHeader()->restoreState(state);
}

void TableView::setHovered(int row) {
    if (row == m_hovered)
        return;
    m_hovered = row;
    viewport()->update();
}

void TableView::mouseMoveEvent(QMouseEvent* event) {
    QTableView::mouseMoveEvent(event);
    setHovered(rowAt(event->position().toPoint().y()));
}

void TableView::leaveEvent(QEvent* event) {
    QTableView::leaveEvent(event);
    setHovered(-1);
}

void TableView::copySelection() const {
    QStringList lines;
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    for (const QModelIndex& row : rows) {
        QStringList cells;
        for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
            const int column = horizontalHeader()->logicalIndex(visual);
            if (isColumnHidden(column))
                continue;
            const QModelIndex index = row.siblingAtColumn(column);
            const QVariant copied = index.data(CopyRole);
            cells << (copied.isValid() ? copied : index.data()).toString();
        }
        lines << cells.join('\t');
    }
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join('\n'));
}

void TableView::keyPressEvent(QKeyEvent* event) {
    // Enter ends what is typed into a cell and comes by here: it opens nothing then.
    if (state() == EditingState) {
        QTableView::keyPressEvent(event);
    } else if (event->matches(QKeySequence::Copy) && selectionModel() != nullptr) {
        copySelection();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        emit opened(currentIndex());
    } else if (event->key() == Qt::Key_Delete) {
        emit deleteRequested();
    } else {
        QTableView::keyPressEvent(event);
    }
}

}  // namespace flambeau::ui
