// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTest>

#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/table.h"
#include "ui_support.h"

using namespace flambeau::ui;
using namespace flambeau::ui::test;

namespace {

class Runs : public QAbstractTableModel {
public:
    explicit Runs(int rows) : m_rows(rows) {}
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : m_rows; }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 4; }
    QVariant headerData(int section, Qt::Orientation, int role) const override {
        static const QStringList names{"Run", "Best val/acc", "Compute", "State"};
        if (role == Qt::DisplayRole)
            return names.value(section);
        return role == Qt::TextAlignmentRole && section == 1 ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter))
                                                             : QVariant();
    }
    QVariant data(const QModelIndex& index, int role) const override {
        asked.insert(index.row());
        if (role == Qt::DisplayRole)
            return index.column() == 0   ? QString("run-%1").arg(index.row())
                   : index.column() == 1 ? "95.0 %"
                   : index.column() == 2 ? "lab"
                                         : "Completed";
        if (role == StrongRole)
            return index.column() == 0;
        if (role == SeriesRole && index.column() == 0)
            return index.row();
        if (role == ChipToneRole && index.column() == 3)
            return int(Tone::Good);
        if (role == CopyRole && index.column() == 0)
            return QString("uuid-%1").arg(index.row());
        if (role == Qt::TextAlignmentRole && index.column() == 1)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    }
    mutable std::set<int> asked;

private:
    int m_rows;
};

}  // namespace

TEST_CASE("A table of 20,000 rows asks its model for the rows that it shows and no others") {
    Runs runs(20000);
    TableView view;
    view.setModel(&runs);
    view.resize(800, 400);
    shot(view);
    CHECK(runs.asked.size() > 8);
    CHECK(runs.asked.size() < 40);
    runs.asked.clear();
    view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
    shot(view);
    CHECK(runs.asked.count(19999) == 1);
    CHECK(runs.asked.size() < 40);
}

TEST_CASE("Enter opens the row, Delete asks for its end, Ctrl+C copies what stands behind the cells") {
    Runs runs(10);
    TableView view;
    view.setModel(&runs);
    view.resize(800, 400);
    view.show();
    QModelIndex opened;
    int deleted = 0;
    QObject::connect(&view, &TableView::opened, [&](const QModelIndex& index) { opened = index; });
    QObject::connect(&view, &TableView::deleteRequested, [&] { ++deleted; });
    view.selectRow(3);
    press(view, Qt::Key_Return);
    CHECK(opened.row() == 3);
    press(view, Qt::Key_Delete);
    CHECK(deleted == 1);
    press(view, Qt::Key_C, Qt::ControlModifier);
    CHECK(QApplication::clipboard()->text() == "uuid-3\t95.0 %\tlab\tCompleted");
}

TEST_CASE("A table without rows shows its next step instead, and hides it when the first row comes") {
    QStandardItemModel model(0, 2);
    TableView view;
    view.setModel(&model);
    auto* state = new EmptyState("runs", "No runs yet", "Drop a dataset, then press Train");
    view.setEmptyState(state);
    view.resize(600, 300);
    view.show();
    settle();
    CHECK(state->isVisible());
    CHECK(view.horizontalHeader()->isHidden());
    model.appendRow({new QStandardItem("a"), new QStandardItem("b")});
    settle();
    CHECK_FALSE(state->isVisible());
    CHECK_FALSE(view.horizontalHeader()->isHidden());
    model.clear();
    settle();
    CHECK(state->isVisible());
}

TEST_CASE("The widths and the order of columns come back as they were left") {
    Runs runs(3);
    QByteArray layout;
    {
        TableView view;
        view.setModel(&runs);
        view.horizontalHeader()->resizeSection(0, 222);
        view.horizontalHeader()->moveSection(2, 1);
        layout = view.saveLayout();
    }
    TableView view;
    view.setModel(&runs);
    view.restoreLayout(layout);
    CHECK(view.horizontalHeader()->sectionSize(0) == 222);
    CHECK(view.horizontalHeader()->visualIndex(2) == 1);
    view.restoreLayout("no such layout");
    CHECK(view.horizontalHeader()->sectionSize(0) == 222);
}
