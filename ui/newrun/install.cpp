// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/newrun/install.h"

#include <algorithm>
#include <memory>

#include <QCoreApplication>
#include <QKeySequence>

#include "flambeau/session/run_drafts.h"
#include "flambeau/ui/common/commands.h"

namespace flambeau::ui::newrun {
namespace {

/// The names of the drafts, kept for the search, which must not wait.
class DraftNames : public QObject {
public:
    DraftNames(session::Desk& desk, QObject* owner) : QObject(owner), m_desk(desk) {
        connect(&desk, &session::Desk::changed, this, [this](session::Topic topic) {
            if (topic == session::Topic::Runs)
                ask();
        });
        ask();
    }
    const QStringList& names() const { return m_names; }

private:
    void ask() {
        if (m_task && !m_task->finished())
            return;
        m_task = m_desk.ask(
            session::Lane::Read, this,
            [](session::Services& services, const session::Work&) {
                return session::RunDrafts(services.workspace).list();
            },
            [this](Result<std::vector<session::RunDraft>> drafts) {
                if (!drafts)
                    return;  // the page says it when it is opened
                m_names.clear();
                for (const auto& draft : *drafts)
                    m_names << QString::fromStdString(draft.name);
            });
    }

    session::Desk& m_desk;
    session::TaskHandle m_task;
    QStringList m_names;
};

std::vector<SearchHit> draftHits(PageHost& host, const QStringList& names, const QString& text, int limit) {
    std::vector<std::pair<int, QString>> scored;
    for (const QString& name : names) {
        if (const int score = fuzzyScore(text, name); score >= 0)
            scored.emplace_back(score, name);
    }
    std::stable_sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<SearchHit> hits;
    for (const auto& [score, name] : scored) {
        if (static_cast<int>(hits.size()) >= limit)
            break;
        hits.push_back({name, QCoreApplication::translate("flambeau", "draft of a run"), "pencil",
                        [&host, name = name] { host.openPage("new-run", "draft:" + name); }});
    }
    return hits;
}

}  // namespace

void install(PageHost& host, session::Desk& desk, QObject* owner) {
    host.commands().add({"run.new",
                         QCoreApplication::translate("flambeau", "New run"),
                         QCoreApplication::translate("flambeau", "Runs"),
                         "play",
                         {QKeySequence("Ctrl+N")},
                         [&host] { host.openPage("new-run"); },
                         QCoreApplication::translate("flambeau", "train start experiment")},
                        owner);
    auto* drafts = new DraftNames(desk, owner);
    host.commands().addProvider(drafts, [&host, drafts](const QString& text, int limit) {
        return draftHits(host, drafts->names(), text, limit);
    });
}

}  // namespace flambeau::ui::newrun
