// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables.h"

#include <algorithm>
#include <array>

#include <QMouseEvent>
#include <QPainter>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/icons.h"
#include "model_text.h"

namespace flambeau::ui::models {

namespace {

constexpr int kSide = 10, kChipGap = 4, kPressHeight = 24, kPressIcon = 12;

QDateTime when(double seconds) {
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(seconds * 1000));
}

QStringList words(const std::vector<std::string>& list) {
    QStringList result;
    for (const std::string& one : list)
        result << text(one);
    return result;
}

QString versionCount(int count) {
    return count == 1 ? NamesModel::tr("1 version") : NamesModel::tr("%1 versions").arg(count);
}

constexpr int kRight = Qt::AlignRight | Qt::AlignVCenter;

}  // namespace

void NamesModel::set(const Catalog& catalog) {
    QVector<Row> rows;
    for (const auto& version : catalog.versions) {
        const QString name = text(version->name);
        if (rows.isEmpty() || rows.back().name != name)
            rows.push_back({name, 0});
        ++rows.back().versions;
    }
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int NamesModel::rowOf(const QString& name) const {
    const auto at = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.name == name; });
    return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

QVariant NamesModel::data(const QModelIndex& index, int role) const {
    const Row& row = m_rows[index.row()];
    if (role == Qt::DisplayRole)
        return index.column() == 0 ? row.name : versionCount(row.versions);
    if (role == StrongRole)
        return index.column() == 0;
    if (role == TokenRole && index.column() == 1)
        return int(Token::Secondary);
    if (role == Qt::TextAlignmentRole && index.column() == 1)
        return kRight;
    if (role == Qt::ToolTipRole)
        return row.name;
    if (role == Qt::AccessibleTextRole)
        return row.name + ", " + versionCount(row.versions);
    return {};
}

void VersionsModel::set(std::vector<VersionPtr> versions) {
    if (versions == m_versions)
        return;
    beginResetModel();
    m_versions = std::move(versions);
    m_metric = m_versions.empty() ? std::string() : mainMetric(*m_versions.front());
    const session::ModelVersion* first = best(m_versions);
    m_best = first ? first->version : 0;
    endResetModel();
}

VersionPtr VersionsModel::at(int row) const {
    return row >= 0 && row < rowCount() ? m_versions[static_cast<std::size_t>(row)] : nullptr;
}

int VersionsModel::rowOf(int version) const {
    const auto at = std::find_if(m_versions.begin(), m_versions.end(),
                                 [&](const VersionPtr& one) { return one->version == version; });
    return at == m_versions.end() ? -1 : static_cast<int>(at - m_versions.begin());
}

int VersionsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_versions.size());
}

QVariant VersionsModel::data(const QModelIndex& index, int role) const {
    const session::ModelVersion& version = *m_versions[static_cast<std::size_t>(index.row())];
    const QString figure = metricText(m_metric, metric(version, m_metric));
    const QString made = format::date(when(version.created));
    const QStringList aliases = words(version.aliases);
    if (role == Qt::AccessibleTextRole)
        return QStringList{numberText(version.version), aliases.join(", "), figure, made}.join(", ");
    if (role == Qt::ToolTipRole)
        return index.column() == Made      ? format::exactDate(when(version.created))
               : index.column() == Aliases ? aliases.join(", ")
               : index.column() == Figure  ? text(m_metric)
                                           : QString();
    if (role == CopyRole && index.column() == Aliases)
        return aliases.join(", ");
    switch (index.column()) {
        case Number:
            return role == Qt::DisplayRole ? QVariant(numberText(version.version))
                   : role == StrongRole    ? QVariant(true)
                                           : QVariant();
        case Aliases:
            return role == Qt::UserRole ? QVariant(aliases) : QVariant();
        case Figure:
            return role == Qt::DisplayRole         ? QVariant(figure)
                   : role == Qt::TextAlignmentRole ? QVariant(kRight)
                   : role == StrongRole            ? QVariant(version.version == m_best && m_versions.size() > 1)
                                                   : QVariant();
        default:
            return role == Qt::DisplayRole         ? QVariant(made)
                   : role == Qt::TextAlignmentRole ? QVariant(kRight)
                   : role == TokenRole             ? QVariant(int(Token::Secondary))
                                                   : QVariant();
    }
}

