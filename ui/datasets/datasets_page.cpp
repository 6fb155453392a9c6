// SPDX-License-Identifier: GPL-3.0-or-later
// What the page shows, and when it looks again. What it does is in page_actions.cpp, how it is laid out in
// page_layout.cpp.
#include "flambeau/ui/datasets/datasets_page.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QDataStream>
#include <QSplitter>
#include <QStackedWidget>

#include "dataset_list.h"
#include "finding_rows.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/pictures/picture_viewer.h"
#include "images_tab.h"
#include "import_panel.h"
#include "import_queue.h"
#include "overview_tab.h"
#include "tables.h"

namespace flambeau::ui::datasets {
namespace {

constexpr int refreshAfter = 220, usesAfter = 3000, lineAfter = 500, kListRow = 50;

}  // namespace

void DatasetsPage::listen() {
    m_soon.setSingleShot(true);
    m_soon.setInterval(refreshAfter);
    connect(&m_soon, &QTimer::timeout, this, &DatasetsPage::refresh);
    m_lineSoon.setSingleShot(true);
    m_lineSoon.setInterval(lineAfter);
    connect(&m_lineSoon, &QTimer::timeout, this, [this] { m_line->setVisible(m_loading || m_changing); });
    m_usesSoon.setSingleShot(true);
    m_usesSoon.setInterval(usesAfter);
    connect(&m_usesSoon, &QTimer::timeout, this, &DatasetsPage::listUses);
    connect(&m_desk, &session::Desk::changed, this, [this](session::Topic topic) {
        if (topic == session::Topic::Datasets)
            refreshSoon();
        else if (topic == session::Topic::Runs && isVisible() && !m_usesSoon.isActive())
            m_usesSoon.start();
    });
    connect(&m_queue, &ImportQueue::listed, this, [this] {
        m_listed = true;
        showEntries();
    });
    connect(&m_queue, &ImportQueue::changed, this, &DatasetsPage::showNothing);
    connect(&m_queue, &ImportQueue::optionsWanted, this, &DatasetsPage::showOptions);
    connect(&m_queue, &ImportQueue::imported, this, [this](const QString& name, int) {
        // What was just imported is what its user wants to see, unless another dataset is being looked at elsewhere.
        if (isVisible() || m_wanted.isEmpty())
            show(name);
    });
    connect(&m_pictures, &pictures::ThumbnailSource::away, this, [this](const Error& error) {
        if (isVisible())
            m_host.say(tr("Pictures cannot be shown: %1").arg(QString::fromStdString(error.message)));
    });
    connect(&m_pictures, &pictures::ThumbnailSource::failed, this, [this](const Error& error) {
        if (isVisible())
            m_host.showError(error);
    });
}

void DatasetsPage::refreshSoon() {
    if (!isVisible())
        m_stale = true;
    else if (!m_soon.isActive())
        m_soon.start();
}

void DatasetsPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (m_stale)
        refresh();
}

void DatasetsPage::refresh() {
    m_stale = false;
    m_pictures.forgetMissing();
    listTrash();
    if (m_listed)
        showEntries();
    load();
}

void DatasetsPage::showEntries() {
    const QString name = currentName();
    m_model->setEntries(m_queue.known());
    if (m_model->rowOf(m_denied) < 0)
        m_denied.clear();  // the list knows that it is gone: where it stands in one again, it is back
    fitList();
    int row = m_model->rowOf(name);
    if (row < 0 && !name.isEmpty()) {
        load();  // gone, or newer than this list: the store knows
    } else if (row < 0 && m_model->rowCount() > 0) {
        // Not the one that the store has just denied: the list is older than that, and comes anew.
        if (const QString first = QString::fromStdString(m_model->entries().front().name); first != m_denied) {
            row = 0;
            show(first);
        }
    }
    if (row >= 0) {
        const QSignalBlocker quiet(m_list->selectionModel());
        m_list->setCurrentIndex(m_model->index(row));
    }
    showNothing();
}

void DatasetsPage::fitList() {
    // As high as its content, up to nine rows; the drop zone takes the rest.
    m_list->setFixedHeight(std::clamp(m_model->rowCount(), 1, 9) * kListRow);
    m_listCard->setVisible(m_model->rowCount() > 0);
}

