// SPDX-License-Identifier: GPL-3.0-or-later
// The page's form: building it, filling it, keeping it. What it asks and how it starts a run is new_run_start.cpp's.
#include "flambeau/ui/newrun/new_run_page.h"
#include "flambeau/ui/common/text.h"

#include <QAction>
#include <QFileInfo>
#include <QHBoxLayout>

#include "flambeau/base/strings.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/drop.h"
#include "flambeau/ui/common/format.h"
#include "page_state.h"

namespace flambeau::ui::newrun {
namespace {

constexpr int kSideWidth = 300, kSoon = 200, kRunsSoon = 600, kHostEvery = 5000;
constexpr int kDropPriority = 100;  ///< above the rules that hold on every page

bool isWeights(const QString& path) {
    static const QStringList kEndings = {"pth", "pt", "safetensors", "bin", "ckpt"};
    const QFileInfo info(path);
    return info.isFile() && kEndings.contains(info.suffix().toLower());
}

}  // namespace

NewRunPage::NewRunPage(PageHost& host, session::Desk& desk, QWidget* parent)
    : Page(parent), m_host(host), m_desk(desk), m(std::make_unique<State>()) {
    build();
    connectForm();
    connectSide();
    addCommands();
    connect(&m_desk, &session::Desk::changed, this, [this](session::Topic topic) {
        if (!isVisible())
            return;  // refresh() asks for all of it when the page is shown
        // Started once and not put off again: news of a run that goes on never pause.
        QTimer& timer = topic == session::Topic::Engines ? m->engineSoon
                        : topic == session::Topic::Runs  ? m->runsSoon
                                                         : m->choicesSoon;
        if (topic != session::Topic::Disk && !timer.isActive())
            timer.start();
    });
    QPointer<NewRunPage> self(this);
    m_host.drops().add(kDropPriority, [self](const QStringList& paths) -> std::optional<DropOffer> {
        const QString offer = self && self->isVisible() ? self->offerFor(paths) : QString();
        if (offer.isEmpty())
            return std::nullopt;
        return DropOffer{offer, "play", [self, paths] {
                             if (self)
                                 self->take(paths);
                         }};
    });
    show();
}

NewRunPage::~NewRunPage() {
    for (const auto& task : {m->wholeTask, m->weightsTask}) {
        if (task)
            task->cancel();  // a start goes on: it is recorded and its run is followed
    }
}

void NewRunPage::build() {
    m->what = new WhatCard;
    m->how = new HowCard;
    m->where = new WhereCard;
    m->limits = new Limits;
    m->where->body()->addWidget(m->limits);
    m->after = new AfterCard;
    m->ready = new ReadyCard;
    m->terminal = new TerminalCard;
    m->drafts = new DraftsCard;
    auto* row = new QHBoxLayout(this);
    row->setSpacing(theme().size("pageMargin") - 4);
    auto* left = new QVBoxLayout;
    left->setSpacing(theme().size("gap"));
    for (QWidget* card : {static_cast<QWidget*>(m->what), static_cast<QWidget*>(m->how),
                          static_cast<QWidget*>(m->where), static_cast<QWidget*>(m->after)})
        left->addWidget(card);
    left->addStretch(1);
    auto* right = new QVBoxLayout;
    right->setSpacing(theme().size("gap"));
    for (QWidget* card :
         {static_cast<QWidget*>(m->ready), static_cast<QWidget*>(m->terminal), static_cast<QWidget*>(m->drafts)}) {
        card->setFixedWidth(kSideWidth);
        right->addWidget(card);
    }
    right->addStretch(1);
    row->addLayout(left, 1);
    row->addLayout(right);
    m->saveAction = pageAction(this, tr("Save as draft"), {}, [this] { saveDraft(); });
    m->drafts->setDrafts({});
}

void NewRunPage::connectForm() {
    for (QTimer* timer : {&m->soon, &m->choicesSoon, &m->runsSoon, &m->engineSoon, &m->startShown, &m->startLong})
        timer->setSingleShot(true);
    for (QTimer* timer : {&m->soon, &m->choicesSoon, &m->engineSoon})
        timer->setInterval(kSoon);
    m->runsSoon.setInterval(kRunsSoon);
    connect(&m->soon, &QTimer::timeout, this, [this] {
        askWeights();
        askSituation();
    });
    connect(&m->choicesSoon, &QTimer::timeout, this, &NewRunPage::askChoices);
    connect(&m->runsSoon, &QTimer::timeout, this, [this] {
        askChoices();
        askSituation();
    });
    connect(&m->engineSoon, &QTimer::timeout, this, &NewRunPage::askEngine);
    connect(m->what, &WhatCard::datasetChosen, this, &NewRunPage::pickDataset);
    connect(m->what, &WhatCard::importWanted, this, [this] {
        if (QAction* import = m_host.commands().find("dataset.import"))
            import->trigger();
    });
    connect(m->what, &WhatCard::edited, this, &NewRunPage::edit);
    connect(m->how, &HowCard::edited, this, &NewRunPage::edit);
    connect(m->how, &HowCard::folded, this, [this] { show(); });
    connect(m->how, &HowCard::resetExpert, this, &NewRunPage::resetExpert);
    connect(m->where, &WhereCard::edited, this, &NewRunPage::edit);
    connect(m->where, &WhereCard::engineChosen, this, &NewRunPage::chooseEngine);
    connect(m->where, &WhereCard::placeChosen, this, &NewRunPage::choosePlace);
    connect(m->where, &WhereCard::gpusChosen, this, [this](int count) {
        m->form.gpus = count;
        suit();
        formChanged();
        askTrainer();
    });
    connect(m->limits, &Limits::changed, this, [this](const QString& minutes, int priority, int resumes) {
        m->form.minutes = minutes.toStdString();
        m->form.priority = priority;
        m->form.resumes = resumes;
        formChanged();
    });
    m->hostTick.setInterval(kHostEvery);
    connect(&m->hostTick, &QTimer::timeout, this, [this] { askHosts(false); });
    connect(m->where, &WhereCard::prepareWanted, this, [this] { m_host.openPage("environments"); });
    connect(m->after, &AfterCard::changed, this,
            [this](const QString& model, const QString& experiment, const QString& name) {
                m->form.registerAs = model.toStdString();
                m->form.experiment = experiment.toStdString();
                m->form.name = name.toStdString();
                formChanged();
            });
}

void NewRunPage::connectSide() {
    connect(m->ready, &ReadyCard::runPressed, this, &NewRunPage::start);
    connect(m->ready, &ReadyCard::cancelPressed, this, [this] {
        if (m->startTask)
            m->startTask->cancel();
    });
    connect(m->terminal, &TerminalCard::copied, this, [this] { m_host.say(tr("The command is copied")); });
    connect(m->drafts, &DraftsCard::opened, this, &NewRunPage::openDraft);
    connect(m->drafts, &DraftsCard::deleted, this, &NewRunPage::removeDraft);
    connect(&m->startShown, &QTimer::timeout, this, &NewRunPage::showStartProgress);
    connect(&m->startLong, &QTimer::timeout, this, &NewRunPage::showStartProgress);
}

void NewRunPage::addCommands() {
    m->startCommand = m_host.commands().add({"run.start",
                                             tr("Start the run that is filled in"),
                                             tr("Runs"),
                                             "play",
                                             {QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")},
                                             [this] { start(); },
                                             {}},
                                            this);
    m->saveCommand = m_host.commands().add({"run.save-draft",
                                            tr("Save the new run as a draft"),
                                            tr("Runs"),
                                            "pencil",
                                            {QKeySequence("Ctrl+S")},
                                            [this] { saveDraft(); },
                                            {}},
                                           this);
}

void NewRunPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m->hostTick.start();
    for (const auto& command : {m->startCommand, m->saveCommand}) {
        if (command)
            setBlocked(command, {});
    }
}

void NewRunPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m->hostTick.stop();
    for (const auto& command : {m->startCommand, m->saveCommand}) {
        if (command)
            setBlocked(command, tr("Open New run first."));
    }
}