void FilesModel::set(VersionPtr version) {
    beginResetModel();
    m_version = std::move(version);
    m_files.clear();
    if (m_version) {
        for (const auto& file : m_version->files)
            m_files.push_back(&file);
    }
    // What people come for stands first.
    static constexpr std::array<std::string_view, 5> kFirst = {"model.onnx", "best.safetensors", "model.ts",
                                                               "state_dict.pt", "model.json"};
    const auto rank = [](const session::ModelFileEntry* file) {
        return std::find(kFirst.begin(), kFirst.end(), file->path) - kFirst.begin();
    };
    std::stable_sort(m_files.begin(), m_files.end(), [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
    endResetModel();
}

const session::ModelFileEntry* FilesModel::at(int row) const {
    return row >= 0 && row < rowCount() ? m_files[static_cast<std::size_t>(row)] : nullptr;
}

int FilesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_files.size());
}

QVariant FilesModel::data(const QModelIndex& index, int role) const {
    const session::ModelFileEntry& file = *m_files[static_cast<std::size_t>(index.row())];
    const QString size = format::bytes(static_cast<qint64>(file.bytes));
    if (role == Qt::AccessibleTextRole)
        return QStringList{text(file.path), fileKind(file.path), size}.join(", ");
    switch (index.column()) {
        case Name:
            return role == Qt::DisplayRole || role == Qt::ToolTipRole ? QVariant(text(file.path))
                   : role == StrongRole                               ? QVariant(true)
                                                                      : QVariant();
        case Kind:
            return role == Qt::DisplayRole ? QVariant(fileKind(file.path))
                   : role == TokenRole     ? QVariant(int(Token::Secondary))
                                           : QVariant();
        case Size:
            return role == Qt::DisplayRole         ? QVariant(size)
                   : role == Qt::TextAlignmentRole ? QVariant(kRight)
                   : role == Qt::ToolTipRole       ? QVariant(tr("%1 bytes").arg(format::count(qint64(file.bytes))))
                                                   : QVariant();
        case Hash:
            return role == Qt::DisplayRole   ? QVariant(format::shortHash(text(file.sha256)))
                   : role == MonoRole        ? QVariant(true)
                   : role == TokenRole       ? QVariant(int(Token::Secondary))
                   : role == CopyRole        ? QVariant(text(file.sha256))
                   : role == Qt::ToolTipRole ? QVariant(tr("SHA-256 %1\nA click copies it").arg(text(file.sha256)))
                                             : QVariant();
        default:
            return role == Qt::DisplayRole ? QVariant(tr("Download"))
                   : role == IconNameRole  ? QVariant("download")
                   : role == CopyRole      ? QVariant(QString())
                                           : QVariant();
    }
}

void TrashModel::set(std::vector<VersionPtr> versions) {
    if (versions == m_versions)
        return;
    beginResetModel();
    m_versions = std::move(versions);
    std::stable_sort(m_versions.begin(), m_versions.end(),
                     [](const VersionPtr& a, const VersionPtr& b) { return a->removed > b->removed; });
    endResetModel();
}

VersionPtr TrashModel::at(int row) const {
    return row >= 0 && row < rowCount() ? m_versions[static_cast<std::size_t>(row)] : nullptr;
}

int TrashModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_versions.size());
}

QVariant TrashModel::data(const QModelIndex& index, int role) const {
    const session::ModelVersion& version = *m_versions[static_cast<std::size_t>(index.row())];
    const std::string name = mainMetric(version);
    if (role == Qt::TextAlignmentRole)
        return index.column() == Figure ? kRight : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == StrongRole)
        return index.column() == Name;
    if (role == IconNameRole && index.column() == Back)
        return "undo";
    if (role == Qt::ToolTipRole && index.column() == Removed)
        return format::exactDate(when(version.removed));
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    const QStringList cells{text(version.name), numberText(version.version), metricText(name, metric(version, name)),
                            format::date(when(version.removed)), tr("Restore")};
    return role == Qt::DisplayRole ? cells[index.column()] : cells.mid(0, Back).join(", ");
}

