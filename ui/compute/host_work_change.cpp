// SPDX-License-Identifier: GPL-3.0-or-later
// What changes the list of hosts and clusters, with a way back.
#include <memory>
#include <utility>

#include "flambeau/ui/common/text.h"
#include "host_work.h"

namespace flambeau::ui::compute {
namespace {

using Change = std::function<Status(session::Services&)>;

/// The desk and the window outlive whoever asks.
void change(session::Desk& desk, PageHost& window, Change what) {
    desk.ask(
        session::Lane::Read, &desk,
        [what = std::move(what)](session::Services& services, const session::Work&) -> Result<bool> {
            FLAMBEAU_CHECK(what(services));
            return true;
        },
        [desk = &desk, window = &window](Result<bool> done) {
            if (!done)
                window->showError(done.error());
            desk->announce(session::Topic::Computes);
        });
}

/// What was done already, with a way back and forth again.
void undoable(session::Desk& desk, PageHost& window, const QString& said, Change redo, Change undo) {
    doWithUndo(
        window, said,
        [desk = &desk, window = &window, redo, done = std::make_shared<bool>(true)] {
            if (std::exchange(*done, false))
                desk->announce(session::Topic::Computes);
            else
                change(*desk, *window, redo);
        },
        [desk = &desk, window = &window, undo] { change(*desk, *window, undo); });
}

}  // namespace

void HostWork::remove(const QString& name) {
    if (!host())
        return;
    if (const session::Cluster* found = cluster(name)) {
        removeCluster(*found);
        return;
    }
    const session::ComputeTarget* found = find(name);
    if (found == nullptr)
        return;
    // One that runs are on stays: that is said instead, and there is nothing to take back.
    m_desk.ask(
        session::Lane::Read, &m_desk,
        [name = found->name](session::Services& services, const session::Work&) -> Result<bool> {
            FLAMBEAU_CHECK(services.computes.remove(name));
            return true;
        },
        [desk = &m_desk, window = &m_host, target = *found](Result<bool> removed) {
            if (!removed) {
                window->showError(removed.error());
                return;
            }
            undoable(
                *desk, *window, tr("%1 is forgotten; its folder there stays").arg(text(target.name)),
                [target](session::Services& services) { return services.computes.remove(target.name); },
                [target](session::Services& services) { return services.computes.restore(target); });
        });
}

void HostWork::removeCluster(const session::Cluster& cluster) {
    const auto remove = [cluster](session::Services& services) {
        return session::Clusters(services.workspace).remove(cluster.name);
    };
    session::Desk* desk = &m_desk;
    PageHost* window = &m_host;
    doWithUndo(
        m_host, tr("%1 is no cluster any more; its hosts stay").arg(text(cluster.name)),
        [desk, window, remove] { change(*desk, *window, remove); },
        [desk, window, cluster] {
            change(*desk, *window, [cluster](session::Services& services) {
                return session::Clusters(services.workspace).restore(cluster);
            });
        });
}

void HostWork::keepCluster(const session::Cluster& wanted, bool edits, std::function<void(const Status&)> done) {
    const session::Cluster* found = edits ? cluster(text(wanted.name)) : nullptr;
    // One that is new is refused where its name is taken.
    const std::optional<session::Cluster> before = found != nullptr ? std::optional(*found) : std::nullopt;
    const auto keep = [wanted, before](session::Services& services) {
        const session::Clusters clusters(services.workspace);
        return before ? clusters.change(wanted.name, wanted.hosts) : clusters.add(wanted.name, wanted.hosts);
    };
    const auto back = [before, wanted](session::Services& services) {
        const session::Clusters clusters(services.workspace);
        return before ? clusters.change(before->name, before->hosts) : clusters.remove(wanted.name);
    };
    m_desk.ask(
        session::Lane::Read, this,
        [keep](session::Services& services, const session::Work&) -> Result<bool> {
            FLAMBEAU_CHECK(keep(services));
            return true;
        },
        [this, keep, back, wanted, isNew = !before, done = std::move(done)](Result<bool> kept) {
            if (!kept) {
                done(kept.error());
                return;
            }
            m_added = text(wanted.name);
            if (host())
                undoable(m_desk, m_host,
                         (isNew ? tr("%1 is a cluster now") : tr("%1 has other hosts now")).arg(text(wanted.name)),
                         keep, back);
            done({});
        });
}

}  // namespace flambeau::ui::compute
