// SPDX-License-Identifier: GPL-3.0-or-later
#include "host_work.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <QDateTime>

#include "flambeau/session/overview.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"
#include "flambeau/ui/compute/host_notes.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kTick = 200, kLongAfter = 10'000, kWatchEvery = 15'000;
const QString kTaskId = QStringLiteral("compute.connect");

double now() {
    return static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
}

/// What is known of hosts and clusters.
struct Known {
    std::vector<session::ComputeTarget> hosts;
    std::vector<session::Cluster> clusters;
};

}  // namespace

QString clockText(double seconds) {
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(seconds * 1000));
    return when.date() == QDate::currentDate() ? when.toString("HH:mm") : format::date(when);
}

SeenWords wordsOf(const session::ComputeTarget& host, const Seen& seen) {
    switch (seen.what) {
        case Seen::What::Unreachable:
            return {say("unreachable since %1").arg(clockText(seen.since)), Tone::Caution};
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
    m_watch.setInterval(kWatchEvery);
    connect(&m_watch, &QTimer::timeout, this, &HostWork::watch);
    m_watch.start();
    // Behind the card, which shows it where its page is shown.
    connect(&m_questions, &Questions::changed, this, &HostWork::tellQuestion, Qt::QueuedConnection);
    connect(&m_questions, &Questions::refused, this, [this] { m_refused = true; });
}

const session::ComputeTarget* HostWork::find(const QString& name) const {
    const auto found =
        std::find_if(m_hosts.begin(), m_hosts.end(), [&](const auto& one) { return text(one.name) == name; });
    return found == m_hosts.end() ? nullptr : &*found;
}

const session::Cluster* HostWork::cluster(const QString& name) const {
    const auto found =
        std::find_if(m_clusters.begin(), m_clusters.end(), [&](const auto& one) { return text(one.name) == name; });
    return found == m_clusters.end() ? nullptr : &*found;
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
        [](session::Services& services, const session::Work&) -> Result<Known> {
            Known known;
            FLAMBEAU_TRY(known.hosts, services.computes.list());
            FLAMBEAU_TRY(known.clusters, session::Clusters(services.workspace).list());
            return known;
        },
        [this](Result<Known> known) {
            if (known) {
                const bool first = !std::exchange(m_listed, true);
                m_hosts = std::move(known->hosts);
                m_clusters = std::move(known->clusters);
                std::erase_if(m_seen, [this](const auto& one) { return find(one.first) == nullptr; });
                emit listChanged();
                if (find(m_added) != nullptr || cluster(m_added) != nullptr)
                    emit added(std::exchange(m_added, {}));
                if (first)
                    watch();
            } else if (host()) {
                m_host.showError(known.error());
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
                m_host.say(tr("%1 is added").arg(name), tr("New run there"),
                           [window = &m_host, name] { window->openPage("new-run", "compute:" + name); });
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
    if (load) {
        seen.load = *load;
        seen.answered = now();
    }
    emit seenChanged(name);
}

void HostWork::sawQueue(const QString& name, const session::HostQueue& queue) {
    m_seen[name].queue = queue;
    emit seenChanged(name);
}

void HostWork::lookAt(const std::vector<std::string>& names) {
    using Answer = std::pair<session::HostLoad, session::HostQueue>;
    for (const std::string& one : names) {
        // What is tested is connected to by that.
        if (find(text(one)) == nullptr || (progress().running && m_name == text(one)) || !m_looking.insert(one).second)
            continue;
        m_desk.ask(
            session::Lane::Around, this,
            [one](session::Services& services, const session::Work& work) -> Result<Answer> {
                FLAMBEAU_TRY(auto load, services.machines.load(one, work.stop));
                FLAMBEAU_TRY(auto queue, services.machines.queue(one, work.stop));
                return Answer(std::move(load), std::move(queue));
            },
            [this, one](Result<Answer> answer) {
                m_looking.erase(one);
                const QString name = text(one);
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

/// Hosts that runs of this workspace are on, or that were reached since the window opened: whichever page is shown, the
/// line at the bottom tells how they are. Others are left alone.
void HostWork::watch() {
    if (m_hosts.empty() || (m_watchTask && !m_watchTask->finished()))
        return;
    m_watchTask = m_desk.ask(
        session::Lane::Read, this,
        [](session::Services& services, const session::Work&) { return session::overviewOf(services.workspace); },
        [this](Result<session::Overview> overview) {
            if (!overview)
                return;
            std::set<std::string> busy;
            for (const auto& run : overview->unfinished)
                busy.insert(run.compute);
            std::vector<std::string> names;
            for (const auto& host : m_hosts) {
                const QString name = text(host.name);
                if (name != m_shown && (busy.contains(host.name) || seen(name).answered > 0))
                    names.push_back(host.name);
            }
            lookAt(names);
        });
}

std::vector<HostNote> hostNotes(const session::Desk& desk) {
    std::vector<HostNote> notes;
    const auto* work = desk.findChild<HostWork*>(QString(), Qt::FindDirectChildrenOnly);
    if (work == nullptr)
        return notes;
    for (const auto& host : work->hosts()) {
        const QString name = text(host.name);
        const Seen& seen = work->seen(name);
        if (seen.what == Seen::What::Reached && seen.load)
            notes.push_back({seen.load->latency < 0
                                 ? HostWork::tr("%1: connected").arg(name)
                                 : HostWork::tr("%1: connected, %2").arg(name, format::duration(seen.load->latency)),
                             Tone::Neutral});
        else if (seen.what != Seen::What::Nothing)
            notes.push_back({name + ": " + wordsOf(host, seen).text, Tone::Caution});
    }
    // Who is away is told first: the line has room for few.
    std::stable_partition(notes.begin(), notes.end(), [](const auto& one) { return one.tone == Tone::Caution; });
    return notes;
}

}  // namespace flambeau::ui::compute