PageHeader NewRunPage::header() const {
    PageHeader header;
    header.title = tr("New run");
    if (!m->copyOf.isEmpty())
        header.subtitle = tr("a copy of %1").arg(m->copyOf);
    else if (!m->draft.isEmpty())
        header.subtitle = tr("draft %1").arg(m->draft);
    header.actions = {m->saveAction};
    return header;
}

void NewRunPage::refresh() {
    askChoices();
    askEngine();
    askDataset();
    m->weightsKey.clear();
    m->known.trainers.clear();
    askTrainer();
    m->soon.start();
}

void NewRunPage::open(const QString& what) {
    const auto colon = what.indexOf(':');
    const QString kind = what.left(colon), name = what.mid(colon + 1);
    if (colon < 0 || name.isEmpty())
        return;
    if (kind == "dataset") {
        Form form;
        form.dataset = name.toStdString();
        form.compute = m->form.compute;
        form.gpus = m->form.gpus;
        setForm(form, tr("A new run on %1 is filled in").arg(name));
    } else if (kind == "clone") {
        clone(name);
    } else if (kind == "draft") {
        openDraft(name);
    } else if (kind == "compute") {
        choosePlace(name);
    }
}

QString NewRunPage::place() const {
    return {};  // the form itself is kept by saveLayout()
}

