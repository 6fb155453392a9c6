// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/compute/compute_page.h"

#include <QAction>
#include <QClipboard>
#include <QDataStream>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QProcess>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "add_card.h"
#include "cluster_form.h"
#include "cluster_view.h"
#include "flambeau/domain/this_machine.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/text.h"
#include "host_list.h"
#include "host_view.h"
#include "local_view.h"
#include "question_card.h"
#include "terminal.h"

namespace flambeau::ui::compute {
namespace {

constexpr int kSideWidth = 288, kAroundEvery = 30'000;
const QString kHere = QString::fromUtf8(domain::kThisMachine.data(), domain::kThisMachine.size());
constexpr quint32 kLayout = 0x666c6332;

}  // namespace

struct ComputePage::State {
    HostWork* work = nullptr;
    MachineList* list = nullptr;
    Button* newCluster = nullptr;
    AddCard* add = nullptr;
    ClusterForm* form = nullptr;
    QuestionCard* question = nullptr;
    QStackedWidget* views = nullptr;
    LocalView* local = nullptr;
    HostView* host = nullptr;
    ClusterView* cluster = nullptr;
    QAction* test = nullptr;
    QAction* terminal = nullptr;
    QAction* forget = nullptr;
    QString wanted;  ///< chosen before the list was there
    QTimer around;
};

ComputePage::ComputePage(PageHost& host, session::Desk& desk, QWidget* parent)
    : Page(parent), m_host(host), m_desk(desk), m(std::make_unique<State>()) {
    build();
    connectAll();
    showRows();
    showChosen();
}

ComputePage::~ComputePage() = default;

void ComputePage::build() {
    m->work = &HostWork::of(m_host, m_desk);
    m->list = new MachineList;
    auto* machines = new Card;
    machines->setWide();
    machines->body()->addWidget(m->list);
    m->newCluster = new Button(tr("New cluster …"), Button::Kind::Quiet);
    m->newCluster->setSmall(true);
    m->newCluster->setIconName("plus");
    machines->body()->addWidget(m->newCluster, 0, Qt::AlignLeft);
    m->form = new ClusterForm(*m->work);
    m->add = new AddCard(*m->work, m_desk);
    m->question = new QuestionCard(Questions::of(m_desk));
    m->question->setObjectName("hostQuestion");
    auto* side = new QVBoxLayout;
    side->setSpacing(theme().size("gap"));
    for (Card* card :
         {machines, static_cast<Card*>(m->question), static_cast<Card*>(m->form), static_cast<Card*>(m->add)}) {
        card->setFixedWidth(kSideWidth);
        side->addWidget(card);
    }
    side->addStretch(1);
    m->local = new LocalView(m_host, m_desk);
    m->host = new HostView(m_host, m_desk, *m->work);
    m->views = new QStackedWidget;
    m->views->addWidget(m->local);
    m->views->addWidget(m->host);
    m->cluster = new ClusterView(m_host, m_desk, *m->work);
    m->views->addWidget(m->cluster);
    auto* row = new QHBoxLayout(this);
    row->setSpacing(theme().size("gap"));
    row->addLayout(side);
    row->addWidget(m->views, 1);
    m->test = pageAction(this, tr("Test again"), "refresh", [this] { test(); });
    m->terminal = pageAction(this, tr("Open a terminal"), "script", [this] { openTerminal(); });
    m->forget = pageAction(this, tr("Remove"), "trash", [this] { m->work->remove(m->list->chosen()); });
}

void ComputePage::connectAll() {
    m->around.setInterval(kAroundEvery);
    connect(&m->around, &QTimer::timeout, this, &ComputePage::lookAround);
    connect(m->list, &MachineList::chosenChanged, this, &ComputePage::showChosen);
    connect(m->list, &MachineList::removeWanted, m->work, &HostWork::remove);
    m->list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m->list, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (!m->list->indexAt(at).isValid() || m->list->chosen().isEmpty())
            return;
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        if (m->work->cluster(m->list->chosen()) == nullptr)
            menu->addActions({m->test, m->terminal});
        menu->addAction(m->forget);
        menu->popup(m->list->viewport()->mapToGlobal(at));
    });
    connect(m->local, &LocalView::told, this, [this] {
        showRows();
        if (m->list->chosen().isEmpty())
            emit headerChanged();
    });
    connect(m->work, &HostWork::listChanged, this, [this] {
        showRows();
        if (isVisible())
            lookAround();
    });
    connect(m->work, &HostWork::seenChanged, this, [this](const QString& name) {
        showRows();
        if (name == m->list->chosen())
            emit headerChanged();
    });
    connect(m->work, &HostWork::progressed, this, &ComputePage::showActions);
    connect(m->work, &HostWork::added, this, [this](const QString& name) { choose(name); });
    // A question takes the place of the form that led to it, and one form that of the other.
    const auto showForms = [this] {
        m->add->setVisible(Questions::of(m_desk).current() == nullptr && !m->form->isOpen());
    };
    connect(&Questions::of(m_desk), &Questions::changed, this, showForms);
    connect(m->form, &ClusterForm::toggled, this, showForms);
    showForms();
    connect(m->newCluster, &QPushButton::clicked, this, &ComputePage::makeCluster);
    connect(m->cluster, &ClusterView::editWanted, m->form, &ClusterForm::openFor);
    connect(m->cluster, &ClusterView::hostWanted, this, &ComputePage::choose);
}

