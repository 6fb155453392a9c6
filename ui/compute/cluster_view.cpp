// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster_view.h"

#include <algorithm>

#include <QVBoxLayout>

#include "flambeau/ui/common/text.h"
#include "test_rows.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kEvery = 3000, kMostShown = 8;

/// What a host has free, for runs that want GPUs where it has some.
QString roomText(const std::string& name, const Seen& seen) {
    if (seen.what != Seen::What::Reached || !seen.load || !seen.queue)
        return {};
    const bool gpus = !seen.load->gpus.empty();
    const session::HostRoom room = session::roomOf(name, *seen.load, *seen.queue, gpus ? 1 : 0);
    const QString free = gpus ? ClusterView::tr("%1 of %2 GPUs free").arg(std::max(0, room.free)).arg(room.all)
                              : ClusterView::tr("%1 of %2 at once free").arg(std::max(0, room.free)).arg(room.all);
    return room.waiting > 0 ? ClusterView::tr("%1, %2 waiting").arg(free).arg(room.waiting) : free;
}

}  // namespace

SeenWords wordsOf(const session::Cluster& cluster, const HostWork& work) {
    std::size_t away = 0, answering = 0, gpus = 0, busy = 0;
    std::ptrdiff_t running = 0, waiting = 0;
    for (const auto& name : cluster.hosts) {
        const Seen& seen = work.seen(text(name));
        away += seen.what == Seen::What::Unreachable || seen.what == Seen::What::Refused ||
                (work.listed() && work.find(text(name)) == nullptr);
        if (seen.what != Seen::What::Reached || !seen.load)
            continue;
        ++answering;
        const session::HostQueue queue = seen.queue.value_or(session::HostQueue());
        gpus += seen.load->gpus.size();
        busy += session::busyGpus(*seen.load, queue);
        const auto on =
            std::count_if(queue.runs.begin(), queue.runs.end(), [](const auto& run) { return run.running; });
        running += on;
        waiting += static_cast<std::ptrdiff_t>(queue.runs.size()) - on;
    }
    if (away > 0)
        return {away == 1 ? say("1 host unreachable") : say("%1 hosts unreachable").arg(away), Tone::Caution};
    if (answering == 0)
        return {say("not asked yet"), Tone::Neutral};
    if (busy > 0)
        return {say("%1 of %2 GPUs").arg(busy).arg(gpus), Tone::Info};
    if (running > 0)
        return {say("%1 running").arg(running), Tone::Info};
    if (waiting > 0)
        return {say("%1 waiting").arg(waiting), Tone::Caution};
    return {say("Idle"), Tone::Good};
}

QString summaryOf(const session::Cluster& cluster, const HostWork& work) {
    std::vector<session::ComputeTarget> known;
    for (const auto& name : cluster.hosts)
        if (const auto* host = work.find(text(name)))
            known.push_back(*host);
    const QString hosts = cluster.hosts.size() == 1 ? say("1 host") : say("%1 hosts").arg(cluster.hosts.size());
    const QString gpus = gpuNamesOf(known);
    return gpus.isEmpty() ? say("%1, no GPU").arg(hosts) : hosts + ", " + gpus;
}

void MemberModel::setRows(std::vector<Row> rows) {
    if (rows == m_rows)
        return;
    const bool same = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                                 [](const Row& a, const Row& b) { return a.name == b.name; });
    if (same) {
        m_rows = std::move(rows);
        emit dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const MemberModel::Row* MemberModel::at(int row) const {
    return row >= 0 && row < static_cast<int>(m_rows.size()) ? &m_rows[static_cast<std::size_t>(row)] : nullptr;
}

int MemberModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant MemberModel::data(const QModelIndex& index, int role) const {
    const Row* row = at(index.row());
    if (row == nullptr)
        return {};
    if (role == Qt::DisplayRole) {
        const QString all[] = {row->name, row->state, row->room, row->what};
        return all[index.column()];
    }
    if (role == StrongRole)
        return index.column() == Name;
    if (role == ChipToneRole && index.column() == State)
        return static_cast<int>(row->tone);
    if (role == TokenRole && index.column() > State)
        return static_cast<int>(Token::Secondary);
    return {};
}

QVariant MemberModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return QStringList({tr("Host"), tr("State"), tr("Room"), tr("What it is")}).value(section);
}

