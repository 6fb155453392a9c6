// SPDX-License-Identifier: GPL-3.0-or-later
// The registry: models and their versions at the left; at the right one version with its lineage, its ONNX file's
// verdict, its files, pictures to try it with and what it gets wrong; or two versions side by side; or the trash.
// Owned by the window, GUI thread; what takes time is done on the desk's workers.
#pragma once

#include <memory>

#include "flambeau/session/desk.h"
#include "flambeau/ui/common/page.h"

class QSplitter;
class QStackedWidget;

namespace flambeau::ui {
class Card;
class DropZone;
class Button;
class TableView;
}  // namespace flambeau::ui

namespace flambeau::ui::models {

class Shelf;
class NamesModel;
class VersionsModel;
class VersionView;
class CompareView;
class TrashView;
class JobStrip;

class ModelsPage : public Page {
    Q_OBJECT
public:
    ModelsPage(PageHost& host, session::Desk& desk, QWidget* parent = nullptr);
    ~ModelsPage() override;

    PageHeader header() const override;
    void refresh() override;
    /// "NAME", "NAME@2", "NAME@champion".
    void open(const QString& what) override;
    QString place() const override;
    bool closeTop() override;
    QByteArray saveLayout() const override;
    void restoreLayout(const QByteArray& state) override;

    /// The version that is shown; null where there is none.
    std::shared_ptr<const session::ModelVersion> shown() const { return m_shown; }
    /// Two versions side by side: "NAME@1", "NAME@2".
    void compare(const QString& first, const QString& second);
    void showTrash();
    /// "onnx", "torchscript", "state_dict", "safetensors": asks where to and writes it.
    void exportShown(const QString& format);
    void removeSelected();
    void editAliases();
    void tryPictures(const QStringList& paths);
    void downloadShown();
    /// "opencv" or "onnxruntime"
    void judgeShown(const QString& runtime);
    void compareSelected();
    /// Asks for a model file to keep.
    void chooseFile();

protected:
    void showEvent(QShowEvent* event) override;

private:
    enum Shows { Nothing, Version, Compare, Trash };
    QWidget* makeLeft();
    void makeVersions();
    QWidget* makeEmpty();
    void fitVersions();
    void makeActions();
    void takeCatalog();
    void giveUpWanted();
    void showName(const QString& name, int version);
    void show(std::shared_ptr<const session::ModelVersion> version);
    void showSide(Shows side);

    PageHost& m_host;
    session::Desk& m_desk;
    Shelf& m_shelf;
    std::shared_ptr<const session::ModelVersion> m_shown;
    QString m_wanted;  // what open() asked for before the catalog was there
    bool m_filling = false;

    QStackedWidget* m_whole;  // the empty page, or the splitter
    QSplitter* m_splitter;
    NamesModel* m_names;
    VersionsModel* m_versions;
    TableView* m_nameTable;
    TableView* m_versionTable;
    Card* m_versionCard;
    DropZone* m_zone;
    DropZone* m_emptyZone = nullptr;
    Button* m_compareButton;
    Button* m_trashButton;
    Button* m_emptyTrash = nullptr;
    JobStrip* m_keeping;
    QStackedWidget* m_side;
    VersionView* m_version;
    CompareView* m_compare;
    TrashView* m_trash;
    QAction* m_aliases;
    QAction* m_openRun;
    QAction* m_remove;
};

}  // namespace flambeau::ui::models