void ComputePage::makeCluster() {
    const QString chosen = m->list->chosen();
    m->form->openNew(m->work->find(chosen) != nullptr ? QStringList(chosen) : QStringList());
}

/// At all that the page tells something of but the chosen one, which its own view asks.
void ComputePage::lookAround() {
    std::vector<std::string> names;
    for (const auto& host : m->work->hosts())
        if (text(host.name) != m->list->chosen())
            names.push_back(host.name);
    m->work->lookAt(names);
}

void ComputePage::showRows() {
    std::vector<MachineRow> rows;
    rows.push_back({{}, tr("This machine"), m->local->line(), m->local->stateText(), m->local->stateTone()});
    for (const auto& host : m->work->hosts()) {
        const QString name = text(host.name);
        const SeenWords words = wordsOf(host, m->work->seen(name));
        const QString summary = summaryOf(host);
        rows.push_back({name, name, summary.isEmpty() ? text(domain::toString(host.address.target)) : summary,
                        words.text, words.tone});
    }
    for (const auto& cluster : m->work->clusters()) {
        const SeenWords words = wordsOf(cluster, *m->work);
        rows.push_back({text(cluster.name), text(cluster.name), summaryOf(cluster, *m->work), words.text, words.tone});
    }
    // One host takes nobody's place.
    m->newCluster->setVisible(m->work->hosts().size() > 1);
    m->list->setRows(std::move(rows));
    if (!m->wanted.isEmpty() && m->work->listed())
        m->list->choose(std::exchange(m->wanted, {}));
    showActions();
}

void ComputePage::showChosen() {
    const QString name = m->list->chosen();
    const bool cluster = m->work->cluster(name) != nullptr;
    m->host->setHost(cluster ? QString() : name);
    m->cluster->setCluster(cluster ? name : QString());
    m->work->setShown(isVisible() && !cluster ? name : QString());
    QWidget* shown = name.isEmpty() ? static_cast<QWidget*>(m->local)
                     : cluster      ? static_cast<QWidget*>(m->cluster)
                                    : m->host;
    // What is not shown takes no room, so that a small view needs no scrolling for a large one.
    for (QWidget* view :
         {static_cast<QWidget*>(m->local), static_cast<QWidget*>(m->host), static_cast<QWidget*>(m->cluster)}) {
        const auto policy = view == shown ? QSizePolicy::Preferred : QSizePolicy::Ignored;
        view->setSizePolicy(policy, policy);
    }
    m->views->setCurrentWidget(shown);
    showActions();
    emit headerChanged();
}

