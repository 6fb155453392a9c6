// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/common/text.h"
#include "flambeau/ui/pictures/picture_grid.h"

namespace flambeau::ui::pictures {
void PictureModel::setItems(QVector<PictureItem> items) {
    beginResetModel();
    m_items = std::move(items);
    m_count = static_cast<int>(m_items.size());
    m_make = {};
    endResetModel();
}

void PictureModel::setItems(int count, std::function<PictureItem(int)> item) {
    beginResetModel();
    m_items.clear();
    m_count = count;
    m_make = std::move(item);
    endResetModel();
}

PictureItem PictureModel::item(int row) const {
    if (row < 0 || row >= m_count)
        return {};
    return m_make ? m_make(row) : m_items[row];
}

int PictureModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_count;
}

QVariant PictureModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    switch (role) {
        case Qt::DisplayRole:
            return item(index.row()).caption;
        case NoteRole:
            return item(index.row()).note;
        case PictureKeyRole:
            return QVariant::fromValue(item(index.row()).key);
        case PictureToneRole:
            return static_cast<int>(item(index.row()).tone);
        case Qt::ToolTipRole: {
            const PictureItem one = item(index.row());
            return one.toolTip.isEmpty() ? one.key.path : one.toolTip;
        }
        case Qt::AccessibleTextRole: {
            const PictureItem one = item(index.row());
            if (!one.description.isEmpty())
                return one.description;
            QStringList words{one.caption, one.note, fileName(one.key.path)};
            words.removeAll(QString());
            return words.join(QStringLiteral(", "));
        }
        default:
            return {};
    }
}

}  // namespace flambeau::ui::pictures
