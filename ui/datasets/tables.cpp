// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables.h"

#include <algorithm>
#include <numeric>


#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::datasets {
namespace {

using Cell = RowsModel::Cell;

Cell number(qint64 value) {
    Cell cell{value > 0 ? format::count(value) : QStringLiteral("–")};
    cell.right = true;
    cell.sort = value;
    return cell;
}

Cell date(double seconds) {
    const auto at = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(seconds));
    Cell cell{format::date(at), format::exactDate(at)};
    cell.quiet = true;
    cell.sort = seconds;
    return cell;
}

Cell size(std::uint64_t bytes) {
    Cell cell{format::bytes(static_cast<qint64>(bytes))};
    cell.right = true;
    cell.sort = static_cast<qulonglong>(bytes);
    return cell;
}

Cell path(const std::string& source) {
    Cell cell{QString::fromStdString(source)};
    cell.toolTip = cell.copy = cell.text;
    cell.quiet = true;
    return cell;
}

Cell hash(const std::string& whole) {
    Cell cell{format::shortHash(QString::fromStdString(whole))};
    cell.toolTip = cell.copy = QString::fromStdString(whole);
    cell.mono = true;
    return cell;
}

Cell strong(const QString& words) {
    Cell cell{words};
    cell.strong = true;
    return cell;
}

Cell state(const QString& name) {
    static const std::map<QString, std::pair<const char*, Tone>> words{
        {"preparing", {QT_TRANSLATE_NOOP("flambeau", "Preparing"), Tone::Info}},
        {"queued", {QT_TRANSLATE_NOOP("flambeau", "Queued"), Tone::Caution}},
        {"running", {QT_TRANSLATE_NOOP("flambeau", "Running"), Tone::Info}},
        {"finalizing", {QT_TRANSLATE_NOOP("flambeau", "Finalizing"), Tone::Info}},
        {"completed", {QT_TRANSLATE_NOOP("flambeau", "Completed"), Tone::Good}},
        {"failed", {QT_TRANSLATE_NOOP("flambeau", "Failed"), Tone::Bad}},
        {"canceled", {QT_TRANSLATE_NOOP("flambeau", "Canceled"), Tone::Neutral}},
        {"lost", {QT_TRANSLATE_NOOP("flambeau", "Lost"), Tone::Bad}},
    };
    const auto at = words.find(name);
    Cell cell{at == words.end() ? name : say(at->second.first)};
    cell.tone = static_cast<int>(at == words.end() ? Tone::Neutral : at->second.second);
    return cell;
}

}  // namespace

RowsModel::RowsModel(QStringList heads, QObject* parent) : QAbstractTableModel(parent), m_heads(std::move(heads)) {}

void RowsModel::setRows(std::vector<Row> rows, QStringList keys) {
    beginResetModel();
    m_rows = std::move(rows);
    m_keys = std::move(keys);
    sortRows();
    endResetModel();
}

int RowsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RowsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_heads.size());
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= m_heads.size())
        return {};
    if (role == Qt::DisplayRole)
        return m_heads[section];
    if (role == Qt::TextAlignmentRole && !m_rows.empty() && m_rows.front()[static_cast<std::size_t>(section)].right)
        return static_cast<int>(Qt::AlignRight);
    return {};
}

QVariant RowsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= columnCount())
        return {};
    const Cell& cell = m_rows[static_cast<std::size_t>(index.row())][static_cast<std::size_t>(index.column())];
    switch (role) {
        case Qt::DisplayRole:
            return cell.text;
        case Qt::ToolTipRole:
            return cell.toolTip.isEmpty() ? QVariant() : cell.toolTip;
        case Qt::TextAlignmentRole:
            return static_cast<int>(cell.right ? Qt::AlignRight : Qt::AlignLeft);
        case ChipToneRole:
            return cell.tone >= 0 ? QVariant(cell.tone) : QVariant();
        case StrongRole:
            return cell.strong;
        case MonoRole:
            return cell.mono;
        case TokenRole:
            return cell.quiet ? QVariant(static_cast<int>(Token::Secondary)) : QVariant();
        case CopyRole:
            return cell.copy.isEmpty() ? QVariant() : cell.copy;
        default:
            return {};
    }
}

