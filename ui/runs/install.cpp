// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/runs/install.h"

#include <algorithm>

#include <QTimer>

#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/page.h"
#include "run_actions.h"
#include "run_list.h"
#include "run_texts.h"

namespace flambeau::ui::runs {

void install(PageHost& host, session::Desk& desk, QObject* owner) {
    RunList& list = RunList::of(desk);
    RunActions::of(host, desk).addCommands(owner);
    host.commands().addProvider(owner, [&host, &list](const QString& typed, int limit) {
        struct Found {
            int score;
            session::RunRowPtr run;
        };
        std::vector<Found> found;
        for (const auto& run : list.rows()) {
            if (run->trashed > 0)
                continue;
            const int score = fuzzyScore(typed, text(run->name));
            if (score >= 0)
                found.push_back({score, run});
        }
        const auto kept = std::min(found.size(), static_cast<std::size_t>(std::max(0, limit)));
        std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                          [](const Found& a, const Found& b) {
                              return a.score != b.score ? a.score > b.score : a.run->created > b.run->created;
                          });
        std::vector<SearchHit> hits;
        for (std::size_t i = 0; i < kept; ++i) {
            const auto& run = *found[i].run;
            hits.push_back({text(run.name), stateText(run.state) + " · " + text(run.experiment), "runs",
                            [&host, id = text(run.id.str())] { host.openPage("run", id); }});
        }
        return hits;
    });
    // After the window's first picture: until then nobody can have asked for a run by name.
    QTimer::singleShot(1000, &list, [&list] { list.refresh(); });
}

}  // namespace flambeau::ui::runs
