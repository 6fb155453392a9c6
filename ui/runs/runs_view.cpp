// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs_view.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/icons.h"

namespace flambeau::ui::runs {
namespace {
constexpr int kSide = 10, kMark = 16;

RunsModel::Kind kindOf(const QModelIndex& index) {
    return static_cast<RunsModel::Kind>(index.data(RowKindRole).toInt());
}
}  // namespace

void RunsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    if (kindOf(index) == RunsModel::Kind::Group) {
        paintGroup(*painter, option, index);
        return;
    }
    const auto* model = static_cast<const RunsModel*>(index.model());
    const QString& column = model->columns()[index.column()];
    if (column == "progress")
        paintProgress(*painter, option, index);
    else if (column == "name")
        paintName(*painter, option, index);
    else
        TableDelegate::paint(painter, option, index);
}

/// A heading runs over all columns: each cell paints its part of it.
void RunsDelegate::paintGroup(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* view = qobject_cast<const TableView*>(option.widget);
    const auto* model = static_cast<const RunsModel*>(index.model());
    const QModelIndex named = index.siblingAtColumn(static_cast<int>(model->columns().indexOf("name")));
    painter.save();
    painter.setClipRect(option.rect);
    painter.fillRect(option.rect, color(Token::Sunken));
    const bool isCurrent = view != nullptr && view->hasFocus() && view->currentIndex().row() == index.row();
    const int left = view == nullptr ? 0 : view->columnViewportPosition(view->horizontalHeader()->logicalIndex(0));
    const QRectF row(left + kSide, option.rect.top(), 600, option.rect.height());
    const bool open = index.data(OpenRole).toBool();
    paintIcon(painter, {row.left(), row.center().y() - 6, 12, 12}, open ? "chevron-down" : "chevron-right",
              color(isCurrent ? Token::Accent : Token::Secondary));
    const double taken = paintText(painter, row.adjusted(kMark + 2, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                                   named.data().toString(), color(Token::Text), ui::font(TextKind::Strong));
    paintText(painter, row.adjusted(kMark + 2 + taken + 8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
              format::count(index.data(ChainRole).toInt()), color(Token::Faint), ui::font(TextKind::Small));
    painter.restore();
}

void RunsDelegate::paintProgress(QPainter& painter, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const {
    const double share = index.data(CellProgressRole).toDouble();
    if (share < 0) {
        TableDelegate::paint(&painter, option, index);
        return;
    }
    QStyleOptionViewItem rest = option;
    rest.rect.adjust(70, 0, 0, 0);
    QStyleOptionViewItem ground = option;
    ground.rect.setWidth(70);
    // The ground of the bar's part is that of the row.
    if (option.state & QStyle::State_Selected)
        painter.fillRect(ground.rect, color(Token::Selection));
    else if (const auto* view = qobject_cast<const TableView*>(option.widget);
             view != nullptr && view->hoveredRow() == index.row())
        painter.fillRect(ground.rect, mixed(color(Token::Surface), color(Token::Sunken), 0.6));
    TableDelegate::paint(&painter, rest, index);
    const QRectF bar(option.rect.left() + kSide, option.rect.center().y() - 2.5, 60, 6);
    paintBar(painter, bar, share, color(Token::Accent));
}

void RunsDelegate::paintName(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const int count = index.data(ChainRole).toInt();
    const bool earlier = kindOf(index) == RunsModel::Kind::Earlier;
    QStyleOptionViewItem rest = option;
    const int chain = count > 1 && !earlier ? kMark : earlier ? 2 * kMark : 0;
    const QString note = count > 1 && !earlier ? QString("×%1").arg(count) : QString();
    const int room = note.isEmpty() ? 0 : 30;
    QStyleOptionViewItem whole = option;
    whole.rect.setWidth(chain + kSide);
    if (option.state & QStyle::State_Selected)
        painter.fillRect(option.rect, color(Token::Selection));
    else if (const auto* view = qobject_cast<const TableView*>(option.widget);
             view != nullptr && view->hoveredRow() == index.row())
        painter.fillRect(option.rect, mixed(color(Token::Surface), color(Token::Sunken), 0.6));
    rest.rect.adjust(chain, 0, -room, 0);
    TableDelegate::paint(&painter, rest, index);
    if (chain == kMark) {
        const QRectF mark(option.rect.left() + kSide - 2, option.rect.center().y() - 6, 12, 12);
        paintIcon(painter, mark, index.data(OpenRole).toBool() ? "chevron-down" : "chevron-right",
                  color(Token::Secondary));
    } else if (earlier) {
        const QRectF mark(option.rect.left() + kSide + kMark - 2, option.rect.center().y() - 6, 12, 12);
        paintIcon(painter, mark, "undo", color(Token::Faint));
    }
    if (!note.isEmpty())
        paintText(painter,
                  QRectF(option.rect.right() - room, option.rect.top(), room - kSide + 4, option.rect.height()),
                  Qt::AlignRight | Qt::AlignVCenter, note, color(Token::Faint), ui::font(TextKind::Small));
}

QWidget* RunsDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const {
    auto* editor = new QLineEdit(parent);
    editor->setAccessibleName(tr("Name of the run"));
    editor->setMaxLength(200);
    auto* model = static_cast<RunsModel*>(const_cast<QAbstractItemModel*>(index.model()));
    model->hold(true);
    connect(editor, &QObject::destroyed, model, [model] { model->hold(false); });
    return editor;
}

void RunsDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const {
    editor->setGeometry(option.rect.adjusted(2, 1, -2, -2));
}

RunsView::RunsView(RunsModel& model, QWidget* parent) : TableView(parent), m_model(model) {
    setItemDelegate(new RunsDelegate(this));
    setModel(&model);
    setAccessibleName(tr("Runs"));
    horizontalHeader()->setSortIndicatorShown(true);
    setSortingEnabled(false);
    setWidths({});
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &RunsView::keepPlace);
    connect(&model, &QAbstractItemModel::modelReset, this, &RunsView::comeBack);
    connect(horizontalHeader(), &QHeaderView::sectionClicked, this, [this](int section) {
        const QString& key = m_model.columns()[section];
        // Numbers and times are looked at from the top, words from A.
        const bool fresh = key != m_model.sortKey();
        const bool down = columnOf(key).right || key == "created" || key == "progress";
        m_model.setSort(key, fresh ? down && !key.endsWith("loss") : !m_model.sortDescending());
        horizontalHeader()->setSortIndicator(section,
                                             m_model.sortDescending() ? Qt::DescendingOrder : Qt::AscendingOrder);
    });
}

void RunsView::keepPlace() {
    if (m_restoring)
        return;
    m_kept = selectedRuns();
    m_keptCurrent = m_model.runAt(currentIndex().row());
    m_keptColumn = std::max(0, currentIndex().column());
    m_keptSide = horizontalScrollBar()->value();
    m_keptTop.clear();
    const int top = rowAt(0);
    if (verticalScrollBar()->value() > 0 && top >= 0) {
        m_keptTop = m_model.runAt(top);
        m_keptOffset = rowViewportPosition(top);
    }
    m_restoring = true;
}

void RunsView::comeBack() {
    // Without rows there is nothing beside the edge.
    setHorizontalScrollBarPolicy(m_model.rowCount() == 0 ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    selectRuns(m_kept);
    const int current = m_model.rowOf(m_keptCurrent);
    if (current >= 0)
        selectionModel()->setCurrentIndex(m_model.index(current, std::min(m_keptColumn, m_model.columnCount() - 1)),
                                          QItemSelectionModel::NoUpdate);
    const int top = m_keptTop.isEmpty() ? -1 : m_model.rowOf(m_keptTop);
    // After the view itself has taken notice of the reset.
    QMetaObject::invokeMethod(
        this,
        [this, top, side = m_keptSide, offset = m_keptOffset] {
            if (top >= 0)
                verticalScrollBar()->setValue(top * verticalHeader()->defaultSectionSize() - offset);
            horizontalScrollBar()->setValue(side);
        },
        Qt::QueuedConnection);
    const auto sorted = static_cast<int>(m_model.columns().indexOf(m_model.sortKey()));
    horizontalHeader()->setSortIndicator(sorted, m_model.sortDescending() ? Qt::DescendingOrder : Qt::AscendingOrder);
    m_restoring = false;
    emit selectionChangedTo(selectedRuns());
}

QStringList RunsView::selectedRuns() const {
    QStringList runs;
    if (selectionModel() == nullptr)
        return runs;
    QList<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows())
        rows << index.row();
    std::sort(rows.begin(), rows.end());
    for (int row : rows) {
        const QString run = m_model.runAt(row);
        if (!run.isEmpty())
            runs << run;
    }
    return runs;
}

void RunsView::selectRuns(const QStringList& runs) {
    QItemSelection selection;
    QList<int> rows;
    for (const QString& run : runs) {
        const int row = m_model.rowOf(run);
        if (row >= 0)
            rows << row;
    }
    std::sort(rows.begin(), rows.end());
    for (qsizetype i = 0; i < rows.size();) {
        qsizetype last = i;
        while (last + 1 < rows.size() && rows[last + 1] == rows[last] + 1)
            ++last;
        selection.select(m_model.index(rows[i], 0), m_model.index(rows[last], m_model.columnCount() - 1));
        i = last + 1;
    }
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}

void RunsView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    TableView::selectionChanged(selected, deselected);
    if (!m_restoring)
        emit selectionChangedTo(selectedRuns());
}

void RunsView::renameCurrent() {
    const auto column = static_cast<int>(m_model.columns().indexOf("name"));
    const QModelIndex index = m_model.index(currentIndex().row(), column);
    if (index.isValid() && index.flags() & Qt::ItemIsEditable) {
        scrollTo(index);
        edit(index);
    }
}

void RunsView::keyPressEvent(QKeyEvent* event) {
    const QModelIndex index = currentIndex();
    const bool opens = index.isValid() && state() != EditingState &&
                       (m_model.kindAt(index.row()) == RunsModel::Kind::Group ||
                        (m_model.kindAt(index.row()) == RunsModel::Kind::Run && index.data(ChainRole).toInt() > 1));
    const bool open = opens && index.data(OpenRole).toBool();
    const bool group = opens && m_model.kindAt(index.row()) == RunsModel::Kind::Group;
    if (opens && ((event->key() == Qt::Key_Right && !open) || (event->key() == Qt::Key_Left && open) ||
                  (group && (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return)))) {
        const int row = index.row();
        m_model.toggle(row);
        selectionModel()->setCurrentIndex(m_model.index(row, index.column()), QItemSelectionModel::NoUpdate);
        return;
    }
    TableView::keyPressEvent(event);
}

void RunsView::mousePressEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid() && event->button() == Qt::LeftButton) {
        const auto kind = m_model.kindAt(index.row());
        const bool mark = m_model.columns()[index.column()] == "name" &&
                          event->position().x() < columnViewportPosition(index.column()) + kSide + kMark;
        if (kind == RunsModel::Kind::Group ||
            (kind == RunsModel::Kind::Run && mark && index.data(ChainRole).toInt() > 1)) {
            m_model.toggle(index.row());
            return;
        }
    }
    TableView::mousePressEvent(event);
}

