// SPDX-License-Identifier: GPL-3.0-or-later
#include "disk_card.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kNamesShown = 8;

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

struct Preview {
    session::CleanResult result;
    std::size_t trash = 0;  ///< how many things lie in the trash
};

}  // namespace

DiskCard::DiskCard(PageHost& host, session::Desk& desk, QWidget* parent)
    : Card(tr("Disk used"), {}, parent),
      m_host(host),
      m_desk(desk),
      m_list(new KeyValueList),
      m_bar(new ProgressLine),
      m_clean(new Button(tr("Clean up …"))),
      m_remark(textLabel(tr("Shows what would go before anything does."), TextKind::Small, Token::Secondary)),
      m_preview(new QWidget),
      m_text(textLabel({}, TextKind::Body)),
      m_trash(new QCheckBox(tr("Empty the trash too"))),
      m_free(new Button(tr("Free it"), Button::Kind::Danger)),
      m_keep(new Button(tr("Keep all"), Button::Kind::Quiet)) {
    m_list->setAccessibleName(tr("Disk used"));
    body()->addWidget(m_list);
    body()->addWidget(m_bar);
    body()->addWidget(m_clean);
    body()->addWidget(m_remark);
    auto* column = new QVBoxLayout(m_preview);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_text);
    column->addWidget(m_trash);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_free);
    buttons->addWidget(m_keep);
    buttons->addStretch(1);
    column->addLayout(buttons);
    body()->addWidget(m_preview);
    body()->addStretch(1);
    m_preview->hide();
    m_bar->hide();
    connect(m_clean, &QPushButton::clicked, this, &DiskCard::preview);
    connect(m_trash, &QCheckBox::toggled, this, &DiskCard::preview);
    connect(m_free, &QPushButton::clicked, this, &DiskCard::apply);
    connect(m_keep, &QPushButton::clicked, this, &DiskCard::closePreview);
}

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
    m_list->setRows(rows);
    setNote(tr("this workspace %1").arg(format::bytes(static_cast<qint64>(use.workspaceBytes()))));
}

void DiskCard::preview() {
    if (m_cleaning && !m_cleaning->finished())
        return;
    const bool emptyTrash = m_trash->isChecked();
    m_bar->setShare(-1);
    m_clean->setBlocked(tr("Looking what could go."));
    m_cleaning = m_desk.ask(
        session::Lane::Chores, this,
        [emptyTrash](session::Services& services, const session::Work& work) -> Result<Preview> {
            // Asked with the trash as well, so that the box can say what is in it.
            FLAMBEAU_TRY(const auto all, session::cleanWorkspace(services.workspace, false, true, work.stop));
            Preview preview{all, all.trash.size()};
            if (!emptyTrash)
                preview.result.trash.clear();
            return preview;
        },
        [this](Result<Preview> preview) {
            m_clean->setBlocked({});
            if (preview)
                showPreview(preview->result, preview->trash);
            else if (preview.error().code != ErrorCode::Canceled)
                m_host.showError(preview.error());
        });
}

void DiskCard::showPreview(const session::CleanResult& result, std::size_t trash) {
    QStringList lines;
    if (result.blobs > 0)
        lines << tr("%1 in %2 files that nothing uses any more")
                     .arg(format::bytes(static_cast<qint64>(result.blobBytes)), format::count(result.blobs));
    if (result.scratchBytes > 0)
        lines << tr("%1 of half-made files").arg(format::bytes(static_cast<qint64>(result.scratchBytes)));
    if (!result.trash.empty()) {
        QStringList names;
        for (std::size_t i = 0; i < std::min<std::size_t>(result.trash.size(), kNamesShown); ++i)
            names << text(result.trash[i]);
        if (result.trash.size() > kNamesShown)
            names << tr("%1 more").arg(result.trash.size() - kNamesShown);
        lines << tr("from the trash, for good: %1").arg(names.join(", "));
    }
    const bool nothing = lines.isEmpty();
    m_text->setText(nothing ? tr("There is nothing to free.") : tr("This would go:") + "\n" + lines.join('\n'));
    m_trash->setVisible(trash > 0);
    m_trash->setText(tr("Empty the trash too (%1)").arg(trash));
    m_free->setVisible(!nothing);
    m_keep->setText(nothing ? tr("Close") : tr("Keep all"));
    m_clean->hide();
    m_remark->hide();
    m_preview->show();
    m_preview->updateGeometry();
}

bool DiskCard::closePreview() {
    if (m_preview->isHidden())
        return false;
    m_preview->hide();
    m_clean->show();
    m_remark->show();
    const QSignalBlocker quiet(m_trash);
    m_trash->setChecked(false);
    return true;
}

void DiskCard::apply() {
    if (m_cleaning && !m_cleaning->finished())
        return;
    const bool emptyTrash = m_trash->isChecked();
    m_bar->show();
    m_bar->setShare(-1);
    m_free->setBlocked(tr("It is being freed."));
    m_cleaning = m_desk.ask(
        session::Lane::Chores, this,
        [emptyTrash](session::Services& services, const session::Work& work) {
            return session::cleanWorkspace(services.workspace, true, emptyTrash, work.stop);
        },
        [this](Result<session::CleanResult> result) {
            m_bar->hide();
            m_free->setBlocked({});
            if (result) {
                closePreview();
                m_host.say(
                    tr("%1 freed").arg(format::bytes(static_cast<qint64>(result->blobBytes + result->scratchBytes))));
            } else {
                m_host.showError(result.error());
            }
            for (const auto topic : {session::Topic::Disk, session::Topic::Runs, session::Topic::Models})
                m_desk.announce(topic);
        });
}

}  // namespace flambeau::ui::compute
