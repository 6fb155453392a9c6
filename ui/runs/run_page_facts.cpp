// SPDX-License-Identifier: GPL-3.0-or-later
// What a run's page shows of its run, and how it keeps up with it.
#include <QAction>
#include <QLabel>
#include <QStackedWidget>

#include "chart_board.h"
#include "confusion_tab.h"
#include "files_tab.h"
#include "flambeau/domain/this_machine.h"
#include "flambeau/readers/failing_line.h"
#include "flambeau/ui/common/commands.h"
#include "flambeau/ui/common/empty_state.h"
#include "flambeau/ui/common/format.h"
#include "flambeau/ui/common/widgets.h"
#include "flambeau/ui/runs/run_page.h"
#include "lineage_tab.h"
#include "logs_tab.h"
#include "run_actions.h"
#include "run_facts.h"
#include "run_list.h"
#include "run_stages.h"
#include "run_texts.h"
#include "side_column.h"

namespace flambeau::ui::runs {
namespace {
constexpr int kReadAfter = 200;
}  // namespace

void RunPage::listen() {
    connect(&m_soon, &QTimer::timeout, this, &RunPage::read);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        if (m_facts)
            m_stages->setStages(stagesOf(m_facts->view, nowSeconds()));
    });
    connect(&m_desk, &session::Desk::runChanged, this, [this](const QString& run, const QStringList&, bool) {
        if (run == m_run)
            readSoon();
    });
    connect(&m_desk, &session::Desk::changed, this, [this](session::Topic topic) {
        if (topic == session::Topic::Runs || topic == session::Topic::Models)
            readSoon();
    });
    connect(&m_actions, &RunActions::busyChanged, this, &RunPage::showHeader);
    // The list knows of a new state before the page has read all about it.
    connect(&m_list, &RunList::changed, this, [this](const QStringList& runs) {
        if (runs.contains(m_run))
            showHeader();
    });
    connect(m_feed.get(), &LogFeed::grown, this, &RunPage::logGrew);
    connect(m_feed.get(), &LogFeed::reset, this, &RunPage::logGrew);
    connect(m_side, &SideColumn::registerWanted, this, [this] { m_actions.askModel(m_run, this); });
    connect(m_side, &SideColumn::modelWanted, this,
            [this](const QString& reference) { m_host.openPage("models", reference); });
    connect(m_side, &SideColumn::tagsWanted, this, [this] { m_actions.askTags({m_run}, this); });
    connect(m_side, &SideColumn::notesWanted, this, [this] { m_actions.askNotes(m_run, this); });
    connect(m_side, &SideColumn::copied, this, [this](const QString& what) { m_host.say(what); });
    connect(m_lineage, &LineageTab::opened, this, [this](const QString& page, const QString& what) {
        if (what == m_run)
            showTab(Charts);
        else
            m_host.openPage(page, what);
    });
}

void RunPage::open(const QString& what) {
    if (what.isEmpty() || what == m_run)
        return;
    m_run = what;
    m_facts.reset();
    m_failingLine.clear();
    m_fresh = true;
    m_board->setCurves(nullptr);
    m_system->setCurves(nullptr);
    m_curves.reset();
    m_feed->open({});
    m_files->clear();
    m_confusion->clear();
    m_failure->hide();
    m_gone->hide();
    m_body->show();
    m_link->setZoom(std::nullopt);
    m_systemLink->setZoom(std::nullopt);
    if (isVisible())
        m_actions.setCurrent(this, {m_run});
    emit headerChanged();
    read();
}

void RunPage::refresh() {
    m_list.refresh();
    read();
}

void RunPage::readSoon() {
    if (!isVisible()) {
        m_stale = true;
        return;
    }
    if (!m_soon.isActive())
        m_soon.start(kReadAfter);
}

void RunPage::read() {
    if (m_run.isEmpty())
        return;
    if (!m_reading.begin())
        return;
    m_stale = false;
    m_desk.ask(
        session::Lane::Read, this,
        [run = RunId(m_run.toStdString())](session::Services& services, const session::Work&) {
            return readFacts(services, run);
        },
        [this, run = m_run](Result<RunFacts> facts) {
            const bool again = m_reading.end();
            if (run != m_run) {
                read();
                return;
            }
            if (facts) {
                show(std::move(facts).value());
            } else if (facts.error().code == ErrorCode::NotFound) {
                m_facts.reset();
                m_body->hide();
                m_gone->show();
                if (isVisible())
                    m_actions.setCurrent(this, {});
                emit headerChanged();
            } else {
                m_host.showError(facts.error());
            }
            if (again)
                readSoon();
        });
}

