// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/compute/compute_page.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTimer>
#include <QVBoxLayout>

#include "disk_card.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/key_value_list.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/widgets.h"
#include "queue_model.h"
#include "use_view.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kSideWidth = 288, kEvery = 1000, kGpuEvery = 2000, kSoon = 200, kRowsShown = 8, kMostSlots = 64;

QString text(const std::string& bytes) {
    return QString::fromStdString(bytes);
}

}  // namespace

struct ComputePage::State {
    UseView* use = nullptr;
    Card* useCard = nullptr;
    QueueModel* queue = nullptr;
    TableView* table = nullptr;
    QSpinBox* atOnce = nullptr;
    Button* cancel = nullptr;
    Button* open = nullptr;
    Chip* state = nullptr;
    QLabel* machine = nullptr;
    KeyValueList* facts = nullptr;
    DiskCard* disk = nullptr;

    /// Used on one lane, one question at a time.
    std::shared_ptr<session::LoadMeter> meter = std::make_shared<session::LoadMeter>();
    session::MachineLoad load;
    session::GpuReport gpus;
    std::optional<MachineAnswer> answer;
    QueueAnswer waiting;
    bool gpusAsked = false;
    QTimer tick, gpuTick, queueSoon, atOnceSoon;
    session::TaskHandle loadTask, gpuTask, queueTask, factsTask;
};

ComputePage::ComputePage(PageHost& host, session::Desk& desk, QWidget* parent)
    : Page(parent), m_host(host), m_desk(desk), m(std::make_unique<State>()) {
    build();
    connectAll();
}

ComputePage::~ComputePage() {
    for (const auto& task : {m->gpuTask, m->factsTask}) {
        if (task)
            task->cancel();
    }
}

void ComputePage::build() {
    m->state = new Chip(tr("Asking"));
    m->machine = textLabel({}, TextKind::Small, Token::Secondary);
    auto* here = new Card(tr("This machine"));
    here->setSelected(true);
    here->addHeaderWidget(m->state);
    here->body()->addWidget(m->machine);
    auto* others = new Card(tr("Other hosts"));
    others->body()->addWidget(textLabel(tr("Hosts over SSH and Slurm come with a later version. Until then runs are "
                                           "trained on this machine."),
                                        TextKind::Small, Token::Secondary));
    auto* side = new QVBoxLayout;
    side->setSpacing(theme().size("gap"));
    for (Card* card : {here, others}) {
        card->setFixedWidth(kSideWidth);
        side->addWidget(card);
    }
    side->addStretch(1);

    m->use = new UseView;
    m->useCard = new Card(tr("Use now"), tr("every second while this page is open"));
    m->useCard->body()->addWidget(m->use);
    m->facts = new KeyValueList;
    m->facts->setAccessibleName(tr("About this machine"));
    auto* facts = new Card(tr("About"));
    facts->body()->addWidget(m->facts);
    facts->body()->addStretch(1);
    m->disk = new DiskCard(m_host, m_desk);
    auto* below = new QHBoxLayout;
    below->setSpacing(theme().size("gap"));
    below->addWidget(facts, 3);
    below->addWidget(m->disk, 2);
    auto* main = new QVBoxLayout;
    main->setSpacing(theme().size("gap"));
    main->addWidget(m->useCard);
    main->addWidget(buildQueue());
    main->addLayout(below);
    main->addStretch(1);
    auto* row = new QHBoxLayout(this);
    row->setSpacing(theme().size("gap"));
    row->addLayout(side);
    row->addLayout(main, 1);
    showUse();
}

