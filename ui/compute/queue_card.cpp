// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue_card.h"

#include <algorithm>

#include <QMenu>
#include <QVBoxLayout>

#include "flambeau/ui/common/text.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kRowsShown = 8, kRoomForNone = 3;

}  // namespace

QueueCard::QueueCard(PageHost& host, session::Desk& desk, const QString& note, QWidget* parent)
    : Card(tr("Queue"), note, parent),
      m_host(host),
      m_desk(desk),
      m_note(note),
      m_model(new QueueModel(this)),
      m_table(new TableView),
      m_empty(new EmptyState("clock", {}, {})),
      m_newRun(m_empty->addButton(tr("New run"), Button::Kind::Plain, "play")),
      m_open(new Button(tr("Open"), Button::Kind::Plain)),
      m_cancel(new Button(tr("Cancel run"), Button::Kind::Plain)) {
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Queue"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSortingEnabled(false);
    m_table->horizontalHeader()->setSectionsClickable(false);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->resizeSection(QueueModel::Name, 160);
    m_table->horizontalHeader()->resizeSection(QueueModel::State, 120);
    m_table->horizontalHeader()->setSectionResizeMode(QueueModel::Why, QHeaderView::Stretch);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setEmptyState(m_empty);
    m_open->setSmall(true);
    m_cancel->setSmall(true);
    setWide();
    addHeaderWidget(m_open);
    addHeaderWidget(m_cancel);
    body()->addWidget(m_table);
    m_newRun->hide();
    connect(m_newRun, &QPushButton::clicked, this, [this] { m_host.openPage("new-run", "compute:" + m_newRunOn); });
    connect(m_table, &TableView::opened, this, &QueueCard::openRun);
    connect(m_table, &TableView::deleteRequested, this, &QueueCard::cancelRun);
    connect(m_open, &QPushButton::clicked, this, &QueueCard::openRun);
    connect(m_cancel, &QPushButton::clicked, this, &QueueCard::cancelRun);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &QueueCard::showButtons);
    connect(m_model, &QAbstractItemModel::modelReset, this, &QueueCard::showButtons);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (m_model->at(m_table->indexAt(at).row()) == nullptr)
            return;
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Open"), m_open, &QPushButton::click);
        menu->addAction(tr("Cancel run"), m_cancel, &QPushButton::click);
        menu->popup(m_table->viewport()->mapToGlobal(at));
    });
    setQueue({});
    showButtons();
}

const QueueRow* QueueCard::chosen() const {
    return m_model->at(m_table->currentIndex().row());
}

void QueueCard::setQueue(const QueueAnswer& queue) {
    const std::string id = chosen() != nullptr ? chosen()->id : std::string();
    m_model->setQueue(queue);
    if (const int row = m_model->rowOf(id); row >= 0 && row != m_table->currentIndex().row())
        m_table->setCurrentIndex(m_model->index(row, 0));
    const int shown = queue.rows.empty() ? kRoomForNone + (m_newRun->isHidden() ? 0 : 1)
                                         : std::clamp(static_cast<int>(queue.rows.size()), 1, kRowsShown);
    m_table->setFixedHeight((shown + 1) * theme().size("rowHeight") + 2);
}

void QueueCard::setNothing(const QString& title, const QString& sentence, const QString& newRun) {
    m_newRunOn = newRun;
    m_newRun->setVisible(!newRun.isEmpty());
    m_empty->setTitle(title);
    m_empty->setSentence(sentence);
}

void QueueCard::setStale(const QString& since) {
    setNote(since.isEmpty() ? m_note : since);
    m_model->setStale(!since.isEmpty());
}

void QueueCard::openRun() {
    if (const QueueRow* row = chosen(); row != nullptr && !row->foreign)
        m_host.openPage("run", text(row->id));
}

void QueueCard::cancelRun() {
    const QueueRow* row = chosen();
    if (row == nullptr || row->foreign)
        return;
    // The desk and the window outlive the card.
    m_desk.ask(
        session::Lane::Start, &m_desk,
        [id = RunId(row->id)](session::Services& services, const session::Work&) -> Result<bool> {
            FLAMBEAU_CHECK(services.runs.cancel(id));
            return true;
        },
        [desk = &m_desk, window = &m_host, name = text(row->name)](Result<bool> done) {
            if (done)
                window->say(tr("%1 is being canceled").arg(name));
            else
                window->showError(done.error());
            desk->announce(session::Topic::Runs);
        });
}

void QueueCard::showButtons() {
    const QueueRow* row = chosen();
    const QString reason = row == nullptr ? tr("Choose a run in the queue first.")
                           : row->foreign ? tr("It is another workspace's run.")
                                          : QString();
    m_open->setBlocked(reason);
    m_cancel->setBlocked(reason);
}

std::vector<QueueRow> queueRows(const session::HostQueue& queue, const std::string& host) {
    std::vector<QueueRow> rows;
    std::string before;
    int place = 0;
    for (const session::HostRun& run : queue.runs) {
        QueueRow row;
        row.host = host;
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
            row.why = (run.gpus.size() == 1 ? QueueCard::tr("GPU %1") : QueueCard::tr("GPUs %1"))
                          .arg(gpus.join(", "))
                          .toStdString();
        }
        if (!run.running) {
            row.place = ++place;
            row.behind = before;
            before = row.name;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace flambeau::ui::compute
