// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset_list.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/paint.h"
#include "flambeau/ui/common/plain_tip.h"
#include "flambeau/ui/common/table.h"

namespace flambeau::ui::datasets {
namespace {

constexpr int kRow = 50;
constexpr int NoteRole = Qt::UserRole + 1;

/// What it holds and, of one on a host, where it lies.
QString noteOf(const session::DatasetEntry& entry) {
    const QString there = entry.on.empty() ? QString() : QStringLiteral(" · ") + QString::fromStdString(entry.on);
    const QString images = entry.images == 1 ? DatasetListModel::tr("1 image")
                                             : DatasetListModel::tr("%1 images").arg(format::count(entry.images));
    if (entry.classes <= 0)
        return images + there;
    return images + QStringLiteral(" · ") +
           (entry.classes == 1 ? DatasetListModel::tr("1 class")
                               : DatasetListModel::tr("%1 classes").arg(format::count(entry.classes))) +
           there;
}

class Rows : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const QRectF row(option.rect);
        if (option.state & QStyle::State_Selected) {
            paintFrame(*painter, row, 6, color(Token::Selection), {});
            painter->save();
            painter->setClipRect(QRectF(row.left(), row.top(), 3, row.height()));
            paintFrame(*painter, row, 6, color(Token::Accent), {});
            painter->restore();
        } else if (option.state & QStyle::State_MouseOver) {
            paintFrame(*painter, row, 6, mixed(color(Token::Surface), color(Token::Sunken), 0.6), {});
        }
        const QRectF inner = row.adjusted(10, 6, -8, -7);
        paintText(*painter, {inner.left(), inner.top(), inner.width(), inner.height() / 2},
                  Qt::AlignLeft | Qt::AlignVCenter, index.data().toString(), color(Token::Text),
                  ui::font(TextKind::Strong));
        paintText(*painter, {inner.left(), inner.center().y(), inner.width(), inner.height() / 2},
                  Qt::AlignLeft | Qt::AlignVCenter, index.data(NoteRole).toString(), color(Token::Secondary),
                  ui::font(TextKind::Small));
    }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {100, kRow}; }
};

}  // namespace

void DatasetListModel::setEntries(std::vector<session::DatasetEntry> entries) {
    const bool sameNames = std::equal(entries.begin(), entries.end(), m_entries.begin(), m_entries.end(),
                                      [](const auto& a, const auto& b) { return a.name == b.name; });
    if (sameNames) {
        m_entries = std::move(entries);
        if (!m_entries.empty())
            emit dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
}

int DatasetListModel::rowOf(const QString& name) const {
    const std::string wanted = name.toStdString();
    const auto at =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const auto& entry) { return entry.name == wanted; });
    return at == m_entries.end() ? -1 : static_cast<int>(at - m_entries.begin());
}

int DatasetListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant DatasetListModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const session::DatasetEntry& entry = m_entries[static_cast<std::size_t>(index.row())];
    const QString name = QString::fromStdString(entry.name);
    switch (role) {
        case Qt::DisplayRole:
        case CopyRole:
            return name;
        case NoteRole:
            return noteOf(entry);
        case Qt::ToolTipRole:
            return plainTip(QStringLiteral("%1, %2\n%3")
                                .arg(tr("version %1").arg(entry.version),
                                     format::bytes(static_cast<qint64>(entry.bytes)),
                                     QString::fromStdString(entry.source)));
        case Qt::AccessibleTextRole:
            return name + QStringLiteral(", ") + noteOf(entry);
        default:
            return {};
    }
}

DatasetList::DatasetList(QWidget* parent) : QListView(parent) {
    setItemDelegate(new Rows(this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setContextMenuPolicy(Qt::CustomContextMenu);
    viewport()->setAutoFillBackground(false);
    setStyleSheet(QStringLiteral("QListView { background: transparent; border: none; }"));
    setAccessibleName(tr("Datasets"));
}

int DatasetList::heightForContents() const {
    return (model() == nullptr ? 0 : model()->rowCount()) * kRow;
}

void DatasetList::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Delete && currentIndex().isValid())
        emit deleteRequested();
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid())
        emit opened();
    else if (event->key() == Qt::Key_Escape)
        event->ignore();
    else
        QListView::keyPressEvent(event);
}

}  // namespace flambeau::ui::datasets
