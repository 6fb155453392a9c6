// SPDX-License-Identifier: GPL-3.0-or-later
#include "flambeau/ui/environments/environments_page.h"

#include <QHBoxLayout>
#include <QTimer>
#include <QVBoxLayout>

#include "engines_card.h"
#include "fact_cards.h"
#include "prepare_card.h"

namespace flambeau::ui::environments {
namespace {
constexpr int kSideWidth = 320, kSoon = 200;
}

struct EnvironmentsPage::State {
    explicit State(Preparations& all) : preparations(all) {}
    Preparations& preparations;
    EnginesAnswer answer;
    EnginesCard* engines = nullptr;
    PrepareCard* prepare = nullptr;
    GpuCard* gpu = nullptr;
    OnnxCard* onnx = nullptr;
    session::TaskHandle task;
    QTimer soon;
    bool known = false;
};

EnvironmentsPage::EnvironmentsPage(PageHost& host, session::Desk& desk, QWidget* parent)
    : Page(parent), m_host(host), m_desk(desk), m(std::make_unique<State>(Preparations::of(host, desk))) {
    build();
    m->soon.setSingleShot(true);
    m->soon.setInterval(kSoon);
    connect(&m->soon, &QTimer::timeout, this, &EnvironmentsPage::ask);
    connect(&m_desk, &session::Desk::changed, this, [this](session::Topic topic) {
        if (topic == session::Topic::Engines && isVisible())
            m->soon.start();
    });
    connect(&m->preparations, &Preparations::changed, this, [this] {
        if (m->known)
            m->gpu->show(m->answer, m->preparations.progress(Preparations::Engine).running);
    });
}

EnvironmentsPage::~EnvironmentsPage() {
    if (m->task)
        m->task->cancel();
}

void EnvironmentsPage::build() {
    m->engines = new EnginesCard;
    m->prepare = new PrepareCard(m->preparations);
    m->gpu = new GpuCard;
    m->onnx = new OnnxCard(m->preparations);
    auto* row = new QHBoxLayout(this);
    row->setSpacing(theme().size("pageMargin") - 4);
    auto* left = new QVBoxLayout;
    left->setSpacing(theme().size("gap"));
    left->addWidget(m->engines);
    left->addWidget(m->prepare, 1);
    left->addStretch(0);
    auto* right = new QVBoxLayout;
    right->setSpacing(theme().size("gap"));
    for (Card* card : {static_cast<Card*>(m->gpu), static_cast<Card*>(m->onnx), builtInCard()}) {
        card->setFixedWidth(kSideWidth);
        right->addWidget(card);
    }
    right->addStretch(1);
    row->addLayout(left, 1);
    row->addLayout(right);
    connect(m->engines, &EnginesCard::useWanted, this, &EnvironmentsPage::use);
    connect(m->engines, &EnginesCard::removeWanted, this, &EnvironmentsPage::remove);
    connect(m->gpu, &GpuCard::prepareWanted, this, &EnvironmentsPage::prepareCuda);
}

PageHeader EnvironmentsPage::header() const {
    PageHeader header;
    header.title = tr("Environments");
    header.subtitle = tr("engines of this machine and what is built in");
    return header;
}

void EnvironmentsPage::refresh() {
    ask();
}

bool EnvironmentsPage::closeTop() {
    return m->engines->forgetRemoval();
}

QByteArray EnvironmentsPage::saveLayout() const {
    return m->engines->table()->saveLayout();
}

void EnvironmentsPage::restoreLayout(const QByteArray& state) {
    if (!state.isEmpty())
        m->engines->table()->restoreLayout(state);
}

void EnvironmentsPage::ask() {
    if (m->task && !m->task->finished()) {
        m->soon.start();
        return;
    }
    m->task = m_desk.ask(session::Lane::Chores, this, askEngines, [this](Result<EnginesAnswer> answer) {
        if (!answer) {
            if (answer.error().code != ErrorCode::Canceled)
                m_host.showError(answer.error());
            return;
        }
        m->answer = std::move(*answer);
        m->known = true;
        m->engines->show(m->answer);
        m->gpu->show(m->answer, m->preparations.progress(Preparations::Engine).running);
        m->onnx->show(m->answer.onnxRuntime);
    });
}

void EnvironmentsPage::use(const QString& trainer) {
    QString before;
    if (const EngineRow* row = m->engines->model()->at(m->engines->model()->chosenRow()))
        before = QString::fromStdString(row->choice.trainer.string());
    session::Desk* desk = &m_desk;
    PageHost* host = &m_host;
    const auto chooseIt = [desk, host](const QString& path) {
        desk->ask(
            session::Lane::Chores, desk,
            [path = fs::path(path.toStdString())](session::Services&, const session::Work&) -> Result<bool> {
                FLAMBEAU_CHECK(session::chooseTrainer(path));
                return true;
            },
            [desk, host](Result<bool> done) {
                if (!done)
                    host->showError(done.error());
                desk->announce(session::Topic::Engines);
            });
    };
    doWithUndo(
        m_host, tr("New runs use this engine"), [chooseIt, trainer] { chooseIt(trainer); },
        [chooseIt, before] { chooseIt(before); });
}

void EnvironmentsPage::remove(const QString& folder) {
    m_desk.ask(
        session::Lane::Chores, this,
        [path = fs::path(folder.toStdString())](session::Services&, const session::Work&) -> Result<bool> {
            FLAMBEAU_CHECK(session::removeEngine(path));
            return true;
        },
        [this](Result<bool> done) {
            if (done)
                m_host.say(tr("The engine is deleted"));
            else
                m_host.showError(done.error());
            m_desk.announce(session::Topic::Engines);
            m_desk.announce(session::Topic::Disk);
        });
}

void EnvironmentsPage::prepareCuda() {
    session::EnginePrepareOptions options;
    options.cuda = true;
    m->prepare->logView()->clear();
    m->preparations.prepareEngine(options);
}

}  // namespace flambeau::ui::environments