/// Which of the pages within the page there is something for.
void DatasetsPage::showNothing() {
    const bool empty = m_model->rowCount() == 0 && m_queue.jobs().empty() && m_trash->rowCount() == 0;
    const bool panel = m_stack->currentWidget() == m_panel || m_stack->currentWidget() == m_trashView->parentWidget();
    m_whole->setCurrentIndex(empty && !panel ? 0 : 1);
    if (!panel)
        m_stack->setCurrentIndex(m_detail ? 0 : 1);
    const bool importing = !m_queue.jobs().empty();
    m_nothing->setTitle(m_model->rowCount() > 0 || m_loading ? tr("Reading …")
                        : importing                          ? tr("The import goes on")
                                                             : tr("No dataset yet"));
    m_nothing->setSentence(importing && m_model->rowCount() == 0
                               ? tr("Classes, findings and pictures are shown here when it is done")
                               : tr("Drop a folder or an archive of pictures"));
    emit headerChanged();
}

void DatasetsPage::listTrash() {
    m_desk.ask(
        session::Lane::Read, this,
        [](session::Services& services, const session::Work&) { return services.datasets.list(true); },
        [this](Result<std::vector<session::DatasetEntry>> entries) {
            if (!entries)
                return;
            fillTrash(*m_trash, *entries);
            const auto count = static_cast<qint64>(entries->size());
            m_trashButton->setVisible(count > 0);
            m_trashButton->setText(tr("Trash · %1").arg(format::count(count)));
            if (count == 0 && m_stack->currentWidget() == m_trashView->parentWidget())
                showTrash(false);
            showNothing();
        });
}

QString DatasetsPage::currentName() const {
    return m_wanted.section('@', 0, 0);
}

void DatasetsPage::open(const QString& what) {
    if (what.isEmpty())
        return;
    showTrash(false);
    m_asked = true;
    show(what);
}

QString DatasetsPage::place() const {
    return m_wanted;
}

void DatasetsPage::show(const QString& reference) {
    const bool other = reference.section('@', 0, 0) != currentName();
    m_wanted = reference;
    if (const int row = m_model->rowOf(currentName()); row >= 0) {
        const QSignalBlocker quiet(m_list->selectionModel());
        m_list->setCurrentIndex(m_model->index(row));
        m_list->viewport()->update();
    }
    if (other && m_check)
        m_check->cancel();
    load();
}

void DatasetsPage::load() {
    if (m_wanted.isEmpty())
        return;
    if (m_loading) {
        m_loadAgain = true;
        return;
    }
    m_loading = true;
    followLine();
    const QString wanted = m_wanted;
    // The lane of pictures: a manifest takes long to read, and the next to need it are its thumbnails.
    m_desk.ask(
        session::Lane::Pictures, this,
        [wanted, known = m_detail](session::Services& services, const session::Work&) {
            return loadDetail(services, wanted, known);
        },
        [this, wanted](Result<DetailPtr> detail) {
            m_loading = false;
            followLine();
            const bool again = std::exchange(m_loadAgain, false);
            if (m_wanted == wanted)
                take(std::move(detail));
            if (again || m_wanted != wanted)
                load();
        });
}

void DatasetsPage::take(Result<DetailPtr> detail) {
    if (detail) {
        m_denied.clear();
        m_asked = false;
        if (m_detail == *detail)
            return;
        m_detail = std::move(*detail);
        m_pictures.provide(m_detail->reference, m_detail->manifest);
        showDetail();
        listUses();
        return;
    }
    if (m_wanted.contains('@') && m_model->rowOf(currentName()) >= 0) {
        show(currentName());  // that version went to the trash
        return;
    }
    if (detail.error().code != ErrorCode::NotFound || std::exchange(m_asked, false))
        m_host.showError(detail.error());
    m_denied = currentName();
    m_wanted.clear();
    m_detail.reset();
    showDetail();
    if (m_listed)
        showEntries();
}

void DatasetsPage::listUses() {
    if (!m_detail)
        return;
    m_desk.ask(
        session::Lane::Read, this,
        [name = currentName()](session::Services& services, const session::Work&) { return loadUses(services, name); },
        [this, name = currentName()](Result<std::vector<DatasetUse>> uses) {
            if (!uses || name != currentName())
                return;
            const QString chosen = m_uses->key(m_usesView->currentIndex().row());
            fillUses(*m_uses, *uses);
            for (int row = 0; row < m_uses->rowCount() && !chosen.isEmpty(); ++row) {
                if (m_uses->key(row) == chosen)
                    m_usesView->selectRow(row);
            }
            m_tabBar->setCount(Uses, static_cast<qint64>(uses->size()));
        });
}

