// SPDX-License-Identifier: GPL-3.0-or-later
// How the page of datasets is laid out.
#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "dataset_list.h"
#include "finding_rows.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/datasets/datasets_page.h"
#include "flambeau/ui/pictures/picture_grid.h"
#include "images_tab.h"
#include "import_card.h"
#include "import_panel.h"
#include "overview_tab.h"
#include "tables.h"

namespace flambeau::ui::datasets {
namespace {

constexpr int kLeft = 230, kLeftLeast = 190, kLeftMost = 380;

void trigger(PageHost& host, const char* id) {
    if (QAction* action = host.commands().find(QLatin1String(id)))
        action->trigger();
}

void addZoneButtons(DropZone* zone, PageHost& host, bool large) {
    Button* choose = zone->content()->addButton(DatasetsPage::tr("Choose a folder …"),
                                                large ? Button::Kind::Primary : Button::Kind::Plain, "folder");
    QObject::connect(choose, &QPushButton::clicked, zone, [&host] { trigger(host, "dataset.import"); });
    if (!large) {
        choose->setSmall(true);
        return;
    }
    Button* archive = zone->content()->addButton(DatasetsPage::tr("Choose an archive …"), Button::Kind::Plain);
    QObject::connect(archive, &QPushButton::clicked, zone, [&host] { trigger(host, "dataset.importArchive"); });
    Button* there = zone->content()->addButton(DatasetsPage::tr("A folder on a host …"), Button::Kind::Plain);
    QObject::connect(there, &QPushButton::clicked, zone, [&host] { trigger(host, "dataset.importThere"); });
    Button* sample = zone->content()->addButton(DatasetsPage::tr("Try with the sample"), Button::Kind::Plain);
    QObject::connect(sample, &QPushButton::clicked, zone, [&host] { trigger(host, "dataset.sample"); });
}

QScrollArea* scrolled(QWidget* widget) {
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    widget->setAutoFillBackground(false);
    area->setWidget(widget);
    return area;
}

/// A table in a card.
Card* tableCard(TableView* view, const QString& name) {
    auto* card = new Card;
    card->setWide();
    view->setAccessibleName(name);
    view->setSortingEnabled(true);
    view->horizontalHeader()->setStretchLastSection(true);
    card->body()->addWidget(view, 1);
    return card;
}

}  // namespace

DatasetsPage::DatasetsPage(PageHost& host, session::Desk& desk, QWidget* parent)
    : Page(parent),
      m_host(host),
      m_desk(desk),
      m_queue(ImportQueue::of(host, desk, this)),
      m_pictures(pictures::ThumbnailSource::of(desk)),
      m_model(new DatasetListModel(this)) {
    makeActions();
    m_empty = new DropZone("download", tr("Drop a folder or an archive of pictures"),
                           tr("one sub-folder for each class, or train and val folders with those inside"));
    m_empty->setRouter(&host.drops());
    m_empty->content()->setLarge(true);
    addZoneButtons(m_empty, host, true);
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);  // the style sheet adds its margins
    m_splitter->addWidget(left());
    m_splitter->addWidget(right());
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({kLeft, 900});
    m_whole = new QStackedWidget;
    m_whole->addWidget(m_empty);
    m_whole->addWidget(m_splitter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_whole);
    listen();
    m_listed = !m_queue.known().empty();
    if (m_listed)
        showEntries();
    else
        showNothing();
}

