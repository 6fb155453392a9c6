// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QHBoxLayout>
#include <QLabel>

#include "cards.h"
#include "flambeau/ui/common/format.h"

namespace flambeau::ui::settings {
namespace {

QString kindText(session::DiskKind kind) {
    switch (kind) {
        case session::DiskKind::Artifacts:
            return StorageCard::tr("Models and outputs");
        case session::DiskKind::Database:
            return StorageCard::tr("Database");
        case session::DiskKind::Runs:
            return StorageCard::tr("Folders of runs");
        case session::DiskKind::Datasets:
            return StorageCard::tr("Unpacked datasets");
        case session::DiskKind::Thumbnails:
            return StorageCard::tr("Thumbnails");
        case session::DiskKind::Backups:
            return StorageCard::tr("Backups");
        case session::DiskKind::Weights:
            return StorageCard::tr("Pretrained weights, shared");
        case session::DiskKind::OnnxRuntime:
            return StorageCard::tr("ONNX Runtime, shared");
        case session::DiskKind::Engines:
            return StorageCard::tr("Prepared engines, shared");
    }
    return {};
}

}  // namespace

StorageCard::StorageCard(PageHost& host, session::Desk& desk)
    : Card(tr("Disk")),
      m_host(host),
      m_desk(desk),
      m_sizes(new KeyValueList),
      m_freeable(textLabel({}, TextKind::Small, Token::Secondary)),
      m_look(new Button(tr("What can be freed?"))),
      m_clean(new Button(tr("Free it"), Button::Kind::Danger)),
      m_bar(new ProgressLine) {
    m_sizes->setAccessibleName(tr("What takes the disk"));
    m_sizes->setRows({{tr("Database"), "…"}});
    body()->addWidget(m_sizes);
    m_freeable->hide();
    body()->addWidget(m_freeable);
    m_bar->setAccessibleName(tr("The disk is being looked through"));
    m_bar->setShare(-1);
    m_bar->hide();
    body()->addWidget(m_bar);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_look);
    row->addWidget(m_clean);
    row->addStretch(1);
    body()->addLayout(row);
    m_clean->hide();
    connect(m_look, &QPushButton::clicked, this, &StorageCard::look);
    connect(m_clean, &QPushButton::clicked, this, &StorageCard::clean);
}

void StorageCard::refresh() {
    if (std::exchange(m_busy, true))
        return;
    m_desk.ask(
        session::Lane::Chores, this,
        [](session::Services& services, const session::Work& work) {
            return session::diskUse(services.workspace, work.stop, work.progress);
        },
        [this](const Result<session::DiskUse>& use) {
            m_busy = false;
            if (!use) {
                m_host.showError(use.error());
                return;
            }
            QVector<KeyValue> rows;
            for (const auto& item : use->items) {
                if (item.bytes == 0)
                    continue;
                KeyValue row{kindText(item.kind), format::bytes(static_cast<qint64>(item.bytes)),
                             QString::fromStdString(item.folder.string())};
                rows << row;
            }
            KeyValue all{tr("This workspace"), format::bytes(static_cast<qint64>(use->workspaceBytes()))};
            all.strong = true;
            rows << all << KeyValue{tr("Free on this disk"), format::bytes(static_cast<qint64>(use->freeBytes))};
            m_sizes->setRows(rows);
        });
}

void StorageCard::look() {
    m_look->setBlocked(tr("It is being looked through"));
    m_desk.ask(
        session::Lane::Chores, this,
        [](session::Services& services, const session::Work& work) {
            return session::cleanWorkspace(services.workspace, false, true, work.stop);
        },
        [this](const Result<session::CleanResult>& found) {
            m_look->setBlocked({});
            if (found)
                showFreeable(*found);
            else
                m_host.showError(found.error());
        });
}

void StorageCard::showFreeable(const session::CleanResult& found) {
    const auto bytes = static_cast<qint64>(found.blobBytes + found.scratchBytes);
    const auto trash = static_cast<qint64>(found.trash.size());
    m_freeable->show();
    if (bytes == 0 && trash == 0) {
        m_freeable->setText(tr("There is nothing to free: the trash is empty, and every file is named by something."));
        m_clean->hide();
        return;
    }
    QStringList names;
    for (const auto& name : found.trash) {
        if (names.size() == 6) {
            names << tr("and %1 more").arg(format::count(trash - 6));
            break;
        }
        names << QString::fromStdString(name);
    }
    QString text = tr("%1 in files that nothing names any more").arg(format::bytes(bytes));
    if (trash > 0)
        text += ". " + tr("In the trash: %1").arg(names.join(", "));
    m_freeable->setText(text + ". " + tr("What is freed cannot be brought back."));
    m_clean->setText(trash > 0 ? tr("Empty the trash and free the rest") : tr("Free %1").arg(format::bytes(bytes)));
    m_clean->show();
}

void StorageCard::clean() {
    m_clean->setBlocked(tr("It is being freed"));
    m_bar->show();
    m_desk.ask(
        session::Lane::Chores, this,
        [](session::Services& services, const session::Work& work) {
            return session::cleanWorkspace(services.workspace, true, true, work.stop);
        },
        [this](const Result<session::CleanResult>& done) {
            m_bar->hide();
            m_clean->setBlocked({});
            m_clean->hide();
            m_freeable->hide();
            if (!done) {
                m_host.showError(done.error());
                return;
            }
            m_host.say(tr("%1 freed").arg(format::bytes(static_cast<qint64>(done->blobBytes + done->scratchBytes))));
            for (const auto topic : {session::Topic::Disk, session::Topic::Runs, session::Topic::Models})
                m_desk.announce(topic);
            refresh();
        });
}

}  // namespace flambeau::ui::settings