void RunPage::show(RunFacts facts) {
    const bool first = std::exchange(m_fresh, false);
    const bool wasOver = m_facts && domain::isFinal(m_facts->view.state);
    const bool over = domain::isFinal(facts.view.state);
    m_facts = std::make_unique<RunFacts>(std::move(facts));
    const session::RunView& view = m_facts->view;
    if (!m_curves) {
        m_curves = std::make_unique<metrics::LiveCurves>(m_desk, m_run);
        const double start = view.started > 0 ? view.started : view.created;
        m_board->setStartTime(start);
        m_system->setStartTime(start);
        m_board->setCurves(m_curves.get());
        m_system->setCurves(m_curves.get());
        connect(m_curves.get(), &metrics::LiveCurves::loadedChanged, this, &RunPage::showBestEpoch);
    }
    m_noCharts->setTitle(over ? tr("This run wrote no value") : tr("No point yet"));
    m_noCharts->setSentence(over ? tr("It ended before the first step.")
                                 : tr("Curves appear here as soon as the run writes its first value."));
    m_stages->setStages(stagesOf(view, nowSeconds()));
    m_logs->setGoing(!over);
    m_logs->setLogs(m_facts->logs, m_facts->predictedLog);
    m_feed->setLive(isVisible() && !over);
    m_side->setFacts(*m_facts);
    m_side->setRegisterBlocked(m_actions.cannotRegister(m_run));
    m_files->setFacts(*m_facts);
    m_tabs->setCount(Files, m_facts->outputs.empty() ? -1 : static_cast<qint64>(m_facts->outputs.size()));
    m_confusion->setFacts(*m_facts);
    m_lineage->setFacts(*m_facts);
    if (tab() == Confusion)
        m_confusion->activate();
    showBestEpoch();
    showProgress();
    showExpectedEnd();
    showFailure();
    if (!over && isVisible())
        m_clock.start();
    else
        m_clock.stop();
    // What failed is looked at by its log first.
    if (first && view.state == domain::RunState::Failed && tab() == Charts && view.metrics.empty())
        showTab(Logs);
    if (over && (!wasOver || first))
        m_feed->setLive(false);
    logGrew();
    showHeader();
}

void RunPage::showProgress() {
    const session::RunView& view = m_facts->view;
    const bool over = domain::isFinal(view.state);
    m_progressRow->setVisible(!over || view.state != domain::RunState::Completed);
    const double share = progressShare(view.progress);
    m_progress->setShare(view.state == domain::RunState::Queued ? 0 : over ? std::max(0.0, share) : share);
    m_epoch->setText(progressText(view.progress, m_facts->parameters));
    if (over)
        m_left->setText(tr("%1 after %2")
                            .arg(stateText(view.state),
                                 format::duration(runSeconds(view.started, view.ended, nowSeconds()).value_or(0))));
    else
        m_left->setText(view.secondsLeft ? format::timeLeft(*view.secondsLeft) : QString());
    m_epoch->setVisible(!m_epoch->text().isEmpty());
    m_left->setVisible(!m_left->text().isEmpty());
}

/// The statistics know the step of the best value; its epoch is what the point itself says.
void RunPage::showBestEpoch() {
    const auto* curve = m_curves ? m_curves->curve(m_side->bestMetric()) : nullptr;
    double epoch = series::kNone;
    if (curve != nullptr && m_side->bestMetric().startsWith("val"))
        curve->visit([&](const series::Point& point) {
            if (point.step == m_side->bestStep())
                epoch = point.epoch;
        });
    m_side->setBestEpoch(epoch);
}

void RunPage::showExpectedEnd() {
    if (!m_facts)
        return;
    std::optional<double> end;
    const auto epochs = m_facts->parameters.find("epochs");
    const bool known = epochs != m_facts->parameters.end() && std::holds_alternative<std::int64_t>(epochs->second);
    if (!domain::isFinal(m_facts->view.state)) {
        if (m_link->mode() == metrics::XMode::Epoch && known)
            end = static_cast<double>(std::get<std::int64_t>(epochs->second));
        else if (m_link->mode() == metrics::XMode::Step && m_facts->view.progress.total > 0)
            end = static_cast<double>(m_facts->view.progress.total);
    }
    m_link->setExpectedEnd(end);
}

