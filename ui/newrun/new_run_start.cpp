// SPDX-License-Identifier: GPL-3.0-or-later
// What the page asks of the desk: what there is to choose from, what will hold, drafts, copies, and the start itself.
// long: what is asked and what its answer does stand beside each other
#include <QAction>

#include <nlohmann/json.hpp>

#include "flambeau/base/strings.h"
#include "flambeau/domain/run_definition.h"
#include "flambeau/domain/this_machine.h"
#include "flambeau/ui/common/text.h"
#include "page_state.h"

namespace flambeau::ui::newrun {
namespace {

constexpr int kShowAfter = 500, kLongAfter = 10'000;
const QString kTaskId = QStringLiteral("new-run.start");

struct StartAnswer {
    std::optional<RunId> started;
    Error error;
    std::string failed;  ///< the run that the failed start is recorded as
};

struct CopyAnswer {
    std::string name;
    session::RunRequest request;
};

Result<CopyAnswer> askCopy(session::Services& services, const std::string& run) {
    FLAMBEAU_TRY(const RunId id, services.catalog.resolve(run));
    FLAMBEAU_TRY(const auto view, services.catalog.view(id));
    FLAMBEAU_TRY(const auto definition,
                 domain::runDefinitionFromJson(nlohmann::json::parse(view.definition, nullptr, false)));
    CopyAnswer answer;
    answer.name = view.name;
    answer.request.recipe = definition.recipe;
    answer.request.dataset = definition.dataset.name + "@" + std::to_string(definition.dataset.version);
    answer.request.experiment = view.experiment == "default" ? std::string() : view.experiment;
    answer.request.registerAs = definition.registerAs.model;
    answer.request.notes = view.notes;
    answer.request.compute = domain::isThisMachine(view.compute) ? std::string() : view.compute;
    if (!answer.request.compute.empty())
        answer.request.gpus = definition.gpus;
    answer.request.timeLimit = definition.timeLimit;
    answer.request.priority = definition.priority;
    answer.request.resumes = definition.resumes;
    answer.request.tags = view.tags;
    for (const auto& [name, value] : definition.parameters)
        answer.request.set[name] = domain::formatParameter(value);
    return answer;
}

}  // namespace

void NewRunPage::askChoices() {
    if (m->choicesTask && !m->choicesTask->finished()) {
        m->choicesSoon.start();
        return;
    }
    m->choicesTask = m_desk.ask(
        session::Lane::Read, this,
        [](session::Services& services, const session::Work&) { return newrun::askChoices(services); },
        [this](Result<Choices> choices) {
            if (choices)
                takeChoices(std::move(*choices));
            else
                m_host.showError(choices.error());
        });
}

void NewRunPage::askHosts(bool all) {
    std::set<std::string> chosen{m->form.compute};
    if (const auto* cluster = m->known.cluster(m->form.compute))
        chosen = {cluster->hosts.begin(), cluster->hosts.end()};
    for (const HostChoice& host : m->known.choices.hosts) {
        if ((!all && !chosen.contains(host.name)) || !m->asking.insert(host.name).second)
            continue;
        m_desk.ask(
            host.name == m->form.compute ? session::Lane::Hosts : session::Lane::Around, this,
            [name = host.name](session::Services& services, const session::Work& work) {
                return newrun::askHost(services, name, work);
            },
            [this, name = host.name](Result<HostNow> now) {
                m->asking.erase(name);
                if (!now && now.error().code == ErrorCode::Canceled)
                    return;
                m->known.hosts.insert_or_assign(name, std::move(now));
                askTrainer();
                show();
            });
    }
}

/// Whether the trainer is where the run goes. Asked once of each place, and again with F5.
void NewRunPage::askTrainer() {
    const std::string host = hostOf(m->form, m->known);
    const bool gpus = gpusWanted(m->form, m->known) > 0;
    const std::string key = trainerKey(host, gpus);
    if (m->known.now(host) == nullptr || m->known.trainers.contains(key) || !m->asking.insert(key).second)
        return;
    m_desk.ask(
        session::Lane::Around, this,
        [host, gpus](session::Services& services, const session::Work& work) {
            return newrun::askHostEngine(services, host, gpus, work);
        },
        [this, key](Result<HostTrainer> trainer) {
            m->asking.erase(key);
            if (!trainer && trainer.error().code == ErrorCode::Canceled)
                return;
            m->known.trainers.insert_or_assign(key, std::move(trainer));
            show();
        });
}

void NewRunPage::takeChoices(Choices choices) {
    std::set<std::string> before;
    for (const auto& dataset : m->known.choices.datasets)
        before.insert(dataset.reference());
    const bool first = !m->choicesKnown;
    m->choicesKnown = true;
    std::vector<std::string> hostsBefore, hostsNow;
    for (const HostChoice& host : m->known.choices.hosts)
        hostsBefore.push_back(host.name);
    m->known.choices = std::move(choices);
    for (const HostChoice& host : m->known.choices.hosts)
        hostsNow.push_back(host.name);
    if (isVisible() && (hostsBefore != hostsNow || m->known.hosts.size() < hostsNow.size()))
        askHosts(true);
    m->drafts->setDrafts(m->known.choices.drafts);
    const auto& datasets = m->known.choices.datasets;
    if (m->form.dataset.empty() && !datasets.empty()) {
        chooseDataset(text(datasets.front().reference()));
        return;
    }
    // One that was imported while the page is open was dropped here, or is what was waited for.
    if (!first && isVisible() && !datasets.empty() && !before.contains(datasets.front().reference()) &&
        datasets.front().reference() != m->form.dataset) {
        chooseDataset(text(datasets.front().reference()));
        m_host.say(tr("%1 v%2 is chosen").arg(text(datasets.front().name)).arg(datasets.front().version));
        return;
    }
    show();
}

void NewRunPage::askDataset() {
    const std::string reference = m->form.dataset;
    if (m->wholeTask)
        m->wholeTask->cancel();
    if (reference.empty())
        return;
    askWhole(reference);
    if (m->known.dataset && m->known.dataset->ok() && m->known.dataset->value().reference() == reference)
        return;  // a version never changes; only the disk may
    m_desk.ask(
        session::Lane::Read, this,
        [reference](session::Services& services, const session::Work&) {
            return newrun::askDataset(services, reference);
        },
        [this, reference](Result<DatasetFacts> facts) {
            if (reference != m->form.dataset)
                return;  // another one was chosen meanwhile
            if (facts)
                m->form.dataset = facts->reference();  // "NAME" was the newest
            m->known.dataset = std::move(facts);
            if (m->known.dataset->ok() && !mayGoTo(m->form.compute, m->known.dataset->value(), m->known)) {
                const std::string on = m->known.dataset->value().on;
                if (m->beforeDataset) {  // told below, with the rest
                    m->form.compute = on;
                    m->form.gpus.reset();
                    askHosts(false);
                    askTrainer();
                } else {
                    choosePlace(text(on));  // tells what changes with it
                }
            }
            suit();
            formChanged();
            if (const auto before = std::exchange(m->beforeDataset, std::nullopt))
                tellChanges(*before, tr("Changed with the dataset: %1"));
        });
}

void NewRunPage::askWhole(const std::string& reference) {
    m->wholeTask = m_desk.ask(
        session::Lane::Chores, this,
        [reference](session::Services& services, const session::Work& work) {
            return newrun::askWhole(services, reference, work);
        },
        [this, reference](Result<WholeReport> report) {
            const bool same = m->form.dataset == reference || m->form.dataset.rfind(reference + "@", 0) == 0;
            if (!same || (!report && report.error().code == ErrorCode::Canceled))
                return;
            m->known.whole = std::move(report);
            show();
        });
}

void NewRunPage::askEngine() {
    if (m->engineTask && !m->engineTask->finished()) {
        m->engineSoon.start();
        return;
    }
    m->engineTask = m_desk.ask(
        session::Lane::Chores, this,
        [](session::Services& services, const session::Work& work) { return newrun::askEngine(services, work); },
        [this](Result<EngineReport> report) {
            if (!report)
                return;
            m->known.engine = std::move(*report);
            const Form before = m->form;
            suit();
            formChanged();
            tellEngine(before);
        });
}

void NewRunPage::askWeights() {
    if (!m->known.dataset || !m->known.dataset->ok())
        return;
    const Form form = m->form;
    const int classes = m->known.dataset->value().classes;
    const QString key = text(form.value("weights") + "\n" + form.value("arch") + "\n" + form.value("image_size")) +
                        QString("\n%1").arg(classes);
    if (key == m->weightsKey)
        return;
    m->weightsKey = key;
    if (form.value("weights") == "none") {
        m->known.weights.reset();
        return;
    }
    if (m->weightsTask)
        m->weightsTask->cancel();
    m->weightsTask = m_desk.ask(
        session::Lane::Read, this,
        [form, classes](session::Services& services, const session::Work&) {
            return newrun::askWeights(services, form, classes);
        },
        [this, key](Result<session::WeightsOutlook> weights) {
            if (key != m->weightsKey || (!weights && weights.error().code == ErrorCode::Canceled))
                return;
            m->known.weights = std::move(weights);
            show();
            m->soon.start();  // the disk that a run takes counts them
        });
}

void NewRunPage::askSituation() {
    if (m->situationTask && !m->situationTask->finished()) {
        if (!m->soon.isActive())
            m->soon.start();
        return;
    }
    const Form form = m->form;
    const DatasetFacts dataset =
        m->known.dataset && m->known.dataset->ok() ? m->known.dataset->value() : DatasetFacts();
    const std::uint64_t weights = m->known.weights && m->known.weights->ok() ? m->known.weights->value().bytes : 0;
    m->situationTask = m_desk.ask(
        session::Lane::Read, this,
        [form, dataset, weights](session::Services& services, const session::Work&) {
            return newrun::askSituation(services, form, dataset, weights);
        },
        [this](Result<Situation> situation) {
            if (!situation) {
                m_host.showError(situation.error());
                return;
            }
            m->known.situation = std::move(*situation);
            show();
        });
}

void NewRunPage::clone(const QString& run) {
    const std::string id = run.toStdString();
    m_desk.ask(
        session::Lane::Read, this,
        [id](session::Services& services, const session::Work&) { return askCopy(services, id); },
        [this](Result<CopyAnswer> answer) {
            if (!answer) {
                m_host.showError(answer.error());
                return;
            }
            setForm(Form::of(answer->request), tr("A copy of %1 is filled in").arg(text(answer->name)), {},
                    text(answer->name));
        });
}

void NewRunPage::openDraft(const QString& name) {
    const std::string wanted = name.toStdString();
    m_desk.ask(
        session::Lane::Read, this,
        [wanted](session::Services& services, const session::Work&) {
            return session::RunDrafts(services.workspace).find(wanted);
        },
        [this](Result<session::RunDraft> draft) {
            if (!draft) {
                m_host.showError(draft.error());
                return;
            }
            setForm(Form::of(draft->request), tr("Draft %1 is filled in").arg(text(draft->name)), text(draft->name));
        });
}

void NewRunPage::saveDraft() {
    session::RunDraft draft;
    draft.request = m->form.request();
    draft.name = m->draft.toStdString();
    if (!trim(m->form.name).empty())
        draft.name = std::string(trim(m->form.name));
    if (draft.name.empty() && m->known.situation)
        draft.name = m->known.situation->freeName;
    if (draft.name.empty())
        draft.name = tr("unnamed").toStdString();
    m_desk.ask(
        session::Lane::Read, this,
        [draft](session::Services& services, const session::Work&) -> Result<std::string> {
            FLAMBEAU_CHECK(session::RunDrafts(services.workspace).save(draft));
            return draft.name;
        },
        [this](Result<std::string> saved) {
            if (!saved) {
                m_host.showError(saved.error());
                return;
            }
            m->draft = text(*saved);
            m->copyOf.clear();
            emit headerChanged();
            m_host.say(tr("Saved as draft %1").arg(m->draft));
            askChoices();
            m_desk.announce(session::Topic::Runs);
        });
}

void NewRunPage::removeDraft(const QString& name) {
    const auto& drafts = m->known.choices.drafts;
    const auto found =
        std::find_if(drafts.begin(), drafts.end(), [&](const auto& draft) { return text(draft.name) == name; });
    if (found == drafts.end())
        return;
    QPointer<NewRunPage> self(this);
    const session::RunDraft draft = *found;
    // The page may be gone when it is undone; the desk and the host are not.
    session::Desk* desk = &m_desk;
    PageHost* host = &m_host;
    const auto change = [desk, host](std::function<Status(const session::RunDrafts&)> what) {
        desk->ask(
            session::Lane::Read, desk,
            [what](session::Services& services, const session::Work&) -> Result<bool> {
                FLAMBEAU_CHECK(what(session::RunDrafts(services.workspace)));
                return true;
            },
            [desk, host](Result<bool> done) {
                if (!done)
                    host->showError(done.error());
                desk->announce(session::Topic::Runs);
            });
    };
    doWithUndo(
        m_host, tr("Draft %1 deleted").arg(name),
        [change, draft] { change([draft](const session::RunDrafts& all) { return all.remove(draft.name); }); },
        [change, draft] { change([draft](const session::RunDrafts& all) { return all.save(draft); }); });
    if (m->draft == name) {
        m->draft.clear();
        emit headerChanged();
    }
}

void NewRunPage::start() {
    if (m->startTask && !m->startTask->finished())
        return;
    if (const QString reason = stopReason(checklist(m->form, m->known)); !reason.isEmpty()) {
        m_host.say(reason);
        return;
    }
    const session::RunRequest request = m->form.request();
    m->startWhat = tr("Preparing the run");
    m->startShare = -1;
    m->startClock.start();
    m->ready->setStarting(true);
    m->startShown.start(kShowAfter);
    m->startLong.start(kLongAfter);
    m->startTask = m_desk.ask(
        session::Lane::Start, this,
        [request](session::Services& services, const session::Work& work) -> Result<StartAnswer> {
            auto started = services.runs.start(request, work.stop, work.progress);
            if (started)
                return StartAnswer{*started, {}, {}};
            return StartAnswer{std::nullopt, started.error(), services.runs.failedRun().str()};
        },
        [this](Result<StartAnswer> answer) {
            if (!answer)
                finishStart(answer.error(), {});
            else if (answer->started)
                finishStart(*answer->started, {});
            else
                finishStart(answer->error, text(answer->failed));
        },
        [this](const std::string& what, std::uint64_t done, std::uint64_t total) {
            m->startWhat = text(what);
            m->startShare = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1;
            if (!m->startShown.isActive())
                showStartProgress();
        });
}

void NewRunPage::showStartProgress() {
    if (!m->startTask || m->startTask->finished())
        return;
    m->ready->showProgress(m->startWhat, m->startShare);
    if (m->startLong.isActive())
        return;
    BackgroundTask task;
    task.title = tr("Starting a run: %1").arg(m->startWhat);
    task.share = m->startShare;
    const double gone = static_cast<double>(m->startClock.elapsed()) / 1000;
    if (m->startShare > 0.02)
        task.secondsLeft = gone * (1 - m->startShare) / m->startShare;
    task.cancel = [running = m->startTask] { running->cancel(); };
    m_host.setTask(kTaskId, task);
}

void NewRunPage::finishStart(const Result<RunId>& started, const QString& failedRun) {
    m->startShown.stop();
    m->startLong.stop();
    m_host.setTask(kTaskId, {});
    m->ready->setStarting(false);
    if (started || !failedRun.isEmpty())
        m_desk.announce(session::Topic::Runs);
    if (started) {
        m->form.name.clear();  // the next one gets the next number
        m->copyOf.clear();
        show();
        if (isVisible())
            m_host.openPage("run", text(started->str()));
        else
            m_host.say(tr("The run is started"), tr("Show"),
                       [host = &m_host, id = text(started->str())] { host->openPage("run", id); });
        return;
    }
    Error error = started.error();
    if (error.code == ErrorCode::Canceled) {
        m_host.say(tr("The start was canceled"));
        return;
    }
    if (!failedRun.isEmpty())
        error.detail = tr("It is recorded as run %1.").arg(failedRun.left(8)).toStdString() + "\n" + error.detail;
    m->ready->setFailure(tr("The run did not start. Why, and what to do, stands above."));
    m_host.showError(error);
    refresh();  // what was whole a moment ago may not be so any more
}

}  // namespace flambeau::ui::newrun
