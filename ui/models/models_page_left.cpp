// SPDX-License-Identifier: GPL-3.0-or-later
// The left side of the page: names, versions, the drop zone; and the page of an empty registry.
#include <algorithm>

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "compare_view.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/models/models_page.h"
#include "model_text.h"
#include "parts.h"
#include "shelf.h"
#include "tables.h"

namespace flambeau::ui::models {

namespace {
constexpr int kLeftLeast = 250, kVersionsLeast = 3;
}

void ModelsPage::makeVersions() {
    m_versionCard = new Card;
    m_versionCard->setWide();
    m_versionTable = plainTable(m_versions, tr("Versions"));
    m_versionTable->setObjectName("versions");
    m_versionTable->setItemDelegateForColumn(VersionsModel::Aliases, new ChipsDelegate(m_versionTable));
    m_versionTable->horizontalHeader()->setSectionResizeMode(VersionsModel::Aliases, QHeaderView::Stretch);
    m_versionTable->setColumnWidth(VersionsModel::Number, 42);
    m_versionTable->setColumnWidth(VersionsModel::Figure, 78);
    m_versionTable->setColumnWidth(VersionsModel::Made, 108);
    m_versionCard->body()->addWidget(m_versionTable, 1);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 6, 8, 8);
    row->setSpacing(8);
    m_compareButton = new Button(tr("Compare two"));
    m_compareButton->setSmall(true);
    m_compareButton->setObjectName("compare");
    m_trashButton = new Button(tr("Trash"), Button::Kind::Quiet);
    m_trashButton->setSmall(true);
    m_trashButton->setObjectName("openTrash");
    row->addWidget(m_compareButton);
    row->addStretch(1);
    row->addWidget(m_trashButton);
    m_versionCard->body()->addLayout(row);
}

QWidget* ModelsPage::makeLeft() {
    auto* left = new QWidget;
    left->setMinimumWidth(kLeftLeast);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* names = new Card;
    names->setWide();
    names->setAccessibleName(tr("Models"));
    m_nameTable = plainTable(m_names, tr("Models"));
    m_nameTable->setObjectName("names");
    m_nameTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_nameTable->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_nameTable->setColumnWidth(1, 92);
    names->body()->addWidget(m_nameTable);
    column->addWidget(names);
    makeVersions();
    column->addWidget(m_versionCard, 1000);  // as high as its rows, the zone takes what is left
    m_zone = new DropZone("download", tr("Drop a model file"), tr(".pt, .safetensors, .onnx: looked into, never run"));
    m_zone->setRouter(&m_host.drops());
    m_zone->setMinimumHeight(86);
    m_keeping = new JobStrip(m_shelf, [](const Job& job) { return job.kind == Job::Kind::Keep; });
    column->addWidget(m_keeping);
    column->addWidget(m_zone, 1);
    const auto chosen = [this] {
        if (!m_filling)
            showName(m_names->name(m_nameTable->currentIndex().row()), 0);
    };
    connect(m_nameTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this, chosen);
    connect(m_versionTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        if (!m_filling)
            show(m_versions->at(m_versionTable->currentIndex().row()));
    });
    // A press on what is marked already leads back from the trash or a comparison.
    for (TableView* table : {m_nameTable, m_versionTable})
        connect(table, &QTableView::clicked, this, [this] {
            const bool choosing = QApplication::keyboardModifiers() & (Qt::ControlModifier | Qt::ShiftModifier);
            if (m_side->currentIndex() == Trash || (m_side->currentIndex() == Compare && !choosing))
                showSide(Version);
        });
    connect(m_versionTable, &TableView::deleteRequested, this, &ModelsPage::removeSelected);
    connect(m_compareButton, &QPushButton::clicked, this, &ModelsPage::compareSelected);
    connect(m_trashButton, &QPushButton::clicked, this, &ModelsPage::showTrash);
    return left;
}

void ModelsPage::fitVersions() {
    const int row = theme().size("rowHeight"), rows = std::max(1, m_versions->rowCount());
    m_versionTable->setMinimumHeight(std::min(rows, kVersionsLeast) * row);
    m_versionTable->setMaximumHeight(rows * row);
    m_versionCard->layout()->activate();
    const int others = m_versionCard->minimumSizeHint().height() - m_versionTable->minimumHeight();
    m_versionCard->setMaximumHeight(others + rows * row);
}

QWidget* ModelsPage::makeEmpty() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_emptyZone = new DropZone("models", tr("No model is kept yet"),
                               tr("A run that is told to register its model keeps it here. Or drop a model file: .pt, "
                                  ".pth, .safetensors, .onnx; it is looked into, never run"));
    m_emptyZone->setRouter(&m_host.drops());
    m_emptyZone->content()->setLarge(true);
    m_emptyZone->setMinimumHeight(260);
    Button* run = m_emptyZone->content()->addButton(tr("Train a model"), Button::Kind::Primary, "play");
    Button* file = m_emptyZone->content()->addButton(tr("Choose a model file …"), Button::Kind::Plain, "folder");
    m_emptyTrash = m_emptyZone->content()->addButton(tr("Trash"), Button::Kind::Quiet, "trash");
    connect(run, &QPushButton::clicked, this, [this] { m_host.openPage("new-run"); });
    connect(file, &QPushButton::clicked, this, &ModelsPage::chooseFile);
    connect(m_emptyTrash, &QPushButton::clicked, this, &ModelsPage::showTrash);
    column->addWidget(new JobStrip(m_shelf, [](const Job& job) { return job.kind == Job::Kind::Keep; }));
    column->addWidget(m_emptyZone, 1);
    return page;
}

}  // namespace flambeau::ui::models
