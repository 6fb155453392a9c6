// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/models/models_page.h"

#include <algorithm>

#include <QAction>
#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "compare_view.h"
#include "files_card.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/pictures/picture_viewer.h"
#include "model_text.h"
#include "onnx_card.h"
#include "parts.h"
#include "shelf.h"
#include "tables.h"
#include "try_card.h"
#include "version_view.h"

namespace flambeau::ui::models {

namespace {

constexpr int kLeftWidth = 330, kNamesAtMost = 6;

}  // namespace

ModelsPage::ModelsPage(PageHost& host, session::Desk& desk, QWidget* parent)
    : Page(parent),
      m_host(host),
      m_desk(desk),
      m_shelf(Shelf::of(host, desk)),
      m_whole(new QStackedWidget),
      m_splitter(new QSplitter(Qt::Horizontal)),
      m_names(new NamesModel(this)),
      m_versions(new VersionsModel(this)),
      m_side(new QStackedWidget),
      m_version(new VersionView(m_shelf)),
      m_compare(new CompareView(m_shelf)),
      m_trash(new TrashView(m_shelf)) {
    makeActions();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_whole);
    m_side->addWidget(new QWidget);
    m_side->addWidget(m_version);
    m_side->addWidget(m_compare);
    m_side->addWidget(m_trash);
    m_splitter->addWidget(makeLeft());
    m_splitter->addWidget(m_side);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);  // the style sheet's margins make it a gap
    m_splitter->setSizes({kLeftWidth, 1000});
    m_whole->addWidget(makeEmpty());
    m_whole->addWidget(m_splitter);
    connect(&m_shelf, &Shelf::catalogChanged, this, &ModelsPage::takeCatalog);
    connect(&m_shelf, &Shelf::refreshed, this, &ModelsPage::giveUpWanted);
    connect(m_compare, &CompareView::closed, this, [this] { showSide(Version); });
    connect(m_trash, &TrashView::closed, this, [this] { showSide(Version); });
    connect(m_version, &VersionView::runKnown, this,
            [this](const QString&, const QString& reason) { setBlocked(m_openRun, reason); });
    takeCatalog();
}

ModelsPage::~ModelsPage() = default;

void ModelsPage::makeActions() {
    m_aliases = pageAction(this, tr("Aliases"), "star", [this] { editAliases(); });
    m_openRun = pageAction(this, tr("Open its run"), "runs", [this] {
        if (m_shown && !m_shown->run.empty())
            m_host.openPage("run", text(m_shown->run));
    });
    m_remove = pageAction(this, tr("Remove"), "trash", [this] { removeSelected(); });
}

