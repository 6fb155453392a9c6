// SPDX-License-Identifier: GPL-3.0-or-later
#include "host_work.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <QDateTime>

#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kTick = 200, kLongAfter = 10'000;
const QString kTaskId = QStringLiteral("compute.connect");

double now() {
    return static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
}

/// "12:03" today, "yesterday 12:03", "3 Nov".
QString at(double seconds) {
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(seconds * 1000));
    return when.date() == QDate::currentDate() ? when.toString("HH:mm") : format::date(when);
}

}  // namespace

SeenWords wordsOf(const session::ComputeTarget& host, const Seen& seen) {
    switch (seen.what) {
        case Seen::What::Unreachable:
            return {say("unreachable since %1").arg(at(seen.since)), Tone::Caution};
        case Seen::What::Refused:
            return {say("not signed in"), Tone::Caution};
        case Seen::What::Nothing:
            return host.tested > 0 ? SeenWords{say("not asked yet"), Tone::Neutral}
                                   : SeenWords{say("not tested"), Tone::Neutral};
        case Seen::What::Reached:
            break;
    }
    const session::HostQueue queue = seen.queue.value_or(session::HostQueue());
    const auto gpus = seen.load->gpus.size(), busy = session::busyGpus(*seen.load, queue);
    const auto running =
        std::count_if(queue.runs.begin(), queue.runs.end(), [](const auto& run) { return run.running; });
    const auto waiting = static_cast<std::ptrdiff_t>(queue.runs.size()) - running;
    if (busy > 0)
        return {say("%1 of %2 GPUs").arg(busy).arg(gpus), Tone::Info};
    if (running > 0)
        return {say("%1 running").arg(running), Tone::Info};
    if (waiting > 0)
        return {say("%1 waiting").arg(waiting), Tone::Caution};
    return {say("Idle"), Tone::Good};
}

HostWork& HostWork::of(PageHost& host, session::Desk& desk) {
    if (auto* there = desk.findChild<HostWork*>(QString(), Qt::FindDirectChildrenOnly))
        return *there;
    return *new HostWork(host, desk);
}

HostWork::HostWork(PageHost& host, session::Desk& desk)
    : QObject(&desk),
      m_host(host),
      m_desk(desk),
      m_alive(dynamic_cast<QObject*>(&host)),
      m_questions(Questions::of(desk)) {
    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        showTask();
        emit progressed();
    });
    connect(&m_desk, &session::Desk::changed, this, [this](session::Topic topic) {
        if (topic == session::Topic::Computes && m_listed)
            refresh();
    });
    // Behind the card, which shows it where its page is shown.
    connect(&m_questions, &Questions::changed, this, &HostWork::tellQuestion, Qt::QueuedConnection);
    connect(&m_questions, &Questions::refused, this, [this] { m_refused = true; });
}

const session::ComputeTarget* HostWork::find(const QString& name) const {
    const auto found =
        std::find_if(m_hosts.begin(), m_hosts.end(), [&](const auto& one) { return text(one.name) == name; });
    return found == m_hosts.end() ? nullptr : &*found;
}

const Seen& HostWork::seen(const QString& name) const {
    static const Seen nothing;
    const auto found = m_seen.find(name);
    return found == m_seen.end() ? nothing : found->second;
}

void HostWork::refresh() {
    if (m_listTask && !m_listTask->finished()) {
        m_listAgain = true;
        return;
    }
    m_listTask = m_desk.ask(
        session::Lane::Read, this,
        [](session::Services& services, const session::Work&) { return services.computes.list(); },
        [this](Result<std::vector<session::ComputeTarget>> hosts) {
            if (hosts) {
                m_hosts = std::move(*hosts);
                m_listed = true;
                std::erase_if(m_seen, [this](const auto& one) { return find(one.first) == nullptr; });
                emit listChanged();
                if (find(m_added) != nullptr)
                    emit added(std::exchange(m_added, {}));
            } else if (host()) {
                m_host.showError(hosts.error());
            }
            if (std::exchange(m_listAgain, false))
                refresh();
        });
}

HostWork::Progress HostWork::progress() const {
    const bool running = m_task && !m_task->finished();
    return {running, m_name, m_doing, m_clock.isValid() ? static_cast<double>(m_clock.elapsed()) / 1000 : 0, m_failure};
}

void HostWork::clearFailure() {
    m_failure = {};
    emit progressed();
}

void HostWork::begin(const QString& name, const QString& doing, Work work) {
    if (progress().running)
        return;
    m_name = name;
    m_doing = doing;
    m_failure = {};
    m_refused = false;
    m_clock.start();
    m_tick.start();
    m_task = m_desk.ask(
        session::Lane::Connect, this, std::move(work), [this](Result<session::ComputeTarget> done) { end(done); },
        [this](const std::string& what, std::uint64_t, std::uint64_t) {
            m_doing = text(what);
            emit progressed();
        });
    emit progressed();
}

void HostWork::add(const session::ComputeRequest& request) {
    begin({}, tr("connecting"),
          [request, &asker = m_questions](session::Services& services, const session::Work& work) {
              return services.computes.add(request, asker, work.stop, work.progress);
          });
}

void HostWork::test(const QString& name) {
    begin(name, tr("connecting"),
          [one = name.toStdString(), &asker = m_questions](session::Services& services, const session::Work& work) {
              return services.computes.test(one, asker, work.stop, work.progress);
          });
}

