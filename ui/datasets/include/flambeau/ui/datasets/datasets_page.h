// SPDX-License-Identifier: GPL-3.0-or-later
// Datasets: the list at the left, one version of one of them at the right with its classes, findings, pictures,
// versions and runs; imports that go on; the trash. Works on the desk's lanes alone. GUI thread, owned by the window.
#pragma once

#include <memory>

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

class QSplitter;
class QStackedWidget;

namespace flambeau::ui {
class Button;
class Card;
class DropZone;
class EmptyState;
class ProgressLine;
class TabBar;
class TableView;
}  // namespace flambeau::ui

namespace flambeau::ui::pictures {
class ThumbnailSource;
}

namespace flambeau::ui::datasets {

class DatasetList;
class DatasetListModel;
class FindingRows;
class ImagesTab;
class ImportCard;
class ImportPanel;
class ImportQueue;
class OverviewTab;
class RowsModel;
struct DatasetDetail;
struct FindingGroup;
struct ImportPlan;

class DatasetsPage : public Page {
    Q_OBJECT
public:
    DatasetsPage(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);

    PageHeader header() const override;
    void refresh() override;
    /// "NAME" or "NAME@2".
    void open(const QString& what) override;
    QString place() const override;
    bool closeTop() override;
    QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray& state) override;

    enum Tab { Overview, Images, Findings, Versions, Uses };
    void showTab(Tab tab);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* left();
    QWidget* right();
    QWidget* findingsTab();
    QWidget* trashView();
    void addTables();
    void makeActions();
    void listen();

    void refreshSoon();
    void showEntries();
    void listTrash();
    void show(const QString& reference);
    void load();
    void take(Result<std::shared_ptr<const DatasetDetail>> detail);
    void listUses();
    void showDetail();
    void showNothing();
    void fitList();
    void showTrash(bool on);
    void showOptions(const ImportPlan& plan);
    void showListMenu(const QPoint& at);

    void act(const FindingGroup& group);
    void keepAsIs(const FindingGroup& group);
    void look(const FindingGroup& group);
    void relabel(const std::vector<std::string>& paths, const QString& className);
    void leaveOut(const std::vector<std::string>& paths);
    void change(const session::DatasetChange& change, const QString& done);
    void setBusy(const QString& reason);
    void showChange(double share);
    /// A bar below the tabs while something takes longer than half a second.
    void followLine();
    void removeCurrent();
    void restoreChosen();
    void check();
    void showCheck(const session::DatasetCheck& found);
    void importAgain();
    void openFolder(const std::string& path);
    QString currentName() const;

    PageHost& m_host;
    session::Desk& m_desk;
    ImportQueue& m_queue;
    pictures::ThumbnailSource& m_pictures;

    QString m_wanted;  ///< what is to be shown: "NAME" for its newest version, or "NAME@2"
    QString m_denied;  ///< the store has just said that there is no such dataset
    std::shared_ptr<const DatasetDetail> m_detail;
    bool m_stale = true, m_loading = false, m_loadAgain = false, m_listed = false;
    bool m_asked = false;  ///< somebody asked for it by name, and is told where it is not there
    QTimer m_soon, m_usesSoon, m_lineSoon;
    bool m_changing = false;
    QElapsedTimer m_changeClock;
    session::TaskHandle m_check;

    QAction *m_import, *m_folder, *m_train;
    QStackedWidget *m_whole, *m_stack, *m_tabs;
    QSplitter* m_splitter;
    DropZone* m_empty;
    DatasetListModel* m_model;
    DatasetList* m_list;
    Card* m_listCard;
    ImportCard* m_imports;
    Button* m_trashButton;
    TabBar* m_tabBar;
    ProgressLine* m_line;
    OverviewTab* m_overview;
    ImagesTab* m_images;
    FindingRows* m_findings;
    RowsModel *m_versions, *m_uses, *m_trash;
    TableView *m_versionsView, *m_usesView, *m_trashView;
    ImportPanel* m_panel;
    EmptyState* m_nothing;
};

}  // namespace flambeau::ui::datasets