void ModelsPage::chooseFile() {
    auto* dialog = new QFileDialog(this, tr("Keep a model file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilter(tr("Models (*.pt *.pth *.safetensors *.onnx)"));
    connect(dialog, &QFileDialog::filesSelected, &m_shelf, &Shelf::keep);
    dialog->open();
}

PageHeader ModelsPage::header() const {
    PageHeader header;
    header.title = tr("Models");
    if (m_whole->currentIndex() == 0) {
        header.subtitle = m_shelf.loaded() ? tr("the registry is empty") : QString();
        return header;
    }
    if (m_side->currentIndex() == Trash) {
        header.title = tr("Trash");
        header.subtitle = tr("versions of models");
        return header;
    }
    if (!m_shown)
        return header;
    header.title = text(m_shown->name);
    header.subtitle = subtitle(*m_shown);
    header.actions = {m_aliases, m_openRun, m_remove};
    return header;
}

void ModelsPage::refresh() {
    m_shelf.setLooking(true);
    m_shelf.refresh();
}

void ModelsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m_shelf.setLooking(true);
}

void ModelsPage::open(const QString& what) {
    m_wanted = what;
    showSide(Version);
    takeCatalog();
    if (!m_wanted.isEmpty())
        m_shelf.refreshNow();  // it may have come since
}

void ModelsPage::giveUpWanted() {
    if (m_wanted.isEmpty())
        return;
    // Not there: another version of that model, if it has one.
    const VersionPtr other = m_shelf.catalog().find(m_wanted.section('@', 0, 0), 0);
    m_wanted.clear();
    if (other)
        showName(text(other->name), other->version);
}

QString ModelsPage::place() const {
    return m_shown ? text(m_shown->reference()) : m_wanted;
}

void ModelsPage::takeCatalog() {
    const Catalog& catalog = m_shelf.catalog();
    m_filling = true;
    m_names->set(catalog);
    fitHeight(m_nameTable, kNamesAtMost);
    m_filling = false;
    m_trash->update();
    const QString trash = catalog.trash.empty() ? tr("Trash") : tr("Trash, %1").arg(catalog.trash.size());
    m_trashButton->setText(trash);
    m_emptyTrash->setText(trash);
    m_emptyTrash->setVisible(!catalog.trash.empty());
    const bool inTrash = m_side->currentIndex() == Trash && !catalog.trash.empty();
    if (catalog.versions.empty() && !inTrash) {
        m_shown.reset();
        m_whole->setCurrentIndex(0);
        m_emptyZone->setVisible(m_shelf.loaded());
        emit headerChanged();
        return;
    }
    m_whole->setCurrentIndex(1);
    const VersionPtr wanted = m_wanted.isEmpty() ? nullptr : catalog.find(m_wanted);
    if (wanted)
        m_wanted.clear();
    if (wanted)
        showName(text(wanted->name), wanted->version);
    else if (m_shown && catalog.find(text(m_shown->name), 0))
        showName(text(m_shown->name), m_shown->version);
    else
        showName(catalog.versions.empty() ? QString() : text(catalog.versions.front()->name), 0);
    m_compare->update();
}

void ModelsPage::showName(const QString& name, int version) {
    auto versions = m_shelf.catalog().of(name);
    m_filling = true;
    const int row = m_names->rowOf(name);
    if (row >= 0 && m_nameTable->currentIndex().row() != row)
        m_nameTable->setCurrentIndex(m_names->index(row, 0));
    m_versions->set(versions);
    m_versionCard->setTitle(name.isEmpty() ? tr("Versions") : tr("Versions of %1").arg(name));
    const session::ModelVersion* first = best(versions);
    m_versionCard->setNote(
        versions.size() < 2 || !first
            ? QString()
            : tr("best %1 · newest %2").arg(numberText(first->version), numberText(versions.front()->version)));
    fitVersions();
    int at = std::max(0, m_versions->rowOf(version));
    if (version > 0 && m_versions->rowOf(version) < 0) {
        // It is gone: the one that took its place in the list is shown.
        for (at = 0; at + 1 < m_versions->rowCount() && m_versions->at(at)->version > version; ++at) {
        }
    }
    if (m_versionTable->currentIndex().row() != at)
        m_versionTable->setCurrentIndex(m_versions->index(at, 0));
    m_filling = false;
    m_compareButton->setBlocked(m_shelf.catalog().versions.size() < 2 ? tr("There is only one version yet.")
                                                                      : QString());
    show(m_versions->at(at));
}

void ModelsPage::show(std::shared_ptr<const session::ModelVersion> version) {
    const bool other = version != m_shown;
    m_shown = std::move(version);
    if (other) {
        const bool fromRun = m_shown && !m_shown->run.empty();
        setBlocked(m_openRun, fromRun ? QString() : tr("It came from a file, not from a run."));
        m_version->show(m_shown);
    }
    if (m_side->currentIndex() == Nothing)
        showSide(Version);
    emit headerChanged();
}

void ModelsPage::showSide(Shows side) {
    m_side->setCurrentIndex(side == Version && !m_shown ? Nothing : side);
    if (m_shelf.catalog().versions.empty())
        m_whole->setCurrentIndex(side == Trash ? 1 : 0);
    emit headerChanged();
}

void ModelsPage::compareSelected() {
    QList<int> rows;
    for (const QModelIndex& index : m_versionTable->selectionModel()->selectedRows())
        rows << index.row();
    std::sort(rows.begin(), rows.end());
    VersionPtr newer = m_shown, older;
    if (rows.size() >= 2) {
        newer = m_versions->at(rows.first());
        older = m_versions->at(rows.last());
    } else if (m_shown) {
        const int at = m_versions->rowOf(m_shown->version);
        older = m_versions->at(at + 1) ? m_versions->at(at + 1) : m_versions->at(at - 1);
    }
    if (newer && !older) {
        for (const VersionPtr& one : m_shelf.catalog().versions) {
            if (one != newer) {
                older = one;
                break;
            }
        }
    }
    if (newer && older)
        compare(text(older->reference()), text(newer->reference()));
}

void ModelsPage::compare(const QString& first, const QString& second) {
    m_compare->set(first, second);
    showSide(Compare);
}

void ModelsPage::showTrash() {
    m_trash->update();
    showSide(Trash);
}

void ModelsPage::exportShown(const QString& format) {
    showSide(Version);
    session::ExportOptions options;
    options.format = format.toStdString();
    if (m_shown)
        m_version->exportAs(options);
}

void ModelsPage::downloadShown() {
    showSide(Version);
    m_version->files()->downloadAll();
}

void ModelsPage::judgeShown(const QString& runtime) {
    showSide(Version);
    if (runtime == "onnxruntime")
        m_version->onnx()->judgeWithRuntime();
    else
        m_version->onnx()->judgeAgain(true);
}

void ModelsPage::editAliases() {
    showSide(Version);
    m_version->openAliases();
}

void ModelsPage::tryPictures(const QStringList& paths) {
    showSide(Version);
    m_version->tryCard()->tryPictures(paths);
    m_version->ensureWidgetVisible(m_version->tryCard());
}

void ModelsPage::removeSelected() {
    std::vector<VersionPtr> chosen;
    for (const QModelIndex& index : m_versionTable->selectionModel()->selectedRows()) {
        if (const VersionPtr one = m_versions->at(index.row()))
            chosen.push_back(one);
    }
    if (chosen.empty() && m_shown)
        chosen.push_back(m_shown);
    m_shelf.remove(chosen);
}

bool ModelsPage::closeTop() {
    if (pictures::PictureViewer::closeOver(this))
        return true;
    if (m_side->currentIndex() == Compare || m_side->currentIndex() == Trash) {
        showSide(Version);
        return true;
    }
    return m_side->currentIndex() == Version && m_version->closeTop();
}

QByteArray ModelsPage::saveLayout() const {
    return QJsonDocument(
               QJsonObject{{"splitter", QString::fromLatin1(m_splitter->saveState().toBase64())}, {"version", place()}})
        .toJson(QJsonDocument::Compact);
}

void ModelsPage::restoreLayout(const QByteArray& state) {
    const QJsonObject kept = QJsonDocument::fromJson(state).object();
    const QByteArray splitter = QByteArray::fromBase64(kept["splitter"].toString().toLatin1());
    if (!splitter.isEmpty())
        m_splitter->restoreState(splitter);
    if (m_wanted.isEmpty())
        m_wanted = kept["version"].toString();
    takeCatalog();
}

}  // namespace flambeau::ui::models