ClusterView::ClusterView(PageHost& host, session::Desk& desk, HostWork& work, QWidget* parent)
    : QWidget(parent),
      m_work(work),
      m_members(new MemberModel(this)),
      m_table(new TableView),
      m_edit(new Button(tr("Choose hosts …"), Button::Kind::Plain)),
      m_remove(new Button(tr("Remove"), Button::Kind::Quiet)),
      m_queue(new QueueCard(host, desk, tr("of all its hosts; each keeps its own"))) {
    auto* main = new QVBoxLayout(this);
    main->setContentsMargins(0, 0, 0, 0);
    main->setSpacing(theme().size("gap"));
    main->addWidget(buildHosts());
    main->addWidget(m_queue);
    main->addStretch(1);
    m_tick.setInterval(kEvery);
    connect(&m_tick, &QTimer::timeout, this, &ClusterView::look);
    connect(&m_work, &HostWork::listChanged, this, &ClusterView::show);
    connect(&m_work, &HostWork::seenChanged, this, [this](const QString& name) {
        const auto* cluster = m_work.cluster(m_name);
        if (cluster != nullptr &&
            std::find(cluster->hosts.begin(), cluster->hosts.end(), name.toStdString()) != cluster->hosts.end())
            show();
    });
}

QWidget* ClusterView::buildHosts() {
    m_table->setModel(m_members);
    m_table->setAccessibleName(tr("Hosts of the cluster"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSortingEnabled(false);
    auto* header = m_table->horizontalHeader();
    header->setSectionsClickable(false);
    header->setStretchLastSection(false);
    header->resizeSection(MemberModel::Name, 120);
    header->resizeSection(MemberModel::State, 210);
    header->resizeSection(MemberModel::Room, 150);
    header->setSectionResizeMode(MemberModel::What, QHeaderView::Stretch);
    m_table->setEmptyState(new EmptyState("compute", tr("It has no hosts"), tr("Choose some.")));
    m_edit->setSmall(true);
    m_remove->setSmall(true);
    m_remove->setIconName("trash");
    m_remove->setToolTip(tr("Its hosts stay"));
    auto* card = new Card(tr("Hosts"), tr("a run goes to the first with room, from the top"));
    card->setWide();
    card->addHeaderWidget(m_edit);
    card->addHeaderWidget(m_remove);
    card->body()->addWidget(m_table);
    connect(m_edit, &QPushButton::clicked, this, [this] { emit editWanted(m_name); });
    connect(m_remove, &QPushButton::clicked, this, [this] { m_work.remove(m_name); });
    connect(m_table, &TableView::opened, this, [this](const QModelIndex& index) {
        if (const auto* row = m_members->at(index.row()); row != nullptr && row->known)
            emit hostWanted(row->name);
    });
    return card;
}

void ClusterView::setCluster(const QString& name) {
    if (m_name == name)
        return;
    m_name = name;
    show();
    if (isVisible())
        look();
}

void ClusterView::look() {
    if (const auto* cluster = m_work.cluster(m_name))
        m_work.lookAt(cluster->hosts);
}

void ClusterView::show() {
    const session::Cluster* cluster = m_work.cluster(m_name);
    if (cluster == nullptr)
        return;
    std::vector<MemberModel::Row> rows;
    QueueAnswer queue;
    bool all = true, some = false;
    for (const auto& name : cluster->hosts) {
        const session::ComputeTarget* host = m_work.find(text(name));
        if (host == nullptr) {
            rows.push_back({text(name), tr("was removed"), {}, {}, Tone::Caution, false});
            continue;
        }
        const Seen& seen = m_work.seen(text(name));
        const SeenWords words = wordsOf(*host, seen);
        rows.push_back({text(name), words.text, roomText(name, seen), summaryOf(*host), words.tone, true});
        all = all && seen.what == Seen::What::Reached;
        some = some || seen.what == Seen::What::Reached;
        if (seen.queue) {
            for (QueueRow& row : queueRows(*seen.queue, name))
                queue.rows.push_back(std::move(row));
        }
    }
    // Those that run before those that wait, as in a queue of one host.
    std::stable_partition(queue.rows.begin(), queue.rows.end(), [](const QueueRow& row) { return row.place == 0; });
    m_members->setRows(std::move(rows));
    m_table->setFixedHeight((std::clamp(m_members->rowCount(), 2, kMostShown) + 1) * theme().size("rowHeight") + 2);
    m_queue->setNothing(all ? tr("Nothing runs and nothing waits") : tr("Nothing is known to run"),
                        all ? tr("A run that is sent there begins at once.") : tr("Not all of its hosts answer."),
                        some ? m_name : QString());
    m_queue->setQueue(queue);
}

void ClusterView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_tick.start();
    look();
}

void ClusterView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_tick.stop();
}

}  // namespace flambeau::ui::compute