QWidget* DatasetsPage::left() {
    auto* side = new QWidget;
    side->setMinimumWidth(kLeftLeast);
    side->setMaximumWidth(kLeftMost);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_listCard = new Card;
    m_listCard->setWide();
    m_listCard->layout()->setContentsMargins(6, 6, 6, 6);
    m_list = new DatasetList;
    m_list->setModel(m_model);
    m_listCard->body()->addWidget(m_list);
    column->addWidget(m_listCard);
    m_imports = new ImportCard(m_queue);
    column->addWidget(m_imports);
    auto* zone = new DropZone("download", tr("Drop a folder or an archive"), tr("with one folder for each class"));
    zone->setRouter(&m_host.drops());
    zone->setMinimumHeight(150);
    addZoneButtons(zone, m_host, false);
    column->addWidget(zone, 1);
    auto* there = new Button(tr("On a host …"), Button::Kind::Quiet);
    there->setIconName("compute");
    there->setSmall(true);
    there->setToolTip(tr("A folder that lies on a host is looked at there and never copied"));
    connect(there, &QPushButton::clicked, this, [this] { trigger(m_host, "dataset.importThere"); });
    column->addWidget(there, 0, Qt::AlignLeft);
    m_trashButton = new Button(tr("Trash"), Button::Kind::Quiet);
    m_trashButton->setIconName("trash");
    m_trashButton->setSmall(true);
    m_trashButton->hide();
    column->addWidget(m_trashButton, 0, Qt::AlignLeft);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& now) {
        if (now.isValid()) {
            if (m_stack->currentIndex() > 1)
                m_stack->setCurrentIndex(0);
            show(now.data().toString());
        }
    });
    connect(m_list, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        if (m_stack->currentIndex() > 1)
            m_stack->setCurrentIndex(0);
        if (m_wanted != index.data().toString())
            show(index.data().toString());  // its newest version, when an older one was shown
    });
    connect(m_list, &DatasetList::deleteRequested, this, &DatasetsPage::removeCurrent);
    connect(m_list, &DatasetList::opened, this, [this] { m_tabBar->setFocus(); });
    connect(m_list, &QWidget::customContextMenuRequested, this, &DatasetsPage::showListMenu);
    connect(m_trashButton, &QPushButton::clicked, this, [this] { showTrash(true); });
    return side;
}

QWidget* DatasetsPage::right() {
    m_stack = new QStackedWidget;
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_tabBar = new TabBar;
    for (const QString& name : {tr("Overview"), tr("Images"), tr("Findings"), tr("Versions"), tr("Used by runs")})
        m_tabBar->addTab(name);
    m_tabBar->setAccessibleName(tr("What is shown of the dataset"));
    column->addWidget(m_tabBar);
    m_line = new ProgressLine;
    m_line->setAccessibleName(tr("Progress"));
    m_line->hide();
    column->addWidget(m_line);
    m_tabs = new QStackedWidget;
    m_overview = new OverviewTab(m_pictures);
    m_images = new ImagesTab(m_pictures);
    m_tabs->addWidget(scrolled(m_overview));
    m_tabs->addWidget(m_images);
    m_tabs->addWidget(scrolled(findingsTab()));
    addTables();
    column->addWidget(m_tabs, 1);
    connect(m_tabBar, &QTabBar::currentChanged, m_tabs, &QStackedWidget::setCurrentIndex);
    m_nothing = new EmptyState("datasets", tr("No dataset yet"), tr("Drop a folder or an archive of pictures"));
    m_panel = new ImportPanel(m_queue);
    m_stack->addWidget(content);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(m_panel);
    m_stack->addWidget(trashView());
    m_stack->setCurrentIndex(1);
    connect(m_panel, &ImportPanel::closed, this, &DatasetsPage::closeTop);
    connect(m_overview, &OverviewTab::checkWanted, this, &DatasetsPage::check);
    connect(m_overview, &OverviewTab::checkCanceled, this, [this] {
        if (m_check)
            m_check->cancel();
    });
    connect(m_overview, &OverviewTab::importAgainWanted, this, &DatasetsPage::importAgain);
    connect(m_overview, &OverviewTab::allFindingsWanted, this, [this] { showTab(Findings); });
    connect(m_overview, &OverviewTab::classChosen, this, [this](int label) {
        m_images->showClass(label);
        showTab(Images);
    });
    connect(m_overview, &OverviewTab::pictureChosen, this, [this](quint32 row) {
        showTab(Images);
        m_images->showRow(row);
    });
    connect(m_overview, &OverviewTab::copied, this, [this] { m_host.say(tr("Copied")); });
    connect(m_images, &ImagesTab::copied, this, [this] { m_host.say(tr("Copied")); });
    connect(m_images, &ImagesTab::relabelled, this, &DatasetsPage::relabel);
    connect(m_images, &ImagesTab::leftOut, this, &DatasetsPage::leaveOut);
    connect(m_images, &ImagesTab::folderWanted, this, &DatasetsPage::openFolder);
    for (FindingRows* rows : {m_findings, m_overview->findings()}) {
        connect(rows, &FindingRows::acted, this, &DatasetsPage::act);
        connect(rows, &FindingRows::looked, this, &DatasetsPage::look);
        connect(rows, &FindingRows::kept, this, &DatasetsPage::keepAsIs);
    }
    return m_stack;
}