void RowsModel::sort(int column, Qt::SortOrder order) {
    emit layoutAboutToBeChanged();
    m_column = column;
    m_order = order;
    // Selections follow their keys.
    const QStringList before = m_keys;
    sortRows();
    for (const QModelIndex& old : persistentIndexList())
        changePersistentIndex(old, index(static_cast<int>(m_keys.indexOf(before.value(old.row()))), old.column()));
    emit layoutChanged();
}

void RowsModel::sortRows() {
    if (m_column < 0 || m_column >= columnCount())
        return;
    std::vector<std::size_t> order(m_rows.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    const auto column = static_cast<std::size_t>(m_column);
    const auto less = [&](const Cell& a, const Cell& b) {
        if (a.sort.isValid() && b.sort.isValid())
            return a.sort.toDouble() < b.sort.toDouble();
        return a.text.localeAwareCompare(b.text) < 0;
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return m_order == Qt::AscendingOrder ? less(m_rows[a][column], m_rows[b][column])
                                             : less(m_rows[b][column], m_rows[a][column]);
    });
    std::vector<Row> rows;
    QStringList keys;
    for (const std::size_t at : order) {
        rows.push_back(std::move(m_rows[at]));
        keys << m_keys.value(static_cast<qsizetype>(at));
    }
    m_rows = std::move(rows);
    m_keys = std::move(keys);
}

RowsModel* versionsModel(QObject* parent) {
    return new RowsModel({say("Version"), say("Imported"), say("Images"), say("Classes"), say("Size"),
                          say("Fingerprint"), say("From")},
                         parent);
}

void fillVersions(RowsModel& model, const DatasetDetail& detail) {
    std::vector<RowsModel::Row> rows;
    QStringList keys;
    for (const auto& version : detail.versions) {
        Cell name = strong(version.version == detail.entry.version ? say("%1, shown").arg(version.version)
                                                                   : QString::number(version.version));
        name.sort = version.version;
        rows.push_back({name, date(version.created), number(version.images), number(version.classes),
                        size(version.bytes), hash(version.fingerprint), path(version.source)});
        keys << QStringLiteral("%1@%2").arg(QString::fromStdString(version.name)).arg(version.version);
    }
    model.setRows(std::move(rows), keys);
}

RowsModel* usesModel(QObject* parent) {
    return new RowsModel({say("Run"), say("Version"), say("Best val/acc"), say("Made"), say("State")}, parent);
}

void fillUses(RowsModel& model, const std::vector<DatasetUse>& uses) {
    std::vector<RowsModel::Row> rows;
    QStringList keys;
    for (const auto& use : uses) {
        Cell best{use.best.isEmpty() ? QStringLiteral("–") : use.best};
        best.right = true;
        rows.push_back({strong(use.name), number(use.version), best, date(use.created), state(use.state)});
        keys << use.run;
    }
    model.setRows(std::move(rows), keys);
}

RowsModel* trashModel(QObject* parent) {
    return new RowsModel({say("Dataset"), say("Version"), say("Images"), say("Thrown away"), say("From")}, parent);
}

void fillTrash(RowsModel& model, const std::vector<session::DatasetEntry>& entries) {
    std::vector<RowsModel::Row> rows;
    QStringList keys;
    for (const auto& entry : entries) {
        const QString name = QString::fromStdString(entry.name);
        rows.push_back(
            {strong(name), number(entry.version), number(entry.images), date(entry.removed), path(entry.source)});
        keys << name;
    }
    model.setRows(std::move(rows), keys);
}

}  // namespace flambeau::ui::datasets
