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
constexpr quint32 kLayout = 0x666c6332;

}  // namespace

struct ComputePage::State {
    HostWork* work = nullptr;
    MachineList* list = nullptr;
    AddCard* add = nullptr;
    QuestionCard* question = nullptr;
    QStackedWidget* views = nullptr;
    LocalView* local = nullptr;
    HostView* host = nullptr;
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
    m->add = new AddCard(*m->work, m_desk);
    m->question = new QuestionCard(Questions::of(m_desk));
    m->question->setObjectName("hostQuestion");
    auto* side = new QVBoxLayout;
    side->setSpacing(theme().size("gap"));
    for (Card* card : {machines, static_cast<Card*>(m->question), static_cast<Card*>(m->add)}) {
        card->setFixedWidth(kSideWidth);
        side->addWidget(card);
    }
    side->addStretch(1);
    m->local = new LocalView(m_host, m_desk);
    m->host = new HostView(m_host, m_desk, *m->work);
    m->views = new QStackedWidget;
    m->views->addWidget(m->local);
    m->views->addWidget(m->host);
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
    connect(&m->around, &QTimer::timeout, this, [this] { m->work->lookAround(m->list->chosen()); });
    connect(m->list, &MachineList::chosenChanged, this, &ComputePage::showChosen);
    connect(m->list, &MachineList::removeWanted, m->work, &HostWork::remove);
    m->list->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m->list, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        if (!m->list->indexAt(at).isValid() || m->list->chosen().isEmpty())
            return;
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions({m->test, m->terminal, m->forget});
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
            m->work->lookAround(m->list->chosen());
    });
    connect(m->work, &HostWork::seenChanged, this, [this](const QString& name) {
        showRows();
        if (name == m->list->chosen())
            emit headerChanged();
    });
    connect(m->work, &HostWork::progressed, this, &ComputePage::showActions);
    connect(m->work, &HostWork::added, this, [this](const QString& name) { choose(name); });
    // A question takes the place of the form that led to it.
    connect(&Questions::of(m_desk), &Questions::changed, this,
            [this] { m->add->setVisible(Questions::of(m_desk).current() == nullptr); });
    m->add->setVisible(Questions::of(m_desk).current() == nullptr);
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
    m->list->setRows(std::move(rows));
    if (!m->wanted.isEmpty() && m->work->listed())
        m->list->choose(std::exchange(m->wanted, {}));
    showActions();
}

void ComputePage::showChosen() {
    const QString name = m->list->chosen();
    m->host->setHost(name);
    m->views->setCurrentWidget(name.isEmpty() ? static_cast<QWidget*>(m->local) : m->host);
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
    if (!m->list->chosen().isEmpty())
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
}

void ComputePage::open(const QString& what) {
    if (what == "clean") {
        choose("local");
        m->local->clean();
    } else if (what == "add") {
        m->add->address()->setFocus(Qt::OtherFocusReason);
    } else if (!what.isEmpty()) {
        choose(what);
    }
}

QString ComputePage::place() const {
    const QString name = m->list->chosen();
    return name.isEmpty() ? QStringLiteral("local") : name;
}

bool ComputePage::closeTop() {
    return m->question->refuse() || m->local->closeTop() || m->host->closeTop();
}

void ComputePage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m->around.start();
}

void ComputePage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m->around.stop();
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
