// SPDX-License-Identifier: GPL-3.0-or-later
#include "host_view.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kEvery = 1000, kRestUnreachable = 10, kQueueEvery = 2, kRowsShown = 8;

QString userOf(const session::HostGpu& gpu, const session::HostQueue& queue) {
    if (const session::HostRun* run = session::holderOf(gpu, queue))
        return text(run->name);
    if (gpu.others.empty())
        return HostView::tr("free");
    return text(gpu.others.front()) +
           (gpu.others.size() > 1 ? HostView::tr(", and %1 more").arg(gpu.others.size() - 1) : QString());
}

QueueAnswer rowsOf(const session::HostQueue& queue) {
    QueueAnswer answer;
    answer.concurrent = queue.atOnce;
    std::string before;
    int place = 0;
    for (const session::HostRun& run : queue.runs) {
        QueueRow row;
        row.id = run.id;
        row.name = run.name;
        row.state = run.state;
        row.since = run.since;
        row.doing = run.doing;
        row.why = run.why;
        row.foreign = !run.ours;
        if (run.running && !run.gpus.empty()) {
            QStringList gpus;
            for (const int index : run.gpus)
                gpus << QString::number(index);
            row.why = (run.gpus.size() == 1 ? HostView::tr("GPU %1") : HostView::tr("GPUs %1"))
                          .arg(gpus.join(", "))
                          .toStdString();
        }
        if (!run.running) {
            row.place = ++place;
            row.behind = before;
            before = row.name;
        }
        answer.rows.push_back(std::move(row));
    }
    return answer;
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
            showNotice();
        }
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
    auto* use = new Card(tr("Use now"), tr("every second while this page is open"));
    use->body()->addWidget(m_use);
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
    main->addWidget(use);
    main->addWidget(buildQueue());
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

QWidget* HostView::buildQueue() {
    m_queue = new QueueModel(this);
    m_table = new TableView;
    m_table->setModel(m_queue);
    m_table->setAccessibleName(tr("Queue"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSortingEnabled(false);
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->resizeSection(QueueModel::Name, 160);
    m_table->horizontalHeader()->resizeSection(QueueModel::State, 120);
    m_table->horizontalHeader()->setSectionResizeMode(QueueModel::Why, QHeaderView::Stretch);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setFixedHeight(3 * theme().size("rowHeight") + 2);
    auto* empty = new EmptyState("clock", tr("Nothing runs and nothing waits"),
                                 tr("A run that is sent there begins at "
                                    "once."));
    m_table->setEmptyState(empty);
    m_open = new Button(tr("Open"), Button::Kind::Plain);
    m_cancel = new Button(tr("Cancel run"), Button::Kind::Plain);
    m_open->setSmall(true);
    m_cancel->setSmall(true);
    auto* card = new Card(tr("Queue"), tr("kept on the host: it moves on while this desktop sleeps"));
    card->setWide();
    card->addHeaderWidget(m_open);
    card->addHeaderWidget(m_cancel);
    card->body()->addWidget(m_table);
    connect(m_table, &TableView::opened, this, &HostView::openRun);
    connect(m_table, &TableView::deleteRequested, this, &HostView::cancelRun);
    connect(m_open, &QPushButton::clicked, this, &HostView::openRun);
    connect(m_cancel, &QPushButton::clicked, this, &HostView::cancelRun);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HostView::showQueueButtons);
    connect(m_queue, &QAbstractItemModel::modelReset, this, &HostView::showQueueButtons);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (m_queue->at(m_table->indexAt(at).row()) == nullptr)
            return;
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Open"), m_open, &QPushButton::click);
        menu->addAction(tr("Cancel run"), m_cancel, &QPushButton::click);
        menu->popup(m_table->viewport()->mapToGlobal(at));
    });
    showQueueButtons();
    return card;
}

void HostView::setHost(const QString& name) {
    if (m_name == name)
        return;
    stop();
    m_name = name;
    m_queue->setQueue({});
    m_table->setFixedHeight(4 * theme().size("rowHeight") + 2);
    m_test->setHost(name);
    m_disk->setHost(name);
    m_rest = 0;
    m_ticks = 0;
    m_diskAsked = false;
    showUse();
    showNotice();
    if (isVisible() && !name.isEmpty())
        tick();
}

void HostView::stop() {
    for (const auto& task : {m_loadTask, m_queueTask})
        if (task)
            task->cancel();
    m_loadTask.reset();
    m_queueTask.reset();
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
            const QueueRow* chosen = m_queue->at(m_table->currentIndex().row());
            const std::string id = chosen ? chosen->id : std::string();
            const QueueAnswer rows = rowsOf(*queue);
            m_queue->setQueue(rows);
            if (const int row = m_queue->rowOf(id); row >= 0 && row != m_table->currentIndex().row())
                m_table->setCurrentIndex(m_queue->index(row, 0));
            constexpr int kRoomForNone = 3;
            const int shown =
                rows.rows.empty() ? kRoomForNone : std::clamp(static_cast<int>(rows.rows.size()), 2, kRowsShown);
            m_table->setFixedHeight((shown + 1) * theme().size("rowHeight") + 2);
        });
}

void HostView::showUse() {
    const Seen& seen = m_work.seen(m_name);
    QVector<UseLine> lines;
    const bool now = seen.what == Seen::What::Reached && seen.load;
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
                       : host != nullptr                ? wordsOf(*host, seen).text
                                                        : QString());
    m_notice->setNote(seen.what == Seen::What::Refused ? QString() : tr("it is tried again every 10 s"));
    m_error->show(seen.error);
    m_signIn->setVisible(seen.what == Seen::What::Refused);
}

void HostView::openRun() {
    const QueueRow* row = m_queue->at(m_table->currentIndex().row());
    if (row != nullptr && !row->foreign)
        m_host.openPage("run", text(row->id));
}

void HostView::cancelRun() {
    const QueueRow* row = m_queue->at(m_table->currentIndex().row());
    if (row == nullptr || row->foreign)
        return;
    m_desk.ask(
        session::Lane::Start, this,
        [id = RunId(row->id)](session::Services& services, const session::Work&) -> Result<bool> {
            FLAMBEAU_CHECK(services.runs.cancel(id));
            return true;
        },
        [this, name = text(row->name)](Result<bool> done) {
            if (done)
                m_host.say(tr("%1 is being canceled").arg(name));
            else
                m_host.showError(done.error());
            m_desk.announce(session::Topic::Runs);
        });
}

void HostView::showQueueButtons() {
    const QueueRow* row = m_queue->at(m_table->currentIndex().row());
    const QString reason = row == nullptr ? tr("Choose a run in the queue first.")
                           : row->foreign ? tr("It is another workspace's run.")
                                          : QString();
    m_open->setBlocked(reason);
    m_cancel->setBlocked(reason);
}

}  // namespace flambeau::ui::compute
