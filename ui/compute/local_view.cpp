// SPDX-License-Identifier: GPL-3.0-or-later
#include "local_view.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/text.h"
#include "local_state.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kEvery = 1000, kGpuEvery = 2000, kSoon = 200, kMostSlots = 64;

}  // namespace

LocalView::LocalView(PageHost& host, session::Desk& desk, QWidget* parent)
    : QWidget(parent), m_host(host), m_desk(desk), m(std::make_unique<State>()) {
    build();
    connectAll();
}

LocalView::~LocalView() {
    for (const auto& task : {m->gpuTask, m->factsTask}) {
        if (task)
            task->cancel();
    }
}

void LocalView::build() {
    m->stateText = tr("Asking");
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
    auto* main = new QVBoxLayout(this);
    main->setContentsMargins(0, 0, 0, 0);
    main->setSpacing(theme().size("gap"));
    main->addWidget(m->useCard);
    main->addWidget(buildQueue());
    main->addLayout(below);
    main->addStretch(1);
    showUse();
}

QWidget* LocalView::buildQueue() {
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

void LocalView::connectAll() {
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
    connect(&m->gpuTick, &QTimer::timeout, this, &LocalView::sampleGpus);
    connect(&m->queueSoon, &QTimer::timeout, this, &LocalView::askQueue);
    connect(&m->atOnceSoon, &QTimer::timeout, this, [this] { setSlots(m->atOnce->value()); });
    connect(m->atOnce, &QSpinBox::valueChanged, this, [this] { m->atOnceSoon.start(); });
    connect(m->table, &TableView::opened, this, [this](const QModelIndex& index) {
        if (const QueueRow* row = m->queue->at(index.row()))
            m_host.openPage("run", text(row->id));
    });
    connect(m->table, &TableView::deleteRequested, this, &LocalView::cancelRun);
    connect(m->cancel, &QPushButton::clicked, this, &LocalView::cancelRun);
    connect(m->open, &QPushButton::clicked, this, [this] { emit m->table->opened(m->table->currentIndex()); });
    connect(m->table, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (m->queue->at(m->table->indexAt(at).row()) == nullptr)
            return;
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Open"), m->open, &QPushButton::click);
        menu->addAction(tr("Cancel run"), this, &LocalView::cancelRun);
        menu->popup(m->table->viewport()->mapToGlobal(at));
    });
    connect(m->table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &LocalView::showQueueButtons);
    connect(m->queue, &QAbstractItemModel::modelReset, this, &LocalView::showQueueButtons);
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

QString LocalView::host() const {
    return m->answer ? text(m->answer->facts.host) : QString();
}

QString LocalView::line() const {
    return m->line;
}

QString LocalView::stateText() const {
    return m->stateText;
}

Tone LocalView::stateTone() const {
    return m->stateTone;
}

void LocalView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m->tick.start();
    m->gpuTick.start();
}

void LocalView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m->tick.stop();
    m->gpuTick.stop();
}

void LocalView::refresh() {
    sampleLoad();
    m->gpusAsked = false;
    sampleGpus();
    askQueue();
    askFacts();
    m->disk->ask();
}

void LocalView::clean() {
    m->disk->preview();
}

bool LocalView::closeTop() {
    return m->disk->closePreview();
}

QByteArray LocalView::saveLayout() const {
    return m->table->saveLayout();
}

void LocalView::restoreLayout(const QByteArray& state) {
    if (!state.isEmpty())
        m->table->restoreLayout(state);
}

}  // namespace flambeau::ui::compute
