// SPDX-License-Identifier: GPL-3.0-or-later
#include "host_list.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSignalBlocker>

#include "flambeau/ui/common/theme.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kRow = 52, kMostShown = 7, kInset = 10;

class MachineDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {100, kRow}; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const auto& row =
            static_cast<const MachineModel*>(index.model())->rows()[static_cast<std::size_t>(index.row())];
        const QRectF rect = option.rect;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected) {
            paintFrame(*painter, rect, 6, color(Token::Selection), color(Token::Selection));
            painter->setPen(Qt::NoPen);
            painter->setBrush(color(Token::Accent));
            painter->drawRoundedRect(QRectF(rect.left(), rect.top() + 2, 3, rect.height() - 4), 1.5, 1.5);
        } else if (option.state & QStyle::State_MouseOver) {
            paintFrame(*painter, rect, 6, color(Token::Sunken), color(Token::Sunken));
        }
        const QRectF inner = rect.adjusted(kInset, 6, -kInset, -6);
        const QSizeF chip = chipSize(row.state);
        const QFont strong = ui::font(TextKind::Strong);
        // The state is told whole where the name leaves room for it.
        const double beside = inner.width() - 8 - std::ceil(QFontMetricsF(strong).horizontalAdvance(row.title));
        const double chipWidth = std::min(chip.width(), std::max(beside, inner.width() * 0.7));
        paintChip(*painter, QRectF(inner.right() - chipWidth, inner.top(), chipWidth, chip.height()), row.state,
                  row.tone);
        paintText(*painter, QRectF(inner.left(), inner.top(), inner.width() - chipWidth - 8, 20),
                  Qt::AlignLeft | Qt::AlignVCenter, row.title, color(Token::Text), strong);
        paintText(*painter, QRectF(inner.left(), inner.top() + 21, inner.width(), 18), Qt::AlignLeft | Qt::AlignVCenter,
                  row.line, color(Token::Secondary), ui::font(TextKind::Small));
        painter->restore();
    }
};

}  // namespace

void MachineModel::setRows(std::vector<MachineRow> rows) {
    const bool same = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                                 [](const auto& a, const auto& b) { return a.name == b.name; });
    if (!same) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    if (m_rows == rows)
        return;
    m_rows = std::move(rows);
    emit dataChanged(index(0), index(rowCount() - 1));
}

int MachineModel::rowOf(const QString& name) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const auto& row) { return row.name == name; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int MachineModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant MachineModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const MachineRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return row.title;
        case Qt::AccessibleTextRole:
            return row.title + ", " + row.state + ", " + row.line;
        case Qt::ToolTipRole:
            return QString(row.title + "\n" + row.state + "\n" + row.line).toHtmlEscaped().replace('\n', "<br>");
        default:
            return {};
    }
}

MachineList::MachineList(QWidget* parent) : QListView(parent), m_model(new MachineModel(this)) {
    setModel(m_model);
    setItemDelegate(new MachineDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Machines"));
    setStyleSheet("QListView { background: transparent; border: none; }");
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        const QString name = chosen();
        if (std::exchange(m_told, name) != name)
            emit chosenChanged(name);
    });
}

void MachineList::setRows(std::vector<MachineRow> rows) {
    const QString name = m_told;
    const auto count = rows.size();
    const bool first = m_model->rowCount() == 0;
    {
        const QSignalBlocker quiet(selectionModel());
        m_model->setRows(std::move(rows));
    }
    if (first || m_model->rowCount() != static_cast<int>(count) || chosen() != name || !currentIndex().isValid())
        choose(name);
    updateGeometry();
}

QString MachineList::chosen() const {
    const int row = currentIndex().row();
    return row >= 0 && row < m_model->rowCount() ? m_model->rows()[static_cast<std::size_t>(row)].name : QString();
}

bool MachineList::choose(const QString& name) {
    const int row = m_model->rowOf(name);
    setCurrentIndex(m_model->index(std::max(0, row)));
    viewport()->update();
    return row >= 0;
}

QSize MachineList::sizeHint() const {
    return {240, std::clamp(m_model->rowCount(), 1, kMostShown) * kRow};
}

QSize MachineList::minimumSizeHint() const {
    return {120, sizeHint().height()};
}

void MachineList::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Delete && !chosen().isEmpty())
        emit removeWanted(chosen());
    else
        QListView::keyPressEvent(event);
}

}  // namespace flambeau::ui::compute
