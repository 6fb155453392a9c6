// SPDX-License-Identifier: GPL-3.0-or-later
#include "disk_card.h"

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

QString titleOf(const session::DiskUseItem& item) {
    using session::DiskKind;
    const auto counted = [&](const QString& name) {
        return item.count > 0 ? DiskCard::tr("%1 (%2)").arg(name, format::count(item.count)) : name;
    };
    switch (item.kind) {
        case DiskKind::Artifacts:
            return DiskCard::tr("Models and outputs");
        case DiskKind::Database:
            return DiskCard::tr("Database with every point");
        case DiskKind::Runs:
            return counted(DiskCard::tr("Folders of runs"));
        case DiskKind::Datasets:
            return counted(DiskCard::tr("Unpacked datasets"));
        case DiskKind::Thumbnails:
            return DiskCard::tr("Thumbnails");
        case DiskKind::Backups:
            return DiskCard::tr("Backups of the database");
        case DiskKind::Weights:
            return DiskCard::tr("Downloaded weights");
        case DiskKind::OnnxRuntime:
            return DiskCard::tr("ONNX Runtime");
        case DiskKind::Engines:
            return counted(DiskCard::tr("Prepared engines"));
    }
    return {};
}

struct Looked {
    session::CleanResult result;
    std::size_t trash = 0;  ///< how many things lie in the trash
};

}  // namespace

DiskCard::DiskCard(PageHost& host, session::Desk& desk, QWidget* parent)
    : CleanCard(tr("Disk used"), host, desk, parent) {}

DiskCard::~DiskCard() {
    if (m_task)
        m_task->cancel();
}

void DiskCard::ask() {
    if (m_task && !m_task->finished())
        return;
    m_task = m_desk.ask(
        session::Lane::Chores, this,
        [](session::Services& services, const session::Work& work) {
            return session::diskUse(services.workspace, work.stop, work.progress);
        },
        [this](Result<session::DiskUse> use) {
            if (use)
                show(*use);
            else if (use.error().code != ErrorCode::Canceled)
                m_host.showError(use.error());
        });
}

void DiskCard::show(const session::DiskUse& use) {
    QVector<KeyValue> rows;
    for (const session::DiskUseItem& item : use.items) {
        const QString path = text(item.folder.string());
        rows.append(
            {titleOf(item), item.bytes == 0 ? tr("none") : format::bytes(static_cast<qint64>(item.bytes)), path});
    }
    rows.append({tr("Free on the disk"), format::bytes(static_cast<qint64>(use.freeBytes)), {}, false, true});
    list()->setRows(rows);
    setNote(tr("this workspace %1").arg(format::bytes(static_cast<qint64>(use.workspaceBytes()))));
}

session::TaskHandle DiskCard::askPreview(bool emptyTrash) {
    return m_desk.ask(
        session::Lane::Chores, this,
        [emptyTrash](session::Services& services, const session::Work& work) -> Result<Looked> {
            // Asked with the trash as well, so that the box can say what is in it.
            FLAMBEAU_TRY(const auto all, session::cleanWorkspace(services.workspace, false, true, work.stop));
            Looked looked{all, all.trash.size()};
            if (!emptyTrash)
                looked.result.trash.clear();
            return looked;
        },
        [this](Result<Looked> looked) {
            if (looked)
                showPreview(looked->result, looked->trash);
            else
                failed(looked.error());
        });
}

void DiskCard::showPreview(const session::CleanResult& result, std::size_t trash) {
    Preview preview;
    if (result.blobs > 0)
        preview.goes << tr("%1 in %2 files that nothing uses any more")
                            .arg(format::bytes(static_cast<qint64>(result.blobBytes)), format::count(result.blobs));
    if (result.scratchBytes > 0)
        preview.goes << tr("%1 of half-made files").arg(format::bytes(static_cast<qint64>(result.scratchBytes)));
    if (!result.trash.empty())
        preview.goes << tr("from the trash, for good: %1").arg(someOf(result.trash));
    if (trash > 0)
        preview.box = tr("Empty the trash too (%1)").arg(trash);
    // What the trash holds is counted when it is emptied.
    preview.bytes = result.trash.empty() ? static_cast<qint64>(result.blobBytes + result.scratchBytes) : 0;
    shown(preview);
}

session::TaskHandle DiskCard::askClean(bool emptyTrash) {
    return m_desk.ask(
        session::Lane::Chores, this,
        [emptyTrash](session::Services& services, const session::Work& work) {
            return session::cleanWorkspace(services.workspace, true, emptyTrash, work.stop);
        },
        [this](Result<session::CleanResult> result) {
            if (result)
                cleaned(static_cast<qint64>(result->blobBytes + result->scratchBytes));
            else
                failed(result.error());
            for (const auto topic : {session::Topic::Disk, session::Topic::Runs, session::Topic::Models})
                m_desk.announce(topic);
        });
}

}  // namespace flambeau::ui::compute
