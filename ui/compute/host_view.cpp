// SPDX-License-Identifier: GPL-3.0-or-later
#include "host_view.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "flambeau/session/overview.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kEvery = 1000, kRestUnreachable = 10, kQueueEvery = 2;

QString userOf(const session::HostGpu& gpu, const session::HostQueue& queue) {
    if (const session::HostRun* run = session::holderOf(gpu, queue))
        return text(run->name);
    if (gpu.others.empty())
        return HostView::tr("free");
    return text(gpu.others.front()) +
           (gpu.others.size() > 1 ? HostView::tr(", and %1 more").arg(gpu.others.size() - 1) : QString());
}

QString notKnown(const Seen& seen) {
    return seen.what == Seen::What::Refused
               ? HostView::tr("Not known: not signed in")
               : HostView::tr("Not known: unreachable since %1").arg(clockText(seen.since));
}

/// Runs as the store knows them, where their host does not tell.
Result<session::HostQueue> askRunsOn(session::Services& services, const std::string& host) {
    FLAMBEAU_TRY(const auto overview, session::overviewOf(services.workspace));
    session::HostQueue queue;
    for (const auto& run : overview.unfinished) {
        if (run.compute != host)
            continue;
        session::HostRun one;
        one.id = run.id.str();
        one.name = run.name;
        one.ours = true;
        one.state = run.state;
        one.running = run.state == domain::RunState::Running || run.state == domain::RunState::Finalizing;
        one.since = run.since;
        one.doing = run.doing;
        queue.runs.push_back(std::move(one));
    }
    std::stable_partition(queue.runs.begin(), queue.runs.end(), [](const auto& run) { return run.running; });
    return queue;
}

}  // namespace

HostView::HostView(PageHost& host, session::Desk& desk, HostWork& work, QWidget* parent)
    : QWidget(parent), m_host(host), m_desk(desk), m_work(work) {
    build();
    m_tick.setInterval(kEvery);
    connect(&m_tick, &QTimer::timeout, this, &HostView::tick);
    connect(&m_work, &HostWork::seenChanged, this, [this](const QString& name) {
        if (name == m_name) {
            showUse();
            showQueue();
            showNotice();
        }
    });
    connect(&m_desk, &session::Desk::changed, this, [this](session::Topic topic) {
        if (topic == session::Topic::Runs && isVisible() && m_ours)
            askOurs();
    });
    connect(&m_work, &HostWork::progressed, this, [this] {
        showNotice();
        // What was refused, or rested, may be open now.
        const HostWork::Progress progress = m_work.progress();
        if (!progress.running && progress.name == m_name && progress.failure.message.empty() && isVisible())
            m_rest = 0;
    });
}

HostView::~HostView() {
    stop();
}

void HostView::build() {
    buildNotice();
    m_use = new UseView;
    m_useCard = new Card(tr("Use now"));
    m_useCard->body()->addWidget(m_use);
    m_queue = new QueueCard(m_host, m_desk, tr("kept on the host: it moves on while this desktop sleeps"));
    m_test = new TestCard(m_work, m_host);
    m_disk = new HostDiskCard(m_host, m_desk);
    auto* remove = new Button(tr("Remove this host"), Button::Kind::Quiet);
    remove->setSmall(true);
    remove->setIconName("trash");
    remove->setToolTip(tr("Forgets it here; its folder there stays"));
    connect(remove, &QPushButton::clicked, this, [this] { m_work.remove(m_name); });
    m_disk->body()->addWidget(remove, 0, Qt::AlignLeft);
    auto* below = new QHBoxLayout;
    below->setSpacing(theme().size("gap"));
    below->addWidget(m_test, 5);
    below->addWidget(m_disk, 2);
    auto* main = new QVBoxLayout(this);
    main->setContentsMargins(0, 0, 0, 0);
    main->setSpacing(theme().size("gap"));
    main->addWidget(m_notice);
    main->addWidget(m_useCard);
    main->addWidget(m_queue);
    main->addLayout(below, 1);
}