QVariant TrashModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Figure ? kRight : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return QStringList{tr("Model"), tr("Version"), tr("Best"), tr("Removed"), QString()}[section];
}

void ChipsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    TableDelegate::paint(painter, option, index);
    const QStringList chips = index.data(Qt::UserRole).toStringList();
    double left = option.rect.left() + kSide;
    const double right = option.rect.right() - 2;
    for (int i = 0; i < chips.size(); ++i) {
        QSizeF size = chipSize(chips[i], true);
        const QString more = QString("+%1").arg(chips.size() - i);
        const double after = i + 1 < chips.size() ? chipSize("+9", true).width() + kChipGap : 0;
        if (left + size.width() + after > right) {
            if (i == 0)
                size.setWidth(std::max(20.0, right - left - after));
            else
                size = chipSize(more, true);
            const QRectF place(left, option.rect.center().y() - size.height() / 2 + 1, size.width(), size.height());
            paintChip(*painter, place, i == 0 ? chips[i] : more, i == 0 ? Tone::Accent : Tone::Neutral, true);
            if (i > 0)
                return;
        } else {
            const QRectF place(left, option.rect.center().y() - size.height() / 2 + 1, size.width(), size.height());
            paintChip(*painter, place, chips[i], Tone::Accent, true);
        }
        left += size.width() + kChipGap;
    }
}

QRect PressDelegate::place(const QRect& cell, const QString& text) {
    const int width =
        static_cast<int>(QFontMetricsF(ui::font(TextKind::SmallMedium)).horizontalAdvance(text)) + kPressIcon + 24;
    return {cell.right() - width - 4, cell.center().y() - kPressHeight / 2 + 1, width, kPressHeight};
}

void PressDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, color(Token::Selection));
    else if (const auto* view = qobject_cast<const TableView*>(option.widget);
             view && view->hoveredRow() == index.row())
        painter->fillRect(option.rect, mixed(color(Token::Surface), color(Token::Sunken), 0.6));
    const QString shown = index.data().toString();
    const QRectF box = place(option.rect, shown);
    const bool over = (option.state & QStyle::State_MouseOver) && option.widget != nullptr &&
                      box.contains(option.widget->mapFromGlobal(QCursor::pos()));
    paintFrame(*painter, box, theme().size("controlRadius"), color(over ? Token::Sunken : Token::Surface),
               color(Token::Border));
    paintIcon(*painter, {box.left() + 8, box.center().y() - kPressIcon / 2.0, kPressIcon, kPressIcon},
              index.data(IconNameRole).toString(), color(Token::Text));
    paintText(*painter, box.adjusted(8 + kPressIcon + 6, 0, -6, 0), Qt::AlignLeft | Qt::AlignVCenter, shown,
              color(Token::Text), ui::font(TextKind::SmallMedium));
}

bool PressDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                                const QModelIndex& index) {
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() == Qt::LeftButton &&
            place(option.rect, index.data().toString()).contains(mouse->position().toPoint())) {
            emit pressed(index);
            return true;
        }
    }
    return TableDelegate::editorEvent(event, model, option, index);
}

TableView* plainTable(QAbstractItemModel* model, const QString& name) {
    auto* table = new TableView;
    table->setModel(model);
    table->setAccessibleName(name);
    table->horizontalHeader()->setMaximumHeight(0);  // hidden, the view would show it again with its first row
    table->horizontalHeader()->setStretchLastSection(false);
    table->horizontalHeader()->setMinimumSectionSize(20);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return table;
}

void fitHeight(TableView* table, int most) {
    const int rows = std::clamp(table->model()->rowCount(), 1, most);
    const int header = table->horizontalHeader()->maximumHeight() == 0 ? 0 : theme().size("rowHeight");
    table->setFixedHeight(rows * theme().size("rowHeight") + header);
}

}  // namespace flambeau::ui::models