QWidget* ComputePage::buildQueue() {
    m->queue = new QueueModel(this);
    m->table = new TableView;
    m->table->setModel(m->queue);
    m->table->setAccessibleName(tr("Queue"));
    m->table->setSelectionMode(QAbstractItemView::SingleSelection);
    m->table->setSortingEnabled(false);
    m->table->horizontalHeader()->setSectionsClickable(false);
    m->table->horizontalHeader()->setStretchLastSection(false);
    m->table->horizontalHeader()->resizeSection(QueueModel::Name, 160);
    m->table->horizontalHeader()->resizeSection(QueueModel::State, 120);
    m->table->horizontalHeader()->setSectionResizeMode(QueueModel::Why, QHeaderView::Stretch);
    m->table->setContextMenuPolicy(Qt::CustomContextMenu);
    auto* empty =
        new EmptyState("clock", tr("Nothing runs and nothing waits"), tr("A run that is started begins at once."));
    connect(empty->addButton(tr("New run"), Button::Kind::Plain, "play"), &QPushButton::clicked, this,
            [this] { m_host.openPage("new-run"); });
    m->table->setEmptyState(empty);
    m->atOnce = new QSpinBox;
    m->atOnce->setRange(1, kMostSlots);
    m->atOnce->setFixedWidth(70);
    m->atOnce->setAccessibleName(tr("Runs at once"));
    if (auto* edit = m->atOnce->findChild<QLineEdit*>())
        edit->setAccessibleName(m->atOnce->accessibleName());
    m->atOnce->setToolTip(tr("How many runs go on at once; those that wait obey at once"));
    m->open = new Button(tr("Open"), Button::Kind::Plain);
    m->cancel = new Button(tr("Cancel run"), Button::Kind::Plain);
    m->open->setSmall(true);
    m->cancel->setSmall(true);
    auto* card = new Card(tr("Queue"), tr("it moves on while this window is closed"));
    card->setWide();
    card->addHeaderWidget(m->open);
    card->addHeaderWidget(m->cancel);
    card->addHeaderWidget(new ElidedLabel(tr("At once"), TextKind::Small, Token::Secondary));
    card->addHeaderWidget(m->atOnce);
    card->body()->addWidget(m->table);
    m->table->setFixedHeight(5 * theme().size("rowHeight"));
    return card;
}

void ComputePage::connectAll() {
    m->tick.setInterval(kEvery);
    m->gpuTick.setInterval(kGpuEvery);
    for (QTimer* timer : {&m->queueSoon, &m->atOnceSoon}) {
        timer->setSingleShot(true);
        timer->setInterval(kSoon);
    }
    connect(&m->tick, &QTimer::timeout, this, [this] {
        sampleLoad();
        askQueue();
    });
    connect(&m->gpuTick, &QTimer::timeout, this, &ComputePage::sampleGpus);
    connect(&m->queueSoon, &QTimer::timeout, this, &ComputePage::askQueue);
    connect(&m->atOnceSoon, &QTimer::timeout, this, [this] { setSlots(m->atOnce->value()); });
    connect(m->atOnce, &QSpinBox::valueChanged, this, [this] { m->atOnceSoon.start(); });
    connect(m->table, &TableView::opened, this, [this](const QModelIndex& index) {
        if (const QueueRow* row = m->queue->at(index.row()))
            m_host.openPage("run", text(row->id));
    });
    connect(m->table, &TableView::deleteRequested, this, &ComputePage::cancelRun);
    connect(m->cancel, &QPushButton::clicked, this, &ComputePage::cancelRun);
    connect(m->open, &QPushButton::clicked, this, [this] { emit m->table->opened(m->table->currentIndex()); });
    connect(m->table, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (m->queue->at(m->table->indexAt(at).row()) == nullptr)
            return;
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Open"), m->open, &QPushButton::click);
        menu->addAction(tr("Cancel run"), this, &ComputePage::cancelRun);
        menu->popup(m->table->viewport()->mapToGlobal(at));
    });
    connect(m->table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ComputePage::showQueueButtons);
    connect(m->queue, &QAbstractItemModel::modelReset, this, &ComputePage::showQueueButtons);
    connect(&m_desk, &session::Desk::changed, this, [this](session::Topic topic) {
        if (!isVisible())
            return;
        if (topic == session::Topic::Runs) {
            if (!m->queueSoon.isActive())  // not put off again: news of a run that goes on never pause
                m->queueSoon.start();
        } else if (topic == session::Topic::Engines) {
            askFacts();
        } else if (topic == session::Topic::Disk) {
            m->disk->ask();
        }
    });
    showQueueButtons();
}

PageHeader ComputePage::header() const {
    PageHeader header;
    header.title = tr("This machine");
    header.subtitle = m->answer ? text(m->answer->facts.host) : QString();
    return header;
}

void ComputePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m->tick.start();
    m->gpuTick.start();
}

void ComputePage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m->tick.stop();
    m->gpuTick.stop();
}

