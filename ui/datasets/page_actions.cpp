// SPDX-License-Identifier: GPL-3.0-or-later
// What the page of datasets does.
#include <QAction>
#include <QDesktopServices>
#include <QFile>
#include <QMenu>
#include <QStackedWidget>
#include <QUrl>

#include "dataset_actions.h"
#include "dataset_list.h"
#include "finding_rows.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/datasets/datasets_page.h"
#include "images_tab.h"
#include "import_queue.h"
#include "overview_tab.h"
#include "tables.h"

namespace flambeau::ui::datasets {
namespace {

constexpr double taskAfter = 10;
const char* const checkTask = "datasets.check";
const char* const changeTask = "datasets.change";

QString pictures(std::size_t count, const QString& one, const QString& many) {
    return count == 1 ? one : many.arg(format::count(static_cast<qint64>(count)));
}

}  // namespace

void DatasetsPage::act(const FindingGroup& group) {
    if (!m_detail)
        return;
    switch (group.action) {
        case FindingAction::LeaveOut:
        case FindingAction::TakeBack:
            change(group.change, group.done);
            break;
        case FindingAction::Acknowledge:
            acknowledgeFinding(m_host, m_desk, this, currentName(), group.kind, !group.seen);
            break;
        case FindingAction::OpenFolder:
            openFolder(group.files.empty() ? std::string() : group.files.front());
            break;
    }
}

void DatasetsPage::keepAsIs(const FindingGroup& group) {
    session::DatasetChange keep;
    keep.keep = group.files;
    change(keep, tr("It is kept as it is"));
}

void DatasetsPage::look(const FindingGroup& group) {
    m_images->showFiles(group.title, group.files);
    showTab(Images);
}

void DatasetsPage::relabel(const std::vector<std::string>& paths, const QString& className) {
    if (paths.empty())
        return;
    session::DatasetChange relabelled;
    for (const auto& path : paths)
        relabelled.classOf[path] = className.toStdString();
    change(relabelled, pictures(paths.size(), tr("1 picture is now in '%1'").arg(className),
                                tr("%1 pictures are now in '%2'").arg(QStringLiteral("%1"), className)));
}

void DatasetsPage::leaveOut(const std::vector<std::string>& paths) {
    if (paths.empty())
        return;
    session::DatasetChange left;
    left.leaveOut = paths;
    change(left, pictures(paths.size(), tr("1 picture is left out"), tr("%1 pictures are left out")));
}

void DatasetsPage::change(const session::DatasetChange& change, const QString& done) {
    if (!m_detail)
        return;
    setBusy(tr("A new version is being made"));
    changeDataset(
        m_host, m_desk, this, m_detail->reference, change, done,
        [this](const QString& made) {
            setBusy({});
            if (!made.isEmpty())
                show(made.section('@', 0, 0));
        },
        [this](const std::string&, std::uint64_t done, std::uint64_t total) {
            showChange(total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1);
        });
}

void DatasetsPage::showChange(double share) {
    m_line->setShare(share);
    const double seconds = static_cast<double>(m_changeClock.elapsed()) / 1000;
    if (!m_changing || seconds < taskAfter)
        return;
    BackgroundTask task;
    task.title = tr("A new version of %1").arg(currentName());
    task.share = share;
    m_host.setTask(QLatin1String(changeTask), task);
}

void DatasetsPage::followLine() {
    if (!m_loading && !m_changing) {
        m_lineSoon.stop();
        m_line->hide();
    } else if (m_line->isHidden() && !m_lineSoon.isActive()) {
        m_line->setShare(-1);
        m_lineSoon.start();
    }
}

void DatasetsPage::setBusy(const QString& reason) {
    if (m_changing && reason.isEmpty())
        m_host.setTask(QLatin1String(changeTask), {});
    m_changing = !reason.isEmpty();
    m_changeClock.start();
    followLine();
    m_findings->setBusy(reason);
    m_overview->findings()->setBusy(reason);
    m_images->setBusy(reason);
}

void DatasetsPage::removeCurrent() {
    QString reference = currentName();
    if (m_versionsView->hasFocus() && m_versionsView->currentIndex().isValid())
        reference = m_versions->key(m_versionsView->currentIndex().row());
    if (!reference.isEmpty())
        removeDataset(m_host, m_desk, this, reference);
}

void DatasetsPage::restoreChosen() {
    const int row = m_trashView->currentIndex().isValid() ? m_trashView->currentIndex().row() : 0;
    const QString name = m_trash->key(row);
    if (name.isEmpty())
        return;
    takeFromTrash(m_host, m_desk, this, {name});
    m_host.say(tr("'%1' is back").arg(name));
    m_wanted = name;
}

void DatasetsPage::check() {
    if (!m_detail || (m_check && !m_check->finished()))
        return;
    m_overview->showChecking(-1);
    auto clock = std::make_shared<QElapsedTimer>();
    clock->start();
    m_check = m_desk.ask(
        session::Lane::Chores, this,
        [manifest = m_detail->manifest](session::Services& services, const session::Work& work) {
            return services.datasets.check(*manifest, false, work.stop, work.progress);
        },
        [this, reference = m_detail->reference](Result<session::DatasetCheck> found) {
            m_check.reset();
            m_host.setTask(QLatin1String(checkTask), {});
            m_overview->showCheck({}, Tone::Neutral, false);
            if (!found) {
                if (found.error().code != ErrorCode::Canceled)
                    m_host.showError(found.error());
            } else if (m_detail && m_detail->reference == reference) {
                showCheck(*found);
            }
        },
        [this, clock](const std::string&, std::uint64_t done, std::uint64_t total) {
            const double share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1;
            m_overview->showChecking(share);
            const double seconds = static_cast<double>(clock->elapsed()) / 1000;
            if (seconds < taskAfter)
                return;
            BackgroundTask task;
            task.title = tr("Comparing %1 with the disk").arg(currentName());
            task.share = share;
            task.secondsLeft = share > 0 ? seconds / share * (1 - share) : -1;
            task.cancel = [this] {
                if (m_check)
                    m_check->cancel();
            };
            m_host.setTask(QLatin1String(checkTask), task);
        });
}

void DatasetsPage::showCheck(const session::DatasetCheck& found) {
    QStringList parts;
    const auto add = [&parts](const std::vector<std::string>& paths, const QString& words) {
        if (!paths.empty())
            parts << words.arg(format::count(static_cast<qint64>(paths.size())));
    };
    add(found.missing, tr("%1 missing"));
    add(found.changed, tr("%1 changed"));
    add(found.added, tr("%1 new"));
    if (parts.isEmpty())
        m_overview->showCheck(tr("All as it was imported"), Tone::Good, false);
    else
        m_overview->showCheck(parts.join(QStringLiteral(", ")), found.ok() ? Tone::Caution : Tone::Bad, true);
}

void DatasetsPage::importAgain() {
    if (!m_detail)
        return;
    ImportPlan plan;
    plan.options.name = m_detail->manifest->name;
    plan.options.source = m_detail->manifest->source;
    plan.options.on = m_detail->manifest->on;
    plan.shown = QString::fromStdString(m_detail->manifest->name);
    plan.again = m_detail->manifest->version;
    m_queue.add(plan);
}

void DatasetsPage::openFolder(const std::string& path) {
    if (!m_detail)
        return;
    if (!m_detail->manifest->on.empty()) {
        m_host.showError({ErrorCode::Unsupported,
                          tr("The folder lies on %1, and no program of this desktop opens it there.")
                              .arg(QString::fromStdString(m_detail->manifest->on))
                              .toStdString(),
                          tr("It is %1").arg(QString::fromStdString(m_detail->manifest->place())).toStdString(),
                          {}});
        return;
    }
    fs::path folder(m_detail->manifest->root);
    if (!path.empty())
        folder = (folder / path).parent_path();
    const QString shown = QFile::decodeName(folder.c_str());
    if (!QDesktopServices::openUrl(QUrl::fromLocalFile(shown)))
        m_host.showError({ErrorCode::Unavailable,
                          tr("No program of the desktop opens the folder.").toStdString(),
                          tr("It is %1").arg(shown).toStdString(),
                          {}});
}

void DatasetsPage::showListMenu(const QPoint& at) {
    const QModelIndex index = m_list->indexAt(at);
    if (!index.isValid())
        return;
    m_list->setCurrentIndex(index);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_train);
    menu->addSeparator();
    menu->addAction(tr("Import again"), this, &DatasetsPage::importAgain);
    menu->addAction(tr("Import again with options …"), this, [this] {
        if (m_detail && !m_detail->manifest->on.empty()) {
            ImportPlan plan;
            plan.options.name = m_detail->manifest->name;
            plan.options.source = m_detail->manifest->source;
            plan.options.on = m_detail->manifest->on;
            showOptions(plan);
            return;
        }
        const auto plans = m_detail ? m_queue.plans({QFile::decodeName(m_detail->manifest->source.c_str())})
                                    : std::vector<ImportPlan>();
        if (!plans.empty())
            showOptions(plans.front());
    });
    menu->addAction(tr("Check the disk"), this, &DatasetsPage::check);
    menu->addAction(m_folder);
    menu->addSeparator();
    menu->addAction(tr("Move to the trash"), this, &DatasetsPage::removeCurrent);
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

}  // namespace flambeau::ui::datasets