bool NewRunPage::closeTop() {
    if (!m->how->unfolded())
        return false;
    m->how->setUnfolded(false);
    return true;
}

QString NewRunPage::offerFor(const QStringList& localPaths) const {
    if (localPaths.size() != 1)
        return {};
    const QString path = QFileInfo(localPaths.first()).absoluteFilePath();
    if (isWeights(path))
        return tr("Start from '%1'").arg(QFileInfo(path).fileName());
    for (const auto& dataset : m->known.choices.datasets) {
        if (text(dataset.source) == path)
            return tr("Use dataset '%1' version %2 for this run").arg(text(dataset.name)).arg(dataset.version);
    }
    return {};  // a new folder is imported as on every page, and chosen when it is there
}

void NewRunPage::take(const QStringList& localPaths) {
    const QString path = QFileInfo(localPaths.value(0)).absoluteFilePath();
    if (isWeights(path)) {
        edit("weights", path);
        return;
    }
    for (const auto& dataset : m->known.choices.datasets) {
        if (text(dataset.source) == path) {
            pickDataset(text(dataset.reference()));
            return;
        }
    }
}

void NewRunPage::edit(const QString& parameter, const QString& value) {
    const std::string name = parameter.toStdString();
    if (m->form.value(name) == value.toStdString())
        return;
    const Form before = m->form;
    m->form.set(name, value.toStdString());
    // What goes with a choice follows it, unless it was chosen too; what cannot go with it gives way even then.
    if (name == "arch" && value == "tiny" && m->form.value("weights") == "imagenet")
        m->form.values["weights"] = "none";
    if (name == "arch" || name == "weights")
        suit();
    if (m->form.value("weights") == "none" && m->form.value("freeze") == "backbone" && name != "freeze")
        m->form.values["freeze"] = "none";
    formChanged();
    tellChanges(before, tr("Changed with it: %1"), name);
}

void NewRunPage::suit() {
    if (!m->known.dataset || !m->known.dataset->ok())
        return;
    const bool gpu = m->form.compute.empty()
                         ? m->known.engine && m->known.engine->facts.ok() && m->known.engine->facts.value().cuda
                         : gpusWanted(m->form, m->known) > 0;
    m->form.suit(m->known.dataset->value(), gpu);
}

void NewRunPage::chooseDataset(const QString& reference) {
    const std::string chosen = reference.toStdString();
    if (m->form.dataset == chosen && m->known.dataset && m->known.dataset->ok())
        return;
    m->form.dataset = chosen;
    m->known.dataset.reset();
    m->known.whole.reset();
    askDataset();
    formChanged();
}

void NewRunPage::choosePlace(const QString& name) {
    if (m->form.compute == name.toStdString())
        return;
    const Form before = m->form;
    m->form.compute = name.toStdString();
    m->form.gpus.reset();
    suit();
    formChanged();
    tellChanges(before, tr("Changed with the machine: %1"), kPlace);
    askHosts(false);
    askTrainer();
}

void NewRunPage::formChanged() {
    show();
    m->soon.start();
}

void NewRunPage::show() {
    const auto problems = problemsOf(m->form);
    m->what->show(m->form, m->known);
    m->how->show(m->form, problems);
    m->where->show(m->form, m->known);
    m->limits->show(m->form, problems);
    m->after->show(m->form, m->known, problems);
    m->ready->setRows(checklist(m->form, m->known));
    if (m->form.compute.empty() && m->known.situation && m->known.situation->time.runs > 0) {
        const session::TimeOutlook& time = m->known.situation->time;
        m->ready->setExpected(tr("about %1").arg(format::duration(time.seconds)),
                              time.runs == 1 ? tr("from 1 earlier run on this machine")
                                             : tr("from %1 earlier runs on this machine").arg(time.runs));
    } else {
        m->ready->setExpected(tr("not known yet"), tr("no earlier run of this kind to tell it from"));
    }
    const std::string workspace = m->known.situation ? m->known.situation->workspace : std::string();
    m->terminal->setCommand(text(commandLine(m->form.request(), workspace)));
}

}  // namespace flambeau::ui::newrun