void HostView::buildNotice() {
    m_notice = new Card;
    m_error = new ErrorBlock;
    m_signIn = new Button(tr("Sign in"), Button::Kind::Plain);
    m_notice->body()->addWidget(m_error);
    m_notice->body()->addWidget(m_signIn, 0, Qt::AlignLeft);
    m_notice->hide();
    connect(m_signIn, &QPushButton::clicked, this, [this] { m_work.test(m_name); });
}

void HostView::setHost(const QString& name) {
    if (m_name == name)
        return;
    stop();
    m_name = name;
    m_ours.reset();
    m_test->setHost(name);
    m_disk->setHost(name);
    m_rest = 0;
    m_ticks = 0;
    m_diskAsked = false;
    showUse();
    showQueue();
    showNotice();
    if (isVisible() && !name.isEmpty())
        tick();
}

void HostView::stop() {
    for (const auto& task : {m_loadTask, m_queueTask, m_oursTask})
        if (task)
            task->cancel();
    m_loadTask.reset();
    m_queueTask.reset();
    m_oursTask.reset();
}

void HostView::refresh() {
    m_rest = 0;
    m_ticks = 0;
    m_diskAsked = false;
    if (isVisible())
        tick();
}

void HostView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_tick.start();
    m_rest = 0;
    tick();
}

void HostView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_tick.stop();
    stop();
}

void HostView::tick() {
    const HostWork::Progress progress = m_work.progress();
    // One that is being tested is connected to by that; asking beside it would only fail twice.
    if (m_name.isEmpty() || m_work.find(m_name) == nullptr || (progress.running && progress.name == m_name))
        return;
    if (m_rest > 0) {
        --m_rest;
        return;
    }
    askLoad();
}

void HostView::askLoad() {
    if (m_loadTask && !m_loadTask->finished())
        return;
    m_loadTask = m_desk.ask(
        session::Lane::Hosts, this,
        [name = m_name.toStdString()](session::Services& services, const session::Work& work) {
            return services.machines.load(name, work.stop);
        },
        [this, name = m_name](Result<session::HostLoad> load) {
            m_work.saw(name, load);
            if (name != m_name)
                return;
            if (!load) {
                m_rest = kRestUnreachable;
                return;
            }
            if (m_ticks++ % kQueueEvery == 0)
                askQueue();
            if (!std::exchange(m_diskAsked, true))
                m_disk->ask();
        });
}

void HostView::askQueue() {
    if (m_queueTask && !m_queueTask->finished())
        return;
    m_queueTask = m_desk.ask(
        session::Lane::Hosts, this,
        [name = m_name.toStdString()](session::Services& services, const session::Work& work) {
            return services.machines.queue(name, work.stop);
        },
        [this, name = m_name](Result<session::HostQueue> queue) {
            if (!queue || name != m_name)
                return;
            m_work.sawQueue(name, *queue);
        });
}

/// What the store knows to be there: all there is to say of a host that was never reached since the window opened.
void HostView::askOurs() {
    if (m_oursTask && !m_oursTask->finished() && !m_oursTask->canceled())
        return;
    m_oursTask = m_desk.ask(
        session::Lane::Read, this,
        [name = m_name.toStdString()](session::Services& services, const session::Work&) {
            return askRunsOn(services, name);
        },
        [this, name = m_name](Result<session::HostQueue> queue) {
            if (!queue || name != m_name)
                return;
            m_ours = std::move(*queue);
            showQueue();
        });
}

/// Empty: it is as it is shown, or nothing is known.
QString HostView::staleSince() const {
    const Seen& seen = m_work.seen(m_name);
    if (seen.what == Seen::What::Reached || seen.what == Seen::What::Nothing)
        return {};
    return seen.answered > 0 ? tr("as it was at %1").arg(clockText(seen.answered)) : tr("last known");
}