void ComputePage::refresh() {
    sampleLoad();
    m->gpusAsked = false;
    sampleGpus();
    askQueue();
    askFacts();
    m->disk->ask();
}

void ComputePage::open(const QString& what) {
    if (what == "clean")
        m->disk->preview();
}

bool ComputePage::closeTop() {
    return m->disk->closePreview();
}

QByteArray ComputePage::saveLayout() const {
    return m->table->saveLayout();
}

void ComputePage::restoreLayout(const QByteArray& state) {
    if (!state.isEmpty())
        m->table->restoreLayout(state);
}

void ComputePage::sampleLoad() {
    if (m->loadTask && !m->loadTask->finished())
        return;
    m->loadTask = m_desk.ask(
        session::Lane::Read, this,
        [meter = m->meter](session::Services&, const session::Work&) -> Result<session::MachineLoad> {
            return meter->sample();
        },
        [this](Result<session::MachineLoad> load) {
            if (load)
                m->load = *load;
            showUse();
        });
}

void ComputePage::sampleGpus() {
    // A machine without a driver is asked once each time the page is opened, not every other second.
    if ((m->gpuTask && !m->gpuTask->finished()) || (m->gpusAsked && m->gpus.toldBy != "nvidia-smi"))
        return;
    m->gpuTask = m_desk.ask(
        session::Lane::Chores, this,
        [](session::Services&, const session::Work& work) -> Result<session::GpuReport> {
            return session::findGpus(work.stop);
        },
        [this](Result<session::GpuReport> report) {
            m->gpusAsked = true;
            if (report)
                m->gpus = std::move(*report);
            showUse();
            showMachine();
        });
}

void ComputePage::showUse() {
    QVector<UseLine> lines;
    for (const session::Gpu& gpu : m->gpus.gpus) {
        UseLine line{tr("GPU %1").arg(gpu.index), gpu.use, -1, {}, text(gpu.name)};
        if (gpu.memoryTotal > 0 && gpu.memoryUsed >= 0) {
            line.memory = static_cast<double>(gpu.memoryUsed) / static_cast<double>(gpu.memoryTotal);
            line.memoryText = format::memoryOf(gpu.memoryUsed, gpu.memoryTotal);
        }
        lines.append(line);
    }
    const int cores = m->answer ? m->answer->facts.cores : 0;
    UseLine cpu{cores > 1 ? tr("CPU, %1 cores").arg(cores) : tr("CPU"), m->load.cpu, -1, {}, {}};
    if (m->load.memoryTotal > 0) {
        cpu.memory = static_cast<double>(m->load.memoryUsed) / static_cast<double>(m->load.memoryTotal);
        cpu.memoryText = format::memoryOf(m->load.memoryUsed, m->load.memoryTotal);
    }
    if (m->load.load >= 0)
        cpu.note = tr("load %1").arg(m->load.load, 0, 'f', 1);
    lines.append(cpu);
    m->use->setLines(lines);
}

void ComputePage::askQueue() {
    if (m->queueTask && !m->queueTask->finished())
        return;
    m->queueTask = m_desk.ask(
        session::Lane::Read, this,
        [](session::Services& services, const session::Work&) { return compute::askQueue(services); },
        [this](Result<QueueAnswer> queue) {
            if (!queue) {
                m->state->set(tr("Not known"), Tone::Caution);
                return;
            }
            const QueueRow* chosen = m->queue->at(m->table->currentIndex().row());
            const std::string id = chosen ? chosen->id : std::string();
            m->waiting = *queue;
            m->queue->setQueue(*queue);
            if (const int row = m->queue->rowOf(id); row >= 0 && row != m->table->currentIndex().row())
                m->table->setCurrentIndex(m->queue->index(row, 0));
            if (!m->atOnce->hasFocus() && !m->atOnceSoon.isActive()) {
                const QSignalBlocker quiet(m->atOnce);
                m->atOnce->setValue(queue->concurrent);
            }
            constexpr int kRoomForNone = 4;
            const int rows =
                queue->rows.empty() ? kRoomForNone : std::clamp(static_cast<int>(queue->rows.size()), 2, kRowsShown);
            m->table->setFixedHeight((rows + 1) * theme().size("rowHeight") + 2);
            showMachine();
        });
}

