// SPDX-License-Identifier: GPL-3.0-or-later
// The cards about where the data lies, and about Flambeau itself.
#include <QAction>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "cards.h"
#include "diagnostics.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/format.h"

namespace flambeau::ui::settings {
namespace {

constexpr int kShown = 6;

QString pathText(const fs::path& path) {
    return QString::fromStdString(path.string());
}

}  // namespace

WorkspacesCard::WorkspacesCard(PageHost& host, session::Desk& desk)
    : Card(tr("Workspaces")),
      m_host(host),
      m_desk(desk),
      m_facts(new KeyValueList),
      m_check(new Button(tr("Check"))),
      m_backup(new Button(tr("Back up"))),
      m_others(new QVBoxLayout) {
    m_facts->setAccessibleName(tr("This workspace"));
    m_facts->setRows({{tr("Data folder"), pathText(m_desk.folder())}});
    body()->addWidget(m_facts);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    for (const char* id : {"workspace.move", "workspace.open", "workspace.new"}) {
        if (QAction* action = m_host.commands().find(id))
            row->addWidget(Button::forAction(action, Button::Kind::Plain));
    }
    row->addStretch(1);
    body()->addLayout(row);
    auto* care = new QHBoxLayout;
    care->setSpacing(8);
    m_check->setToolTip(tr("Looks whether every file of the workspace is there and whole"));
    m_backup->setToolTip(tr("Writes a complete copy of the database into the workspace's backups folder"));
    care->addWidget(m_check);
    care->addWidget(m_backup);
    care->addStretch(1);
    body()->addLayout(care);
    m_others->setSpacing(2);
    body()->addLayout(m_others);
    connect(m_check, &QPushButton::clicked, this, &WorkspacesCard::check);
    connect(m_backup, &QPushButton::clicked, this, &WorkspacesCard::backup);
}

void WorkspacesCard::refresh() {
    m_desk.ask(
        session::Lane::Chores, this,
        [](session::Services&, const session::Work&) -> Result<std::vector<session::KnownWorkspace>> {
            return session::knownWorkspaces();
        },
        [this](const Result<std::vector<session::KnownWorkspace>>& known) {
            if (known)
                showOthers(*known);
        });
}

void WorkspacesCard::showOthers(const std::vector<session::KnownWorkspace>& known) {
    const auto same = [](const auto& a, const auto& b) { return a.path == b.path; };
    if (std::equal(known.begin(), known.end(), m_known.begin(), m_known.end(), same))
        return;
    m_known = known;
    while (QLayoutItem* item = m_others->takeAt(0)) {
        if (item->widget() != nullptr)
            item->widget()->deleteLater();
        delete item;
    }
    int shown = 0;
    for (const auto& one : known) {
        if (one.path == m_desk.folder() || shown == kShown)
            continue;
        if (shown++ == 0)
            m_others->addWidget(textLabel(tr("Opened before"), TextKind::SmallMedium, Token::Secondary));
        auto* row = new QWidget;
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        auto* path = new ElidedLabel(pathText(one.path));
        path->setElideMode(Qt::ElideMiddle);
        line->addWidget(path, 1);
        line->addWidget(
            new ElidedLabel(format::date(QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(one.lastUsed * 1000))),
                            TextKind::Small, Token::Secondary));
        auto* open = new Button(tr("Open"), Button::Kind::Quiet);
        open->setSmall(true);
        open->setAccessibleName(tr("Open %1").arg(pathText(one.path)));
        connect(open, &QPushButton::clicked, this, [this, folder = pathText(one.path)] {
            // The program changes over to it; the page only says which.
            if (QAction* action = m_host.commands().find("workspace.open")) {
                action->setData(folder);
                action->trigger();
            }
        });
        line->addWidget(open);
        m_others->addWidget(row);
    }
}

void WorkspacesCard::check() {
    m_check->setBlocked(tr("It is being checked"));
    m_desk.ask(
        session::Lane::Chores, this,
        [](session::Services& services, const session::Work& work) {
            return session::checkWorkspace(services.workspace, false, work.stop, work.progress);
        },
        [this](const Result<session::WorkspaceHealth>& health) {
            m_check->setBlocked({});
            if (!health) {
                m_host.showError(health.error());
            } else if (health->ok()) {
                m_host.say(tr("The workspace is whole: %1 files looked at.").arg(format::count(health->blobs)));
            } else {
                QStringList what;
                for (const auto& problem : health->databaseProblems)
                    what << QString::fromStdString(problem);
                if (!health->missing.empty())
                    what << tr("%1 files are missing").arg(health->missing.size());
                if (!health->damaged.empty())
                    what << tr("%1 files are damaged").arg(health->damaged.size());
                m_host.showError({ErrorCode::Corrupt, tr("The workspace is not whole").toStdString(),
                                  tr("Copy it before anything else; backups of its database lie in %1.")
                                      .arg(pathText(m_desk.folder() / "backups"))
                                      .toStdString(),
                                  what.join('\n').toStdString()});
            }
        });
}

void WorkspacesCard::backup() {
    m_backup->setBlocked(tr("It is being written"));
    m_desk.ask(
        session::Lane::Chores, this,
        [](session::Services& services, const session::Work&) { return session::backupWorkspace(services.workspace); },
        [this](const Result<fs::path>& file) {
            m_backup->setBlocked({});
            if (file)
                m_host.say(tr("The database was copied to %1.").arg(pathText(*file)));
            else
                m_host.showError(file.error());
            m_desk.announce(session::Topic::Disk);
        });
}

AboutCard::AboutCard(PageHost& host) : Card(tr("About")) {
    body()->addWidget(textLabel(tr("%1. Free software: you may use, study, share and change it.").arg(versionText()),
                                TextKind::Body));
    auto* list = new KeyValueList;
    list->setAccessibleName(tr("Parts and their licences"));
    QVector<KeyValue> rows;
    for (const Part& part : parts())
        rows << KeyValue{part.name, part.licence};
    list->setRows(rows);
    body()->addWidget(list);
    auto* row = new QHBoxLayout;
    if (QAction* action = host.commands().find("settings.copy-diagnostics"))
        row->addWidget(Button::forAction(action, Button::Kind::Plain));
    row->addStretch(1);
    body()->addLayout(row);
    body()->addStretch(1);
}

}  // namespace flambeau::ui::settings