void ComputePage::choose(const QString& name) {
    m->wanted = name;
    showRows();
}

PageHeader ComputePage::header() const {
    PageHeader header;
    const QString name = m->list->chosen();
    if (const auto* cluster = m->work->cluster(name)) {
        header.title = name;
        header.subtitle = summaryOf(*cluster, *m->work);
        return header;
    }
    const auto* host = m->work->find(name);
    if (host == nullptr) {
        header.title = tr("This machine");
        header.subtitle = m->local->host();
        return header;
    }
    const Seen& seen = m->work->seen(name);
    QString state = wordsOf(*host, seen).text;
    if (seen.what == Seen::What::Reached)
        state = seen.load && seen.load->latency >= 0 ? tr("connected, %1").arg(format::duration(seen.load->latency))
                                                     : tr("connected");
    header.title = name;
    header.subtitle = text(domain::toString(host->address.target)) + QString::fromUtf8(" · ") + state;
    header.actions = {m->test, m->terminal};
    return header;
}

void ComputePage::showActions() {
    const HostWork::Progress progress = m->work->progress();
    setBlocked(m->test, !progress.running         ? QString()
                        : progress.name.isEmpty() ? tr("A host is being added.")
                                                  : tr("%1 is being tested.").arg(progress.name));
}

void ComputePage::test() {
    if (m->work->find(m->list->chosen()) != nullptr)
        m->work->test(m->list->chosen());
}

void ComputePage::openTerminal() {
    const auto* host = m->work->find(m->list->chosen());
    if (host == nullptr)
        return;
    QStringList command;
    for (const std::string& one : session::sshCommand(*host))
        command << text(one);
    const auto terminal =
        terminalCommand(command, [](const QString& program) { return QStandardPaths::findExecutable(program); });
    if (terminal && QProcess::startDetached(terminal->front(), terminal->mid(1)))
        return;
    QGuiApplication::clipboard()->setText(typed(command));
    m_host.say(tr("No terminal was found to open. The command is copied: %1").arg(typed(command)));
}

void ComputePage::refresh() {
    m->work->refresh();
    m->add->askKnown();
    m->local->refresh();
    m->host->refresh();
    m->cluster->refresh();
}

void ComputePage::open(const QString& what) {
    if (what == "clean") {
        choose(kHere);
        m->local->clean();
    } else if (what == "new:cluster" && m->work->hosts().size() > 1) {
        makeCluster();
    } else if (what == "add" || what == "new:cluster") {  // of one host there is nothing to make
        m->form->closeForm();
        m->add->address()->setFocus(Qt::OtherFocusReason);
    } else if (!what.isEmpty()) {
        choose(what);
    }
}

QString ComputePage::place() const {
    const QString name = m->list->chosen();
    return name.isEmpty() ? kHere : name;
}

bool ComputePage::closeTop() {
    return m->question->refuse() || m->form->closeForm() || m->local->closeTop() || m->host->closeTop();
}

void ComputePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m->around.start();
    m->work->setShown(m->work->find(m->list->chosen()) != nullptr ? m->list->chosen() : QString());
}

void ComputePage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m->around.stop();
    m->work->setShown({});
}

QByteArray ComputePage::saveLayout() const {
    QByteArray state;
    QDataStream out(&state, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_0);
    out << kLayout << (m->wanted.isEmpty() ? m->list->chosen() : m->wanted) << m->local->saveLayout()
        << m->host->table()->saveLayout();
    return state;
}

void ComputePage::restoreLayout(const QByteArray& state) {
    QDataStream in(state);
    in.setVersion(QDataStream::Qt_6_0);
    quint32 magic = 0;
    QString chosen;
    QByteArray local, host;
    in >> magic >> chosen >> local >> host;
    if (in.status() != QDataStream::Ok || magic != kLayout)
        return;
    m->local->restoreLayout(local);
    m->host->table()->restoreLayout(host);
    if (!chosen.isEmpty())
        choose(chosen);
}

}  // namespace flambeau::ui::compute
