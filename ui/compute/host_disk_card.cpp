// SPDX-License-Identifier: GPL-3.0-or-later
#include "host_disk_card.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

constexpr std::size_t kNamesShown = 8;

}  // namespace

HostDiskCard::HostDiskCard(PageHost& host, session::Desk& desk, QWidget* parent)
    : Card(tr("Disk used there"), {}, parent),
      m_host(host),
      m_desk(desk),
      m_list(new KeyValueList),
      m_bar(new ProgressLine),
      m_clean(new Button(tr("Clean up …"))),
      m_remark(textLabel(tr("Shows what would go before anything does."), TextKind::Small, Token::Secondary)),
      m_preview(new QWidget),
      m_text(textLabel({}, TextKind::Body)),
      m_free(new Button(tr("Free it"), Button::Kind::Danger)),
      m_keep(new Button(tr("Keep all"), Button::Kind::Quiet)) {
    m_list->setAccessibleName(tr("Disk used there"));
    m_text->setTextFormat(Qt::PlainText);
    body()->addWidget(m_list);
    body()->addWidget(m_bar);
    body()->addWidget(m_clean, 0, Qt::AlignLeft);
    body()->addWidget(m_remark);
    auto* column = new QVBoxLayout(m_preview);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_text);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_free);
    buttons->addWidget(m_keep);
    buttons->addStretch(1);
    column->addLayout(buttons);
    body()->addWidget(m_preview);
    body()->addStretch(1);
    m_preview->hide();
    m_bar->hide();
    m_bar->setShare(-1);
    connect(m_clean, &QPushButton::clicked, this, &HostDiskCard::preview);
    connect(m_free, &QPushButton::clicked, this, &HostDiskCard::apply);
    connect(m_keep, &QPushButton::clicked, this, &HostDiskCard::closePreview);
}

HostDiskCard::~HostDiskCard() {
    for (const auto& task : {m_task, m_cleaning})
        if (task)
            task->cancel();
}

void HostDiskCard::setHost(const QString& name) {
    if (m_name == name)
        return;
    if (m_task)
        m_task->cancel();
    m_name = name;
    closePreview();
    m_list->setRows({});
    setNote({});
    m_clean->setBlocked(tr("%1 was not reached yet.").arg(name));
}

void HostDiskCard::ask() {
    if (m_name.isEmpty() || (m_task && !m_task->finished() && !m_task->canceled()))
        return;
    m_task = m_desk.ask(
        session::Lane::Hosts, this,
        [name = m_name.toStdString()](session::Services& services, const session::Work& work) {
            return services.machines.disk(name, work.stop);
        },
        [this, name = m_name](Result<session::HostDisk> disk) {
            if (disk && name == m_name)
                show(*disk);
        });
}

void HostDiskCard::show(const session::HostDisk& disk) {
    QVector<KeyValue> rows;
    const auto bytes = [](std::uint64_t size) {
        return size == 0 ? tr("none") : format::bytes(static_cast<qint64>(size));
    };
    rows.append({disk.runs > 0 ? tr("Runs (%1)").arg(format::count(static_cast<qint64>(disk.runs))) : tr("Runs"),
                 bytes(disk.runsBytes),
                 {}});
    if (disk.freeBytes > 0)  // it is not known before the first run made the folder
        rows.append({tr("Free on the disk"), bytes(disk.freeBytes), {}, false, true});
    m_list->setRows(rows);
    setNote(bytes(disk.runsBytes));
    m_clean->setBlocked({});
}

void HostDiskCard::preview() {
    if (m_name.isEmpty() || (m_cleaning && !m_cleaning->finished()))
        return;
    m_bar->show();
    m_clean->setBlocked(tr("Looking what could go."));
    m_cleaning = m_desk.ask(
        session::Lane::Hosts, this,
        [name = m_name.toStdString()](session::Services& services, const session::Work& work) {
            return services.machines.cleanPlan(name, work.stop);
        },
        [this, name = m_name](Result<session::HostCleanPlan> plan) {
            m_bar->hide();
            m_clean->setBlocked({});
            if (name != m_name)
                return;
            if (plan)
                showPlan(*plan);
            else if (plan.error().code != ErrorCode::Canceled)
                m_host.showError(plan.error());
        });
}

void HostDiskCard::showPlan(const session::HostCleanPlan& plan) {
    m_plan = plan;
    QStringList lines;
    if (!plan.names.empty()) {
        QStringList names;
        for (std::size_t i = 0; i < std::min(plan.names.size(), kNamesShown); ++i)
            names << text(plan.names[i]);
        if (plan.names.size() > kNamesShown)
            names << tr("%1 more").arg(plan.names.size() - kNamesShown);
        lines << tr("This would go there; what these runs left is on this machine:") << names.join(", ");
    } else {
        lines << tr("There is nothing to free.");
    }
    if (plan.needed > 0)
        lines << tr("%1 stay: what they left was not fetched yet.").arg(plan.needed);
    if (plan.others > 0)
        lines << tr("%1 stay: they go on, or are another workspace's.").arg(plan.others);
    m_text->setText(lines.join('\n'));
    m_free->setVisible(!plan.runs.empty());
    m_keep->setText(plan.runs.empty() ? tr("Close") : tr("Keep all"));
    m_clean->hide();
    m_remark->hide();
    m_preview->show();
}

bool HostDiskCard::closePreview() {
    if (m_preview->isHidden())
        return false;
    m_preview->hide();
    m_clean->show();
    m_remark->show();
    return true;
}

void HostDiskCard::apply() {
    if (m_cleaning && !m_cleaning->finished())
        return;
    m_bar->show();
    m_free->setBlocked(tr("It is being freed."));
    m_cleaning = m_desk.ask(
        session::Lane::Hosts, this,
        [name = m_name.toStdString(), plan = m_plan](session::Services& services, const session::Work& work) {
            return services.machines.clean(name, plan, work.stop);
        },
        [this](Result<session::HostCleaned> cleaned) {
            m_bar->hide();
            m_free->setBlocked({});
            if (cleaned) {
                closePreview();
                m_host.say(tr("%1 freed").arg(format::bytes(static_cast<qint64>(cleaned->freed))));
            } else if (cleaned.error().code != ErrorCode::Canceled) {
                m_host.showError(cleaned.error());
            }
            ask();
        });
}

}  // namespace flambeau::ui::compute