QWidget* DatasetsPage::findingsTab() {
    auto* tab = new QWidget;
    auto* column = new QVBoxLayout(tab);
    column->setContentsMargins(0, 0, 0, 0);
    auto* card = new Card(tr("All findings"), tr("no file is ever changed or deleted"));
    m_findings = new FindingRows(m_pictures);
    card->body()->addWidget(m_findings);
    column->addWidget(card);
    column->addStretch(1);
    return tab;
}

void DatasetsPage::addTables() {
    m_versions = versionsModel(this);
    m_versionsView = new TableView;
    m_versionsView->setModel(m_versions);
    m_tabs->addWidget(tableCard(m_versionsView, tr("Versions")));
    m_versionsView->horizontalHeader()->setSortIndicator(0, Qt::DescendingOrder);
    m_uses = usesModel(this);
    m_usesView = new TableView;
    m_usesView->setModel(m_uses);
    auto* unused = new EmptyState("runs", tr("No run has used it yet"), tr("Train on it, and its runs stand here"));
    Button* train = unused->addButton(tr("Train on this"), Button::Kind::Plain, "play");
    connect(train, &QPushButton::clicked, m_train, &QAction::trigger);
    m_usesView->setEmptyState(unused);
    m_tabs->addWidget(tableCard(m_usesView, tr("Runs that used it")));
    m_usesView->horizontalHeader()->setSortIndicator(3, Qt::DescendingOrder);
    for (TableView* view : {m_versionsView, m_usesView}) {
        const int widths[] = {120, 130, 100, 100, 100, 130};
        for (int column = 0; column < view->model()->columnCount() - 1; ++column)
            view->setColumnWidth(column, widths[column]);
    }
    connect(m_versionsView, &TableView::opened, this, [this](const QModelIndex& index) {
        show(m_versions->key(index.row()));
        showTab(Overview);
    });
    connect(m_versionsView, &TableView::deleteRequested, this, &DatasetsPage::removeCurrent);
    connect(m_usesView, &TableView::opened, this,
            [this](const QModelIndex& index) { m_host.openPage(QStringLiteral("run"), m_uses->key(index.row())); });
}

QWidget* DatasetsPage::trashView() {
    m_trash = trashModel(this);
    m_trashView = new TableView;
    m_trashView->setModel(m_trash);
    auto* card = tableCard(m_trashView, tr("Trash"));
    card->setTitle(tr("Trash"));
    card->setNote(tr("the pictures themselves were never touched"));
    auto* row = new QHBoxLayout;
    auto* restore = new Button(tr("Restore"), Button::Kind::Plain);
    restore->setIconName("undo");
    auto* close = new Button(tr("Close"), Button::Kind::Plain);
    row->setContentsMargins(8, 4, 8, 8);
    row->addWidget(restore);
    row->addWidget(close);
    row->addStretch(1);
    card->body()->addLayout(row);
    for (int column = 0; column < 4; ++column)
        m_trashView->setColumnWidth(column, column == 0 ? 200 : 110);
    connect(restore, &QPushButton::clicked, this, &DatasetsPage::restoreChosen);
    connect(m_trashView, &TableView::opened, this, &DatasetsPage::restoreChosen);
    connect(close, &QPushButton::clicked, this, [this] { showTrash(false); });
    return card;
}

void DatasetsPage::makeActions() {
    m_import = pageAction(this, tr("Import …"), "plus", [this] { trigger(m_host, "dataset.import"); });
    m_folder = pageAction(this, tr("Open folder"), "folder", [this] { openFolder({}); });
    m_train = pageAction(this, tr("Train on this"), "play",
                         [this] { m_host.openPage(QStringLiteral("new-run"), QStringLiteral("dataset:") + m_wanted); });
}

}  // namespace flambeau::ui::datasets