void ComputePage::askFacts() {
    if (m->factsTask && !m->factsTask->finished())
        return;
    m->factsTask = m_desk.ask(session::Lane::Chores, this, askMachine, [this](Result<MachineAnswer> answer) {
        if (!answer) {
            if (answer.error().code != ErrorCode::Canceled)
                m_host.showError(answer.error());
            return;
        }
        m->answer = std::move(*answer);
        showMachine();
        showUse();
        emit headerChanged();
    });
}

void ComputePage::showMachine() {
    int running = 0, waiting = 0;
    for (const QueueRow& row : m->waiting.rows)
        ++(row.place == 0 ? running : waiting);
    m->state->set(running == 0 && waiting == 0 ? tr("Idle")
                  : waiting > 0                ? tr("%1 waiting").arg(waiting + static_cast<int>(m->waiting.more))
                                               : tr("%1 running").arg(running),
                  running == 0 && waiting == 0 ? Tone::Good
                  : waiting > 0                ? Tone::Caution
                                               : Tone::Info);
    if (!m->answer)
        return;
    const session::MachineFacts& facts = m->answer->facts;
    QString line = facts.cores == 1 ? tr("1 core") : tr("%1 cores").arg(facts.cores);
    if (facts.memory > 0)
        line += ", " + format::memory(facts.memory);
    line += m->gpus.gpus.empty()       ? tr(", no GPU")
            : m->gpus.gpus.size() == 1 ? tr(", 1 GPU")
                                       : tr(", %1 GPUs").arg(m->gpus.gpus.size());
    m->machine->setText(line);
    QVector<KeyValue> rows = {{tr("System"), text(facts.system), {}},
                              {tr("Kernel"), text(facts.kernel), {}},
                              {tr("Processor"), text(facts.processor), {}}};
    for (const session::Gpu& gpu : m->gpus.gpus)
        rows.append({tr("GPU %1").arg(gpu.index),
                     text(gpu.name) + (gpu.driver.empty() ? QString() : tr(", driver %1").arg(text(gpu.driver))),
                     {}});
    if (m->gpusAsked && m->gpus.gpus.empty())
        rows.append({tr("GPU"), m->gpus.problem.empty() ? tr("none found") : text(m->gpus.problem), {}});
    rows.append({tr("Engine"),
                 m->answer->engine.ok() ? text(m->answer->engine.value().engine.title) : tr("none that starts"),
                 m->answer->engine.ok() ? text(m->answer->engine.value().engine.trainer.string())
                                        : text(m->answer->engine.error().message)});
    rows.append({tr("Workspace"), text(m->answer->workspace), {}});
    m->facts->setRows(rows);
}

void ComputePage::setSlots(int count) {
    if (count == m->waiting.concurrent)
        return;
    m_desk.ask(
        session::Lane::Start, this,
        [count](session::Services& services, const session::Work&) -> Result<bool> {
            FLAMBEAU_CHECK(services.runs.setSlots(count));
            return true;
        },
        [this, count](Result<bool> done) {
            if (done)
                m_host.say(count == 1 ? tr("One run at a time from now on")
                                      : tr("%1 runs at once from now on").arg(count));
            else
                m_host.showError(done.error());
            m_desk.announce(session::Topic::Runs);
        });
}

void ComputePage::cancelRun() {
    const QueueRow* row = m->queue->at(m->table->currentIndex().row());
    if (row == nullptr)
        return;
    const RunId id(row->id);
    const QString name = text(row->name);
    m_desk.ask(
        session::Lane::Start, this,
        [id](session::Services& services, const session::Work&) -> Result<bool> {
            FLAMBEAU_CHECK(services.runs.cancel(id));
            return true;
        },
        [this, name](Result<bool> done) {
            if (done)
                m_host.say(tr("%1 is being canceled").arg(name));
            else
                m_host.showError(done.error());
            m_desk.announce(session::Topic::Runs);
        });
}

void ComputePage::showQueueButtons() {
    const bool chosen = m->queue->at(m->table->currentIndex().row()) != nullptr;
    const QString reason = chosen ? QString() : tr("Choose a run in the queue first.");
    m->open->setBlocked(reason);
    m->cancel->setBlocked(reason);
}

}  // namespace flambeau::ui::compute
