// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/compute/install.h"

#include <algorithm>

#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/text.h"
#include "host_work.h"

namespace flambeau::ui::compute {

void install(PageHost& host, session::Desk& desk, QObject* owner) {
    HostWork& work = HostWork::of(host, desk);
    desk.setPrompter(&Questions::of(desk));
    host.commands().add({"disk.clean",
                         say("Clean up the disk"),
                         say("Compute"),
                         "trash",
                         {},
                         [&host] { host.openPage("compute", "clean"); },
                         say("free space cache orphans trash")},
                        owner);
    host.commands().add({"compute.add",
                         say("Add a host"),
                         say("Compute"),
                         "plus",
                         {},
                         [&host] { host.openPage("compute", "add"); },
                         say("ssh gpu server machine remote")},
                        owner);
    host.commands().add({"compute.cluster",
                         say("Make a cluster of hosts"),
                         say("Compute"),
                         "plus",
                         {},
                         [&host] { host.openPage("compute", "new:cluster"); },
                         say("group hosts machines lab")},
                        owner);
    host.commands().addProvider(owner, [&host, &work](const QString& query, int limit) {
        std::vector<std::pair<int, SearchHit>> found;
        for (const auto& one : work.hosts()) {
            const QString name = text(one.name);
            if (const int score = fuzzyScore(query, name); score >= 0)
                found.push_back({score, {name, text(domain::toString(one.address.target)), "compute", [&host, name] {
                                             host.openPage("compute", name);
                                         }}});
        }
        for (const auto& one : work.clusters()) {
            const QString name = text(one.name);
            if (const int score = fuzzyScore(query, name); score >= 0)
                found.push_back({score, {name, say("%1 hosts").arg(one.hosts.size()), "compute", [&host, name] {
                                             host.openPage("compute", name);
                                         }}});
        }
        std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
        std::vector<SearchHit> hits;
        for (auto& [score, hit] : found) {
            if (static_cast<int>(hits.size()) == limit)
                break;
            hits.push_back(std::move(hit));
        }
        return hits;
    });
    work.refresh();
}

}  // namespace flambeau::ui::compute