void HostWork::cancel() {
    if (m_task)
        m_task->cancel();
}

void HostWork::end(const Result<session::ComputeTarget>& done) {
    m_tick.stop();
    if (host())
        m_host.setTask(kTaskId, {});
    const bool adding = m_name.isEmpty();
    const QString name = done ? text(done->name) : m_name;
    if (done) {
        if (Seen& seen = m_seen[name]; seen.what != Seen::What::Reached)
            seen = {};  // it is asked again
        if (adding) {
            m_added = name;
            if (host())
                m_host.say(tr("%1 is added").arg(name));
        }
        m_desk.announce(session::Topic::Computes);
        refresh();
    } else if (m_refused && done.error().code == ErrorCode::PermissionDenied) {
        if (host())
            m_host.say(tr("Not connected"));
    } else if (done.error().code != ErrorCode::Canceled) {
        m_failure = done.error();
        if (!adding)
            saw(name, done.error());
    }
    emit progressed();
}

void HostWork::showTask() {
    if (!host() || m_clock.elapsed() < kLongAfter || !progress().running)
        return;
    BackgroundTask task;
    task.title = m_name.isEmpty() ? tr("Adding a host: %1").arg(m_doing) : tr("Testing %1: %2").arg(m_name, m_doing);
    task.cancel = [running = m_task] { running->cancel(); };
    m_host.setTask(kTaskId, task);
}

void HostWork::tellQuestion() {
    const Question* question = m_questions.current();
    if (question == nullptr || !host())
        return;
    auto* page = dynamic_cast<QWidget*>(m_alive.data());
    // On its own page the card tells it.
    if (page != nullptr && page->findChild<QWidget*>("hostQuestion") != nullptr &&
        page->findChild<QWidget*>("hostQuestion")->isVisible())
        return;
    m_host.say(tr("%1 asks something before it lets in").arg(readable(question->who)), tr("Show"),
               [host = &m_host] { host->openPage("compute"); });
}

void HostWork::remove(const QString& name) {
    const session::ComputeTarget* found = find(name);
    if (found == nullptr || !host())
        return;
    const session::ComputeTarget target = *found;
    // The desk and the window outlive the list.
    session::Desk* desk = &m_desk;
    PageHost* window = &m_host;
    const auto change = [desk, window](std::function<Status(session::ComputeService&)> what) {
        desk->ask(
            session::Lane::Read, desk,
            [what](session::Services& services, const session::Work&) -> Result<bool> {
                FLAMBEAU_CHECK(what(services.computes));
                return true;
            },
            [desk, window](Result<bool> done) {
                if (!done)
                    window->showError(done.error());
                desk->announce(session::Topic::Computes);
            });
    };
    // What is done already is done once.
    const auto forget = [change, target, window, desk, name, done = std::make_shared<bool>(true)] {
        doWithUndo(
            *window, tr("%1 is forgotten; its folder there stays").arg(name),
            [change, target, desk, done] {
                if (std::exchange(*done, false))
                    desk->announce(session::Topic::Computes);
                else
                    change([target](auto& computes) { return computes.remove(target.name); });
            },
            [change, target] { change([target](auto& computes) { return computes.restore(target); }); });
    };
    // One that runs are on stays: that is said instead, and there is nothing to take back.
    m_desk.ask(
        session::Lane::Read, this,
        [name = target.name](session::Services& services, const session::Work&) -> Result<bool> {
            FLAMBEAU_CHECK(services.computes.remove(name));
            return true;
        },
        [forget, window](Result<bool> removed) {
            if (removed)
                forget();
            else
                window->showError(removed.error());
        });
}

void HostWork::saw(const QString& name, const Result<session::HostLoad>& load) {
    if (!load && load.error().code == ErrorCode::Canceled)
        return;
    Seen& seen = m_seen[name];
    using What = Seen::What;
    const What what = load                                               ? What::Reached
                      : load.error().code == ErrorCode::PermissionDenied ? What::Refused
                                                                         : What::Unreachable;
    if (what != seen.what)
        seen.since = now();
    seen.what = what;
    seen.error = load ? Error{} : load.error();
    if (load)
        seen.load = *load;
    emit seenChanged(name);
}

void HostWork::sawQueue(const QString& name, const session::HostQueue& queue) {
    m_seen[name].queue = queue;
    emit seenChanged(name);
}

void HostWork::lookAround(const QString& except) {
    if (m_aroundTask && !m_aroundTask->finished())
        return;
    for (const auto& one : m_hosts) {
        if (text(one.name) == except)
            continue;
        m_aroundTask = m_desk.ask(
            session::Lane::Around, this,
            [name = one.name](session::Services& services,
                              const session::Work& work) -> Result<std::pair<session::HostLoad, session::HostQueue>> {
                FLAMBEAU_TRY(auto load, services.machines.load(name, work.stop));
                FLAMBEAU_TRY(auto queue, services.machines.queue(name, work.stop));
                return std::pair(std::move(load), std::move(queue));
            },
            [this, name = text(one.name)](Result<std::pair<session::HostLoad, session::HostQueue>> answer) {
                if (find(name) == nullptr)
                    return;
                if (!answer) {
                    saw(name, answer.error());
                    return;
                }
                saw(name, answer->first);
                sawQueue(name, answer->second);
            });
    }
}

}  // namespace flambeau::ui::compute