void HostView::showQueue() {
    const Seen& seen = m_work.seen(m_name);
    const bool away = seen.what == Seen::What::Unreachable || seen.what == Seen::What::Refused;
    if (away && !seen.queue && !m_ours && !m_name.isEmpty())
        askOurs();
    if (!away)
        m_ours.reset();
    QueueAnswer answer;
    if (const auto& queue = seen.queue ? seen.queue : m_ours) {
        answer.concurrent = queue->atOnce;
        answer.rows = queueRows(*queue);
    }
    m_queue->setStale(staleSince());
    if (away)
        m_queue->setNothing(notKnown(seen), tr("No run of this workspace is known to be there."));
    else if (!seen.queue)
        m_queue->setNothing(tr("Not known yet"), tr("It is being asked."));
    else
        m_queue->setNothing(tr("Nothing runs and nothing waits"), tr("A run that is sent there begins at once."),
                            m_name);
    m_queue->setQueue(answer);
}

void HostView::showUse() {
    const Seen& seen = m_work.seen(m_name);
    QVector<UseLine> lines;
    const bool now = seen.load.has_value();
    const QString stale = staleSince();
    m_useCard->setTitle(stale.isEmpty() ? tr("Use now") : tr("Last known use"));
    m_useCard->setNote(!stale.isEmpty() && !now ? notKnown(seen)
                       : !stale.isEmpty()       ? stale
                                                : tr("every second while this page is open"));
    m_use->setStale(!stale.isEmpty());
    if (now) {
        for (const session::HostGpu& gpu : seen.load->gpus) {
            UseLine line{
                tr("GPU %1").arg(gpu.index), gpu.use, -1, {}, userOf(gpu, seen.queue.value_or(session::HostQueue()))};
            if (gpu.memoryTotal > 0 && gpu.memoryUsed >= 0) {
                line.memory = static_cast<double>(gpu.memoryUsed) / static_cast<double>(gpu.memoryTotal);
                line.memoryText = format::memoryOf(gpu.memoryUsed, gpu.memoryTotal);
            }
            lines.append(line);
        }
    }
    const int cores = now ? seen.load->cores : 0;
    UseLine cpu{cores > 1 ? tr("CPU, %1 cores").arg(cores) : tr("CPU"), now ? seen.load->cpu : -1, -1, {}, {}};
    if (now && seen.load->memoryTotal > 0 && seen.load->memoryUsed >= 0) {
        cpu.memory = static_cast<double>(seen.load->memoryUsed) / static_cast<double>(seen.load->memoryTotal);
        cpu.memoryText = format::memoryOf(seen.load->memoryUsed, seen.load->memoryTotal);
    }
    if (now && seen.load->load >= 0)
        cpu.note = tr("load %1").arg(seen.load->load, 0, 'f', 1);
    lines.append(cpu);
    m_use->setLines(lines);
}

void HostView::showNotice() {
    const Seen& seen = m_work.seen(m_name);
    const HostWork::Progress progress = m_work.progress();
    const bool mine = progress.name == m_name && (progress.running || !progress.failure.message.empty());
    const bool bad = seen.what == Seen::What::Unreachable || seen.what == Seen::What::Refused;
    // While it is tested, and where that failed, the test's card tells it.
    m_notice->setVisible(bad && !mine && !m_name.isEmpty());
    if (!bad)
        return;
    const auto* host = m_work.find(m_name);
    m_notice->setTitle(seen.what == Seen::What::Refused ? tr("Not signed in")
                       : host != nullptr                ? tr("%1: %2").arg(m_name, wordsOf(*host, seen).text)
                                                        : QString());
    m_notice->setNote(seen.what == Seen::What::Refused ? QString() : tr("it is tried again every 10 s"));
    m_error->show(seen.error);
    m_signIn->setVisible(seen.what == Seen::What::Refused);
}

}  // namespace flambeau::ui::compute
