// SPDX-License-Identifier: GPL-3.0-or-later
#include "host_rows.h"

#include <algorithm>

#include "flambeau/session/run_prepare.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::newrun {
namespace {

constexpr int kHoldersTold = 3;

QString bytesText(std::uint64_t bytes) {
    return format::bytes(static_cast<qint64>(bytes));
}

CheckRow hostRow(const std::string& host, const Known& known) {
    const QString name = text(host);
    if (known.host(host) == nullptr)
        return {"host", CheckState::Stop, say("%1 is not known any more").arg(name), say("Choose another machine.")};
    const auto found = known.hosts.find(host);
    if (found == known.hosts.end())
        return {"host", CheckState::Waiting, say("Asking %1").arg(name), {}};
    if (!found->second.ok()) {
        const Error& error = found->second.error();
        if (error.code == ErrorCode::PermissionDenied)
            return {"host", CheckState::Caution, say("%1 wants you to sign in").arg(name),
                    say("It asks when the run starts; Compute signs in before.")};
        return stopRow("host", say("%1 does not answer").arg(name), error);
    }
    const HostNow& now = found->second.value();
    QStringList parts;
    if (now.load.latency >= 0)
        parts << format::duration(now.load.latency);
    const auto free = now.load.gpus.size() - session::busyGpus(now.load, now.queue);
    if (!now.load.gpus.empty())
        parts << say("%1 of %2 GPUs free").arg(free).arg(now.load.gpus.size());
    if (now.freeBytes > 0)
        parts << say("%1 of disk").arg(bytesText(now.freeBytes));
    return {"host", CheckState::Good, say("%1 answers").arg(name), parts.join(", ")};
}

CheckRow clusterRow(const session::Cluster& cluster, const Form& form, const Known& known) {
    const QString name = text(cluster.name);
    std::size_t asked = 0, away = 0;
    for (const auto& host : cluster.hosts) {
        const bool gone = known.host(host) == nullptr;
        asked += gone || known.hosts.contains(host);
        away += gone || (known.hosts.contains(host) && known.now(host) == nullptr);
    }
    const std::string chosen = hostOf(form, known);
    const int gpus = gpusWanted(form, known);
    if (chosen.empty() && asked < cluster.hosts.size())
        return {"host", CheckState::Waiting, say("Asking the hosts of %1").arg(name), {}};
    if (chosen.empty() && away == cluster.hosts.size())
        return {"host", CheckState::Stop, say("No host of %1 answers").arg(name),
                say("Compute says why, and since when.")};
    if (chosen.empty())
        return {"host", CheckState::Stop, say("No host of %1 that answers has %2 GPUs").arg(name).arg(gpus),
                say("Ask for fewer.")};
    if (known.now(chosen) == nullptr)  // the dataset lies there, so no other one can take it
        return hostRow(chosen, known);
    const HostNow& now = *known.now(chosen);
    const session::HostRoom room = session::roomOf(chosen, now.load, now.queue, gpus);
    const QString rest =
        away > 0 ? say("; %1 of %2 hosts do not answer").arg(away).arg(cluster.hosts.size()) : QString();
    if (room.ready(std::max(1, gpus)))
        return {"host", CheckState::Good, say("%1 sends it to %2").arg(name, text(chosen)),
                say("the first of its hosts with room") + rest};
    return {"host", CheckState::Caution, say("It will wait on %1").arg(text(chosen)), whyWaits(now, gpus) + rest};
}

CheckRow engineRow(const std::string& name, bool gpus, const Known& known) {
    const HostChoice& host = *known.host(name);
    const auto trainer = known.trainers.find(trainerKey(name, gpus));
    if (trainer != known.trainers.end() && trainer->second.ok() && trainer->second.value())
        return {"engine", CheckState::Good, say("The trainer is there"), text(*trainer->second.value())};
    if (!host.missing.empty()) {
        QStringList what;
        for (const std::string& one : host.missing)
            what << say(one.c_str());
        return {"engine", CheckState::Caution, say("The trainer may not be made there"),
                say("%1 lacks %2. Compute says what mends it.").arg(text(name), what.join(", "))};
    }
    if (trainer == known.trainers.end() && known.now(name) != nullptr)
        return {"engine", CheckState::Waiting, say("Looking for the trainer on %1").arg(text(name)), {}};
    if (trainer == known.trainers.end() || !trainer->second.ok())
        return {"engine", CheckState::Good, say("The trainer is made there if it is not there"),
                say("a few minutes, once")};
    return {"engine", CheckState::Good, say("The trainer is made there first"), say("a few minutes, once")};
}

CheckRow sendRow(const DatasetFacts& facts) {
    if (!facts.on.empty())
        return {"send", CheckState::Good, say("Nothing to send"), say("the pictures lie there and are read in place")};
    return {"send", CheckState::Good, say("Up to %1 to send").arg(format::bytes(static_cast<qint64>(facts.bytes))),
            say("each picture once; what is there is not sent again")};
}

CheckRow memoryRow(const std::string& name, bool gpu, const Known& known) {
    const HostChoice& host = *known.host(name);
    const auto needed = static_cast<qint64>(known.situation->memory->total());
    const qint64 total = gpu ? host.gpuMemory : known.now(name)->load.memoryTotal;
    const QString where = gpu ? say("the GPU") : text(name);
    if (total <= 0)
        return {"memory", CheckState::Good, say("Memory is not known"),
                say("about %1, an estimate; %2 does not say what it has").arg(format::memory(needed), where)};
    const QString detail = say("about %1 of %2, an estimate").arg(format::memoryOf(needed, total), where);
    if (needed > total)
        return {"memory", CheckState::Caution, say("May not fit in memory"),
                detail + say("; a smaller batch takes less")};
    return {"memory", CheckState::Good, say("Fits in memory"), detail};
}

/// What the run leaves must fit there; its pictures too, but for those that are there already.
CheckRow diskRow(const std::string& name, const Known& known) {
    const std::uint64_t free = known.now(name)->freeBytes;
    const std::uint64_t run = known.situation->diskNeeded;
    const std::uint64_t pictures =
        known.dataset && known.dataset->ok() && known.dataset->value().on.empty()
            ? static_cast<std::uint64_t>(std::max<std::int64_t>(0, known.dataset->value().bytes))
            : 0;
    // What it leaves comes here in the end.
    if (const Status room = session::checkSpace(run, known.situation->diskFree, "the workspace"); !room.ok())
        return stopRow("disk", say("This machine's disk is too full"), room.error());
    if (free == 0)
        return {"disk", CheckState::Good, say("The disk there is not known"),
                say("up to %1, with its pictures").arg(bytesText(run + pictures))};
    if (const Status room = session::checkSpace(run, free, text(name).toStdString()); !room.ok())
        return stopRow("disk", say("The disk of %1 is too full").arg(text(name)), room.error());
    const QString detail =
        say("up to %1 with its pictures, %2 are free there").arg(bytesText(run + pictures), bytesText(free));
    if (!session::checkSpace(run + pictures, free, text(name).toStdString()).ok())
        return {"disk", CheckState::Caution, say("The pictures may not fit on the disk of %1").arg(text(name)),
                detail + say("; those that are there already need no room")};
    return {"disk", CheckState::Good, say("Fits on the disk of %1").arg(text(name)), detail};
}

}  // namespace

