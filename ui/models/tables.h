// SPDX-License-Identifier: GPL-3.0-or-later
// The page's tables: names of models, versions of one, files of a version, the trash; and the cells that the common
// delegate does not paint: several aliases in one cell, a word that can be pressed. GUI thread.
#pragma once

#include <QAbstractTableModel>

#include "flambeau/ui/common/table.h"
#include "shelf.h"

namespace flambeau::ui::models {

class NamesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void set(const Catalog& catalog);
    QString name(int row) const { return row >= 0 && row < m_rows.size() ? m_rows[row].name : QString(); }
    int rowOf(const QString& name) const;
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 2; }
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row {
        QString name;
        int versions = 0;
        bool operator==(const Row&) const = default;
    };
    QVector<Row> m_rows;
};

class VersionsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Number, Aliases, Figure, Made, Columns };
    using QAbstractTableModel::QAbstractTableModel;
    void set(std::vector<VersionPtr> versions);
    VersionPtr at(int row) const;
    int rowOf(int version) const;
    const std::vector<VersionPtr>& versions() const { return m_versions; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : Columns; }
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<VersionPtr> m_versions;
    std::string m_metric;
    int m_best = 0;
};

class FilesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Kind, Size, Hash, Get, Columns };
    using QAbstractTableModel::QAbstractTableModel;
    void set(VersionPtr version);
    const session::ModelFileEntry* at(int row) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : Columns; }
    QVariant data(const QModelIndex& index, int role) const override;

private:
    VersionPtr m_version;
    std::vector<const session::ModelFileEntry*> m_files;  // in the order of use
};

class TrashModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Number, Figure, Removed, Back, Columns };
    using QAbstractTableModel::QAbstractTableModel;
    void set(std::vector<VersionPtr> versions);
    VersionPtr at(int row) const;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : Columns; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<VersionPtr> m_versions;
};

/// One outlined chip for each word of a QStringList in Qt::UserRole; those for which there is no room are counted.
class ChipsDelegate : public TableDelegate {
    Q_OBJECT
public:
    using TableDelegate::TableDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// A small framed button in each row, pressed with the mouse; the table's Enter does the same.
class PressDelegate : public TableDelegate {
    Q_OBJECT
public:
    using TableDelegate::TableDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;
    static QRect place(const QRect& cell, const QString& text);

signals:
    void pressed(const QModelIndex& index);
};

/// A table as cards here have it: without a header, as high as its rows up to `most`.
TableView* plainTable(QAbstractItemModel* model, const QString& name);
void fitHeight(TableView* table, int most);

}  // namespace flambeau::ui::models