QStringList RunsView::columnsInOrder() const {
    QStringList keys;
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual)
        keys << m_model.columns()[horizontalHeader()->logicalIndex(visual)];
    return keys;
}

void RunsView::setWidths(const QHash<QString, int>& widths) {
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const RunColumn about = columnOf(m_model.columns()[column]);
        horizontalHeader()->resizeSection(column, std::clamp(widths.value(about.key, about.width), 30, 900));
    }
}

void RunsView::showColumns(const QStringList& keys) {
    QHash<QString, int> widths;
    for (int column = 0; column < m_model.columnCount(); ++column)
        widths[m_model.columns()[column]] = columnWidth(column);
    // The model's order is the one that is shown, so that nothing has to be moved in the header.
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual)
        horizontalHeader()->moveSection(horizontalHeader()->visualIndex(visual), visual);
    m_model.setColumns(keys);
    setWidths(widths);
}

QByteArray RunsView::layoutState() const {
    QJsonArray columns;
    const QStringList keys = columnsInOrder();
    for (qsizetype i = 0; i < keys.size(); ++i) {
        const int logical = static_cast<int>(m_model.columns().indexOf(keys[i]));
        // The last one is as wide as there is room.
        const int width = i + 1 == keys.size() ? columnOf(keys[i]).width : columnWidth(logical);
        columns.append(QJsonObject{{"key", keys[i]}, {"width", width}});
    }
    return QJsonDocument(
               QJsonObject{{"columns", columns}, {"sort", m_model.sortKey()}, {"descending", m_model.sortDescending()}})
        .toJson(QJsonDocument::Compact);
}

void RunsView::restoreLayoutState(const QByteArray& state) {
    const QJsonObject object = QJsonDocument::fromJson(state).object();
    QStringList keys;
    QHash<QString, int> widths;
    for (const QJsonValue& value : object["columns"].toArray()) {
        keys << value["key"].toString();
        widths[keys.last()] = value["width"].toInt(100);
    }
    if (keys.isEmpty())
        return;
    m_model.setColumns(keys);
    setWidths(widths);
    if (!columnOf(object["sort"].toString()).key.isEmpty())
        m_model.setSort(object["sort"].toString(), object["descending"].toBool());
}

}  // namespace flambeau::ui::runs