CheckRow stopRow(const char* id, const QString& title, const Error& error) {
    return {id, CheckState::Stop, title, text(error.message + (error.hint.empty() ? "" : " " + error.hint))};
}

QString whyWaits(const HostNow& now, int gpus) {
    QStringList holders;
    int more = 0;
    const auto add = [&](const QString& one) {
        if (holders.size() < kHoldersTold)
            holders << one;
        else
            ++more;
    };
    std::ptrdiff_t ahead = 0;
    for (const auto& run : now.queue.runs) {
        const bool alike = (run.gpusAsked > 0) == (gpus > 0);
        if (alike && !run.running)
            ++ahead;
        if (alike && run.running && gpus == 0)
            add(text(run.name));
    }
    for (const auto& gpu : now.load.gpus) {
        if (gpus == 0)
            break;
        if (const auto* run = session::holderOf(gpu, now.queue))
            add(say("%1 on GPU %2").arg(text(run->name)).arg(gpu.index));
        else if (gpu.taken())
            add(say("%1 on GPU %2").arg(text(gpu.others.front())).arg(gpu.index));
    }
    const session::HostRoom room = session::roomOf({}, now.load, now.queue, gpus);
    QString said = gpus > 0 ? say("%1 of %2 GPUs free").arg(std::max(0, room.free)).arg(room.all)
                            : say("%1 of %2 at once free").arg(std::max(0, room.free)).arg(room.all);
    if (!holders.isEmpty())
        said += ": " + holders.join(", ") + (more > 0 ? say(", and %1 more").arg(more) : QString());
    if (ahead > 0)
        said += ahead == 1 ? say("; 1 run waits before it") : say("; %1 runs wait before it").arg(ahead);
    return said;
}

std::vector<CheckRow> placeRows(const Form& form, const Known& known) {
    std::vector<CheckRow> rows;
    const session::Cluster* cluster = known.cluster(form.compute);
    rows.push_back(cluster != nullptr ? clusterRow(*cluster, form, known) : hostRow(form.compute, known));
    const std::string host = hostOf(form, known);
    if (known.host(host) != nullptr)
        rows.push_back(engineRow(host, gpusWanted(form, known) > 0, known));
    if (known.dataset && known.dataset->ok())
        rows.push_back(sendRow(known.dataset->value()));
    return rows;
}

std::vector<CheckRow> roomRows(const Form& form, const Known& known) {
    std::vector<CheckRow> rows;
    const std::string host = hostOf(form, known);
    if (known.host(host) == nullptr || known.now(host) == nullptr || !known.situation)
        return rows;
    if (known.situation->memory)
        rows.push_back(memoryRow(host, gpusWanted(form, known) > 0, known));
    if (known.situation->diskNeeded > 0)
        rows.push_back(diskRow(host, known));
    return rows;
}

}  // namespace flambeau::ui::newrun
