// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/home/home_page.h"

#include <QAction>
#include <QHeaderView>
#include <QVBoxLayout>

#include "empty_home.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/table.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/home/install.h"
#include "home_facts.h"
#include "recent_runs.h"
#include "running_card.h"

namespace flambeau::ui::home {
namespace {

constexpr int kGap = 14, kLookEvery = 250, kZoneHeight = 116;
constexpr int kNothingHeight = 132;  // of the table where no run has ended yet, and it says so

}  // namespace

void install(PageHost&, session::Desk&, QObject*) {}

HomePage::HomePage(PageHost& host, session::Desk& desk, QWidget* parent)
    : Page(parent),
      m_host(host),
      m_desk(desk),
      m_newRun(host.commands().find("run.new")),
      m_empty(new EmptyHome(host)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_empty, 1);
    m_empty->hide();  // until it is known that there is nothing
    connect(m_empty, &EmptyHome::chooseRequested, this, [this] { run("dataset.import"); });
    m_soon.setSingleShot(true);
    m_soon.setInterval(kLookEvery);
    connect(&m_soon, &QTimer::timeout, this, &HomePage::refresh);
    connect(&m_desk, &session::Desk::changed, this, &HomePage::lookSoon);
    connect(&m_desk, &session::Desk::runChanged, this, [this](const QString&, const QStringList&, bool record) {
        if (record)
            lookSoon();
    });
}

HomePage::~HomePage() = default;

PageHeader HomePage::header() const {
    PageHeader header;
    const bool empty = m_known && !m_empty->isHidden();
    const fs::path& folder = m_desk.folder();
    const QString name =
        QString::fromStdString((folder.has_filename() ? folder : folder.parent_path()).filename().string());
    const QString kind = tr("workspace");
    // The one that is there by itself is called "workspace": said once, in the switcher, that is enough.
    const bool named = m_known && !name.isEmpty() && name.compare(kind, Qt::CaseInsensitive) != 0 &&
                       name.compare(QLatin1String("workspace"), Qt::CaseInsensitive) != 0;
    header.title = empty ? tr("Welcome") : named ? name : tr("Home");
    if (empty)
        header.subtitle = tr("this workspace is empty");
    else if (named)
        header.subtitle = kind;
    if (m_newRun != nullptr && m_known && !empty) {
        header.actions = {m_newRun};
        header.primary = m_newRun;
    }
    return header;
}

DropZone* HomePage::dropZone() const {
    return m_empty->isHidden() && m_zone != nullptr ? m_zone : m_empty->zone();
}

void HomePage::lookSoon() {
    m_stale = true;
    if (isVisible() && !m_soon.isActive())
        m_soon.start();
}

void HomePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    if (m_stale)
        refresh();
}

void HomePage::refresh() {
    if (m_looking) {
        lookSoon();
        return;
    }
    m_looking = true;
    m_stale = false;
    m_desk.ask(
        session::Lane::Read, this,
        [](session::Services& services, const session::Work&) { return gatherHome(services); },
        [this](Result<HomeFacts> facts) {
            m_looking = false;
            if (facts)
                take(std::move(facts).value());
            else
                m_host.showError(facts.error());
        });
}

void HomePage::take(HomeFacts facts) {
    const bool empty = facts.empty(), wasEmpty = !m_empty->isHidden(), first = !std::exchange(m_known, true);
    if (!empty && m_filled == nullptr)
        makeFilled();
    m_empty->setVisible(empty);
    if (m_filled != nullptr)
        m_filled->setVisible(!empty);
    if (!empty) {
        m_running->show(facts);
        m_models->show(facts.models);
        m_recentCard->setNote(tr("%1 in this workspace").arg(format::count(facts.overview.runs)));
        m_recent->setRuns(std::move(facts.recent));
        const int rows = m_recent->rowCount();
        m_table->setFixedHeight(rows == 0 ? kNothingHeight
                                          : m_table->horizontalHeader()->sizeHint().height() +
                                                rows * m_table->verticalHeader()->defaultSectionSize());
    }
    if (first || empty != wasEmpty)
        emit headerChanged();
}

void HomePage::makeFilled() {
    m_filled = new QWidget;
    auto* column = new QVBoxLayout(m_filled);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGap);
    column->addWidget(zones());
    auto* row = new QHBoxLayout;
    row->setSpacing(kGap);
    m_running = new RunningCard(m_host, m_desk);
    m_models = new BestModelsCard(m_host);
    m_running->setMinimumHeight(198);
    row->addWidget(m_running, 3);
    row->addWidget(m_models, 1);
    column->addLayout(row);
    m_recentCard = new Card(tr("Recent runs"));
    m_recentCard->setWide();
    m_table = new TableView;
    m_table->setAccessibleName(tr("Recent runs"));
    m_table->setEmptyState(new EmptyState("runs", tr("No run has ended yet"), tr("Press New run, or drop pictures.")));
    m_recent = new RecentRuns(this);
    m_table->setModel(m_recent);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const int widths[] = {180, 200, 110, 150, 130};
    for (int i = 0; i < 5; ++i)
        m_table->setColumnWidth(i, widths[i]);
    m_table->horizontalHeader()->setStretchLastSection(true);
    connect(m_table, &TableView::opened, this,
            [this](const QModelIndex& index) { m_host.openPage("run", m_recent->idAt(index.row())); });
    m_recentCard->body()->addWidget(m_table);
    column->addWidget(m_recentCard);
    column->addStretch(1);
    static_cast<QVBoxLayout*>(layout())->addWidget(m_filled, 1);
}

QWidget* HomePage::zones() {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    const auto add = [&](const QString& icon, const QString& title, const QString& sentence, auto activated) {
        auto* zone = new DropZone(icon, title, sentence);
        zone->setFixedHeight(kZoneHeight);
        zone->setRouter(&m_host.drops());
        zone->content()->setIconToken(Token::Accent);
        zone->setActivatable(true);
        connect(zone, &DropZone::activated, this, activated);
        row->addWidget(zone, 1);
        return zone;
    };
    m_zone = add("datasets", tr("Drop a folder of pictures"), tr("checked, split, ready to train in seconds"),
                 [this] { run("dataset.import"); });
    add("file", tr("Drop an archive of pictures"), tr("zip or tar, unpacked into this workspace"),
        [this] { run("dataset.importArchive"); });
    add("models", tr("Drop a model file"), tr("kept in the registry, exported to ONNX"), [this] { run("model.keep"); });
    return box;
}

void HomePage::run(const char* command) {
    if (QAction* action = m_host.commands().find(command))
        action->trigger();
}

}  // namespace flambeau::ui::home