void DatasetsPage::showDetail() {
    m_overview->setDetail(m_detail);
    m_images->setDetail(m_detail);
    m_findings->setDetail(m_detail, 100, true);
    const bool there = static_cast<bool>(m_detail);
    m_tabBar->setCount(Images, there ? static_cast<qint64>(m_detail->manifest->files.size()) : -1);
    m_tabBar->setCount(Findings, there ? static_cast<qint64>(m_detail->findings.size()) : -1);
    m_tabBar->setCount(Versions, there ? static_cast<qint64>(m_detail->versions.size()) : -1);
    if (there)
        fillVersions(*m_versions, *m_detail);
    setBlocked(m_folder, there ? QString() : tr("Choose a dataset first"));
    setBlocked(m_train, !there ? tr("Choose a dataset first")
                        : m_detail->manifest->classes.size() < 2
                            ? tr("There is only one class: nothing can be told apart")
                            : QString());
    showNothing();
}

PageHeader DatasetsPage::header() const {
    PageHeader header;
    header.actions = {m_import, m_folder, m_train};
    header.primary = m_stack->currentIndex() > 1 ? nullptr : m_train;  // the panel has its own
    if (!m_detail) {
        header.title = tr("Datasets");
        header.subtitle = m_model->rowCount() == 0 ? tr("none yet") : QString();
        if (m_model->rowCount() == 0) {
            header.actions = {m_import};
            header.primary = nullptr;
        }
        return header;
    }
    const auto& manifest = *m_detail->manifest;
    header.title = QString::fromStdString(manifest.name);
    const auto images = static_cast<qint64>(manifest.files.size());
    const auto classes = static_cast<qint64>(manifest.classes.size());
    header.subtitle = tr("version %1").arg(manifest.version) + QStringLiteral(" · ") +
                      (images == 1 ? tr("1 image") : tr("%1 images").arg(format::count(images))) +
                      QStringLiteral(" · ") +
                      (classes == 1 ? tr("1 class") : tr("%1 classes").arg(format::count(classes)));
    if (!m_detail->newest()) {
        header.chip = tr("not the newest version");
        header.chipTone = Tone::Caution;
    }
    return header;
}

void DatasetsPage::showTab(Tab tab) {
    m_tabBar->setCurrentIndex(tab);
}

void DatasetsPage::showTrash(bool on) {
    m_stack->setCurrentWidget(on ? m_trashView->parentWidget() : m_stack->widget(m_detail ? 0 : 1));
    if (on)
        m_trashView->setFocus();
    showNothing();
}

void DatasetsPage::showOptions(const ImportPlan& plan) {
    m_panel->setPlan(plan);
    m_stack->setCurrentWidget(m_panel);
    showNothing();
    m_panel->setFocus();
}

bool DatasetsPage::closeTop() {
    if (pictures::PictureViewer::closeOver(this))
        return true;
    if (m_stack->currentIndex() > 1) {
        m_stack->setCurrentIndex(m_detail ? 0 : 1);
        showNothing();
        return true;
    }
    if (m_tabBar->currentIndex() == Images && m_images->clearFilter())
        return true;
    if (m_tabBar->currentIndex() != Overview) {
        showTab(Overview);
        return true;
    }
    return false;
}

QByteArray DatasetsPage::saveLayout() const {
    QByteArray state;
    QDataStream out(&state, QIODevice::WriteOnly);
    out << qint32(1) << m_splitter->saveState() << qint32(m_tabBar->currentIndex()) << m_versionsView->saveLayout()
        << m_usesView->saveLayout() << m_trashView->saveLayout() << m_wanted;
    return state;
}

void DatasetsPage::restoreLayout(const QByteArray& state) {
    QDataStream in(state);
    qint32 version = 0, tab = 0;
    QByteArray splitter, versions, uses, trash;
    QString wanted;
    in >> version >> splitter >> tab >> versions >> uses >> trash >> wanted;
    if (in.status() != QDataStream::Ok || version != 1)
        return;
    m_splitter->restoreState(splitter);
    m_versionsView->restoreLayout(versions);
    m_usesView->restoreLayout(uses);
    m_trashView->restoreLayout(trash);
    if (tab >= Overview && tab <= Uses)
        m_tabBar->setCurrentIndex(tab);
    if (m_wanted.isEmpty())
        show(wanted);
}

}  // namespace flambeau::ui::datasets
