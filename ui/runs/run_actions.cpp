// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_actions.h"

#include <algorithm>

#include <QElapsedTimer>
#include <QUndoStack>

#include "flambeau/ui/common/commands.h"
#include "run_list.h"
#include "run_texts.h"

namespace flambeau::ui::runs {
namespace {

std::vector<RunId> idsOf(const QStringList& runs) {
    std::vector<RunId> ids;
    for (const QString& run : runs)
        ids.emplace_back(run.toStdString());
    return ids;
}

/// What has been done already, as a step that Ctrl+Z takes back.
void pushDone(PageHost& host, const QString& text, std::function<void()> redo, std::function<void()> undo) {
    auto done = std::make_shared<bool>(true);
    doWithUndo(
        host, text,
        [done, redo = std::move(redo)] {
            if (!std::exchange(*done, false))
                redo();
        },
        std::move(undo));
}

}  // namespace

RunActions& RunActions::of(PageHost& host, session::Desk& desk) {
    auto* home = dynamic_cast<QObject*>(&host);
    if (home == nullptr)
        home = &desk;
    auto* actions = home->findChild<RunActions*>(QString(), Qt::FindDirectChildrenOnly);
    return actions != nullptr ? *actions : *new RunActions(host, desk, home);
}

RunActions::RunActions(PageHost& host, session::Desk& desk, QObject* parent)
    : QObject(parent), m_host(host), m_desk(desk), m_list(RunList::of(desk)) {
    connect(&m_list, &RunList::changed, this, &RunActions::updateCommands);
    connect(this, &RunActions::busyChanged, this, &RunActions::updateCommands);
}

void RunActions::change(session::Lane lane, const QStringList& runs, Change change, std::function<void()> done) {
    m_desk.ask(
        lane, this,
        [ids = idsOf(runs), change = std::move(change)](session::Services& services,
                                                        const session::Work& work) -> Status {
            Status first;
            std::string failed;
            int failures = 0;
            for (const RunId& id : ids) {
                if (work.stop.stop_requested())
                    break;
                const Status status = change(services, id);
                if (status)
                    continue;
                failed += status.error().message + "\n";
                if (++failures == 1)
                    first = status.error();
            }
            if (failures > 1)
                first = Error{first.error().code,
                              first.error().message + ", and " + std::to_string(failures - 1) + " more failed",
                              first.error().hint, failed};
            return first;
        },
        [this, done = std::move(done)](Status status) {
            m_desk.announce(session::Topic::Runs);
            if (!status)
                m_host.showError(status.error());
            else if (done)
                done();
        });
}

QString RunActions::namesOf(const QStringList& runs) const {
    if (runs.size() != 1)
        return runsText(runs.size());
    const auto row = m_list.row(runs.front());
    return row ? text(row->name) : runs.front().left(8);
}

void RunActions::openRun(const QString& run) {
    m_host.openPage("run", run);
}

QString RunActions::cannotCancel(const QStringList& runs) const {
    for (const QString& run : runs) {
        const auto row = m_list.row(run);
        if (row && !domain::isFinal(row->state))
            return m_busy.contains(run) ? tr("It is being canceled") : QString();
    }
    return runs.isEmpty() ? tr("Choose a run first") : tr("It is over");
}

QString RunActions::cannotResume(const QString& run) const {
    const auto row = m_list.row(run);
    if (!row)
        return tr("Choose one run first");
    if (!domain::isFinal(row->state))
        return tr("It is still going on");
    return m_busy.contains(run) ? tr("It is being started") : QString();
}

QString RunActions::cannotRemove(const QStringList& runs) const {
    if (runs.isEmpty())
        return tr("Choose a run first");
    for (const QString& run : runs) {
        const auto row = m_list.row(run);
        if (row && !domain::isFinal(row->state))
            return tr("%1 is still going on; cancel it first").arg(text(row->name));
    }
    return {};
}

QString RunActions::cannotRegister(const QString& run) const {
    const auto row = m_list.row(run);
    if (!row)
        return tr("Choose one run first");
    if (!domain::isFinal(row->state))
        return tr("The run is still going on; its model can be kept when it is over");
    if (!row->outputsKept)
        return tr("The run left no files");
    return m_busy.contains(run + "/model") ? tr("It is being registered") : QString();
}

void RunActions::cancel(const QStringList& runs) {
    QStringList going;
    for (const QString& run : runs) {
        const auto row = m_list.row(run);
        if (row && !domain::isFinal(row->state))
            going << run;
    }
    if (going.isEmpty())
        return;
    for (const QString& run : going)
        m_busy.insert(run);
    emit busyChanged();
    m_host.say(tr("Canceling %1").arg(namesOf(going)));
    m_desk.ask(
        session::Lane::Start, this,
        [ids = idsOf(going)](session::Services& services, const session::Work&) -> Status {
            for (const RunId& id : ids) {
                const Status status = services.runs.cancel(id);
                // Over meanwhile: what was wanted.
                if (!status && !(status.error().code == ErrorCode::Conflict && status.error().hint.empty()))
                    return status;
            }
            return {};
        },
        [this, going](Status status) {
            for (const QString& run : going)
                m_busy.remove(run);
            emit busyChanged();
            m_desk.announce(session::Topic::Runs);
            if (!status)
                m_host.showError(status.error());
        });
}

void RunActions::startOther(const QString& run, const QString& what, bool resumes) {
    m_busy.insert(run);
    emit busyChanged();
    auto started = std::make_shared<QElapsedTimer>();
    started->start();
    const QString task = "run.start." + run;
    auto handle = std::make_shared<session::TaskHandle>();
    const auto progress = [this, started, handle, task, name = namesOf({run})](
                              const std::string& doing, std::uint64_t done, std::uint64_t total) {
        if (started->elapsed() < 10000)
            return;
        BackgroundTask shown{tr("Starting %1: %2").arg(name, text(doing))};
        shown.share = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1;
        shown.cancel = [handle] {
            if (*handle)
                (*handle)->cancel();
        };
        m_host.setTask(task, shown);
    };
    *handle = m_desk.ask(
        session::Lane::Start, this,
        [id = RunId(run.toStdString()), what = what.toStdString(), resumes](session::Services& services,
                                                                            const session::Work& work) {
            session::RunChanges changes;
            if (!what.empty())
                changes.set["epochs"] = what;
            return resumes ? services.runs.resume(id, changes, work.stop, work.progress)
                           : services.runs.clone(id, changes, work.stop, work.progress);
        },
        [this, run, task](Result<RunId> made) {
            m_busy.remove(run);
            m_host.setTask(task, {});
            emit busyChanged();
            m_desk.announce(session::Topic::Runs);
            if (made)
                m_host.openPage("run", QString::fromStdString(made->str()));
            else if (made.error().code != ErrorCode::Canceled)
                m_host.showError(made.error());
        },
        progress);
}

void RunActions::again(const QString& run) {
    if (!m_busy.contains(run))
        startOther(run, {}, false);
}

void RunActions::cloneAndEdit(const QString& run) {
    m_host.openPage("new-run", "clone:" + run);
}

void RunActions::rename(const QString& run, const QString& name) {
    const auto row = m_list.row(run);
    const std::string before = row ? row->name : std::string();
    const auto set = [this, run](const std::string& to, std::function<void()> done = {}) {
        change(
            session::Lane::Read, {run},
            [to](session::Services& services, const RunId& id) { return services.catalog.rename(id, to); }, done);
    };
    const std::string after = name.toStdString();
    set(after, [this, set, before, after] {
        pushDone(
            m_host, tr("Renamed to %1").arg(text(after)), [set, after] { set(after); }, [set, before] { set(before); });
    });
}

void RunActions::remove(const QStringList& runs) {
    if (const QString reason = cannotRemove(runs); !reason.isEmpty()) {
        if (!runs.isEmpty())
            m_host.say(reason);
        return;
    }
    const auto away = [this, runs](std::function<void()> done = {}) {
        change(
            session::Lane::Start, runs,
            [](session::Services& services, const RunId& id) { return services.runs.remove(id); }, done);
    };
    const auto back = [this, runs] {
        change(session::Lane::Start, runs,
               [](session::Services& services, const RunId& id) { return services.runs.restore(id); });
    };
    away([this, away, back, name = namesOf(runs)] {
        pushDone(
            m_host, tr("Moved %1 to the trash").arg(name), [away] { away(); }, back);
    });
}

void RunActions::restore(const QStringList& runs) {
    change(
        session::Lane::Start, runs,
        [](session::Services& services, const RunId& id) { return services.runs.restore(id); },
        [this, name = namesOf(runs)] { m_host.say(tr("Restored %1").arg(name)); });
}

void RunActions::purge(const QStringList& runs) {
    change(
        session::Lane::Start, runs,
        [](session::Services& services, const RunId& id) { return services.runs.purge(id); },
        [this, name = namesOf(runs)] {
            m_desk.announce(session::Topic::Disk);
            m_host.say(tr("Deleted %1").arg(name));
        });
}

void RunActions::setTags(const QStringList& runs, const QStringList& tags) {
    std::vector<std::string> wanted;
    for (const QString& tag : tags)
        wanted.push_back(tag.toStdString());
    std::map<std::string, std::vector<std::string>> before;
    for (const QString& run : runs) {
        if (const auto row = m_list.row(run))
            before[row->id.str()] = row->tags;
    }
    const auto set = [this, runs, wanted](std::function<void()> done = {}) {
        change(
            session::Lane::Read, runs,
            [wanted](session::Services& services, const RunId& id) { return services.catalog.setTags(id, wanted); },
            done);
    };
    const auto back = [this, runs, before] {
        change(session::Lane::Read, runs, [before](session::Services& services, const RunId& id) -> Status {
            const auto found = before.find(id.str());
            return found == before.end() ? Status() : services.catalog.setTags(id, found->second);
        });
    };
    set([this, set, back, name = namesOf(runs)] {
        pushDone(
            m_host, tr("Tagged %1").arg(name), [set] { set(); }, back);
    });
}

void RunActions::setNotes(const QString& run, const QString& notes) {
    const auto row = m_list.row(run);
    const std::string before = row ? row->notes : std::string();
    const auto set = [this, run](const std::string& to, std::function<void()> done = {}) {
        change(
            session::Lane::Read, {run},
            [to](session::Services& services, const RunId& id) { return services.catalog.setNotes(id, to); }, done);
    };
    const std::string after = notes.toStdString();
    if (after == before)
        return;
    set(after, [this, set, before, after, name = namesOf({run})] {
        pushDone(
            m_host, tr("Changed the notes of %1").arg(name), [set, after] { set(after); },
            [set, before] { set(before); });
    });
}

void RunActions::registerModel(const QString& run, const QString& model) {
    m_busy.insert(run + "/model");
    emit busyChanged();
    m_desk.ask(
        session::Lane::Models, this,
        [id = RunId(run.toStdString()), name = model.toStdString()](session::Services& services,
                                                                    const session::Work& work) {
            return services.models.registerOutputs(id, name, {}, work.stop, work.progress);
        },
        [this, run](Result<session::ModelVersion> version) {
            m_busy.remove(run + "/model");
            emit busyChanged();
            if (!version) {
                m_host.showError(version.error());
                return;
            }
            m_desk.announce(session::Topic::Models);
            const QString reference = text(version->reference());
            m_host.say(tr("Registered as %1").arg(reference), tr("Open"),
                       [this, reference] { m_host.openPage("models", reference); });
            // What follows a registration: the ONNX file and its verdict, which takes its time.
            m_desk.ask(
                session::Lane::Models, this,
                [version = *version](session::Services& services, const session::Work& work) {
                    return services.models.judgeNew(version, work.stop, work.progress);
                },
                [this](Result<session::ModelVersion> judged) {
                    m_desk.announce(session::Topic::Models);
                    if (!judged && judged.error().code != ErrorCode::Canceled)
                        m_host.showError(judged.error());
                });
        });
}

}  // namespace flambeau::ui::runs
