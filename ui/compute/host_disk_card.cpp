// SPDX-License-Identifier: GPL-3.0-or-later
#include "host_disk_card.h"

#include <algorithm>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

using Kind = session::HostCleanItem::Kind;

QString sizeText(std::uint64_t bytes) {
    return format::bytes(static_cast<qint64>(bytes));
}

/// Of one kind among what would go.
struct Going {
    std::vector<std::string> titles;
    std::uint64_t bytes = 0;
};
Going going(const session::HostCleanPlan& plan, Kind kind) {
    Going all;
    for (const auto& item : plan.items) {
        if (item.kind != kind)
            continue;
        all.titles.push_back(item.title);
        all.bytes += item.bytes;
    }
    return all;
}

}  // namespace

HostDiskCard::HostDiskCard(PageHost& host, session::Desk& desk, QWidget* parent)
    : CleanCard(tr("Disk used there"), host, desk, parent) {}

HostDiskCard::~HostDiskCard() {
    if (m_task)
        m_task->cancel();
}

void HostDiskCard::setHost(const QString& name) {
    if (m_name == name)
        return;
    if (m_task)
        m_task->cancel();
    m_name = name;
    closePreview();
    list()->setRows({});
    setNote({});
    cleanButton()->setBlocked(tr("%1 was not reached yet.").arg(name));
}

void HostDiskCard::ask() {
    if (m_name.isEmpty() || (m_task && !m_task->finished() && !m_task->canceled()))
        return;
    m_task = m_desk.ask(
        session::Lane::Around, this,
        [name = m_name.toStdString()](session::Services& services, const session::Work& work) {
            return services.machines.disk(name, work.stop);
        },
        [this, name = m_name](Result<session::HostDisk> disk) {
            if (name != m_name)
                return;
            if (disk) {
                show(*disk);
            } else if (disk.error().code != ErrorCode::Canceled) {
                list()->setRows({{tr("Not known"), text(disk.error().message), {}}});
                setNote({});
                cleanButton()->setBlocked(text(disk.error().message));
            }
        });
}

void HostDiskCard::show(const session::HostDisk& disk) {
    QVector<KeyValue> rows;
    const auto bytes = [](std::uint64_t taken) { return taken == 0 ? tr("none") : sizeText(taken); };
    const auto add = [&](const QString& name, const session::HostDisk::Part& part, bool counted) {
        rows.append(
            {counted && part.count > 0 ? tr("%1 (%2)").arg(name, format::count(static_cast<qint64>(part.count))) : name,
             bytes(part.bytes),
             {}});
    };
    add(tr("Environments"), disk.environments, true);
    add(tr("Pictures and weights"), disk.content, false);
    add(tr("Runs"), disk.runs, true);
    add(tr("Trainer builds"), disk.engines, true);
    if (disk.leftBytes > 0)
        rows.append({tr("Half-made things"), bytes(disk.leftBytes), {}});
    if (disk.freeBytes > 0)
        rows.append({tr("Free on the disk"), bytes(disk.freeBytes), {}, false, true});
    list()->setRows(rows);
    setNote(bytes(disk.bytes()));
    cleanButton()->setBlocked({});
}

session::TaskHandle HostDiskCard::askPreview(bool kits) {
    return m_desk.ask(
        session::Lane::Around, this,
        [name = m_name.toStdString(), kits](session::Services& services, const session::Work& work) {
            return services.machines.cleanPlan(name, kits, work.stop);
        },
        [this, name = m_name](Result<session::HostCleanPlan> plan) {
            if (!plan)
                failed(plan.error());
            else if (name == m_name)
                showPlan(*plan);
            else
                failed({ErrorCode::Canceled, {}, {}, {}});
        });
}

void HostDiskCard::showPlan(const session::HostCleanPlan& plan) {
    m_plan = plan;
    Preview preview;
    preview.bytes = static_cast<qint64>(plan.bytes());
    if (const Going runs = going(plan, Kind::Run); !runs.titles.empty())
        preview.goes << tr("%1 of runs that are over; what they left is on this machine: %2")
                            .arg(sizeText(runs.bytes), someOf(runs.titles));
    if (const Going kits = going(plan, Kind::Environment); !kits.titles.empty())
        preview.goes << tr("%1 of environments (%2)").arg(sizeText(kits.bytes)).arg(kits.titles.size());
    if (const Going kits = going(plan, Kind::Engine); !kits.titles.empty())
        preview.goes << tr("%1 of trainer builds (%2)").arg(sizeText(kits.bytes)).arg(kits.titles.size());
    if (plan.contentFiles > 0)
        preview.goes << tr("%1 of pictures and weights that no run needs").arg(sizeText(plan.contentBytes));
    if (plan.leftBytes > 0)
        preview.goes << tr("%1 of half-made things").arg(sizeText(plan.leftBytes));
    if (plan.needed > 0)
        preview.stays << tr("%1 runs stay: what they left was not fetched yet.").arg(plan.needed);
    if (plan.others > 0)
        preview.stays << tr("%1 runs stay: they go on, or are another workspace's.").arg(plan.others);
    if (plan.contentBusy)
        preview.stays << tr("Pictures and weights stay: some are being sent.");
    if (plan.kits > 0) {
        preview.box = tr("Also what was used lately (%1)").arg(sizeText(plan.kitBytes));
        preview.boxRemark =
            tr("Environments and trainer builds that no run uses now. They are made again when one does, which takes "
               "minutes.");
    }
    shown(preview);
}

session::TaskHandle HostDiskCard::askClean(bool) {
    return m_desk.ask(
        session::Lane::Around, this,
        [name = m_name.toStdString(), plan = m_plan](session::Services& services, const session::Work& work) {
            return services.machines.clean(name, plan, work.stop);
        },
        [this](Result<session::HostCleaned> done) {
            if (done)
                cleaned(static_cast<qint64>(done->freed), done->failed);
            else
                failed(done.error());
            ask();
        });
}

}  // namespace flambeau::ui::compute