QString RunPage::failureText() const {
    return m_failure->isHidden() ? QString() : m_failureReason->text();
}

void RunPage::showFailure() {
    const session::RunView& view = m_facts->view;
    const bool failed = view.state == domain::RunState::Failed || view.state == domain::RunState::Lost;
    m_failure->setVisible(failed);
    if (!failed)
        return;
    const QString reason = text(view.reason);
    m_failureReason->setText(reason.isEmpty() ? tr("The run failed") : reason);
    m_failureLine->setText(m_failingLine);
    m_failureLine->setVisible(!m_failingLine.isEmpty() && m_failingLine != reason);
    if (m_failingLine.isEmpty())
        readFailingLine();
}

void RunPage::readFailingLine() {
    if (m_facts->logs.empty())
        return;
    m_desk.ask(
        session::Lane::Read, this,
        [log = m_facts->logs.front()](session::Services&, const session::Work&) { return readers::failingLineOf(log); },
        [this, run = m_run](Result<std::optional<readers::FailingLine>> line) {
            if (run != m_run || !m_facts || !line || !*line || (*line)->text.empty())
                return;
            m_failingLine = text((*line)->text);
            m_failureLine->setText(m_failingLine);
            m_failureLine->setVisible(m_failingLine != m_failureReason->text());
        });
}

void RunPage::logGrew() {
    const bool going = m_facts && !domain::isFinal(m_facts->view.state);
    m_logCard->setVisible(m_feed->exists() || going);
    m_logCard->setNote(going ? tr("following") : QString());
}

PageHeader RunPage::header() const {
    PageHeader header;
    const auto row = m_list.row(m_run);
    const bool gone = !m_gone->isHidden();
    if (gone || (!m_facts && !row)) {
        header.title = gone ? tr("A run that is gone") : tr("Run");
        return header;
    }
    const domain::RunState state = m_facts ? m_facts->view.state : row->state;
    const std::string experiment = m_facts ? m_facts->view.experiment : row->experiment;
    const double started = m_facts ? m_facts->view.started : row->started;
    header.title = text(m_facts ? m_facts->view.name : row->name);
    header.chip = stateText(state);
    header.chipTone = stateTone(state);
    header.subtitle = tr("experiment %1").arg(text(experiment));
    const std::string compute = m_facts ? m_facts->view.compute : row->compute;
    if (!domain::isThisMachine(compute))
        header.subtitle += tr(" · on %1").arg(computeText(compute));
    else if (!domain::isFinal(state))
        header.subtitle += " · " + computeText(compute);
    const double away = m_facts ? m_facts->view.unreachableSince : row->unreachableSince;
    if (away > 0 && !domain::isFinal(state)) {
        header.chipTone = Tone::Caution;
        header.subtitle +=
            " · " + unreachableText(away, state, row ? progressText(row->progress, *row->parameters) : QString());
    }
    const QString when = format::date(dateOf(started));
    if (started > 0)
        header.subtitle += domain::isFinal(state) ? " · " + when : tr(" · started %1").arg(when);
    if (m_facts && m_facts->view.trashed > 0)
        header.subtitle += tr(" · in the trash");
    if (domain::isFinal(state)) {
        header.actions = {m_resume, m_againAction, m_clone, m_delete};
        header.dangerous = m_delete;
    } else {
        header.actions = {m_clone, m_cancel};
        header.dangerous = m_cancel;
    }
    return header;
}

void RunPage::showHeader() {
    setBlocked(m_cancel, m_actions.cannotCancel({m_run}));
    setBlocked(m_resume, m_actions.cannotResume(m_run));
    setBlocked(m_delete, m_actions.cannotRemove({m_run}));
    m_side->setRegisterBlocked(m_actions.cannotRegister(m_run));
    emit headerChanged();
}

void RunPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    m_list.watch(this);
    m_actions.setCurrent(this, m_run.isEmpty() ? QStringList() : QStringList{m_run});
    if (m_stale)
        read();
    if (m_facts && !domain::isFinal(m_facts->view.state)) {
        m_feed->setLive(true);
        m_clock.start();
    }
}

void RunPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    m_list.unwatch(this);
    m_actions.leave(this);
    m_feed->setLive(false);
    m_clock.stop();
}

}  // namespace flambeau::ui::runs
